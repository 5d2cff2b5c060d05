import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { HttpError, notFound, unavailable } from '../errors.ts';
import { makeThumb, thumbTypeOf } from '../storage/images.ts';
import { receive } from '../storage/incoming.ts';
import { thumbKey } from '../storage/keys.ts';
import type { Storage } from '../storage/storage.ts';
import type { Blob } from './queries.ts';

const WIDTH = 250;
const MAX_BYTES = 4 * 1024 * 1024;
const AT_ONCE = 2;
const MAX_WAITING = 100;
const FAILED_FOR = 10 * 60_000;

export interface Thumb {
  content_type: string;
  bytes: Buffer;
}

export type Thumbs = (blob: Blob) => Promise<Thumb>;

/**
 * Small pictures, made when first asked for and kept beside their files. However many ask at once,
 * each is made once, and two at a time; one that cannot be made is not tried again for a while.
 */
export function openThumbs(storage: Storage): Thumbs {
  const making = new Map<string, Promise<Buffer>>();
  const failed = new Map<string, number>();
  const inTurn = turns(AT_ONCE, MAX_WAITING);

  const make = async (blob: Blob): Promise<Buffer> => {
    try {
      const thumb = await inTurn(() => makeFrom(storage, blob));
      await keep(storage, thumbKey(blob.key), thumb);
      return thumb;
    } catch (error) {
      if (error instanceof HttpError) throw error;
      if (failed.size >= 1000) failed.clear();
      failed.set(blob.key, performance.now());
      throw notFound();
    } finally {
      making.delete(blob.key);
    }
  };

  return async (blob) => {
    const content_type = thumbTypeOf(blob.content_type);
    if (content_type === undefined || blob.metadata.width === undefined) throw notFound();
    const kept = await storage.get(thumbKey(blob.key));
    if (kept !== undefined) return { content_type, bytes: await buffer(kept.bytes) };
    if (performance.now() - (failed.get(blob.key) ?? -Infinity) < FAILED_FOR) throw notFound();
    const bytes = making.get(blob.key) ?? make(blob);
    making.set(blob.key, bytes);
    return { content_type, bytes: await bytes };
  };
}

async function makeFrom(storage: Storage, blob: Blob): Promise<Buffer> {
  const file = await storage.get(blob.key);
  if (file === undefined) throw notFound();
  return makeThumb(file.bytes, blob.content_type, WIDTH);
}

/** Without space to keep it, it is made again next time. */
async function keep(storage: Storage, key: string, thumb: Buffer): Promise<void> {
  try {
    await storage.put(key, await receive(storage.incoming, Readable.from([thumb]), MAX_BYTES));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
}

/** Lets so many run at a time and so many wait; more than that are turned away. */
function turns(atOnce: number, maxWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) throw unavailable('The server is busy, please try again');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The turn is handed on, so nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
