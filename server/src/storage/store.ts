import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { FileTypeParser } from 'file-type';
import { displayName } from './filename.ts';
import { imageSize, type Size } from './images.ts';
import { receive } from './incoming.ts';
import { newKey } from './keys.ts';
import { looksLikeText, mediaType } from './media-type.ts';
import type { LocalFile, Storage } from './storage.ts';

export const MAX_FILE_BYTES = 40 * 1024 * 1024;

/** What is known of a stored file; the columns of its blob. */
export interface StoredFile {
  key: string;
  filename: string;
  content_type: string;
  byte_size: number;
  checksum: string;
  metadata: Partial<Size>;
}

interface Arriving {
  bytes: Readable;
  filename: string | undefined;
  /** What the sender says it is; believed only where the bytes do not tell. */
  content_type: string | undefined;
  /** Looks at what has arrived before it is stored; throws to refuse it. */
  check?: (file: LocalFile) => void;
}

/**
 * Stores a file under a key of its own, durably, and finds out what it is. Throws FileTooLarge, and
 * leaves nothing behind when it throws.
 */
export async function storeFile(
  storage: Storage,
  arriving: Arriving,
  maxBytes = MAX_FILE_BYTES,
): Promise<StoredFile> {
  const filename = displayName(arriving.filename);
  const file = await receive(storage.incoming, arriving.bytes, maxBytes);
  try {
    arriving.check?.(file);
    const kind = await inspect(file.path, { filename, declared: arriving.content_type });
    const key = newKey();
    await storage.put(key, file);
    return { key, filename, ...kind, byte_size: file.byte_size, checksum: file.checksum };
  } finally {
    await rm(file.path, { force: true });
  }
}

async function inspect(path: string, said: { filename: string; declared: string | undefined }) {
  const sniffed = await sniff(path);
  const content_type = mediaType({
    ...said,
    sniffed,
    looksLikeText: sniffed === undefined && looksLikeText(await beginningOf(path)),
  });
  return { content_type, metadata: (await imageSize(path, content_type)) ?? {} };
}

async function sniff(path: string): Promise<string | undefined> {
  // Archives are looked into; the signal ends that when one is made to take for ever.
  const parser = new FileTypeParser({ signal: AbortSignal.timeout(2000), mpegOffsetTolerance: 10 });
  try {
    return (await parser.fromFile(path))?.mime;
  } catch {
    // A file that its own format cannot be followed in is none of that format.
    return undefined;
  }
}

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
