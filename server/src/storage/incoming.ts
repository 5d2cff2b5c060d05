import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../start-error.ts';
import { isFileError, storageFailure } from './failure.ts';
import type { LocalFile } from './storage.ts';

/** Thrown as soon as a file turns out to be longer than allowed; nothing of it is left behind. */
export class FileTooLarge extends Error {}

/** Thrown when the bytes end in an error: whoever sends them went away, or sends something malformed. */
export class Interrupted extends Error {}

/** Writes the bytes to a new file in `directory`, synced and measured. At no time are they in memory as a whole. */
export async function receive(
  directory: string,
  bytes: Readable,
  maxBytes: number,
): Promise<LocalFile> {
  const path = join(directory, randomUUID());
  const md5 = createHash('md5');
  let byte_size = 0;
  async function* measured(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      byte_size += chunk.length;
      if (byte_size > maxBytes) throw new FileTooLarge();
      md5.update(chunk);
      yield chunk;
    }
  }
  await makeDirectory(directory);
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  try {
    await pipeline(bytes, measured, file);
  } catch (error) {
    // Bytes that end at once may end before the file is opened: removed too early, it would appear afterwards.
    if (!file.closed) await new Promise<void>((resolve) => file.once('close', () => resolve()));
    await rm(path, { force: true });
    if (error instanceof FileTooLarge) throw error;
    throw isFileError(error) ? storageFailure(error) : new Interrupted('', { cause: error });
  }
  return { path, byte_size, checksum: md5.digest('base64') };
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure(error);
  }
}

/** Removes what a crash left half received. */
export async function removeLeftovers(directory: string, before: Date): Promise<void> {
  for (const name of await namesIn(directory)) {
    const path = join(directory, name);
    const written = await writtenAt(path);
    if (written !== undefined && written < before) await rm(path, { force: true });
  }
}

/** Names in a directory; none when it does not exist. */
export async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Undefined when it is gone, which may happen at any time. */
export async function writtenAt(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
