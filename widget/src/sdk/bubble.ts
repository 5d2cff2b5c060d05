import { hexColor, readableOn } from '../color.ts';
import { icon, lasting, make } from './elements.ts';
import type { Settings } from './settings.ts';

const CHAT = 'M12 3C6.5 3 2 6.8 2 11.5c0 2.2 1 4.2 2.7 5.7L4 21l4.3-1.8c1.2.3 2.4.5 3.7.5 5.5 0 10-3.7 10-8.3S17.5 3 12 3z'; // prettier-ignore
const CLOSE = 'M6.4 5 5 6.4 10.6 12 5 17.6 6.4 19l5.6-5.6L17.6 19l1.4-1.4L13.4 12 19 6.4 17.6 5 12 10.6z'; // prettier-ignore

/** What the buttons are called, in the visitor's language. */
export interface Labels {
  open: string;
  close: string;
  unread: string;
}

const ENGLISH: Labels = { open: 'Open chat', close: 'Close chat', unread: 'New messages' };

export interface Bubble {
  holder: HTMLElement;
  color(value: unknown): void;
  setOpen(isOpen: boolean): void;
  setUnread(isUnread: boolean): void;
  setVisible(isVisible: boolean): void;
  /** What an expanded one shows. */
  setTitle(text: string): void;
  setLabels(labels: Partial<Labels>): void;
  focus(): void;
}

interface Pressed {
  /** Id of what they open. */
  controls: string;
  toggle: () => void;
}

function makeButtons(
  { position, type, widgetStyle }: Settings,
  { controls, toggle }: Pressed,
): { opener: HTMLElement; closer: HTMLElement; text: HTMLElement } {
  const classes = [
    'woot-widget-bubble',
    `woot-elements--${position}`,
    ...(widgetStyle === 'flat' ? ['woot-widget-bubble--flat'] : []),
  ];
  const text = make('span', { id: 'woot-widget--expanded__text' });
  const button = (extra: string[], ...inside: Node[]): HTMLButtonElement => {
    const attributes = { type: 'button', class: [...classes, ...extra].join(' ') };
    const made = make('button', { ...attributes, 'aria-controls': controls }, ...inside);
    made.addEventListener('click', toggle);
    return made;
  };
  const opener =
    type === 'expanded_bubble'
      ? button(['woot-widget--expanded'], icon(CHAT), text)
      : button([], icon(CHAT));
  return { opener, closer: button(['woot--close', 'woot--hide'], icon(CLOSE)), text };
}

/** The buttons that open and close the chat. */
export function createBubble(settings: Settings, pressed: Pressed): Bubble {
  let labels = ENGLISH;
  let isUnread = false;
  const { opener, closer, text } = makeButtons(settings, pressed);
  const holder = make('div', { id: 'cw-bubble-holder', class: 'woot--bubble-holder', ...lasting });
  holder.append(opener, closer);
  // Until there is a chat to open.
  holder.classList.add('woot--hide');

  const name = (): void => {
    const opening = text.textContent || labels.open;
    opener.setAttribute('aria-label', isUnread ? `${opening} (${labels.unread})` : opening);
    closer.setAttribute('aria-label', labels.close);
  };
  const setOpen = (isOpen: boolean): void => {
    opener.classList.toggle('woot--hide', isOpen);
    closer.classList.toggle('woot--hide', !isOpen);
    opener.setAttribute('aria-expanded', String(isOpen));
    closer.setAttribute('aria-expanded', String(isOpen));
  };
  name();
  setOpen(false);
  return {
    holder,
    setOpen,
    color(value) {
      const color = hexColor(value);
      holder.style.setProperty('--cw-color', color);
      holder.style.setProperty('--cw-on-color', readableOn(color));
    },
    setUnread(now) {
      isUnread = now;
      opener.classList.toggle('unread-notification', now);
      name();
    },
    setVisible: (isVisible) => holder.classList.toggle('woot--hide', !isVisible),
    setTitle(title) {
      if (settings.type === 'expanded_bubble') text.textContent = title;
      name();
    },
    setLabels(given) {
      labels = { ...labels, ...given };
      name();
    },
    focus: () => opener.focus(),
  };
}
