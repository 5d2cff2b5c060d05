import type { QueryConfig } from 'pg';
import { afterCommit, type Tx } from '../db/pool.ts';
import { prepared, row, rows } from '../db/query.ts';
import type { AnyEvent, EventName } from '../events/events.ts';
import { renderMarkdown } from '../mail/markdown.ts';
import { presentMessages, presentPeople } from './present.ts';
import { told, type Subject } from './told.ts';
import { wakeSenders } from './wake.ts';

type Json = Record<string, unknown>;
type Recorded = AnyEvent & { id: number };
type How = NonNullable<(typeof told)[EventName]>;

/** An event that somebody may have to be told of. */
interface News {
  event: Recorded;
  how: How;
  name: string;
  subject: Subject;
}

/**
 * The statements that put what other servers are told of the events into the log, in the transaction that the
 * events are of: a delivery for each endpoint, with the body as it is now and is sent on every try. Called only
 * for accounts that have an endpoint; nothing is sent to them before the commit.
 */
export async function recordDeliveries(
  tx: Tx,
  events: readonly Recorded[],
): Promise<QueryConfig[]> {
  const [first] = events;
  const news = events.flatMap((event) => newsOf(event));
  if (first === undefined || news.length === 0) return [];
  const matches = await match(tx, first.account_id, news);
  if (matches.length === 0) return [];
  const heard = [...new Set(matches.map(({ position }) => news[position] as News))];
  const bodies = await bodiesOf(tx, first.account_id, heard);
  afterCommit(tx, wakeSenders);
  const deliveries = matches.map(({ position, endpoint_id }) => {
    const each = news[position] as News;
    return { ...each, endpoint_id, body: bodies.get(each) as string };
  });
  return [insertDeliveries(first.account_id, deliveries)];
}

function newsOf(event: Recorded): News[] {
  const how: How | undefined = told[event.name];
  if (how === undefined) return [];
  const payload = event.payload as never;
  const subject = how.subject === undefined ? {} : how.subject(payload);
  const name = typeof how.event === 'string' ? how.event : how.event(payload);
  return subject === undefined ? [] : [{ event, how, name, subject }];
}

// One event for an endpoint is one row, however many reasons there are to tell it.
const findListeners = `
  with news as (
    select n.position - 1 as position, n.name, n.listeners::text[] as listeners, n.url, n.conversation_id,
      coalesce(c.inbox_id, n.inbox_id) as inbox_id, c.assignee_agent_bot_id
    from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
      with ordinality n (name, listeners, url, conversation_id, inbox_id, position)
    left join conversations c on c.account_id = $1 and c.id = n.conversation_id
  ), heard as (
    select n.position, e.id as endpoint_id from news n
    join webhooks w on w.account_id = $1 and n.name = any(w.subscriptions)
    join webhook_endpoints e on e.account_id = $1 and e.webhook_id = w.id
    where 'webhooks' = any(n.listeners) and e.removed_at is null
    union
    select n.position, e.id from news n
    join webhook_endpoints e on e.account_id = $1 and e.inbox_id = n.inbox_id
    where 'inbox' = any(n.listeners) and e.removed_at is null
    union
    select n.position, e.id from news n
    left join agent_bot_inboxes b on b.account_id = $1 and b.inbox_id = n.inbox_id and b.status = 'active'
    join webhook_endpoints e on e.account_id = $1
      and (e.agent_bot_id = b.agent_bot_id
        or 'bots' = any(n.listeners) and e.agent_bot_id = n.assignee_agent_bot_id)
    where n.listeners && '{bots,inbox bot}' and e.removed_at is null
    union
    select n.position, e.id from news n
    join webhook_endpoints e on e.account_id = $1 and e.kind = 'action' and e.url = n.url
    where 'its address' = any(n.listeners)
  )
  select position::int, endpoint_id from heard order by position, endpoint_id`;

async function match(tx: Tx, account_id: number, news: readonly News[]) {
  return rows<{ position: number; endpoint_id: number }>(tx, findListeners, [
    account_id,
    news.map(({ name }) => name),
    news.map(({ how }) => `{${how.to.map((listener) => `"${listener}"`).join(',')}}`),
    news.map(({ event }) => (event.payload as { url?: string }).url ?? null),
    news.map(({ event }) => event.conversation_id),
    news.map(({ event }) => inboxOf(event)),
  ]);
}

/** The inbox of what happens before there is a conversation. */
const inboxOf = ({ name, payload }: Recorded): number | null =>
  name === 'webwidget.triggered' ? (payload.data as { inbox: { id: number } }).inbox.id : null;

async function bodiesOf(
  tx: Tx,
  account_id: number,
  news: readonly News[],
): Promise<Map<News, string>> {
  const account = (await row(tx, 'select id, name from accounts where id = $1', [
    account_id,
  ])) as Json;
  const read = await readSubjects(tx, account_id, news);
  const entries = news.map((each): [News, string] => {
    const { event, how, name, subject } = each;
    const payload = event.payload as never;
    const body = how.body(payload, { read: read(subject), account });
    return [each, JSON.stringify({ ...body, event: name, ...how.extra?.(payload) })];
  });
  return new Map(entries);
}

interface ReadMessage extends Json {
  id: number;
  data: Json;
  content: string | null;
  channel_type: string;
}

async function readSubjects(
  tx: Tx,
  account_id: number,
  news: readonly News[],
): Promise<(subject: Subject) => Json | null> {
  const messageIds = new Set<number>();
  const people = new Map<string, { type: string; id: number }>();
  for (const { subject } of news) {
    if ('message_id' in subject) messageIds.add(subject.message_id);
    if ('person' in subject && subject.person !== null)
      people.set(keyOf(subject.person), subject.person);
  }
  const found = new Map<string | number, Json>();
  if (messageIds.size > 0) {
    const messages = await rows<ReadMessage>(tx, presentMessages, [account_id, [...messageIds]]);
    for (const message of messages) found.set(message.id, asDelivered(message));
  }
  if (people.size > 0) {
    const all = [...people.values()];
    const kinds = [all.map(({ type }) => type), all.map(({ id }) => id)];
    const read = await rows<{ type: string; id: number; json: Json }>(tx, presentPeople, [
      account_id,
      ...kinds,
    ]);
    for (const person of read) found.set(keyOf(person), person.json);
  }
  return (subject) => {
    if ('message_id' in subject) return found.get(subject.message_id) ?? null;
    if ('person' in subject && subject.person !== null)
      return found.get(keyOf(subject.person)) ?? null;
    return null;
  };
}

const keyOf = ({ type, id }: { type: string; id: number }): string => `${type}/${id}`;

/** The content as the channel delivers it: HTML where that is what customers get (contract: platform §5.1). */
function asDelivered({ data, content, channel_type }: ReadMessage): Json {
  const isHtml = channel_type === 'Channel::WebWidget' || channel_type === 'Channel::Email';
  return { ...data, content: isHtml && content !== null ? renderMarkdown(content) : content };
}

interface Delivery extends News {
  endpoint_id: number;
  body: string;
}

// In the order of the events, so that the ids, which are the order of a lane, are too.
const insert = `
  with made as (
    insert into webhook_deliveries
      (account_id, endpoint_id, event, event_id, conversation_id, message_id, lane, body)
    select $1, d.endpoint_id, d.event, d.event_id, d.conversation_id, d.message_id, d.lane, d.body
    from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
      with ordinality d (endpoint_id, event, event_id, conversation_id, message_id, lane, body, position)
    order by d.position
    returning account_id, id, endpoint_id, lane
  )
  insert into webhook_arrivals (account_id, delivery_id, endpoint_id, lane)
  select account_id, id, endpoint_id, lane from made`;

const insertDeliveries = (account_id: number, deliveries: readonly Delivery[]): QueryConfig =>
  prepared(insert, [
    account_id,
    deliveries.map(({ endpoint_id }) => endpoint_id),
    deliveries.map(({ name }) => name),
    deliveries.map(({ event }) => event.id),
    deliveries.map(({ event }) => event.conversation_id),
    deliveries.map(({ subject }) => ('message_id' in subject ? subject.message_id : null)),
    deliveries.map(({ how, event }) => laneOf(how, event)),
    deliveries.map(({ body }) => body),
  ]);

function laneOf({ lane }: How, { conversation_id, payload }: Recorded): string | null {
  if (typeof lane === 'function') return lane(payload as never);
  return lane === null || conversation_id === null ? null : `conversation:${conversation_id}`;
}
