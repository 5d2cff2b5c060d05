import { randomBytes } from 'node:crypto';
import type { Vault } from '../auth/vault.ts';
import type { Tx } from '../db/pool.ts';
import { invalidRecord, unprocessable } from '../errors.ts';
import { UploadedFile } from '../http/uploaded-file.ts';
import { FILE_TYPES } from '../messages/enums.ts';
import { urlName } from '../storage/filename.ts';
import { MAX_FILE_BYTES, type StoredFile } from '../storage/store.ts';
import {
  findFingerprints,
  fingerprint,
  insertAttached,
  lockBlobs,
  storeBlobs,
  type Blob,
  type NewBlob,
} from './queries.ts';
import { fileTypeOf, refusalOf } from './rules.ts';
import { readSignedId } from './signed-id.ts';

// The contract names 15, which its original does not enforce; this is where it stops being a message.
const MAX_ATTACHMENTS = 50;

interface Attaching {
  account_id: number;
  message_id: number;
  channel_type: string;
  /** The answer is a customer's, who is told in the form of a record's problems (contract: customer §8.3). */
  by_customer?: boolean;
  /** As the request gave them: files, or signed ids of direct uploads. */
  attachments: unknown;
}

/** Gives a message its attachments, in their order (contract §6.2). */
export async function attachFiles(
  tx: Tx,
  { vault }: { vault: Vault },
  { message_id, ...giving }: Attaching,
): Promise<void> {
  const blobs = await takeFiles(tx, { vault }, giving);
  if (blobs.length === 0) return;
  await insertAttached(
    tx,
    { account_id: giving.account_id, message_id },
    blobs.map((blob) => ({ file_type: typeNumber(blob), blob_id: blob.id })),
  );
}

/** The files of a request, in their order, with their records; nothing has them yet. Throws 422. */
export async function takeFiles(
  tx: Tx,
  { vault }: { vault: Vault },
  { account_id, channel_type, attachments, by_customer = false }: Omit<Attaching, 'message_id'>,
): Promise<Blob[]> {
  const given = listOf(attachments);
  if (given.length === 0) return [];
  const ids = given.map((each) =>
    each instanceof UploadedFile ? 0 : blobId(vault, account_id, each),
  );
  const uploads = given.filter((each) => each instanceof UploadedFile);
  const arrived = await lockArrived(
    tx,
    account_id,
    ids.filter((id) => id !== 0),
  );
  for (const file of [...uploads.map(({ stored }) => stored), ...arrived.values()]) {
    const refusal = refusalOf(channel_type, file, MAX_FILE_BYTES);
    if (refusal === undefined) continue;
    throw by_customer
      ? invalidRecord(refusal, ['attachments.file'])
      : unprocessable(`Validation failed: ${refusal}`);
  }
  const stored = await storeBlobs(
    tx,
    uploads.map((file) => newBlob(account_id, file.stored)),
  );
  for (const file of uploads) file.kept = true;
  return ids.map((id) => (id === 0 ? stored.shift() : arrived.get(id)) as Blob);
}

/** What makes the attachments of a request the same as those of another: bytes and names, in their order. */
export async function fingerprintsOf(
  tx: Tx,
  { vault }: { vault: Vault },
  { account_id, attachments }: Pick<Attaching, 'account_id' | 'attachments'>,
): Promise<string[]> {
  const given = listOf(attachments);
  const ids = given.flatMap((each) =>
    each instanceof UploadedFile ? [] : [blobId(vault, account_id, each)],
  );
  const announced = await findFingerprints(tx, account_id, ids);
  return given.map((each) =>
    each instanceof UploadedFile ? fingerprint(each.stored) : (announced.shift() ?? ''),
  );
}

/** A scalar is a list of one, `attachments[0]=…` a list; forms send '' for nothing. */
function listOf(attachments: unknown): unknown[] {
  if (attachments === undefined || attachments === null) return [];
  const isScalar = attachments instanceof UploadedFile || typeof attachments !== 'object';
  const all: unknown[] = isScalar ? [attachments] : Object.values(attachments);
  const list = all.filter((each) => each !== '' && each !== null);
  if (list.length <= MAX_ATTACHMENTS) return list;
  throw unprocessable(`attachments has too many entries (maximum is ${MAX_ATTACHMENTS})`);
}

function blobId(vault: Vault, accountId: number, given: unknown): number {
  if (typeof given !== 'string') {
    throw unprocessable('attachments must be files or signed ids of direct uploads');
  }
  const id = readSignedId(vault, accountId, given);
  if (id === undefined) throw unprocessable('mismatched digest');
  return id;
}

async function lockArrived(
  tx: Tx,
  accountId: number,
  ids: readonly number[],
): Promise<Map<number, Blob>> {
  const blobs = await lockBlobs(tx, accountId, ids);
  if (new Set(ids).size < ids.length || blobs.some(({ attached }) => attached)) {
    throw unprocessable('A file of a direct upload can be attached once');
  }
  if (blobs.some(({ pending }) => pending)) {
    throw unprocessable('The file of a direct upload has not arrived yet');
  }
  // Unclaimed uploads are removed after a day.
  if (blobs.length < ids.length) throw unprocessable('mismatched digest');
  return new Map(blobs.map((blob) => [blob.id, blob]));
}

/** The record of a stored file, with a token of its own: who has that may read the file. */
export const newBlob = (account_id: number, file: StoredFile, pending = false): NewBlob => ({
  ...file,
  account_id,
  token: randomBytes(32).toString('base64url'),
  url_name: urlName(file.filename),
  pending,
});

const typeNumber = (blob: Blob): number => FILE_TYPES.indexOf(fileTypeOf(blob.content_type));
