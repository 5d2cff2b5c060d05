import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { Merge } from './queries.ts';

interface Move {
  account_id: number;
  from: number;
  to: number;
  /** Of the conversation they go to. */
  inbox_id: number;
}

// In turns, so that no statement runs into the limit on its time when a great deal was said.
const BATCH = 5000;

const moveSome = `
  with batch as (
    select id from messages where account_id = $1 and conversation_id = $2 order by id limit ${BATCH}
  )
  update messages m set conversation_id = $3, inbox_id = $4 from batch
  where m.account_id = $1 and m.id = batch.id returning m.id`;

/** Moves all messages, as they are. Returns which. */
export async function moveMessages(
  tx: Tx,
  { account_id, from, to, inbox_id }: Move,
): Promise<number[]> {
  const moved: number[] = [];
  for (let last = BATCH; last === BATCH;) {
    const found = await rows<{ id: number }>(tx, moveSome, [account_id, from, to, inbox_id]);
    for (const { id } of found) moved.push(id);
    last = found.length;
  }
  return moved;
}

const moveThese = `
  update messages set conversation_id = $3, inbox_id = $4
  where account_id = $1 and conversation_id = $2 and id = any($5::bigint[])`;

/** Moves these messages, as far as they are there still. */
export async function moveBack(
  tx: Tx,
  { account_id, from, to, inbox_id }: Move,
  ids: readonly number[],
): Promise<void> {
  for (let start = 0; start < ids.length; start += BATCH) {
    const values = [account_id, from, to, inbox_id, ids.slice(start, start + BATCH)];
    await rows(tx, moveThese, values);
  }
}

const followers = (table: string): [copy: string, remove: string] => [
  `insert into ${table} (account_id, conversation_id, user_id)
   select account_id, $3, user_id from ${table} where account_id = $1 and conversation_id = $2
   on conflict (account_id, conversation_id, user_id) do nothing returning user_id`,
  // Whom another merge brought as well stays, and so does whoever has the conversation.
  `delete from ${table} p where p.account_id = $1 and p.conversation_id = $2 and p.user_id = any($3::bigint[])
     and not exists (select from conversations c where c.account_id = $1 and c.id = $2 and c.assignee_id = p.user_id)
     and not exists (select from ${table} other join conversations stub
       on stub.account_id = other.account_id and stub.id = other.conversation_id
       where other.account_id = $1 and other.user_id = p.user_id and stub.merged_into_id = $2)`,
];
const [copyParticipants, removeParticipants] = followers('conversation_participants');
const [copyMentions, removeMentions] = followers('mentions');

const copyDraft = `
  insert into drafts (account_id, conversation_id, message)
  select account_id, $3, message from drafts where account_id = $1 and conversation_id = $2
  on conflict (account_id, conversation_id) do nothing`;

const usersOf = (found: { user_id: number }[]): number[] => found.map(({ user_id }) => user_id);

/** Has whoever follows the one follow the other, too, and keeps its draft. Returns who came by it. */
export async function joinFollowers(
  tx: Tx,
  { account_id, from, to }: Omit<Move, 'inbox_id'>,
): Promise<Pick<Merge, 'participant_ids' | 'mentioned_ids'>> {
  const values = [account_id, from, to];
  const participants = await rows<{ user_id: number }>(tx, copyParticipants, values);
  const mentioned = await rows<{ user_id: number }>(tx, copyMentions, values);
  await rows(tx, copyDraft, values);
  return { participant_ids: usersOf(participants), mentioned_ids: usersOf(mentioned) };
}

const alsoIn = (table: string, ids: string): string => `
  array(select p.user_id from ${table} p
        where p.account_id = x.account_id and p.conversation_id = x.source_id and p.user_id = any(${ids}::bigint[]))`;
const passOn = `
  update conversation_merges x set
    participant_ids = x.participant_ids || ${alsoIn('conversation_participants', '$4')},
    mentioned_ids = x.mentioned_ids || ${alsoIn('mentions', '$5')}
  where x.account_id = $1 and x.target_id = $2 and x.id <> $3 and x.unmerged_at is null`;

/** Takes those out again who came by a merge, unless another has brought them as well. */
export async function partFollowers(
  tx: Tx,
  { account_id, id, target_id, participant_ids, mentioned_ids }: Merge,
): Promise<void> {
  await rows(tx, passOn, [account_id, target_id, id, participant_ids, mentioned_ids]);
  await rows(tx, removeParticipants, [account_id, target_id, participant_ids]);
  await rows(tx, removeMentions, [account_id, target_id, mentioned_ids]);
}

const moveScheduled = `
  update scheduled_messages s set conversation_id = c.id, display_id = c.display_id, inbox_id = c.inbox_id
  from conversations c
  where s.account_id = $1 and s.conversation_id = $2 and c.account_id = $1 and c.id = $3
    and ($4::bigint[] is null or s.id = any($4) and s.state <> 'sent') returning s.id`;
const markCancelling = `
  update conversations c set cancels_on_reply = exists (
    select from scheduled_messages s where s.account_id = $1 and s.conversation_id = c.id
      and s.state = 'scheduled' and s.cancel_on_reply)
  where c.account_id = $1 and c.id in ($2, $3)`;

/** What waits goes along; with `ids` only those of them. Returns which. */
export async function moveScheduledMessages(
  tx: Tx,
  { account_id, from, to }: Omit<Move, 'inbox_id'>,
  ids: readonly number[] | null,
): Promise<number[]> {
  const found = await rows<{ id: number }>(tx, moveScheduled, [account_id, from, to, ids]);
  if (found.length > 0) await rows(tx, markCancelling, [account_id, from, to]);
  return found.map(({ id }) => id);
}

const repoint = `
  update conversations set merged_into_id = $3 where account_id = $1 and merged_into_id = $2
    and ($4::bigint[] is null or id = any($4)) returning id`;

/** What was merged into the one is part of the other from now on; with `ids` only those. Returns which. */
export async function repointStubs(
  tx: Tx,
  { account_id, from, to }: Omit<Move, 'inbox_id'>,
  ids: readonly number[] | null,
): Promise<number[]> {
  const found = await rows<{ id: number }>(tx, repoint, [account_id, from, to, ids]);
  return found.map(({ id }) => id);
}
