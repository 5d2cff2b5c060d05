import { Readable } from 'node:stream';
import type { Platform } from '../platform.ts';
import { newBlob } from '../attachments/attach.ts';
import { storeBlobs, type Blob } from '../attachments/queries.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { csvOf } from '../http/spreadsheet.ts';
import { receive } from '../storage/incoming.ts';
import { newKey } from '../storage/keys.ts';
import type { Storage } from '../storage/storage.ts';
import type { StoredFile } from '../storage/store.ts';

const MAX_BYTES = 4 * 1024 ** 3;

/** Lines of a CSV. What a spreadsheet would take for a formula has an apostrophe in front. */
export const csvLines = (records: readonly (readonly unknown[])[]): string =>
  csvOf(
    records.map((record) => record.map(cellOf)),
    { record_delimiter: '\r\n' },
  );

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Stores a CSV that is made piece by piece; it is never in memory as a whole. */
export async function storeCsv(
  storage: Storage,
  filename: string,
  pieces: AsyncIterable<string>,
): Promise<StoredFile> {
  const bytes = Readable.from(pieces, { objectMode: false });
  const file = await receive(storage.incoming, bytes, MAX_BYTES);
  const key = newKey();
  await storage.put(key, file);
  const { byte_size, checksum } = file;
  return { key, filename, content_type: 'text/csv', byte_size, checksum, metadata: {} };
}

interface Keeping {
  account_id: number;
  file: StoredFile;
  claimed_by: 'contact_import' | 'contact_export';
  /** How long its address works. */
  days: number;
}

const expire = `
  update blobs set expires_at = now() + make_interval(days => $3) where account_id = $1 and id = $2`;

/** Records a stored file that goes by itself after some days. */
export async function keepForDays(
  tx: Tx,
  { account_id, file, claimed_by, days }: Keeping,
): Promise<Blob> {
  const [blob] = await storeBlobs(tx, [{ ...newBlob(account_id, file), claimed_by }]);
  const kept = blob as Blob;
  await rows(tx, expire, [account_id, kept.id, days]);
  return kept;
}

/** The address of a file, which works for whoever has it. */
export const addressOf = (
  { config }: Pick<Platform, 'config'>,
  { token, url_name }: Pick<Blob, 'token' | 'url_name'>,
): string => `${config.baseUrl}/rails/active_storage/blobs/redirect/${token}/${url_name}`;
