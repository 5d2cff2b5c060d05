import { invalidFields } from '../errors.ts';
import { fetchFile, FileNotServedError } from '../http/fetch-file.ts';
import { OutboundError } from '../http/outbound-address.ts';
import type { Platform } from '../platform.ts';
import type { StoredFile } from '../storage/store.ts';
import { MAX_AVATAR_BYTES } from './avatars.ts';

/**
 * The picture at an `avatar_url`, stored, for `storeAvatar`; undefined when none was named. Throws 422
 * for what cannot be fetched. Takes as long as the other server: not for a transaction.
 */
export async function fetchAvatar(
  { storage, config }: Pick<Platform, 'storage' | 'config'>,
  url: unknown,
): Promise<StoredFile | undefined> {
  if (url === undefined || url === null || url === '') return undefined;
  if (typeof url !== 'string') throw invalidFields([['avatar_url', 'is invalid']]);
  try {
    const { outboundAllow } = config;
    return await fetchFile(url.trim(), { storage, outboundAllow, maxBytes: MAX_AVATAR_BYTES });
  } catch (error) {
    if (error instanceof OutboundError || error instanceof FileNotServedError) {
      throw invalidFields([['avatar_url', 'could not be fetched']]);
    }
    throw error;
  }
}
