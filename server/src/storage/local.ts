import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../start-error.ts';
import { storageFailure } from './failure.ts';
import { namesIn, writtenAt } from './incoming.ts';
import { checkKey, isKey } from './keys.ts';
import type { ByteRange, OpenFile, Storage } from './storage.ts';

/** Files in a directory, in sub-directories by the first characters of their key. */
export function localStorage(root: string, incoming: string): Storage {
  const pathOf = (key: string): string => join(root, checkKey(key).slice(0, 2), key);
  const directories = new Map<string, Promise<void>>();

  // A new directory is durable once its parent is synced, whoever made it: so each process does that
  // once for each directory before it trusts a file to it.
  const ready = async (directory: string): Promise<void> => {
    const made = directories.get(directory) ?? makeDirectory(directory);
    directories.set(directory, made);
    try {
      await made;
    } catch (error) {
      directories.delete(directory);
      throw error;
    }
  };

  return {
    name: 'local',
    incoming,
    async put(key, file) {
      const path = pathOf(key);
      try {
        await ready(dirname(path));
        await rename(file.path, path);
        await syncDirectory(dirname(path));
      } catch (error) {
        // Should somebody have moved or mounted something there, the next file makes it anew.
        directories.delete(dirname(path));
        await rm(file.path, { force: true });
        throw storageFailure(error);
      }
    },
    get: (key, range) => openFile(pathOf(key), range),
    async remove(key) {
      const path = pathOf(key);
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw storageFailure(error);
      }
    },
    async *list(after, before) {
      for (const directory of await namesIn(root)) {
        for (const key of await namesIn(join(root, directory))) {
          if (!isKey(key) || !key.startsWith(directory)) continue;
          const written = await writtenAt(pathOf(key));
          if (written !== undefined && written >= after && written < before) yield key;
        }
      }
    },
  };
}

async function openFile(path: string, range: ByteRange | undefined): Promise<OpenFile | undefined> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageFailure(error);
  }
  try {
    const { size } = await file.stat();
    return { byte_size: size, bytes: file.createReadStream(range ?? {}) };
  } catch (error) {
    await file.close();
    throw storageFailure(error);
  }
}

async function makeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await syncDirectory(dirname(directory));
  await syncDirectory(dirname(dirname(directory)));
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
