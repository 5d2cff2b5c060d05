import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { without } from '../failpoint.ts';

/** Milliseconds for one order to the store, with all that it sends; and for the wait for a file's first byte. */
export const ORDER = 30_000;
export const FIRST_BYTE = 10_000;
/** Milliseconds that a whole file may keep us waiting, in small portions too. A slow reader's time does not count. */
const WAITING = 30_000;

/** Thrown when the store has had its time. */
export class StoreTimeout extends Error {}

/** What the work comes to, if it comes in time; otherwise its signal ends it, and it fails with StoreTimeout. */
export async function inTime<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), ms);
  if (without('calls-have-a-deadline')) clearTimeout(timer);
  const { promise: late, reject } = Promise.withResolvers<never>();
  // Also when the work does not heed its signal.
  ending.signal.addEventListener('abort', () => reject(new StoreTimeout(`no answer in ${ms} ms`)));
  try {
    return await Promise.race([work(ending.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same bytes, which end in a StoreTimeout when all the waiting for them together takes too long. */
export function patiently(bytes: Readable, waiting = WAITING): Readable {
  const patient = Readable.from(portions(bytes, waiting), { objectMode: false });
  // Who destroys it unread ends the connection, too.
  return patient.once('close', () => bytes.destroy());
}

async function* portions(bytes: Readable, waiting: number): AsyncGenerator<Buffer> {
  const source = bytes.iterator() as AsyncIterator<Buffer>;
  let left = waiting;
  try {
    for (;;) {
      const began = performance.now();
      const next = await soonEnough(source.next(), left);
      left -= performance.now() - began;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    bytes.destroy();
  }
}

async function soonEnough<T>(next: Promise<T>, ms: number): Promise<T> {
  const ended = new AbortController();
  const late = pause(ms, undefined, { signal: ended.signal }).then(() => {
    throw new StoreTimeout('the file comes too slowly');
  });
  next.catch(() => undefined);
  late.catch(() => undefined);
  try {
    return await Promise.race([next, late]);
  } finally {
    ended.abort();
  }
}
