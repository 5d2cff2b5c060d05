import { readMessage, written, type Message } from '../protocol.ts';
import { lasting, make } from './elements.ts';

export const FRAME_ID = 'chatwoot_live_chat_widget';

export interface Frame {
  element: HTMLIFrameElement;
  /** Says it to the chat, as soon as that listens. */
  send(event: string, fields?: object): void;
  /** The chat listens from now on, and hears this first. */
  ready(event: string, fields: object): void;
  /** Loads the page again; until it listens, what is said to it waits. */
  reload(): void;
  setTitle(title: string): void;
}

interface Place {
  /** Of the page that is loaded, and all that is listened to and talked to. */
  url: string;
  origin: string;
  hear(message: Message): void;
}

/** The frame with the chat in it, which alone is listened to: by its window and by its origin. */
export function createFrame({ url, origin, hear }: Place): Frame {
  let isReady = false;
  let waiting: string[] = [];
  const element = make('iframe', {
    id: FRAME_ID,
    src: url,
    title: 'Chat',
    allow: 'camera;microphone;fullscreen;display-capture;picture-in-picture;clipboard-write',
    ...lasting,
  });
  element.style.visibility = 'hidden';
  window.addEventListener('message', ({ source, origin: from, data }) => {
    if (source === null || source !== element.contentWindow || from !== origin) return;
    const message = readMessage(data);
    if (message !== undefined) hear(message);
  });
  const post = (text: string): void => element.contentWindow?.postMessage(text, origin);
  return {
    element,
    send(event, fields) {
      const text = written(event, fields);
      if (isReady) post(text);
      else waiting.push(text);
    },
    ready(event, fields) {
      isReady = true;
      element.style.removeProperty('visibility');
      const said = [written(event, fields), ...waiting];
      waiting = [];
      for (const text of said) post(text);
    },
    reload() {
      isReady = false;
      waiting = [];
      element.src = url;
    },
    setTitle: (title) => element.setAttribute('title', title),
  };
}
