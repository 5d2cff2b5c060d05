import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';

interface Allowance {
  account_id: number;
  name: string;
  limit: number;
  windowSeconds: number;
}

// Windows are aligned to the epoch, as the original's are. The row of the window is locked until the
// caller's transaction ends, so the count is exact under any concurrency and a failed write gives back.
const take = `
  with span as (
    select to_timestamp(floor(extract(epoch from now()) / $3) * $3) as start
  ), taken as (
    insert into allowances as a (account_id, name, window_start, used)
    select $1, $2, span.start, 1 from span
    on conflict (account_id, name, window_start) do update set used = a.used + 1 where a.used < $4
    returning used
  )
  select exists (select from taken) as allowed,
    ceil(extract(epoch from span.start + make_interval(secs => $3) - clock_timestamp()))::int as left
  from span`;

/** Takes one of so many per window, counted across processes and restarts. */
export async function takeFromAllowance(
  tx: Tx,
  { account_id, name, limit, windowSeconds }: Allowance,
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  const values = [account_id, name, windowSeconds, limit];
  const found = await row<{ allowed: boolean; left: number }>(tx, take, values);
  return { allowed: found?.allowed === true, retryAfterSeconds: Math.max(1, found?.left ?? 1) };
}
