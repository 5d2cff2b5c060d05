import { newBlob } from '../attachments/attach.ts';
import { storeBlobs } from '../attachments/queries.ts';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { jsonObject, iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { UploadedFile } from '../http/uploaded-file.ts';
import { enqueue } from '../jobs/enqueue.ts';

const insert = `
  insert into contact_imports (account_id, user_id, filename, blob_id) values ($1, $2, $3, $4) returning id`;

/** Has a file of contacts taken over by a job (contract: customer §1.8). Throws 422 without a file. */
export async function startImport(tx: Tx, actor: Actor, file: unknown): Promise<void> {
  if (!(file instanceof UploadedFile) || file.stored.byte_size === 0) {
    throw unprocessable('File is blank');
  }
  const { account_id } = actor;
  const claimed = { ...newBlob(account_id, file.stored), claimed_by: 'contact_import' };
  const [blob] = await storeBlobs(tx, [claimed]);
  file.kept = true;
  const { filename } = file.stored;
  const made = await row<{ id: number }>(tx, insert, [account_id, actor.id, filename, blob?.id]);
  const { id: import_id } = made as { id: number };
  const about = { type: 'DataImport', id: import_id };
  await audit(tx, actor, { ...about, action: 'create', changes: { filename } });
  const data = { account_id, import_id };
  await enqueue(tx, [{ queue: 'import_contacts', data, line: String(account_id) }]);
}

const reportUrl = `
  (select current_setting('confab.base_url') || '/rails/active_storage/blobs/redirect/' || b.token || '/' || b.url_name
   from blobs b where b.account_id = d.account_id and b.id = d.report_blob_id and b.expires_at > now())`;

const present = `
  select ${jsonObject({
    id: 'd.id',
    filename: 'd.filename',
    status: 'd.status',
    total_records: 'd.total_records',
    processed_records: 'd.processed_records',
    rejected_records: 'd.rejected_records',
    progress: `case when d.status = 'completed' then 100
      else floor(100.0 * d.position / greatest(d.total_records, 1))::int end`,
    error: 'd.error',
    report_url: reportUrl,
    created_at: iso('d.created_at'),
    finished_at: iso('d.finished_at'),
  })}::text as json
  from contact_imports d where d.account_id = $1`;

const presentNewest = `${present} order by d.id desc limit 50`;
const presentOne = `${present} and d.id = $2`;

/** The newest imports of the account. */
export async function listImports(db: Db, { account_id }: Actor): Promise<JsonText> {
  const found = await rows<{ json: string }>(db, presentNewest, [account_id]);
  return new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);
}

export async function showImport(db: Db, { account_id }: Actor, id: unknown): Promise<JsonText> {
  const found = await row<{ json: string }>(db, presentOne, [account_id, lenientId(id)]);
  if (found === undefined) throw notFound();
  return new JsonText(found.json);
}
