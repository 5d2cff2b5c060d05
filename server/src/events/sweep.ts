import type { Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

const BATCH = 2000;

// First the floor rises, then what is below it goes: who reads sees the floor no later than the gap.
const raiseFloor = `
  with cut as (
    select max(position) as position from event_publications
    where published_at < now() - make_interval(hours => $1))
  delete from event_publications p using cut where p.position < cut.position`;

const findFloor = `
  select position from event_publications
  where published_at < now() - make_interval(hours => $1) order by position limit 1`;

const deleteEvents = `
  with gone as (
    delete from event_log where position = any (array(
      select position from event_log where position <= $1 order by position limit ${BATCH}))
    returning account_id, event_id
  ), events_gone as (
    delete from events e using gone where e.account_id = gone.account_id and e.id = gone.event_id)
  select count(*)::int as count from gone`;

// There are up to fifty a second. Of older ones the last of each hour says enough, and the floor stays.
const thinOut = `
  delete from event_publications
  where published_at < now() - interval '1 hour'
    and position > (select min(position) from event_publications)
    and position not in (select max(position) from event_publications group by date_trunc('hour', published_at))`;

/** Forgets events that were published more than `hours` ago, oldest first and in small pieces. */
export async function sweepEvents(pool: Pool, hours: number): Promise<void> {
  await rows(pool, thinOut);
  await rows(pool, raiseFloor, [hours]);
  const floor = await row<{ position: number }>(pool, findFloor, [hours]);
  if (floor === undefined) return;
  for (let deleted = BATCH; deleted === BATCH;) {
    deleted = (await row<{ count: number }>(pool, deleteEvents, [floor.position]))?.count ?? 0;
  }
}
