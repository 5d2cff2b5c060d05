import { FileTooLarge, Interrupted } from '../storage/incoming.ts';
import type { Storage } from '../storage/storage.ts';
import { MAX_FILE_BYTES, storeFile, type StoredFile } from '../storage/store.ts';
import { OutboundError, type Reach } from './outbound-address.ts';
import { fetchPublic } from './outbound.ts';
import { callPeer, peerIn } from './peers.ts';

/** Thrown when the other server answered, but not with the file. */
export class FileNotServedError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`answered ${status}`);
    this.status = status;
  }
}

interface Source extends Omit<Reach, 'signal'> {
  storage: Storage;
  maxBytes?: number;
  timeoutMs?: number;
}

/**
 * Fetches the file at a URL and stores it as one that was uploaded. Throws OutboundError or
 * FileNotServedError. Takes as long as the other server: not for a transaction.
 */
export async function fetchFile(url: string, source: Source): Promise<StoredFile> {
  return callPeer(peerIn(url), async () => fetchIt(url, source));
}

async function fetchIt(
  url: string,
  { storage, maxBytes = MAX_FILE_BYTES, timeoutMs = 15_000, ...reach }: Source,
): Promise<StoredFile> {
  const fetched = await fetchPublic(url, {
    ...reach,
    call: 'file',
    maxBytes,
    timeoutMs,
    redirects: 3,
  });
  if (fetched.status !== 200) {
    fetched.body.destroy();
    throw new FileNotServedError(fetched.status);
  }
  try {
    return await storeFile(storage, {
      bytes: fetched.body,
      filename: nameIn(fetched.url),
      content_type: fetched.headers['content-type']?.split(';')[0]?.trim(),
    });
  } catch (error) {
    if (error instanceof FileTooLarge)
      throw new OutboundError('too_large', 'the file is too large');
    if (error instanceof Interrupted && error.cause instanceof OutboundError) throw error.cause;
    throw error;
  }
}

/** The last part of the path, as a browser would call the file. */
function nameIn({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
