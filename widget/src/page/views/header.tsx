import type { JSX } from 'preact';
import { availability } from '../availability.ts';
import { channel, isFramed } from '../globals.ts';
import { say } from '../host.ts';
import { canClose, closeWindow } from '../leave.ts';
import { view, wishes } from '../state.ts';
import { words } from '../words/words.ts';
import { Faces } from './faces.tsx';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';

/** The line on top of a conversation or form: with whom, and the ways out. */
export function Header(): JSX.Element {
  const { back } = words.value;
  const { isAvailable, title, detail } = availability.value;
  return (
    <header class="bar">
      <button type="button" class="tool" aria-label={back} title={back} onClick={() => { view.value = 'home'; }}>
        <Icon name="back" />
      </button>
      <Faces limit={1} />
      <div class="who">
        <h1>{channel.websiteName}</h1>
        <p class={isAvailable ? 'present' : 'absent'}>{(isAvailable && detail) || title}</p>
      </div>
      <Menu />
      <Closer />
    </header>
  ); // prettier-ignore
}

/** Opens the chat in a window of its own, and closes it. */
export function Closer(): JSX.Element {
  const { popout, closeChat } = words.value;
  return (
    <>
      {isFramed && wishes.value.showPopoutButton && (
        <button type="button" class="tool" aria-label={popout} title={popout} onClick={() => say('popoutChatWindow')}>
          <Icon name="popout" />
        </button>
      )}
      {canClose && (
        <button type="button" class="tool" aria-label={closeChat} title={closeChat} onClick={closeWindow}>
          <Icon name="close" />
        </button>
      )}
    </>
  ); // prettier-ignore
}
