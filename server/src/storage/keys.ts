import { randomBytes } from 'node:crypto';

/** Lower case only: some file systems do not tell cases apart. */
export const newKey = (): string => randomBytes(16).toString('hex');

const THUMB = '-250';

/** Where the small picture made of the file at `key` is kept. */
export const thumbKey = (key: string): string => key + THUMB;

/** The key of the file that this one belongs to: itself, or the one it is the small picture of. */
export const originOf = (key: string): string =>
  key.endsWith(THUMB) ? key.slice(0, -THUMB.length) : key;

/** Keys are ours; this is the belt for the day when one is not. */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new Error(`not a storage key: ${key}`);
  return key;
}

export const isKey = (name: string): boolean => /^[a-z0-9][a-z0-9-]{7,127}$/.test(name);
