import type { LiveEvent } from './registry.ts';

/** From where on everything is wanted: a place that the connection before had reached, or what has been read. */
export type Since = { stream: string; epoch: string; offset: number } | { cursor: string };

interface Hearing {
  /** What identifies the subscription. */
  identifier: string;
  since: Since | undefined;
  onEvent: (event: LiveEvent) => void;
  onPlace: (place: Since) => void;
  /** What was missed has been told, and what happens is told from now on. */
  onOpen: () => void;
  /** Not everything that was missed can be told. */
  onGap: () => void;
  /** They may have lost the right to listen. */
  onDoubt: () => void;
}

/** How a connection ended: nobody was there, who is there says no, or it broke after it was open. */
export type End = 'unreached' | 'refused' | 'broken';

export interface Cable {
  ended: Promise<End>;
  /** False when nobody hears it. */
  perform: (action: string, data?: object) => boolean;
  /** Ends it if it has been silent for too long, which timers do not notice while a computer sleeps. */
  check: () => void;
  close: () => void;
}

interface Frame {
  type?: string;
  message?: LiveEvent;
  reason?: string;
  stream_id?: string;
  epoch?: string;
  offset?: number;
}

/** The server pings every three seconds; after so many milliseconds of silence the connection is dead. */
const SILENCE = 8000;
/** Whoever has not said for 20 seconds that they are there is taken for away. */
const PRESENCE = 15_000;

/** One connection to /cable, in the protocol that tells its clients where they stand (docs/realtime.md). */
export function openCable(hearing: Hearing): Cable {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/cable`, [
    'actioncable-v1-ext-json',
  ]);
  let end: End = 'unreached';
  let isOver = false;
  let over: (end: End) => void = () => {};
  const ended = new Promise<End>((resolve) => (over = resolve));
  const say = (command: string, more: object = {}): void =>
    socket.send(JSON.stringify({ command, identifier: hearing.identifier, ...more }));
  const close = (): void => {
    silence.stop();
    // A connection whose other end is gone takes its time to close; nobody waits for it, or hears it again.
    isOver = true;
    over(end);
    socket.close();
  };
  const silence = watchSilence(close);
  const perform = (action: string, data: object = {}): boolean => {
    if (end !== 'broken' || isOver || socket.readyState !== WebSocket.OPEN) return false;
    say('message', { data: JSON.stringify({ action, ...data }) });
    return true;
  };
  const answers = answersFor(hearing, {
    subscribe: () => say('subscribe', historyOf(hearing.since)),
    open: () => {
      end = 'broken';
      hearing.onOpen();
    },
    refuse: () => {
      end = 'refused';
      hearing.onDoubt();
      close();
    },
    close,
    showPresence: presence(() => perform('update_presence')),
  });
  socket.addEventListener('message', ({ data }) => {
    if (isOver) return;
    silence.heard();
    hear(JSON.parse(data as string) as Frame, hearing, answers);
  });
  socket.addEventListener('close', close);
  return { ended, perform, check: silence.check, close };
}

/** Calls back when nothing was heard for too long. */
function watchSilence(onDead: () => void) {
  let last = Date.now();
  let timer = setTimeout(onDead, SILENCE);
  return {
    heard(): void {
      last = Date.now();
      clearTimeout(timer);
      timer = setTimeout(onDead, SILENCE);
    },
    check(): void {
      if (Date.now() - last > SILENCE) onDead();
    },
    stop: (): void => clearTimeout(timer),
  };
}

/** Says now and then that somebody is there: with what is heard, because timers of pages that nobody sees are slow. */
function presence(show: () => boolean): () => void {
  let last = Date.now();
  return () => {
    if (Date.now() - last >= PRESENCE && show()) last = Date.now();
  };
}

function hear(frame: Frame, hearing: Hearing, answers: Record<string, (frame: Frame) => void>) {
  const { type, message, stream_id, epoch, offset } = frame;
  if (type !== undefined) return answers[type]?.(frame);
  if (message !== undefined) hearing.onEvent(message);
  if (stream_id !== undefined && epoch !== undefined && offset !== undefined) {
    hearing.onPlace({ stream: stream_id, epoch, offset });
  }
}

interface Acts {
  subscribe: () => void;
  open: () => void;
  refuse: () => void;
  close: () => void;
  showPresence: () => void;
}

/** What is done about what the server says of the connection itself. */
const answersFor = (
  { since, onGap, onDoubt }: Hearing,
  { subscribe, open, refuse, close, showPresence }: Acts,
): Record<string, (frame: Frame) => void> => ({
  welcome: subscribe,
  confirm_subscription: () => {
    if (since === undefined) open();
  },
  confirm_history: open,
  reject_history: () => {
    onGap();
    open();
  },
  reject_subscription: refuse,
  disconnect: ({ reason }) => {
    if (reason === 'remote') onDoubt();
    close();
  },
  ping: showPresence,
});

function historyOf(since: Since | undefined): object {
  if (since === undefined) return {};
  if ('cursor' in since) return { history: { cursor: since.cursor } };
  const { stream, epoch, offset } = since;
  return { history: { streams: { [stream]: { epoch, offset } } } };
}
