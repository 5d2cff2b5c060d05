import { audit } from '../audit/audit.ts';
import { parseTime } from '../audit/rules.ts';
import type { Actor } from '../auth/actor.ts';
import { afterCommit, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { recordId } from '../record-id.ts';
import { findEndpoint, type EndpointKey } from './endpoints.ts';
import { uuidOf } from './message-id.ts';
import { wakeSenders } from './wake.ts';

interface Asked extends Record<string, unknown> {
  id: number;
  endpoint_id: number;
  state: string;
  is_gone: boolean;
}

const lockOne = `
  select d.id, d.endpoint_id, d.state, e.removed_at is not null as is_gone from webhook_deliveries d
  join webhook_endpoints e on e.account_id = d.account_id and e.id = d.endpoint_id
  where d.account_id = $1 and (d.uuid = $2::uuid or d.id = $3) for update of d`;

const reopen = `
  with again as (
    update webhook_deliveries set state = 'pending', tries = 0, slow = true, finished_at = null,
      next_attempt_at = now()
    where account_id = $1 and id = $2 returning account_id, endpoint_id, id
  )
  insert into webhook_lanes (account_id, endpoint_id, lane, delivery_id, due_at)
  select account_id, endpoint_id, '#' || id, id, now() from again
  on conflict (account_id, endpoint_id, lane) do nothing`;

const hurry = `
  update webhook_lanes l set due_at = now()
  from webhook_deliveries d
  where d.account_id = $1 and d.id = $2 and l.account_id = $1 and l.endpoint_id = d.endpoint_id
    and l.lane in ('#' || d.id, d.lane) and l.lease is null`;

/**
 * Sends one again at once, past everything else, with the body and id it always had. One that is being
 * tried anyway is tried now. Throws 404, and 422 when there is no such address any more.
 */
export async function redeliver(tx: Tx, actor: Actor, id: unknown): Promise<number> {
  const { account_id } = actor;
  const values = [account_id, uuidOf(id) ?? null, recordId(id)];
  const asked = await row<Asked>(tx, lockOne, values);
  if (asked === undefined) throw notFound();
  if (asked.is_gone) throw unprocessable('nothing is sent to this address any more');
  await rows(tx, asked.state === 'pending' ? hurry : reopen, [account_id, asked.id]);
  afterCommit(tx, wakeSenders);
  const changes = { redelivered: [null, asked.id] };
  await audit(tx, actor, { type: 'WebhookEndpoint', id: asked.endpoint_id, action: 'update', changes }); // prettier-ignore
  return asked.id;
}

// Each takes its old place in its conversation, so that they come in the order in which it happened.
const reopenAll = `
  with again as (
    update webhook_deliveries d set state = 'pending', tries = 0, slow = false, finished_at = null,
      next_attempt_at = now()
    where d.account_id = $1 and d.endpoint_id = $2 and d.state = $3
      and ($4::timestamptz is null or d.created_at >= $4) and ($5::timestamptz is null or d.created_at < $5)
    returning d.account_id, d.id, d.endpoint_id, d.lane
  ), arrived as (
    insert into webhook_arrivals (account_id, delivery_id, endpoint_id, lane)
    select account_id, id, endpoint_id, lane from again on conflict do nothing
  )
  select count(*)::int as count from again`;

interface Range {
  since?: unknown;
  until?: unknown;
  state?: string;
}

/** Sends again what an endpoint was sent, or was not, in a span of time: the dead ones unless said otherwise. */
export async function replay(
  tx: Tx,
  actor: Actor,
  { key, range }: { key: EndpointKey; range: Range },
): Promise<{ count: number }> {
  const { account_id } = actor;
  const { id } = await findEndpoint(tx, actor, key);
  const state = range.state ?? 'dead';
  if (state !== 'dead' && state !== 'delivered') {
    throw unprocessable('state must be one of dead, delivered');
  }
  const since = parseTime(range.since, 'since');
  const until = parseTime(range.until, 'until');
  const found = await row<{ count: number }>(tx, reopenAll, [account_id, id, state, since, until]);
  const { count } = found as { count: number };
  afterCommit(tx, wakeSenders);
  const changes = { replayed: [null, { state, since, until, count }] };
  await audit(tx, actor, { type: 'WebhookEndpoint', id, action: 'update', changes });
  return { count };
}

const insertTest = `
  with made as (
    insert into webhook_deliveries (account_id, endpoint_id, event, body)
    select a.id, $2, 'webhook_test', json_build_object('event', 'webhook_test',
      'account', json_build_object('id', a.id, 'name', a.name), 'created_at', now())::text
    from accounts a where a.id = $1
    returning account_id, id, endpoint_id, lane
  ), arrived as (
    insert into webhook_arrivals (account_id, delivery_id, endpoint_id, lane)
    select account_id, id, endpoint_id, lane from made
  )
  select id from made`;

/** Sends an event that says nothing, to try the way. Throws 404. */
export async function sendTest(tx: Tx, actor: Actor, key: EndpointKey): Promise<number> {
  const { id } = await findEndpoint(tx, actor, key);
  const made = await row<{ id: number }>(tx, insertTest, [actor.account_id, id]);
  afterCommit(tx, wakeSenders);
  const changes = { tested: [null, made?.id] };
  await audit(tx, actor, { type: 'WebhookEndpoint', id, action: 'update', changes });
  return made?.id ?? 0;
}
