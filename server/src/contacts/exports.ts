import sql, { join, raw, type Sql } from 'sql-template-tag';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { where } from '../conversations/finder.ts';
import { iso, jsonObject } from '../db/json.ts';
import { transaction, type Db, type Tx } from '../db/pool.ts';
import { adhoc, row, rows } from '../db/query.ts';
import { contactSubject } from '../filters/contact-subject.ts';
import { filterConditions } from '../filters/parse.ts';
import { understand } from '../filters/understand.ts';
import { JsonText } from '../http/json.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Platform } from '../platform.ts';
import type { StoredFile } from '../storage/store.ts';
import { addressOf, csvLines, keepForDays, storeCsv } from './csv.ts';
import { listedContacts, withLabels } from './finder.ts';

// What an export may show; the names are those of the wire and of the table.
const columns = [
  'id', 'name', 'email', 'phone_number', 'account_id', 'created_at', 'updated_at', 'additional_attributes',
  'identifier', 'custom_attributes', 'last_activity_at', 'contact_type', 'middle_name', 'last_name', 'location',
  'country_code', 'blocked',
] as const; // prettier-ignore

const usual = ['id', 'name', 'email', 'phone_number'];

interface ExportInput {
  column_names?: readonly string[] | undefined;
  payload?: unknown;
  label?: string | undefined;
}

const insert = `
  insert into contact_exports (account_id, user_id, columns, filter, label) values ($1, $2, $3, $4, $5) returning id`;

/**
 * Has the contacts written into a file by a job: those that a filter finds, or with a label, or all
 * (contract: customer §1.9). Throws 422 for a filter that cannot be asked.
 */
export async function startExport(tx: Tx, actor: Actor, input: ExportInput): Promise<void> {
  const { account_id } = actor;
  const asked = new Set(input.column_names ?? []);
  const chosen = [...asked].filter((name) => columns.includes(name as never));
  const hasFilter = Array.isArray(input.payload) && input.payload.length > 0;
  if (hasFilter) await understand(tx, actor, { payload: input.payload, subject: contactSubject });
  const made = await row<{ id: number }>(tx, insert, [
    account_id,
    actor.id,
    chosen.length === 0 ? usual : chosen,
    hasFilter ? JSON.stringify(input.payload) : null,
    input.label ?? null,
  ]);
  const { id: export_id } = made as { id: number };
  const changes = { columns: chosen, filter: input.payload ?? null, label: input.label ?? null };
  await audit(tx, actor, { type: 'ContactExport', id: export_id, action: 'create', changes });
  const data = { account_id, export_id };
  await enqueue(tx, [{ queue: 'export_contacts', data, line: String(account_id) }]);
}

// Whoever has the address may read the file, so only who asked for it is told.
const fileUrl = `
  (select current_setting('confab.base_url') || '/rails/active_storage/blobs/redirect/' || b.token || '/' || b.url_name
   from blobs b where b.account_id = e.account_id and b.id = e.blob_id and b.expires_at > now() and e.user_id = $2)`;

const presentNewest = `
  select ${jsonObject({
    id: 'e.id',
    status: 'e.status',
    column_names: 'e.columns',
    total_records: 'e.total_records',
    file_url: fileUrl,
    created_at: iso('e.created_at'),
    finished_at: iso('e.finished_at'),
  })}::text as json
  from contact_exports e where e.account_id = $1 order by e.id desc limit 50`;

/** The newest exports of the account; the file only for whoever asked for it, and for a day. */
export async function listExports(db: Db, actor: Actor): Promise<JsonText> {
  const found = await rows<{ json: string }>(db, presentNewest, [actor.account_id, actor.id]);
  return new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);
}

type Key = Queues['export_contacts'];

interface ExportState {
  status: 'pending' | 'completed' | 'failed';
  columns: string[];
  filter: unknown;
  label: string | null;
  account: string;
  email: string | null;
}

const find = `
  select e.status, e.columns, e.filter, e.label, a.name as account, u.email
  from contact_exports e join accounts a on a.id = e.account_id
  left join memberships m on m.account_id = e.account_id and m.user_id = e.user_id and m.removed_at is null
  left join users u on u.id = m.user_id
  where e.account_id = $1 and e.id = $2`;

/** Writes the file and mails its address to whoever asked; does nothing when that is done. */
export async function exportContacts(platform: Platform, key: Key): Promise<void> {
  const { account_id, export_id } = key;
  const values = [account_id, export_id];
  const state = await row<ExportState & Record<string, unknown>>(platform.pool, find, values);
  if (state?.status !== 'pending') return;
  const conditions = await conditionsOf(platform.pool, account_id, state);
  const counter = { total: 0 };
  const lines = linesOf(platform.pool, { columns: state.columns, conditions, counter });
  const file = await storeCsv(
    platform.storage,
    `${state.account}_${account_id}_contacts.csv`,
    lines,
  );
  await transaction(platform.pool, async (tx) =>
    complete(tx, platform, { key, file, total: counter.total, email: state.email }),
  );
}

async function conditionsOf(
  db: Db,
  account_id: number,
  { filter, label }: ExportState,
): Promise<Sql[]> {
  const listed = await listedContacts(db, { account_id });
  if (filter === null) return [...listed, ...withLabels(label ?? [])];
  const asked = await understand(db, { account_id }, { payload: filter, subject: contactSubject });
  return [...listed, ...filterConditions(asked)];
}

const PAGE = 1000;

interface Writing {
  columns: readonly string[];
  conditions: readonly Sql[];
  counter: { total: number };
}

/** A page at a time, each in a transaction of its own: no reader of events waits for a long one. */
async function* linesOf(
  db: Db,
  { columns: names, conditions, counter }: Writing,
): AsyncGenerator<string> {
  yield csvLines([names]);
  const selected = join(names.map((name) => raw(`k.${name}`)));
  for (let last = 0; ;) {
    const found = await adhoc<Record<string, unknown> & { row_id: number }>(
      db,
      sql`select k.id as row_id, ${selected} from contacts k
        where ${where(conditions)} and k.id > ${last} order by k.id limit ${raw(String(PAGE))}`,
    );
    const end = found.at(-1);
    if (end === undefined) return;
    yield csvLines(found.map((contact) => names.map((name) => contact[name])));
    counter.total += found.length;
    last = end.row_id;
  }
}

const lock = `select status from contact_exports where account_id = $1 and id = $2 for update`;
const setDone = `
  update contact_exports set status = 'completed', finished_at = now(), blob_id = $3, total_records = $4
  where account_id = $1 and id = $2`;

interface Completion {
  key: Key;
  file: StoredFile;
  total: number;
  email: string | null;
}

async function complete(
  tx: Tx,
  platform: Platform,
  { key: { account_id, export_id }, file, total, email }: Completion,
): Promise<void> {
  const now = await row<{ status: string }>(tx, lock, [account_id, export_id]);
  if (now?.status !== 'pending') return;
  const claimed_by = 'contact_export';
  const blob = await keepForDays(tx, { account_id, file, claimed_by, days: 1 });
  await rows(tx, setDone, [account_id, export_id, blob.id, total]);
  if (email === null) return;
  const notice = {
    to: email,
    subject: "Your contact's export file is available to download.",
    paragraphs: ['The contacts that you asked for are ready. The address works for a day.'],
    action: { label: 'Download', url: addressOf(platform, blob) },
  };
  await enqueue(tx, [{ queue: 'send_notice', data: notice }]);
}
