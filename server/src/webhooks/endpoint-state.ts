import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent } from '../events/events.ts';
import { messageId } from './message-id.ts';
import type { Result } from './results.ts';
import { holdAfter } from './retry-rules.ts';

const DAYS_TO_PAUSE = 5;

interface Paused extends Record<string, unknown> {
  account_id: number;
  id: number;
  paused_because: 'gone' | 'failing';
}

// What failed for days by one clock alone has not: by that of the database, when it was put forward.
const isLong = `e.failing_since < now() - make_interval(secs => $2)
  and abs(extract(epoch from clock_timestamp()) - $3::float8) < 3600`;

// Written only when something changes, which for an endpoint that does well is never. So a success that was
// under way when another failed is not noted: before an endpoint is paused, the log is asked for one.
const note = `
  with r as (
    select account_id, endpoint_id, bool_or(ok) as ok, bool_or(gone) as gone, max(hold) as hold
    from json_to_recordset($1::json) as r (account_id bigint, endpoint_id bigint, ok boolean, gone boolean, hold float8)
    group by account_id, endpoint_id
  ), changed as (
    select e.account_id, e.id, r.ok, r.hold, ${isLong} as is_long,
      case when ${isLong} then exists (
        select from webhook_deliveries d where d.account_id = e.account_id and d.endpoint_id = e.id
          and d.state = 'delivered' and d.finished_at > e.failing_since) end as came_through,
      e.paused_at is not null as is_paused, r.gone
    from r join webhook_endpoints e on e.account_id = r.account_id and e.id = r.endpoint_id
    where r.gone or r.hold is not null or r.ok = (e.failing_since is not null)
      or e.failing_since < now() - make_interval(secs => $2)
    order by e.account_id, e.id for no key update of e
  ), judged as (
    select *, case
      when is_paused then null
      when gone then 'gone'
      when not ok and is_long and not came_through then 'failing' end as pause
    from changed
  )
  update webhook_endpoints e set
    failing_since = case when c.ok then null when c.came_through then now()
      else coalesce(e.failing_since, now()) end,
    held_until = case when c.hold is null then e.held_until
      else greatest(e.held_until, now() + make_interval(secs => c.hold)) end,
    paused_at = case when c.pause is null then e.paused_at else now() end,
    paused_because = coalesce(c.pause, e.paused_because)
  from judged c where e.account_id = c.account_id and e.id = c.id
  returning e.account_id, e.id, c.pause as paused_because`;

/** Notes how the endpoints do. Those that are gone, or have failed for days, are paused and returned. */
export async function noteEndpoints(
  tx: Tx,
  tried: readonly Result[],
  scale: number,
): Promise<Paused[]> {
  const known = tried.flatMap(({ claimed, attempt, fate }) => {
    const { account_id, endpoint_id, is_failing } = claimed;
    if (attempt === null || (attempt.error === null && !is_failing)) return [];
    const gone = fate.state === 'dead' && fate.reason === 'gone';
    const hold = holdAfter(attempt.status, attempt.retry_after);
    return [{ account_id, endpoint_id, ok: attempt.error === null, gone, hold }];
  });
  if (known.length === 0) return [];
  const seconds = (DAYS_TO_PAUSE * 24 * 60 * 60) / scale;
  const noted = await rows<Paused>(tx, note, [JSON.stringify(known), seconds, Date.now() / 1000]);
  return noted.filter(({ paused_because }) => paused_because !== null);
}

/** Records what administrators must know of: events that were given up, and endpoints that were paused. */
export async function recordTrouble(
  tx: Tx,
  { tried, paused }: { tried: readonly Result[]; paused: readonly Paused[] },
): Promise<void> {
  const given_up = tried.filter(({ fate }) => fate.state === 'dead');
  const events: AnyEvent[] = [
    ...given_up.map(({ claimed: { account_id, endpoint_id, uuid, event } }) => ({
      account_id,
      name: 'webhook.undelivered' as const,
      conversation_id: null,
      payload: { endpoint_id, delivery: messageId(uuid), event, performer: null },
    })),
    ...paused.map(({ account_id, id, paused_because }) => ({
      account_id,
      name: 'webhook.paused' as const,
      conversation_id: null,
      payload: { endpoint_id: id, because: paused_because, performer: null },
    })),
  ];
  for (const [, own] of Map.groupBy(events, ({ account_id }) => account_id)) await emit(tx, own);
}
