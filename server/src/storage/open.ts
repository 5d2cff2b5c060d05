import { join } from 'node:path';
import type { Config } from '../config.ts';
import { localStorage } from './local.ts';
import { s3Storage } from './s3.ts';
import type { Storage } from './storage.ts';

/** The storage that the configuration names. */
export function openStorage(config: Config): Storage {
  const root = join(config.dataDir, 'files');
  // Inside the root, so that a received file becomes a stored one by a rename on the same disk.
  const incoming = join(root, '.incoming');
  return config.storageUrl === undefined
    ? localStorage(root, incoming)
    : s3Storage(config.storageUrl, incoming);
}
