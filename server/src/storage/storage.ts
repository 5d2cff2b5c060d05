import type { Readable } from 'node:stream';

/** A complete file in `Storage.incoming`, synced to disk and measured, that has not become anything yet. */
export interface LocalFile {
  path: string;
  byte_size: number;
  /** Base64 of the MD5, the form in which direct uploads and S3 name it. */
  checksum: string;
}

/** Bounds are inclusive, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface OpenFile {
  /** Of the whole file, also when only a range of it is read. */
  byte_size: number;
  bytes: Readable;
}

/**
 * Where files live. Keys are made by us; no part of them comes from a user. What fails for want of
 * space is a 507, any other failure of the storage a 503.
 */
export interface Storage {
  readonly name: 'local' | 's3';
  /** Directory on this machine where files wait while they arrive. */
  readonly incoming: string;
  /**
   * Moves the file to `key`. Durable (on disk and synced, or acknowledged by the object store) when
   * it resolves; the local file is gone either way.
   */
  put(key: string, file: LocalFile): Promise<void>;
  /** Undefined when there is no such file. */
  get(key: string, range?: ByteRange): Promise<OpenFile | undefined>;
  /** Succeeds also when the file is gone already. */
  remove(key: string): Promise<void>;
  /** Keys of the files stored between the instants, in no order. */
  list(after: Date, before: Date): AsyncIterable<string>;
}
