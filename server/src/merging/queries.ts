import type { Actor } from '../auth/actor.ts';
import { PRIORITIES, STATUSES } from '../conversations/enums.ts';
import type { Conversation } from '../conversations/queries.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Union, Values } from './rules.ts';

export interface Merge extends Union, Record<string, unknown> {
  account_id: number;
  id: number;
  source_id: number;
  target_id: number;
  message_ids: number[];
  scheduled_ids: number[];
  /** Those that were merged into the source before, and went on with it. */
  stub_ids: number[];
  participant_ids: number[];
  mentioned_ids: number[];
  merged_at: Date;
  /** More than a day ago. */
  settled: boolean;
}

// Of a contact that was deleted a job is about to remove everything.
const findVisible = (actor: Actor): string => `
  select c.id, c.display_id from conversations c
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id and k.deleted_at is null
  where c.account_id = $1 and c.display_id = any($2::bigint[]) and ${mayOpenText(actor, 3)}
  order by c.id`;

/** Those of these numbers that the actor may open, in the order in which everybody locks them. */
export async function findVisibleIds(
  tx: Tx,
  actor: Actor,
  displayIds: readonly number[],
): Promise<{ id: number; display_id: number }[]> {
  return rows(tx, findVisible(actor), [actor.account_id, displayIds, viewLimit(actor)]);
}

const isProven = `
  select bool_and(claims is null) as proven from contact_inboxes where account_id = $1 and id = any($2::bigint[])`;

/** Whether none of these sessions is its contact by its own word alone. */
export async function areProven(
  tx: Tx,
  accountId: number,
  ids: readonly number[],
): Promise<boolean> {
  return (await row<{ proven: boolean | null }>(tx, isProven, [accountId, ids]))?.proven === true;
}

const unread = (c: string): string => `
  (select min(m.created_at) from messages m
   where m.account_id = ${c}.account_id and m.conversation_id = ${c}.id and m.message_type = 0
     and m.created_at > coalesce(${c}.agent_last_seen_at, '-infinity'))`;

// All is seen up to the first message that nobody has seen in either (whole seconds, as clients compare them).
const findSeen = `
  select least(greatest(target.agent_last_seen_at, source.agent_last_seen_at),
      least(${unread('target')}, ${unread('source')}) - interval '1 second')::text as seen
  from conversations target join conversations source on source.account_id = target.account_id
  where target.account_id = $1 and target.id = $2 and source.id = $3`;

/** Until when everything in both has been seen, as the database writes it, before one becomes part of the other. */
export async function seenUntil(
  tx: Tx,
  { account_id, id }: Conversation,
  source: number,
): Promise<string | null> {
  return (await row<{ seen: string | null }>(tx, findSeen, [account_id, id, source]))?.seen ?? null;
}

const firstSince = `
  select min(m.created_at) as at from messages m
  where m.account_id = $1 and m.conversation_id = $2 and m.message_type = 0 and m.created_at > $3`;

/** When a customer wrote there first after an instant. */
export async function arrivedSince(
  tx: Tx,
  { account_id, id }: Pick<Conversation, 'account_id' | 'id'>,
  since: Date,
): Promise<Date | null> {
  return (await row<{ at: Date | null }>(tx, firstSince, [account_id, id, since]))?.at ?? null;
}

// By itself: nobody resolves it, nobody is asked to rate it, and no report counts it.
const close = `
  update conversations set merged_into_id = $3, status = 1, snoozed_until = null, waiting_since = null,
    awaits_agent = false, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

export async function closeAsStub(
  tx: Tx,
  { account_id, id }: Conversation,
  target: number,
): Promise<void> {
  await rows(tx, close, [account_id, id, target]);
}

const restore = `
  update conversations set merged_into_id = null, status = $3, snoozed_until = $4, priority = $5, assignee_id = $6,
    assignee_agent_bot_id = $7, team_id = $8, labels = $9, custom_attributes = $10, waiting_since = $11,
    first_reply_created_at = $12, awaits_agent = $13, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/** Saves what an un-merge leaves, as it is: nobody resolves or assigns anything by it. */
export async function restoreValues(
  tx: Tx,
  { account_id, id }: Pick<Conversation, 'account_id' | 'id'>,
  values: Values,
): Promise<void> {
  await rows(tx, restore, [
    account_id,
    id,
    STATUSES.indexOf(values.status),
    values.snoozed_until,
    values.priority === null ? null : PRIORITIES.indexOf(values.priority),
    values.assignee_id,
    values.assignee_agent_bot_id,
    values.team_id,
    values.labels,
    JSON.stringify(values.custom_attributes),
    values.waiting_since,
    values.first_reply_created_at,
    values.awaits_agent,
  ]);
}

// What agents have seen is kept and changed here, where its instants keep their microseconds.
const insert = `
  with before as (
    select agent_last_seen_at, assignee_last_seen_at from conversations where account_id = $1 and id = $3
  ), seen as (
    update conversations set agent_last_seen_at = $12::timestamptz,
      assignee_last_seen_at = least(assignee_last_seen_at, $12::timestamptz)
    where account_id = $1 and id = $3
  )
  insert into conversation_merges (account_id, source_id, target_id, message_ids, scheduled_ids, stub_ids, participant_ids,
    mentioned_ids, source_before, target_before, target_after, agent_seen_before, assignee_seen_before, seen_after)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, before.agent_last_seen_at, before.assignee_last_seen_at, $12
  from before`;
const unsee = `
  update conversations c set agent_last_seen_at = x.agent_seen_before, assignee_last_seen_at = x.assignee_seen_before
  from conversation_merges x
  where x.account_id = $1 and x.id = $2 and c.account_id = x.account_id and c.id = x.target_id
    and c.agent_last_seen_at is not distinct from x.seen_after`;

export async function insertMerge(
  tx: Tx,
  merge: Omit<Merge, 'id' | 'merged_at' | 'settled'>,
  seen: string | null,
): Promise<void> {
  await rows(tx, insert, [
    merge.account_id,
    merge.source_id,
    merge.target_id,
    merge.message_ids,
    merge.scheduled_ids,
    merge.stub_ids,
    merge.participant_ids,
    merge.mentioned_ids,
    JSON.stringify(merge.source_before),
    JSON.stringify(merge.target_before),
    JSON.stringify(merge.target_after),
    seen,
  ]);
}

/** Unless somebody has looked since, the target was seen as far as before. */
export async function restoreSeen(tx: Tx, { account_id, id }: Merge): Promise<void> {
  await rows(tx, unsee, [account_id, id]);
}

// The merge of this conversation, or the last one into it.
const find = `
  select x.*, x.merged_at < now() - interval '24 hours' as settled from conversation_merges x
  where x.account_id = $1 and x.unmerged_at is null
    and (x.source_id = $2 or (x.target_id = $2 and ($3::bigint is null or x.source_id = (
      select s.id from conversations s where s.account_id = $1 and s.display_id = $3))))
  order by x.source_id = $2 desc, x.id desc limit 1`;

/** The merge that made a stub of this conversation; else the last one into it, or that of `source`. */
export async function findMerge(
  tx: Tx,
  { account_id, id }: Conversation,
  source: number | null,
): Promise<Merge | undefined> {
  return row<Merge>(tx, find, [account_id, id, source]);
}

const numbers = `
  select display_id from conversations where account_id = $1 and id = any($2::bigint[]) order by id`;

export async function numbersOf(
  tx: Tx,
  accountId: number,
  ids: readonly number[],
): Promise<number[]> {
  const found = await rows<{ display_id: number }>(tx, numbers, [accountId, ids]);
  return found.map(({ display_id }) => display_id);
}

const end = `
  update conversation_merges set unmerged_at = clock_timestamp(), message_ids = '{}'
  where account_id = $1 and id = $2 and unmerged_at is null returning id`;

/** False when somebody else has undone it already. */
export async function endMerge(tx: Tx, { account_id, id }: Merge): Promise<boolean> {
  return (await row(tx, end, [account_id, id])) !== undefined;
}

const later = `
  select * from conversation_merges
  where account_id = $1 and target_id = $2 and id > $3 and unmerged_at is null order by id`;

/** Those into the same conversation after it that were not undone. */
export async function findLaterMerges(
  tx: Tx,
  { account_id, target_id, id }: Merge,
): Promise<Merge[]> {
  return rows<Merge>(tx, later, [account_id, target_id, id]);
}

const save = `
  update conversation_merges set target_before = $3, target_after = $4 where account_id = $1 and id = $2`;

export async function saveUnion(
  tx: Tx,
  { account_id, id, target_before, target_after }: Merge,
): Promise<void> {
  const values = [account_id, id, JSON.stringify(target_before), JSON.stringify(target_after)];
  await rows(tx, save, values);
}
