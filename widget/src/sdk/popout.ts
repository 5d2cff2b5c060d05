import { readMessage, written } from '../protocol.ts';
import type { State } from './chat.ts';
import type { Frame } from './frame.ts';
import { configOf } from './hear.ts';
import type { Keeper } from './session.ts';

export interface Popout {
  open(): void;
}

interface Needed {
  addressOf(): string;
  origin: string;
  websiteToken: string;
  keeper: Keeper;
  state: State;
  frame: Frame;
}

/** The chat in a window of its own, which gets the session by a message to its origin. */
export function openPopout({
  addressOf,
  origin,
  websiteToken,
  keeper,
  state,
  frame,
}: Needed): Popout {
  let popup: Window | null = null;
  window.addEventListener('message', ({ source, origin: from, data }) => {
    if (popup === null || source !== popup || from !== origin) return;
    const message = readMessage(data);
    if (message?.event === 'loaded') {
      popup.postMessage(written('config-set', configOf(state, keeper)), origin);
    } else if (message?.event === 'setAuthCookie') {
      const { widgetAuthToken } = (message['data'] ?? {}) as Record<string, unknown>;
      if (typeof widgetAuthToken !== 'string' || widgetAuthToken === '') return;
      keeper.keepSession(widgetAuthToken);
      frame.send('config-set', configOf(state, keeper));
    }
  });
  return {
    open() {
      const name = `webwidget_session_${websiteToken}`;
      popup = window.open(addressOf(), name, 'resizable=off,width=400,height=600');
      popup?.focus();
    },
  };
}
