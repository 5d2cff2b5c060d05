import type { Vault } from '../auth/vault.ts';
import type { Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { windowsUntilFree } from './window.ts';

/** One more attempt at something of which there are `limit` in any `seconds`, for each key. */
export interface Attempt {
  name: string;
  key: string;
  limit: number;
  seconds: number;
}

// As in window.ts, but counted by the database: across processes, machines and restarts. In the order of
// the keys, so that two of several limits each wait for each other instead of deadlocking.
const take = `
  with asked as (
    select a.name, a.key, a.seconds, a.most, floor(t)::bigint as "window", 1 - (t - floor(t)) as rest
    from unnest($1::text[], $2::bytea[], $3::int[], $4::int[]) a (name, key, seconds, most),
      lateral (select extract(epoch from clock_timestamp())::float8 / a.seconds as t) clock
  ), known as (
    select asked.*, coalesce(before.used, 0) as before, coalesce(here.used, 0) as used
    from asked
    left join throttles before on before.name = asked.name and before.key = asked.key
      and before."window" = asked."window" - 1
    left join throttles here on here.name = asked.name and here.key = asked.key
      and here."window" = asked."window"
  ), taken as (
    insert into throttles as t (name, key, "window", used, expires_at)
    select name, key, "window", 1, to_timestamp(("window" + 2) * seconds) from known
    where before * rest + 1 <= most order by name, key
    on conflict (name, key, "window") do update set used = t.used + 1
    where (select k.before * k.rest + t.used + 1 <= k.most from known k where k.name = t.name and k.key = t.key)
    returning t.name, t.key
  )
  -- Somebody else may have taken the last one since this statement began.
  select most as limit, before, case before when 0 then most else used end as used, rest as left, seconds
  from known where not exists (select from taken where taken.name = known.name and taken.key = known.key)`;

/**
 * Counts one attempt against each limit. Returns the seconds until every one of them has room again; 0
 * when all had. Refused attempts are not counted. Not in a transaction of the caller's: what fails
 * afterwards was an attempt all the same.
 */
export async function takeAttempts(
  { pool, vault }: { pool: Pool; vault: Vault },
  attempts: readonly Attempt[],
): Promise<number> {
  if (attempts.length === 0) return 0;
  const refused = await rows<{
    limit: number;
    before: number;
    used: number;
    left: number;
    seconds: number;
  }>(pool, take, [
    attempts.map(({ name }) => name),
    attempts.map(({ name, key }) => vault.mac('throttle', `${name}/${key}`)),
    attempts.map(({ seconds }) => seconds),
    attempts.map(({ limit }) => limit),
  ]);
  const waits = refused.map((each) => Math.ceil(windowsUntilFree(each) * each.seconds));
  return Math.max(0, ...waits.map((wait) => Math.max(1, wait)));
}
