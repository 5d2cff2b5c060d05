import type { Readable } from 'node:stream';
import { tellAdministrators } from '../agents/tell-administrators.ts';
import type { Blob } from '../attachments/queries.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Platform } from '../platform.ts';
import type { StoredFile } from '../storage/store.ts';
import { addressOf, csvLines, keepForDays, storeCsv } from './csv.ts';
import { importBatch } from './import-batch.ts';
import { NotCsvError, readRows, type ImportRow } from './import-rows.ts';

type Key = Queues['import_contacts'];

interface ImportState {
  status: 'pending' | 'processing' | 'completed' | 'failed';
  filename: string;
  position: number;
  total_records: number;
  rejected_records: number;
  header: string[];
  source: string | null;
  created_at: Date;
}

const BATCH = 200;
// Then another job goes on: one that ran for ever would be taken for dead.
const RUN_MS = 60_000;
const REPORT_DAYS = 7;

const find = `
  select d.status, d.filename, d.position, d.total_records, d.rejected_records, d.header, d.created_at,
    b.key as source
  from contact_imports d left join blobs b on b.account_id = d.account_id and b.id = d.blob_id
  where d.account_id = $1 and d.id = $2`;
const lock = `${find} for update of d`;

/**
 * Takes a file of contacts over, batch by batch. Each batch is committed with the place where it
 * ended, and goes on only from there: a run that died loses nothing, and two runs at once do nothing twice.
 */
export async function importContacts(platform: Platform, key: Key): Promise<void> {
  const state = await row<ImportState & Record<string, unknown>>(platform.pool, find, values(key));
  if (state === undefined || state.status === 'completed' || state.status === 'failed') return;
  try {
    if (state.status === 'pending') await begin(platform, key, state);
    const isDone = await takeOver(platform, key, state);
    if (isDone) await finish(platform, key);
  } catch (error) {
    if (!(error instanceof NotCsvError)) throw error;
    await fail(platform, key, error.message);
  }
}

const values = ({ account_id, import_id }: Key): unknown[] => [account_id, import_id];

const open = async ({ storage }: Platform, { source }: ImportState): Promise<Readable> => {
  const file = source === null ? undefined : await storage.get(source);
  if (file === undefined) throw new NotCsvError('The file is gone');
  return file.bytes;
};

const setTotal = `
  update contact_imports set status = 'processing', total_records = $3
  where account_id = $1 and id = $2 and status = 'pending'`;

async function begin(platform: Platform, key: Key, state: ImportState): Promise<void> {
  let total = 0;
  for await (const _ of readRows(await open(platform, state))) total += 1;
  await rows(platform.pool, setTotal, [...values(key), total]);
}

/** False when another run goes on with it. */
async function takeOver(platform: Platform, key: Key, state: ImportState): Promise<boolean> {
  const until = performance.now() + RUN_MS;
  let { position } = state;
  for await (const batch of batches(readRows(await open(platform, state)), position)) {
    const isOurs = await transaction(platform.pool, async (tx) =>
      takeBatch(tx, key, { batch, position }),
    );
    if (!isOurs) return false;
    position = batch.at(-1)?.position ?? position;
    if (performance.now() > until) {
      await transaction(platform.pool, async (tx) =>
        enqueue(tx, [{ queue: 'import_contacts', data: key, line: String(key.account_id) }]),
      );
      return false;
    }
  }
  return true;
}

async function* batches(
  source: AsyncIterable<ImportRow>,
  after: number,
): AsyncGenerator<ImportRow[]> {
  let batch: ImportRow[] = [];
  for await (const each of source) {
    if (each.position <= after) continue;
    batch.push(each);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const insertRejects = `
  insert into contact_import_rejects (account_id, import_id, position, cells, errors)
  select $1, $2, r.position, r.cells, r.errors
  from jsonb_to_recordset($3::jsonb) as r (position bigint, cells jsonb, errors text)`;

const advance = `
  update contact_imports set position = $3, header = $4, processed_records = processed_records + $5,
    rejected_records = rejected_records + $6
  where account_id = $1 and id = $2`;

async function takeBatch(
  tx: Tx,
  key: Key,
  { batch, position }: { batch: ImportRow[]; position: number },
): Promise<boolean> {
  const now = await row<ImportState & Record<string, unknown>>(tx, lock, values(key));
  if (now?.status !== 'processing' || now.position !== position) return false;
  const rejects = await importBatch(tx, key.account_id, batch);
  if (rejects.length > 0) await rows(tx, insertRejects, [...values(key), JSON.stringify(rejects)]);
  const { position: reached = position, header = [] } = batch.at(-1) ?? {};
  const accepted = batch.length - rejects.length;
  await rows(tx, advance, [...values(key), reached, header, accepted, rejects.length]);
  return true;
}

const findRejects = `
  select position, cells, errors from contact_import_rejects
  where account_id = $1 and import_id = $2 and position > $3 order by position limit 500`;

/** The rejected rows as they stood in the file, and what is wrong with each. */
async function* reportLines({ pool }: Platform, key: Key, header: string[]) {
  yield csvLines([[...header, 'errors']]);
  for (let position = 0; ;) {
    const found = await rows<{ position: number; cells: Record<string, string>; errors: string }>(
      pool,
      findRejects,
      [...values(key), position],
    );
    const last = found.at(-1);
    if (last === undefined) return;
    yield csvLines(
      found.map(({ cells, errors }) => [...header.map((name) => cells[name]), errors]),
    );
    position = last.position;
  }
}

const complete = `
  update contact_imports set status = 'completed', finished_at = now(), report_blob_id = $3, total_records = position
  where account_id = $1 and id = $2 returning processed_records, rejected_records`;

async function finish(platform: Platform, key: Key): Promise<void> {
  const state = await row<ImportState & Record<string, unknown>>(platform.pool, find, values(key));
  if (state?.status !== 'processing') return;
  const day = state.created_at.toISOString().slice(0, 10).replaceAll('-', '');
  const report =
    state.rejected_records === 0
      ? undefined
      : await storeCsv(
          platform.storage,
          `${day}_contacts.csv`,
          reportLines(platform, key, state.header),
        );
  await transaction(platform.pool, async (tx) => completeImport(tx, platform, { key, report }));
}

async function completeImport(
  tx: Tx,
  platform: Platform,
  { key, report }: { key: Key; report: StoredFile | undefined },
): Promise<void> {
  const now = await row<ImportState & Record<string, unknown>>(tx, lock, values(key));
  if (now?.status !== 'processing') return;
  const { account_id } = key;
  const claimed_by = 'contact_import';
  const blob =
    report && (await keepForDays(tx, { account_id, file: report, claimed_by, days: REPORT_DAYS }));
  const done = await row<{ processed_records: number; rejected_records: number }>(tx, complete, [
    ...values(key),
    blob?.id ?? null,
  ]);
  await forget(tx, key);
  await tellAdministrators(tx, account_id, {
    subject: 'Contact Import Completed',
    paragraphs: [
      `The contacts of ${now.filename} were taken over.`,
      `Rows taken over: ${done?.processed_records ?? 0}. Rows with mistakes: ${done?.rejected_records ?? 0}.`,
    ],
    ...reportAction(platform, blob),
  });
}

const reportAction = (platform: Platform, blob: Blob | undefined) =>
  blob === undefined
    ? {}
    : { action: { label: 'Rows with mistakes', url: addressOf(platform, blob) } };

const setFailed = `
  update contact_imports set status = 'failed', error = $3, finished_at = now()
  where account_id = $1 and id = $2 and status in ('pending', 'processing') returning filename`;

async function fail({ pool }: Platform, key: Key, reason: string): Promise<void> {
  await transaction(pool, async (tx) => {
    const failed = await row<{ filename: string }>(tx, setFailed, [...values(key), reason]);
    if (failed === undefined) return;
    await forget(tx, key);
    await tellAdministrators(tx, key.account_id, {
      subject: 'Contact Import Failed',
      paragraphs: [`The file ${failed.filename} could not be read as CSV: ${reason}`],
    });
  });
}

const forgetSource = `
  delete from blobs b using contact_imports d
  where d.account_id = $1 and d.id = $2 and b.account_id = d.account_id and b.id = d.blob_id returning b.key`;

/** What was only needed on the way. */
async function forget(tx: Tx, key: Key): Promise<void> {
  await rows(tx, 'delete from contact_import_rejects where account_id = $1 and import_id = $2', values(key)); // prettier-ignore
  const gone = await rows<{ key: string }>(tx, forgetSource, values(key));
  const keys = gone.map((each) => each.key);
  if (keys.length > 0) await enqueue(tx, [{ queue: 'remove_files', data: { keys } }]);
}
