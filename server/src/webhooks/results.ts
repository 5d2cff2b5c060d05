import { transaction, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Platform } from '../platform.ts';
import { noteEndpoints, recordTrouble } from './endpoint-state.ts';
import { lockHeld, type Claimed } from './lanes.ts';
import type { Fate } from './retry-rules.ts';
import type { Attempt } from './send.ts';
import { settlingOf } from './settle.ts';

/** What became of the head of a lane; an empty lane had none. */
export interface Result {
  claimed: Claimed;
  attempt: Attempt | null;
  fate: Fate | { state: 'delivered' };
}

/**
 * Writes down what became of some deliveries, together: the attempts, when each is tried again, what is
 * next in its lane, how the endpoint does, and what follows from it. What somebody else took over after
 * our lease had run out is theirs to write down.
 */
export async function recordResults(
  { pool, config }: Pick<Platform, 'pool' | 'config'>,
  results: readonly Result[],
): Promise<void> {
  await transaction(pool, async (tx) => {
    const held = await lockHeld(
      tx,
      results.map(({ claimed }) => claimed),
    );
    const places = new Map(held.map((each) => [keyOf(each), each.place]));
    const valid = results.filter(({ claimed }) => places.has(keyOf(claimed)));
    if (valid.length === 0) return;
    const placed = valid.map((each) => ({
      place: places.get(keyOf(each.claimed)),
      ...rowOf(each),
    }));
    const answered = JSON.stringify(placed);
    const noted = new Set((await rows<{ id: number }>(tx, note, [answered])).map(({ id }) => id));
    // What was answered is written down by then, and may be long.
    await rows(tx, goOn, [JSON.stringify(placed.map((each) => ({ ...each, attempt: null })))]);
    const tried = valid.filter(({ claimed }) => noted.has(claimed.delivery_id ?? 0));
    await followUp(tx, tried, config.webhookTimeScale);
  });
}

async function followUp(tx: Tx, tried: readonly Result[], scale: number): Promise<void> {
  const paused = await noteEndpoints(tx, tried, scale);
  await recordTrouble(tx, { tried, paused });
  await enqueue(
    tx,
    tried.flatMap((result) => settlingOf(result)),
  );
}

const keyOf = ({ account_id, endpoint_id, lane }: Pick<Claimed, 'account_id' | 'endpoint_id' | 'lane'>): string =>
  `${account_id}/${endpoint_id}/${lane}`; // prettier-ignore

function rowOf({ claimed, attempt, fate }: Result) {
  const { account_id, endpoint_id, lane, delivery_id, slow } = claimed;
  const leaves =
    fate.state === 'pending' && fate.slow && !slow && delivery_id !== null && !isAlone(claimed);
  return {
    account_id,
    endpoint_id,
    lane,
    delivery_id,
    alone: isAlone(claimed),
    number: claimed.attempts + 1,
    tries: claimed.tries + 1,
    state: fate.state,
    slow: slow || leaves,
    leaves,
    wait: fate.state === 'pending' ? fate.wait : null,
    attempt,
  };
}

/** Whether the lane is there for this delivery only. */
const isAlone = ({ lane }: Claimed): boolean => lane.startsWith('#');

const recordset = `
  select * from json_to_recordset($1::json) as r (place tid, account_id bigint, endpoint_id bigint, lane text,
    delivery_id bigint, alone boolean, number int, tries int, state text, slow boolean, leaves boolean,
    wait float8, attempt jsonb)`;

const note = `
  with r as (${recordset}), noted as (
    update webhook_deliveries d set state = r.state, slow = r.slow, attempts = r.number, tries = r.tries,
      next_attempt_at = clock_timestamp() + make_interval(secs => r.wait),
      finished_at = case when r.state <> 'pending' then clock_timestamp() end
    from r where d.account_id = r.account_id and d.id = r.delivery_id and d.state = 'pending'
    returning d.account_id, d.id, r.number, r.attempt
  ), logged as (
    insert into webhook_attempts (account_id, delivery_id, number, started_at, request_headers, status,
      response_headers, response_body, error, timing)
    select account_id, id, number, (attempt ->> 'started_at')::timestamptz, attempt -> 'request_headers',
      (attempt ->> 'status')::smallint, attempt -> 'response_headers', attempt ->> 'response_body',
      attempt ->> 'error', attempt -> 'timing'
    from noted
    on conflict do nothing
  )
  select id from noted`;

// A lane with nothing left is closed. What left its lane gets one of its own.
const goOn = `
  with r as (${recordset}), next as (
    select r.*, r.state = 'pending' and not r.leaves as stays, not r.alone and exists (
      select from webhook_deliveries d where d.account_id = r.account_id and d.endpoint_id = r.endpoint_id
        and d.lane = r.lane and d.state = 'pending' and not d.slow) as goes_on
    from r
  ), closed as (
    delete from webhook_lanes l using next n
    where l.ctid = n.place and not n.stays and not n.goes_on
  ), kept as (
    update webhook_lanes l set lease = null,
      due_at = clock_timestamp() + make_interval(secs => case when n.stays then n.wait else 0 end)
    from next n where l.ctid = n.place and (n.stays or n.goes_on)
  )
  insert into webhook_lanes (account_id, endpoint_id, lane, delivery_id, due_at)
  select account_id, endpoint_id, '#' || delivery_id, delivery_id, clock_timestamp() + make_interval(secs => wait)
  from next where leaves
  on conflict (account_id, endpoint_id, lane) do update set due_at = excluded.due_at`;
