import type { Readable } from 'node:stream';
import type { Vault } from '../auth/vault.ts';
import type { Pool, Tx } from '../db/pool.ts';
import { HttpError, notFound, unprocessable } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { displayName } from '../storage/filename.ts';
import { FileTooLarge, Interrupted } from '../storage/incoming.ts';
import { newKey } from '../storage/keys.ts';
import { UNKNOWN_TYPE } from '../storage/media-type.ts';
import type { LocalFile, Storage } from '../storage/storage.ts';
import { MAX_FILE_BYTES, storeFile, type StoredFile } from '../storage/store.ts';
import { newBlob } from './attach.ts';
import { findPendingBlob, markReceived, storeBlobs, type Blob } from './queries.ts';
import type { DirectUploadInput } from './schema.ts';
import { readUploadToken, signedId, uploadToken } from './signed-id.ts';

const UPLOAD_MINUTES = 15;

/** Announces a file; the answer says where its bytes go (contract §7.5). */
export async function announceUpload(
  tx: Tx,
  { config, vault, storage }: Platform,
  { account_id, input }: { account_id: number; input: DirectUploadInput },
) {
  const file = readAnnouncement(input);
  const [blob] = (await storeBlobs(tx, [newBlob(account_id, file, true)])) as [Blob];
  const until = new Date(Date.now() + UPLOAD_MINUTES * 60_000);
  return {
    id: blob.id,
    key: blob.key,
    filename: blob.filename,
    content_type: blob.content_type,
    metadata: blob.metadata,
    byte_size: blob.byte_size,
    checksum: blob.checksum,
    created_at: blob.created_at.toISOString(),
    service_name: storage.name,
    signed_id: signedId(vault, blob),
    direct_upload: {
      url: `${config.baseUrl}/rails/active_storage/disk/${uploadToken(vault, blob, until)}`,
      headers: { 'Content-Type': blob.content_type },
    },
  };
}

function readAnnouncement({ blob }: Partial<DirectUploadInput>): StoredFile {
  const { filename, byte_size, checksum, content_type } = blob ?? {};
  if (!filename) throw missing('filename');
  if (byte_size === undefined) throw missing('byte_size');
  if (!checksum) throw missing('checksum');
  if (byte_size < 0) throw unprocessable('blob.byte_size must not be negative');
  if (byte_size > MAX_FILE_BYTES) throw tooLarge();
  if (!/^[A-Za-z0-9+/]{22}==$/.test(checksum)) {
    throw unprocessable('blob.checksum must be the base64 form of an MD5 digest');
  }
  return {
    key: newKey(),
    filename: displayName(filename),
    content_type: /^[\w.+-]+\/[\w.+-]+$/.test(content_type ?? '')
      ? String(content_type)
      : UNKNOWN_TYPE,
    byte_size,
    checksum,
    metadata: {},
  };
}

const missing = (field: string): HttpError =>
  unprocessable(`param is missing or the value is empty: blob.${field}`);

const tooLarge = (): HttpError =>
  new HttpError(413, { error: `The file is too large (maximum is ${MAX_FILE_BYTES >> 20} MB)` });

interface Parts {
  pool: Pool;
  storage: Storage;
  vault: Vault;
}

/** Takes the bytes of an announced file. The token is good for one complete upload. */
export async function receiveUpload(
  { pool, storage, vault }: Parts,
  token: string,
  bytes: Readable,
): Promise<void> {
  const upload = readUploadToken(vault, token, new Date());
  const blob = upload && (await findPendingBlob(pool, upload.account_id, upload.id));
  if (blob === undefined) throw notFound();
  const stored = await storeAnnounced(storage, blob, bytes);
  // Each attempt has a key of its own, so that two of them at once cannot mix: one becomes the file.
  if (await markReceived(pool, blob, stored)) return;
  await storage.remove(stored.key);
  throw notFound();
}

async function storeAnnounced(storage: Storage, blob: Blob, bytes: Readable): Promise<StoredFile> {
  const { filename, content_type } = blob;
  const check = (file: LocalFile): void => {
    if (file.byte_size !== blob.byte_size || file.checksum !== blob.checksum) {
      throw unprocessable('The bytes are not those that were announced');
    }
  };
  try {
    return await storeFile(storage, { bytes, filename, content_type, check });
  } catch (error) {
    if (error instanceof FileTooLarge) throw tooLarge();
    if (error instanceof Interrupted) throw unprocessable('The upload was interrupted');
    throw error;
  }
}
