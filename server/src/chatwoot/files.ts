import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTooLarge } from '../storage/incoming.ts';
import { storeFile, type StoredFile } from '../storage/store.ts';
import type { Converted, Preparing } from './kind.ts';
import { MANY_EXAMPLES } from './report.ts';
import { objectOf, type Value } from './rules.ts';

/** How many files are copied at once: enough to keep a disk busy while others wait for it. */
const AT_ONCE = 4;
/** Larger than an upload may be: what a message has, it keeps. */
const MOST_BYTES = 1024 ** 3;

interface Blob {
  key: string;
  filename: string;
  content_type: string | undefined;
}

/** Copies the files of these rows into our storage, and leaves out rows whose file cannot be had. */
export async function bringFiles(
  made: Converted[],
  around: Preparing & { refuse?: (file: StoredFile) => string | undefined },
): Promise<Converted[]> {
  const waiting = [...made];
  const kept = new Set<Converted>();
  const worker = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      if (await bringFile(row, around)) kept.add(row);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return made.filter((row) => kept.has(row));
}

/** Whether the row stays. */
async function bringFile(
  row: Converted,
  { run, skip, refuse }: Parameters<typeof bringFiles>[1],
): Promise<boolean> {
  const blob = blobOf(row.old['blob']);
  // A place, a contact or a link has no file.
  if (blob === undefined) return true;
  if (run.files === undefined) {
    skip(row.old, 'its file was not looked for: name the directory with --files');
    return false;
  }
  const path = await find(run.files, blob.key);
  if (path === undefined) {
    skip(row.old, 'its file is missing', { example: blob.key, most: MANY_EXAMPLES });
    return false;
  }
  if (run.dryRun) return true;
  try {
    const { storage } = run.platform;
    const file = await storeFile(
      storage,
      { bytes: createReadStream(path), filename: blob.filename, content_type: blob.content_type },
      MOST_BYTES,
    );
    const refusal = refuse?.(file);
    if (refusal === undefined) {
      row.file = file;
      return true;
    }
    await storage.remove(file.key);
    skip(row.old, `its file ${refusal}`);
  } catch (error) {
    if (!(error instanceof FileTooLarge) && !isUnreadable(error)) throw error;
    skip(
      row.old,
      error instanceof FileTooLarge ? 'its file is larger than 1 GB' : 'its file cannot be read',
    );
  }
  return false;
}

function blobOf(json: Value): Blob | undefined {
  if (typeof json !== 'string') return undefined;
  const { key, filename, content_type } = objectOf(json);
  const type = typeof content_type === 'string' ? content_type : undefined;
  return { key: String(key), filename: String(filename), content_type: type };
}

/** Rails keeps files two directories deep; object stores, and copies of their buckets, keep them flat. */
async function find(directory: string, key: string): Promise<string | undefined> {
  // Rails makes keys of letters and digits. Another one could lead out of the directory.
  if (!/^[A-Za-z0-9_-]{4,}$/.test(key)) return undefined;
  const places = [join(directory, key.slice(0, 2), key.slice(2, 4), key), join(directory, key)];
  for (const path of places) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return path;
  }
  return undefined;
}

const isUnreadable = (error: unknown): boolean => {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return ['EACCES', 'EPERM', 'EIO', 'EISDIR', 'ENOENT'].includes(cause?.code ?? code ?? '');
};
