import { join } from 'node:path';
import type { Config } from '../config.ts';
import { localStorage } from './local.ts';
import type { Storage } from './storage.ts';

/** The storage that the configuration names. */
export function openStorage(config: Config): Storage {
  return localStorage(join(config.dataDir, 'files'));
}
