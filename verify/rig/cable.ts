import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';
import { keepListening, type Listener, type Memory } from './listener.ts';

const PLAIN = 'actioncable-v1-json';
const EXTENDED = 'actioncable-v1-ext-json';

/** Clients give a connection up that says nothing for so many milliseconds; servers ping every 3 s. */
const SILENCE = 6000;

interface Options {
  /** Where to connect: host and port. */
  address: () => string;
  identifier: string;
  isExtended: boolean;
  /** Whether it parses frames to know the ids of contacts and conversations too. */
  isThorough?: boolean;
  random: Random;
  /** How a client asks that keeps no place, or goes back too far: it misses something, or hears it twice. */
  mistake?: 'asks for nothing' | 'asks for too much' | undefined;
}

/** Milliseconds after which it was refused: on the plain protocol nobody says so, and the line stays open. */
const REFUSED = 1000;

/** Events that a client goes back who asks for too much. */
const TOO_MUCH = 5;

/**
 * A client of the realtime connection. On the extended protocol it asks for what it missed: after the
 * last place it knows, or since it began.
 */
export function listenOnCable(options: Options): Listener {
  const { address, identifier, isExtended, isThorough = false, random, mistake } = options;
  const stream = createHash('sha256').update(identifier).digest('base64url').slice(0, 16);
  const began = Math.floor(Date.now() / 1000);
  const memory: Memory = { heard: [], connections: 0, rejected: 0 };
  let known: { epoch: string; offset: number } | undefined;

  const subscription = (): string => {
    const back = mistake === 'asks for too much' ? TOO_MUCH : 0;
    const place = known && { ...known, offset: Math.max(0, known.offset - back) };
    const history = place === undefined ? { since: began } : { streams: { [stream]: place } };
    const isAsking = isExtended && mistake !== 'asks for nothing';
    return JSON.stringify({ command: 'subscribe', identifier, ...(isAsking ? { history } : {}) });
  };
  const listen = async (signal: AbortSignal): Promise<void> => {
    const protocols = isExtended ? [EXTENDED, PLAIN] : [PLAIN];
    const socket = new WebSocket(`ws://${address()}/cable`, protocols);
    let since = 0;
    let refused: NodeJS.Timeout | undefined;
    await read(socket, signal, (text) => {
      const { type, event, epoch, position, id } = readFrame(text, isThorough);
      if (type === 'welcome') {
        memory.connections += 1;
        since = Date.now();
        socket.send(subscription());
        refused = setTimeout(() => socket.close(), REFUSED);
      }
      if (type === 'ping' && isExtended) socket.send('{"command":"pong"}');
      if (type === 'confirm_subscription') clearTimeout(refused);
      if (type === 'reject_subscription') socket.close();
      if (type === 'reject_history') memory.rejected += 1;
      if (event !== undefined) memory.heard.push({ event, position, id, at: Date.now(), since });
      if (epoch !== undefined) known = { epoch, offset: position };
    });
    clearTimeout(refused);
  };
  return keepListening(memory, listen, random);
}

/** Resolves when the connection is over, is to end, or has been silent for too long. */
async function read(
  socket: WebSocket,
  signal: AbortSignal,
  receive: (text: string) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOver = signal.aborted;
  let last = Date.now();
  const end = (): void => {
    isOver = true;
    resolve();
  };
  const watch = setInterval(() => {
    if (Date.now() - last > SILENCE) end();
  }, 500);
  socket.addEventListener('message', ({ data }) => {
    last = Date.now();
    if (!isOver) receive(String(data));
  });
  for (const name of ['close', 'error'] as const) socket.addEventListener(name, end);
  signal.addEventListener('abort', end);
  await promise;
  clearInterval(watch);
  // On a line that is dead nobody hears the goodbye.
  socket.close();
}

interface Frame {
  type?: string | undefined;
  event?: string | undefined;
  epoch?: string | undefined;
  position: number;
  id: number;
}

/** Reads what matters out of a frame without parsing all of it: there are thousands a second. */
export function readFrame(text: string, isThorough = false): Frame {
  const start = text.indexOf(',"message":{"event":"');
  if (start === -1) {
    const { type } = JSON.parse(text) as { type?: string };
    return { type, position: 0, id: 0 };
  }
  const head = text.slice(start, start + 200);
  const place = /"epoch":"([^"]+)","offset":(\d+)\}$/.exec(text.slice(-80));
  return {
    event: /"event":"([\w.]+)"/.exec(head)?.[1],
    id: Number(/"data":\{"id":(\d+)/.exec(head)?.[1] ?? (isThorough ? idIn(text) : 0)),
    position: Number(place?.[2] ?? 0),
    epoch: place?.[1],
  };
}

const idIn = (text: string): number =>
  (JSON.parse(text) as { message: { data: { id?: number } } }).message.data.id ?? 0;
