import type { Readable } from 'node:stream';

/** Where files live. Keys are made by us; no part of them comes from a user. */
export interface Storage {
  /** Stores the bytes durably (on disk and synced, or acknowledged by the object store) before it resolves. */
  put(key: string, bytes: Readable): Promise<void>;
  /** The bytes, or those of an inclusive range. Throws an error with code ENOENT when there are none. */
  get(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Succeeds also when the file is gone already. */
  remove(key: string): Promise<void>;
}
