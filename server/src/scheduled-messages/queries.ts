import type { Actor } from '../auth/actor.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import type { MessageInput } from '../messages/schema.ts';
import { scheduledJson } from './present.ts';
import type { Reason, State } from './rules.ts';

export interface Scheduled extends Record<string, unknown> {
  account_id: number;
  id: number;
  conversation_id: number | null;
  display_id: number;
  inbox_id: number;
  user_id: number | null;
  agent_bot_id: number | null;
  input: MessageInput;
  file_ids: number[];
  scheduled_at: Date;
  cancel_on_reply: boolean;
  expected_last_message_id: number | null;
  state: State;
  /** Its time has come, by the clock of the database. */
  due: boolean;
}

const columns = `
  s.account_id, s.id, s.conversation_id, s.display_id, s.inbox_id, s.user_id, s.agent_bot_id, s.input, s.file_ids,
  s.scheduled_at, s.cancel_on_reply, s.expected_last_message_id, s.state, s.scheduled_at <= now() as due`;

const find = `select ${columns} from scheduled_messages s where s.account_id = $1 and s.id = $2`;
const lock = `${find} for update`;
const lockIn = `
  select ${columns} from scheduled_messages s
  where s.account_id = $1 and s.conversation_id = $2 and s.id = $3 for update`;

interface Key {
  account_id: number;
  id: number;
}

export async function findScheduled(
  db: Db,
  { account_id, id }: Key,
): Promise<Scheduled | undefined> {
  return row<Scheduled>(db, find, [account_id, id]);
}

/** The same, and nobody else changes it until the transaction ends. The conversation is locked before it. */
export async function lockScheduled(
  tx: Tx,
  { account_id, id }: Key,
): Promise<Scheduled | undefined> {
  return row<Scheduled>(tx, lock, [account_id, id]);
}

/** The one of this conversation. Throws 404 when there is none. */
export async function lockScheduledIn(
  tx: Tx,
  { account_id, id }: Key,
  scheduledId: number | null,
): Promise<Scheduled> {
  const found = await row<Scheduled>(tx, lockIn, [account_id, id, scheduledId]);
  if (found === undefined) throw notFound();
  return found;
}

const show = `select (${scheduledJson})::text as json from scheduled_messages s where s.account_id = $1 and s.id = $2`;
const list = `
  select (${scheduledJson})::text as json from scheduled_messages s
  where s.account_id = $1 and s.conversation_id = $2 and ($3::text is null or s.state = $3)
  order by s.scheduled_at, s.id limit 500`;

const listed = (found: { json: string }[]): JsonText =>
  new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);

export async function showScheduled(db: Db, { account_id, id }: Key): Promise<JsonText> {
  const found = await row<{ json: string }>(db, show, [account_id, id]);
  if (found === undefined) throw notFound();
  return new JsonText(found.json);
}

export async function listScheduled(
  db: Db,
  { account_id, id }: Key,
  state: State | null,
): Promise<JsonText> {
  return listed(await rows<{ json: string }>(db, list, [account_id, id, state]));
}

// Of a conversation that is gone the author still learns that nothing was sent.
const listOwn = (actor: Actor): string => `
  select (${scheduledJson})::text as json from scheduled_messages s
  left join conversations c on c.account_id = s.account_id and c.id = s.conversation_id
  where s.account_id = $1 and s.user_id = $3
    and ($4::text is null or s.state = $4) and (c.id is null or ${mayOpenText(actor, 2)})
  order by s.scheduled_at, s.id limit 500`;

/** What the caller has scheduled, wherever they still see it. */
export async function listOwnScheduled(
  db: Db,
  actor: Actor,
  state: State | null,
): Promise<JsonText> {
  const values = [actor.account_id, viewLimit(actor), actor.id, state];
  return listed(await rows<{ json: string }>(db, listOwn(actor), values));
}

const present = `
  select s.conversation_id, ${scheduledJson} as data from scheduled_messages s
  where s.account_id = $1 and s.id = any($2::bigint[]) order by s.id`;

/** As their events carry them. */
export async function presentScheduled(
  db: Db,
  accountId: number,
  ids: readonly number[],
): Promise<{ conversation_id: number | null; data: unknown }[]> {
  return ids.length === 0 ? [] : rows(db, present, [accountId, ids]);
}

const insert = `
  insert into scheduled_messages (account_id, conversation_id, user_id, agent_bot_id, input, file_ids, scheduled_at,
    cancel_on_reply, expected_last_message_id, display_id, inbox_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`;

export type NewScheduled = Pick<
  Scheduled,
  | 'account_id'
  | 'conversation_id'
  | 'display_id'
  | 'inbox_id'
  | 'user_id'
  | 'agent_bot_id'
  | 'input'
  | 'file_ids'
  | 'scheduled_at'
  | 'cancel_on_reply'
  | 'expected_last_message_id'
>;

export async function insertScheduled(tx: Tx, made: NewScheduled): Promise<number> {
  const inserted = await row<{ id: number }>(tx, insert, [
    made.account_id,
    made.conversation_id,
    made.user_id,
    made.agent_bot_id,
    JSON.stringify(made.input),
    made.file_ids,
    made.scheduled_at,
    made.cancel_on_reply,
    made.expected_last_message_id,
    made.display_id,
    made.inbox_id,
  ]);
  return (inserted as { id: number }).id;
}

const update = `
  update scheduled_messages set input = $3, scheduled_at = $4, cancel_on_reply = $5, expected_last_message_id = $6,
    state = $7, reason = null, error = null, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/** Saves what its author changed. */
export async function saveScheduled(tx: Tx, changed: Scheduled): Promise<void> {
  await rows(tx, update, [
    changed.account_id,
    changed.id,
    JSON.stringify(changed.input),
    changed.scheduled_at,
    changed.cancel_on_reply,
    changed.expected_last_message_id,
    changed.state,
  ]);
}

const settle = `
  update scheduled_messages set state = $3, reason = $4, error = $5, message_id = $6,
    file_ids = case when $3 = 'sent' then '{}' else file_ids end, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

export interface Outcome {
  state: State;
  reason?: Reason;
  error?: string;
  message_id?: number;
}

/** Saves what became of it. */
export async function settleScheduled(
  tx: Tx,
  { account_id, id }: Key,
  { state, reason, error, message_id }: Outcome,
): Promise<void> {
  const values = [account_id, id, state, reason ?? null, error ?? null, message_id ?? null];
  await rows(tx, settle, values);
}

export async function deleteScheduled(tx: Tx, { account_id, id }: Key): Promise<void> {
  await rows(tx, 'delete from scheduled_messages where account_id = $1 and id = $2', [
    account_id,
    id,
  ]);
}

const count = `
  select count(*) as total from scheduled_messages
  where account_id = $1 and conversation_id = $2 and state = 'scheduled'`;

/** How many wait in the conversation. */
export async function countWaiting(tx: Tx, { account_id, id }: Key): Promise<number> {
  return (await row<{ total: number }>(tx, count, [account_id, id]))?.total ?? 0;
}

/** Has a reply of the customer cancel what waits for that. */
export async function markCancelsOnReply(tx: Tx, { account_id, id }: Key): Promise<void> {
  await rows(
    tx,
    'update conversations set cancels_on_reply = true where account_id = $1 and id = $2 and not cancels_on_reply',
    [account_id, id],
  );
}

const claim = `update blobs set claimed_by = $3 where account_id = $1 and id = any($2::bigint[])`;

/** Keeps the files for the message that is to have them, or lets them go to it. */
export async function claimFiles(
  tx: Tx,
  { account_id, file_ids }: Pick<Scheduled, 'account_id' | 'file_ids'>,
  by: 'scheduled_message' | null,
): Promise<void> {
  if (file_ids.length > 0) await rows(tx, claim, [account_id, file_ids, by]);
}
