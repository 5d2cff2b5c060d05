import sql from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { within } from './scope.ts';

interface Found {
  total: number;
  date: string | null;
  count: number | null;
  response: number | null;
}

/**
 * What a year was for one person: the conversations of that year that are theirs, the day with most of
 * them, and how fast they answered first. In UTC. The original keeps the answer; it is quick to make.
 */
export async function yearInReview(
  db: Db,
  { account_id, user_id, year }: { account_id: number; user_id: number; year: number },
) {
  const [since, until] = [Date.UTC(year) / 1000, Date.UTC(year + 1) / 1000] as [number, number];
  const theirs = sql`f.account_id = ${account_id} and f.user_id = ${user_id} and ${within({ since, until })}`;
  const [found] = await adhoc<Found & Record<string, unknown>>(
    db,
    sql`with days as materialized (
        select date_trunc('day', f.created_at) as day, count(*) as count
        from report_conversations f where ${theirs} group by 1
      ), busiest as (select day, count from days order by count desc, day limit 1)
      select (select coalesce(sum(count), 0)::bigint from days) as total,
        (select to_char(day, 'Mon DD') from busiest) as date, (select count from busiest) as count,
        (select avg(f.value) from reporting_events f where ${theirs} and f.name = 'first_response') as response`,
  );
  const { total = 0, date = null, count = 0, response = null } = found ?? {};
  return {
    year,
    total_conversations: total,
    busiest_day: date === null ? null : { date, count },
    support_personality: { avg_response_time_seconds: Math.floor(response ?? 0) },
  };
}
