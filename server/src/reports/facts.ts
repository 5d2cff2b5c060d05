import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';

interface Place {
  account_id: number;
  id: number;
}

// Whole seconds, as the difference of two times in unix seconds.
const seconds = `greatest(0, floor(extract(epoch from fact.until)) - floor(extract(epoch from fact.since)))`;

/** Records what `facts` selects about conversation `c` ($1 account, $2 primary key), in one statement. */
const recording = (facts: string): string => `
  insert into reporting_events (account_id, name, value, value_in_business_hours, inbox_id, user_id, team_id,
    conversation_id, event_start_time, event_end_time, created_at)
  select c.account_id, fact.name, ${seconds},
    confab_business_seconds(c.account_id, c.inbox_id, fact.since, fact.until),
    c.inbox_id, fact.user_id, c.team_id, c.id, coalesce(fact.began, fact.since), fact.until, fact.until
  from conversations c
  cross join lateral (${facts}) fact (name, since, until, user_id, began)
  where c.account_id = $1 and c.id = $2`;

const ofConversation = (e: string, names: string): string =>
  `${e}.account_id = c.account_id and ${e}.conversation_id = c.id and ${e}.name in (${names})`;

const resolution = recording(`
  select 'conversation_resolved', c.created_at, c.updated_at, c.assignee_id, null::timestamptz
  union all
  select 'conversation_bot_resolved', c.created_at, c.updated_at, c.assignee_id, null
  where exists (select from agent_bot_inboxes link where link.account_id = c.account_id
      and link.inbox_id = c.inbox_id and link.status = 'active')
    and not exists (select from messages m where m.account_id = c.account_id
      and m.conversation_id = c.id and m.message_type = 1 and m.sender_user_id is not null)`);

/**
 * A conversation became resolved: `conversation_resolved` takes from its creation until now, on every
 * resolution. It is a `conversation_bot_resolved` as well when the inbox has an active bot and no
 * person ever wrote in it, not even a note. Both belong to who has the conversation now.
 */
export async function recordResolution(tx: Tx, { account_id, id }: Place): Promise<void> {
  await rows(tx, resolution, [account_id, id]);
}

const opening = recording(`
  select 'conversation_opened', coalesce(resolved.at, c.updated_at), c.updated_at, c.assignee_id,
    case when resolved.at is null then c.created_at end
  from (select max(e.event_end_time) as at from reporting_events e
        where ${ofConversation('e', `'conversation_resolved'`)}) resolved`);

/**
 * A conversation became open again: `conversation_opened` takes from the last resolution until now,
 * and nothing when it was never resolved (it was pending or asleep).
 */
export async function recordOpening(tx: Tx, { account_id, id }: Place): Promise<void> {
  await rows(tx, opening, [account_id, id]);
}

const handoff = recording(`
  select 'conversation_bot_handoff', c.created_at, c.updated_at, c.assignee_id, null::timestamptz
  where not exists (select from reporting_events e where ${ofConversation('e', `'conversation_bot_handoff'`)})`);

/**
 * A bot handed a conversation to people: `conversation_bot_handoff` takes from its creation until now.
 * Once per conversation; the caller has locked it.
 */
export async function recordHandoff(tx: Tx, { account_id, id }: Place): Promise<void> {
  await rows(tx, handoff, [account_id, id]);
}

const latest = (names: string): string =>
  `(select max(e.event_end_time) from reporting_events e where ${ofConversation('e', names)})`;

const firstResponse = recording(`
  select 'first_response', coalesce(
      ${latest(`'conversation_bot_handoff', 'conversation_opened'`)},
      ${latest(`'conversation_bot_resolved'`)}, c.created_at),
    m.created_at, m.sender_user_id, null::timestamptz
  from messages m where m.account_id = c.account_id and m.id = $3`);

/**
 * The first answer of a person, the message with this id: `first_response` takes until then from when
 * people could know of the customer, which is the last hand-off by a bot or opening; else the last
 * resolution by a bot; else the creation. It belongs to who wrote the answer.
 */
export async function recordFirstResponse(
  tx: Tx,
  { account_id, id }: Place,
  messageId: number,
): Promise<void> {
  await rows(tx, firstResponse, [account_id, id, messageId]);
}

const replyTime = recording(`
  select 'reply_time', $4::timestamptz, m.created_at, c.assignee_id, null::timestamptz
  from messages m where m.account_id = c.account_id and m.id = $3`);

/**
 * A later answer of a person to a customer who waited: `reply_time` takes from when they began to wait
 * until the message with this id. It belongs to who has the conversation then. Answers of bots end the
 * wait, but are nobody's reply.
 */
export async function recordReplyTime(
  tx: Tx,
  { account_id, id, waiting_since }: Place & { waiting_since: Date },
  messageId: number,
): Promise<void> {
  await rows(tx, replyTime, [account_id, id, messageId, waiting_since]);
}
