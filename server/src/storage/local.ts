import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import type { Storage } from './storage.ts';

/** Files in a directory, in sub-directories by the first characters of their key. */
export function localStorage(root: string): Storage {
  const pathOf = (key: string): string => {
    // Keys are ours; this is the belt for the day when one is not.
    if (!/^[\w-]{8,128}$/.test(key)) throw new Error(`not a storage key: ${key}`);
    return join(root, key.slice(0, 2), key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const directory = dirname(path);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const temporary = join(directory, `.${key}.${randomUUID()}`);
      try {
        await pipeline(bytes, createWriteStream(temporary, { mode: 0o600, flush: true }));
        await rename(temporary, path);
        await syncDirectory(directory);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    async get(key, range) {
      const file = await open(pathOf(key));
      return file.createReadStream(range ?? {}) satisfies Readable;
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

/** A renamed file survives a power cut only once its directory is on disk too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
