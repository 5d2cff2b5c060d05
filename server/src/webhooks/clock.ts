import type { Logger } from 'pino';
import type { Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { without } from '../failpoint.ts';
import { LEASE_SECONDS } from './lanes.ts';
import { LONGEST_WAIT, WAITS, longestWait } from './retry-rules.ts';

// What somebody is just writing is passed by: it is by what the clock says now.
const putLanesBack = `
  with ahead as (
    select l.ctid as place, l.account_id, d.id as delivery_id, case
      when l.lease is not null then ${LEASE_SECONDS}
      when coalesce(d.tries, 0) = 0 then 0
      when exists (select from webhook_attempts a where a.account_id = d.account_id and a.delivery_id = d.id
        and a.number = d.attempts and a.response_headers ? 'retry-after')
        then greatest(${LONGEST_WAIT}, ($1::float8[])[d.tries + 1])
      else coalesce(($1::float8[])[d.tries + 1], 0) end as longest
    from webhook_lanes l
    left join lateral (
      select head.id from webhook_deliveries head
      where l.delivery_id is null and head.account_id = l.account_id and head.endpoint_id = l.endpoint_id
        and head.lane = l.lane and head.state = 'pending' and not head.slow
      order by head.id limit 1) head on true
    left join webhook_deliveries d on d.account_id = l.account_id and d.id = coalesce(l.delivery_id, head.id)
    where l.due_at > now()
  ), wrong as (
    select ahead.* from ahead join webhook_lanes l on l.ctid = ahead.place
    where l.due_at > now() + make_interval(secs => ahead.longest) for update of l skip locked
  ), put_back as (
    update webhook_lanes l set due_at = now() + make_interval(secs => wrong.longest)
    from wrong where l.ctid = wrong.place
    returning wrong.account_id, wrong.delivery_id, l.due_at
  ), shown as (
    update webhook_deliveries d set next_attempt_at = put_back.due_at
    from put_back where d.account_id = put_back.account_id and d.id = put_back.delivery_id
  )
  select count(*)::int as count from put_back`;

// What is nothing stays that, which "least" would not leave it.
const atMost = (column: string, end: string): string =>
  `case when e.${column} > ${end} then ${end} else e.${column} end`;

// How long a receiver wanted to be left alone is written nowhere, only that it is a day at most.
const putEndpointsBack = `
  with ahead as (
    select account_id, id from webhook_endpoints
    where held_until > now() + interval '1 day' or failing_since > now() or warned_at > now()
      or previous_secret_until > now() + interval '1 day'
    for no key update skip locked
  )
  update webhook_endpoints e set
    held_until = ${atMost('held_until', "now() + interval '1 day'")},
    previous_secret_until = ${atMost('previous_secret_until', "now() + interval '1 day'")},
    failing_since = ${atMost('failing_since', 'now()')}, warned_at = ${atMost('warned_at', 'now()')}
  from ahead where e.account_id = ahead.account_id and e.id = ahead.id`;

/**
 * After the database's clock was put back, lanes would wait until it has caught up. Nothing is left to wait
 * longer than it can have been told to: a lease for its length (whoever holds it says so again sooner), what
 * was not tried yet not at all, and what was for the pause after so many tries. Returns how many lanes did.
 */
export async function followClock(pool: Pool, scale: number): Promise<number> {
  if (without('webhooks-follow-the-clock')) return 0;
  const longest = WAITS.map((_wait, tries) => longestWait(tries, scale));
  await rows(pool, putEndpointsBack);
  return (await row<{ count: number }>(pool, putLanesBack, [longest]))?.count ?? 0;
}

/** Milliseconds by which the clock may seem to be put back when it is only adjusted. */
const LEEWAY = 1000;
/** Milliseconds after which what was written by the old clock is there, too. */
const AGAIN = 15_000;

/** A reading of the database's clock, in milliseconds; `asked` and `answered` by one that nobody puts back. */
export interface Reading {
  clock: number;
  asked: number;
  answered: number;
}

/**
 * Whether the clock was put back between two readings: at least so much has passed as between the answer
 * to the first and the question for the second. True when there is no first, because nobody knows.
 */
export function wasPutBack(before: Reading | undefined, now: Reading): boolean {
  if (before === undefined) return true;
  return now.clock < before.clock + (now.asked - before.answered) - LEEWAY;
}

/** Whether it was put forward, by more than can have passed: leases then seem to be over that are not. */
export function wasPutForward(before: Reading | undefined, now: Reading): boolean {
  if (before === undefined) return false;
  return now.clock > before.clock + (now.answered - before.asked) + LEEWAY;
}

interface Parts {
  pool: Pool;
  scale: number;
  log: Logger;
  /** Called when something is due that was not. */
  wake: () => void;
}

/**
 * Is told what the database's clock says at each look, and follows it when it was put back. Returns whether
 * what others hold may be taken over when its lease is over: not until they had time to renew it by a clock
 * that was put forward.
 */
export function createClockWatch({ pool, scale, log, wake }: Parts): (reading: Reading) => boolean {
  let before: Reading | undefined;
  let isUnderWay = false;
  let left = 0;
  let next = 0;
  let renewed = -Infinity;
  const follow = async (): Promise<void> => {
    try {
      const count = await followClock(pool, scale);
      if (count > 0) log.warn({ count }, 'webhooks waited for a clock of the database that was put back'); // prettier-ignore
      if (count > 0) wake();
      left -= 1;
    } catch (error) {
      log.warn({ err: error }, 'the clock of the database could not be followed');
    }
    isUnderWay = false;
  };
  return (reading) => {
    if (wasPutBack(before, reading)) [left, next] = [2, reading.answered];
    if (wasPutForward(before, reading)) renewed = reading.answered + LEASE_SECONDS * 1000;
    before = reading;
    if (left > 0 && !isUnderWay && reading.answered >= next) {
      next = reading.answered + AGAIN;
      isUnderWay = true;
      void follow();
    }
    return reading.answered >= renewed || without('webhooks-follow-the-clock');
  };
}
