import { transaction, type Tx } from '../db/pool.ts';
import { tooManyRequests, unavailable, unprocessable } from '../errors.ts';
import { takeFromAllowance } from '../http/allowance.ts';
import { fetchFile, FileNotServedError } from '../http/fetch-file.ts';
import { OutboundError } from '../http/outbound-address.ts';
import { UploadedFile } from '../http/uploaded-file.ts';
import type { Platform } from '../platform.ts';
import type { StoredFile } from '../storage/store.ts';
import { newBlob } from './attach.ts';
import { storeBlobs } from './queries.ts';
import { signedId } from './signed-id.ts';

const HOURLY = 60;

/** What a request for an upload brought: a file, or where to fetch one. */
export interface UploadInput {
  attachment?: unknown;
  external_url?: unknown;
}

/**
 * The file of an upload, stored: the one that was sent, or the one at `external_url`. Sixty an hour
 * for an account, failures included, so that we are no tool against somebody else's server.
 */
export async function receiveFile(
  { pool, storage, config }: Platform,
  account_id: number,
  { attachment, external_url }: UploadInput,
): Promise<StoredFile> {
  const allowance = { account_id, name: 'upload', limit: HOURLY, windowSeconds: 3600 };
  const { allowed, retryAfterSeconds } = await transaction(pool, (tx) =>
    takeFromAllowance(tx, allowance),
  );
  if (!allowed) throw tooManyRequests(retryAfterSeconds);
  if (attachment instanceof UploadedFile) return attachment.stored;
  if (external_url === undefined || external_url === '') {
    throw unprocessable('No file or URL provided');
  }
  if (typeof external_url !== 'string') throw unprocessable('Invalid URL provided');
  return fetchFile(external_url.trim(), { storage, outboundAllow: config.outboundAllow }).catch(
    (error: unknown) => {
      throw refusalFor(error);
    },
  );
}

/** What the caller is told: never what we know of a network that is not theirs. */
function refusalFor(error: unknown): unknown {
  if (error instanceof FileNotServedError) {
    return unprocessable(`Failed to fetch file from URL: ${error.status}`);
  }
  if (!(error instanceof OutboundError)) return error;
  switch (error.reason) {
    case 'too_large':
      return unprocessable('Failed to fetch file from URL: the file is too large');
    case 'busy':
      return unavailable('The server of that file does not answer, please try again later');
    case 'timeout':
    case 'unreachable':
      return unprocessable('Failed to fetch file from URL: no answer');
    case 'invalid_url':
    case 'forbidden':
    case 'unresolvable':
      return unprocessable('Invalid URL provided');
  }
}

/** Makes the record of the stored file, and says how it is called from now on. */
export async function recordUpload(
  tx: Tx,
  { vault, config }: Pick<Platform, 'vault' | 'config'>,
  { account_id, stored }: { account_id: number; stored: StoredFile },
): Promise<{ file_url: string; blob_id: string }> {
  // It stays although no message has it: its address stands in texts that we do not search.
  const [blob] = await storeBlobs(tx, [{ ...newBlob(account_id, stored), claimed_by: 'upload' }]);
  if (blob === undefined) throw new Error('an inserted blob was not returned');
  return {
    file_url: `${config.baseUrl}/rails/active_storage/blobs/redirect/${blob.token}/${blob.url_name}`,
    blob_id: signedId(vault, blob),
  };
}
