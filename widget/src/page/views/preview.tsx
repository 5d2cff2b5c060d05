import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../host.ts';
import { messages, seenId, unread, view } from '../state.ts';
import { countUnread, words } from '../words/words.ts';
import { Face } from './faces.tsx';
import { Icon } from './icons.tsx';
import { nameOf } from './message.tsx';

const SHOWN = 3;

/** What is new, beside the closed bubble. */
export function Preview(): JSX.Element {
  const { close, showMessages } = words.value;
  const box = useRef<HTMLElement>(null);
  const news = unread.value;
  useEffect(() => {
    const element = box.current as HTMLElement;
    const tell = (): void =>
      say('updateIframeHeight', { isFixedHeight: true, extraHeight: element.scrollHeight });
    // The frame becomes narrower for it, and the texts higher.
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const open = (): void => {
    view.value = 'chat';
    say('toggleBubble');
  };
  const dismiss = (): void => {
    seenId.value = messages.peek().at(-1)?.id ?? 0;
  };
  return (
    <section class="preview" ref={box} aria-label={countUnread(news.length)}>
      <button type="button" class="pill" onClick={dismiss}>
        <Icon name="close" />
        {close}
      </button>
      {news.slice(-SHOWN).map((message) => (
        <button type="button" class="news" key={message.id} onClick={open}>
          <Face name={nameOf(message)} url={message.sender?.avatar_url} />
          <span class="grow">
            <b>{nameOf(message)}</b>
            <span class="excerpt" dir="auto">
              {message.content || '📎'}
            </span>
          </span>
        </button>
      ))}
      <button type="button" class="pill" onClick={open}>
        {showMessages}
        <Icon name="arrow" />
      </button>
    </section>
  );
}
