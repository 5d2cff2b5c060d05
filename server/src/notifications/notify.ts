import { memberMayOpen } from '../conversations/visibility.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { EventName, Events } from '../events/events.ts';
import { findMentioned } from '../messages/mentions.ts';
import { sendOutside } from './outside.ts';
import { recordNotifications } from './record.ts';
import { audienceOf, typeNumber, type NotificationType } from './rules.ts';

interface Key {
  account_id: number;
  event_id: number;
}

interface Happened extends Record<string, unknown> {
  event_id: number;
  name: EventName;
  conversation_id: number;
  payload: unknown;
}

// Nothing the second time. What is told of one conversation is told in turn: each replaces what was told
// before. The locks are taken in the order of the conversations, so that two that take several never deadlock.
const begin = `
  with first as (
    insert into notified_events (account_id, event_id) select $1, unnest($2::bigint[])
    on conflict do nothing returning event_id
  )
  select happened.*, pg_advisory_xact_lock(hashtextextended('notify/' || $1 || '/' || happened.conversation_id, 0))
  from (
    select e.id as event_id, e.name, e.conversation_id, e.payload
    from events e join first on first.event_id = e.id
    where e.account_id = $1 and e.conversation_id is not null order by e.conversation_id, e.id offset 0
  ) happened`;

/** Makes the notifications that follow from an event (contract: platform §4.13). A second run does nothing. */
export async function notifyPeople(pool: Pool, key: Key): Promise<void> {
  await notifyOfAll(pool, [key]);
}

/** The same for many events, with one commit for those of an account: they come as often as messages do. */
export async function notifyOfAll(pool: Pool, keys: readonly Key[]): Promise<void> {
  for (const [account_id, of] of Map.groupBy(keys, (key) => key.account_id)) {
    const ids = of.map(({ event_id }) => event_id).toSorted((a, b) => a - b);
    await transaction(pool, async (tx) => {
      const events = await rows<Happened>(tx, begin, [account_id, ids]);
      const known: Known[] = [];
      for (const { event_id, conversation_id, ...event } of events) {
        const place = { account_id, event_id, conversation_id };
        const told = await toldBy(tx, place, event);
        if (told !== undefined) known.push({ ...place, ...told });
      }
      // Each replaces what the one before it told.
      for (const turn of turnsOf(known)) await tell(tx, account_id, turn);
    });
  }
}

/** Of each conversation one event in each turn, in their order. */
function turnsOf(known: readonly Known[]): Known[][] {
  const turns: Known[][] = [];
  for (const of of Map.groupBy(known, ({ conversation_id }) => conversation_id).values()) {
    for (const [turn, each] of of.entries()) (turns[turn] ??= []).push(each);
  }
  return turns;
}

interface Place extends Key {
  conversation_id: number;
}

type Known = Place & Telling;

/** Who is told what. */
interface Telling {
  people: { type: NotificationType; ids: number[] }[];
  message_id?: number;
  /** Who did it. */
  user_id?: number;
  /** Also of a customer whom we blocked. */
  despite_block?: boolean;
}

async function toldBy(
  tx: Tx,
  place: Place,
  event: Pick<Happened, 'name' | 'payload'>,
): Promise<Telling | undefined> {
  switch (event.name) {
    case 'conversation.created':
    case 'conversation.bot_handoff':
      return { people: [{ type: 'conversation_creation', ids: await subscribers(tx, place) }] };
    case 'assignee.changed':
      return assigned(event.payload as Events['assignee.changed']);
    case 'message.created':
      return written(tx, place, event.payload as Events['message.created']);
    case 'conversation.mentioned':
      return mentioned(event.payload as Events['conversation.mentioned']);
    case 'scheduled_message.updated':
      return notSent(event.payload as Events['scheduled_message.updated']);
    default:
      return undefined;
  }
}

const findSubscribers = `
  select im.user_id as id from conversations c
  join inbox_members im on im.account_id = c.account_id and im.inbox_id = c.inbox_id
  join notification_settings s on s.account_id = im.account_id and s.user_id = im.user_id
  where c.account_id = $1 and c.id = $2 and 'conversation_creation' = any(s.email_flags || s.push_flags)`;

/** Members of the inbox who want to be told of new conversations. */
async function subscribers(tx: Tx, { account_id, conversation_id }: Place): Promise<number[]> {
  const found = await rows<{ id: number }>(tx, findSubscribers, [account_id, conversation_id]);
  return found.map(({ id }) => id);
}

interface Pushed {
  meta: { assignee: { id: number; type: string } | null };
}

function assigned({ data, performer }: Events['assignee.changed']): Telling | undefined {
  const { assignee } = (data as Pushed).meta;
  const by = performer?.type === 'User' ? performer.id : undefined;
  if (assignee?.type !== 'user' || assignee.id === by) return undefined;
  return {
    people: [{ type: 'conversation_assignment', ids: [assignee.id] }],
    ...(by === undefined ? {} : { user_id: by }),
  };
}

interface Note {
  id: number;
  inbox_id: number;
  private: boolean;
  content: string | null;
}

async function written(
  tx: Tx,
  { account_id }: Place,
  payload: Events['message.created'],
): Promise<Telling | undefined> {
  const audience = audienceOf(payload);
  if (audience === null) return undefined;
  const message = payload.data as Note;
  const { inbox_id, content } = message;
  // Whom a note mentions is told of that instead.
  const others = message.private ? await findMentioned(tx, { account_id, inbox_id, content }) : [];
  const isTold = (id: number): boolean => !others.includes(id);
  const { assignee, participants } = audience;
  return {
    message_id: message.id,
    people: [
      {
        type: 'assigned_conversation_new_message',
        ids: assignee === null ? [] : [assignee].filter(isTold),
      },
      { type: 'participating_conversation_new_message', ids: participants.filter(isTold) },
    ],
  };
}

function mentioned({
  user_id,
  message_id,
  performer,
}: Events['conversation.mentioned']): Telling | undefined {
  if (performer?.type === 'User' && performer.id === user_id) return undefined;
  return {
    message_id,
    people: [{ type: 'conversation_mention', ids: [user_id] }],
    despite_block: true,
  };
}

/** Whoever scheduled a message is told that it was not sent. */
function notSent({ data }: Events['scheduled_message.updated']): Telling {
  const { sender } = data as { sender?: { id: number; type: string } };
  const ids = sender?.type === 'user' ? [sender.id] : [];
  return { people: [{ type: 'scheduled_message_failed', ids }], despite_block: true };
}

// Nobody is told of what they could not open. Of each who is, what they were told before goes.
const replace = `
  with asked as (
    select * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[])
      asked (conversation_id, event_id, user_id, despite_block)
  ), told as (
    select asked.* from asked
    join conversations c on c.account_id = $1 and c.id = asked.conversation_id
    join contacts k on k.account_id = c.account_id and k.id = c.contact_id
    join memberships m on m.account_id = c.account_id and m.user_id = asked.user_id
    left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
    where (asked.despite_block or not k.blocked) and ${memberMayOpen('m', 'role', { c: 'c' })}
  ), gone as (
    delete from notifications n using told
    where n.account_id = $1 and n.conversation_id = told.conversation_id and n.user_id = told.user_id
      and n.event_id < told.event_id
    returning n.id, n.user_id, n.conversation_id
  )
  select told.conversation_id, told.user_id, gone.id as before
  from told left join gone on gone.conversation_id = told.conversation_id and gone.user_id = told.user_id`;

// It is as old as what it tells of. Something newer was told already, when jobs ran out of order.
const insert = `
  insert into notifications (account_id, conversation_id, inbox_id, event_id, message_id, secondary_user_id, user_id,
    notification_type, created_at, last_activity_at)
  select $1, told.conversation_id,
    (select inbox_id from conversations where account_id = $1 and id = told.conversation_id), told.event_id,
    (select id from messages where account_id = $1 and id = told.message_id),
    (select user_id from memberships where account_id = $1 and user_id = told.by_id), told.user_id, told.type,
    e.created_at, e.created_at
  from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[])
    told (conversation_id, event_id, message_id, by_id, user_id, type)
  join events e on e.account_id = $1 and e.id = told.event_id
  on conflict (account_id, user_id, conversation_id) do nothing returning id`;

/** One thing that one person is told. */
interface Line extends Known {
  to: number;
  type: NotificationType;
}

/** Of two things for one person the first counts. */
function linesOf(known: Known): Line[] {
  const types = new Map<number, NotificationType>();
  for (const { type, ids } of known.people) {
    for (const id of ids) if (!types.has(id)) types.set(id, type);
  }
  return [...types].map(([to, type]) => ({ ...known, to, type }));
}

interface Replaced extends Record<string, unknown> {
  conversation_id: number;
  user_id: number;
  before: number | null;
}

/** Tells of several events, each of another conversation. */
async function tell(tx: Tx, account_id: number, turn: readonly Known[]): Promise<void> {
  const lines = turn.flatMap(linesOf);
  if (lines.length === 0) return;
  const found = await rows<Replaced>(tx, replace, [
    account_id,
    lines.map(({ conversation_id }) => conversation_id),
    lines.map(({ event_id }) => event_id),
    lines.map(({ to }) => to),
    lines.map(({ despite_block = false }) => despite_block),
  ]);
  const keyOf = (conversation_id: number, user_id: number): string =>
    `${conversation_id}/${user_id}`;
  const mayKnow = new Set(found.map((each) => keyOf(each.conversation_id, each.user_id)));
  const told = lines.filter(({ conversation_id, to }) => mayKnow.has(keyOf(conversation_id, to)));
  if (told.length === 0) return;
  const made = await rows<{ id: number }>(tx, insert, [
    account_id,
    told.map(({ conversation_id }) => conversation_id),
    told.map(({ event_id }) => event_id),
    told.map(({ message_id = null }) => message_id),
    told.map(({ user_id = null }) => user_id),
    told.map(({ to }) => to),
    told.map(({ type }) => typeNumber(type)),
  ]);
  const created = made.map(({ id }) => id);
  const deleted = found.flatMap(({ user_id, before }) =>
    before === null ? [] : [{ id: before, user_id }],
  );
  const outside = await sendOutside(tx, account_id, created);
  await recordNotifications(tx, account_id, { created, deleted, outside });
}
