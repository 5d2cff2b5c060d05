import sql, { empty, raw } from 'sql-template-tag';
import { parseTime } from '../audit/rules.ts';
import type { Actor } from '../auth/actor.ts';
import { iso } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row, rows, select } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { recordId } from '../record-id.ts';
import { findEndpoint, type EndpointKey } from './endpoints.ts';
import { messageId, uuidOf } from './message-id.ts';

const STATES = ['pending', 'delivered', 'dead'] as const;

/** One event for one endpoint. */
interface Delivery {
  id: string;
  sequence: number;
  endpoint_id: number;
  event: string;
  conversation_id: number | null;
  message_id: number | null;
  state: (typeof STATES)[number];
  attempts: number;
  next_attempt_at: string | null;
  created_at: string;
  finished_at: string | null;
  last_status: number | null;
  last_error: string | null;
}

type Row = Omit<Delivery, 'id'> & { uuid: string } & Record<string, unknown>;

const columns = `
  d.uuid, d.id as sequence, d.endpoint_id, d.event, c.display_id as conversation_id, d.message_id, d.state,
  d.attempts, case when d.state = 'pending' then ${iso('d.next_attempt_at')} end as next_attempt_at,
  ${iso('d.created_at')} as created_at, ${iso('d.finished_at')} as finished_at,
  last.status as last_status, last.error as last_error`;

const sources = `
  webhook_deliveries d
  left join conversations c on c.account_id = d.account_id and c.id = d.conversation_id
  left join webhook_attempts last on last.account_id = d.account_id and last.delivery_id = d.id
    and last.number = d.attempts`;

const shown = ({ uuid, ...delivery }: Row): Delivery => ({ id: messageId(uuid), ...delivery });

interface DeliveryFilter {
  state?: string;
  event?: string;
  since?: unknown;
  until?: unknown;
  cursor?: string;
  per_page?: number;
}

/** Of one endpoint, the newest first. Throws 404 and 422. */
export async function listDeliveries(
  db: Db,
  actor: Actor,
  { key, filter }: { key: EndpointKey; filter: DeliveryFilter },
) {
  const { id } = await findEndpoint(db, actor, key);
  const { state, event, cursor } = filter;
  const since = parseTime(filter.since, 'since');
  const until = parseTime(filter.until, 'until');
  const size = Math.min(100, Math.max(1, filter.per_page ?? 25));
  const before = cursor === undefined ? undefined : recordId(cursor);
  if (before === null) throw unprocessable('cursor is not valid');
  const found = await select<Row>(
    db,
    sql`select ${raw(columns)} from ${raw(sources)}
      where d.account_id = ${actor.account_id} and d.endpoint_id = ${id}
        ${state === undefined ? empty : sql`and d.state = ${state}`}
        ${event === undefined ? empty : sql`and d.event = ${event}`}
        ${since === null ? empty : sql`and d.created_at >= ${since}`}
        ${until === null ? empty : sql`and d.created_at < ${until}`}
        ${before === undefined ? empty : sql`and d.id < ${before}`}
      order by d.id desc limit ${size + 1}`,
  );
  const page = found.slice(0, size).map(shown);
  const isLast = found.length <= size;
  const next_cursor = isLast ? null : String(page.at(-1)?.sequence);
  return { payload: page, has_more: !isLast, next_cursor };
}

interface DeliveryCounts extends Record<string, unknown> {
  pending: number;
  delivered: number;
  dead: number;
}

const count = `
  select count(*) filter (where state = 'pending')::int as pending,
    count(*) filter (where state = 'delivered')::int as delivered,
    count(*) filter (where state = 'dead')::int as dead
  from webhook_deliveries where account_id = $1 and endpoint_id = $2
    and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4)`;

/** How many there are of each state in a span of time. Throws 404 and 422. */
export async function countDeliveries(
  db: Db,
  actor: Actor,
  { key, span }: { key: EndpointKey; span: Pick<DeliveryFilter, 'since' | 'until'> },
): Promise<DeliveryCounts> {
  const { id } = await findEndpoint(db, actor, key);
  const since = parseTime(span.since, 'since');
  const until = parseTime(span.until, 'until');
  const found = await row<DeliveryCounts>(db, count, [actor.account_id, id, since, until]);
  return found as DeliveryCounts;
}

const findOne = `
  select ${columns}, d.body from ${sources}
  where d.account_id = $1 and (d.uuid = $2::uuid or d.id = $3)`;
const findAttempts = `
  select a.number, ${iso('a.started_at')} as started_at, a.request_headers, a.status, a.response_headers,
    a.response_body, a.error, a.timing
  from webhook_attempts a where a.account_id = $1 and a.delivery_id = $2 order by a.number`;

/** With what was sent and every attempt. Found by its public id or its sequence. Throws 404. */
export async function showDelivery(db: Db, { account_id }: Actor, id: unknown) {
  const found = await row<Row & { body: string }>(db, findOne, [
    account_id,
    uuidOf(id) ?? null,
    recordId(id),
  ]);
  if (found === undefined) throw notFound();
  const { body, ...delivery } = found;
  const attempt_log = await rows(db, findAttempts, [account_id, delivery.sequence]);
  return { ...shown(delivery), body: withoutToken(JSON.parse(body)), attempt_log };
}

// Whoever has the customer's token could listen in their name.
const withoutToken = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutToken);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'pubsub_token' ? '[FILTERED]' : withoutToken(inner),
    ]),
  );
};
