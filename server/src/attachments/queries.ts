import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

/** A stored file's record. */
export interface Blob {
  account_id: number;
  id: number;
  key: string;
  token: string;
  filename: string;
  url_name: string;
  content_type: string;
  byte_size: number;
  checksum: string;
  metadata: { width?: number; height?: number };
  pending: boolean;
  created_at: Date;
}

export type NewBlob = Omit<Blob, 'id' | 'created_at'> & {
  /** What keeps it, if no message does. */
  claimed_by?: string;
};

const insertBlobs = `
  insert into blobs (account_id, key, token, filename, url_name, content_type, byte_size, checksum, metadata, pending,
    claimed_by)
  select account_id, key, token, filename, url_name, content_type, byte_size, checksum, metadata, pending, claimed_by
  from rows from (jsonb_to_recordset($1::jsonb) as (account_id bigint, key text, token text, filename text,
    url_name text, content_type text, byte_size bigint, checksum text, metadata jsonb, pending boolean, claimed_by text))
    with ordinality
  order by ordinality
  returning *`;

/** Stores the records, in order. */
export async function storeBlobs(tx: Tx, blobs: readonly NewBlob[]): Promise<Blob[]> {
  return blobs.length === 0 ? [] : rows<Blob>(tx, insertBlobs, [JSON.stringify(blobs)]);
}

const lockThem = `
  select from blobs where account_id = $1 and id = any($2::bigint[]) order by id for update`;
// A statement of its own: one that waits for a lock goes on with what it saw before it waited.
const selectLocked = `
  select b.*, coalesce(b.claimed_by, 'upload') <> 'upload' or exists (
    select from attachments a where a.account_id = b.account_id and a.blob_id = b.id) as attached
  from blobs b where b.account_id = $1 and b.id = any($2::bigint[]) order by b.id`;

/** The blobs with these ids, locked, and whether something has them already. */
export async function lockBlobs(
  tx: Tx,
  accountId: number,
  ids: readonly number[],
): Promise<(Blob & { attached: boolean })[]> {
  if (ids.length === 0) return [];
  await rows(tx, lockThem, [accountId, ids]);
  return rows(tx, selectLocked, [accountId, ids]);
}

/** The bytes and the name of a file, short; `fingerprintSql` is the same for a row `b` of blobs. */
export const fingerprint = ({ checksum, filename }: Pick<Blob, 'checksum' | 'filename'>): string =>
  `${checksum} ${filename}`;
export const fingerprintSql = `b.checksum || ' ' || b.filename`;

const selectFingerprints = `
  select ${fingerprintSql} as fingerprint from unnest($2::bigint[]) with ordinality as wanted (id, ord)
  left join blobs b on b.account_id = $1 and b.id = wanted.id order by wanted.ord`;

/** The fingerprints of these blobs, in the order of the ids; null for one that is gone. */
export async function findFingerprints(
  db: Db,
  accountId: number,
  ids: readonly number[],
): Promise<(string | null)[]> {
  if (ids.length === 0) return [];
  const found = await rows<{ fingerprint: string | null }>(db, selectFingerprints, [
    accountId,
    ids,
  ]);
  return found.map((row) => row.fingerprint);
}

const insertAttachments = `
  insert into attachments (account_id, message_id, file_type, blob_id)
  select $1, $2, f.file_type, f.blob_id
  from unnest($3::smallint[], $4::bigint[]) with ordinality as f (file_type, blob_id, ord) order by f.ord`;

interface AttachedFile {
  file_type: number;
  blob_id: number;
}

export async function insertAttached(
  tx: Tx,
  { account_id, message_id }: { account_id: number; message_id: number },
  files: readonly AttachedFile[],
): Promise<void> {
  await rows(tx, insertAttachments, [
    account_id,
    message_id,
    files.map(({ file_type }) => file_type),
    files.map(({ blob_id }) => blob_id),
  ]);
}

const facts =
  'id, key, token, filename, url_name, content_type, byte_size, checksum, metadata, created_at';
// Of a deleted account nothing is there any more, also while a job still removes it.
const isAlive = (of: string): string => `
  not exists (select from accounts a where a.id = ${of}.account_id and a.deleted_at is not null)`;
const findByToken = `
  select account_id, ${facts}, pending from blobs
  where token = $1 and not pending and (expires_at is null or expires_at > now()) and ${isAlive('blobs')}
  union all select coalesce(account_id, 0), ${facts}, false from avatars where token = $1 and ${isAlive('avatars')}`;

/** The blob or avatar whose URL carries this token, if its file has arrived. */
export async function findBlobByToken(db: Db, token: string): Promise<Blob | undefined> {
  return row<Blob>(db, findByToken, [token]);
}

/** A direct upload that is still awaited. */
export async function findPendingBlob(
  db: Db,
  accountId: number,
  id: number,
): Promise<Blob | undefined> {
  const statement = `select * from blobs where account_id = $1 and id = $2 and pending and ${isAlive('blobs')}`;
  return row<Blob>(db, statement, [accountId, id]);
}

const receiveBlob = `
  update blobs set key = $3, content_type = $4, metadata = $5, pending = false
  where account_id = $1 and id = $2 and pending
  returning id`;

/** Marks a direct upload as arrived; false when it was no longer awaited. */
export async function markReceived(
  db: Db,
  { account_id, id }: Pick<Blob, 'account_id' | 'id'>,
  { key, content_type, metadata }: Pick<Blob, 'key' | 'content_type' | 'metadata'>,
): Promise<boolean> {
  const values = [account_id, id, key, content_type, JSON.stringify(metadata)];
  return (await row(db, receiveBlob, values)) !== undefined;
}

/** Which of these storage keys a record names. */
export async function keysInUse(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const statement = `select key from blobs where key = any($1::text[])
    union all select key from avatars where key = any($1::text[])`;
  const found = await rows<{ key: string }>(db, statement, [keys]);
  return new Set(found.map(({ key }) => key));
}

// Should a message take one at this moment, its foreign key makes this fail, and the next sweep goes on.
const deleteUnclaimed = `
  delete from blobs b where b.created_at < $1 and b.claimed_by is null
    and not exists (select from attachments a where a.account_id = b.account_id and a.blob_id = b.id)`;

/** Removes the records of uploads that were never sent, or sent and never attached. */
export async function deleteUnclaimedBlobs(db: Db, before: Date): Promise<void> {
  await rows(db, deleteUnclaimed, [before]);
}

/** The second in which the database got its first account (object stores tell no more); undefined while it has none. */
export async function databaseBegan(db: Db): Promise<Date | undefined> {
  const found = await row<{ began: Date | null }>(
    db,
    `select date_trunc('second', min(created_at)) as began from accounts`,
  );
  return found?.began ?? undefined;
}
