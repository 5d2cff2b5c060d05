import { availability } from '../agents/present.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';

const candidates = `
  from inbox_members im
  join memberships m on m.account_id = im.account_id and m.user_id = im.user_id and m.removed_at is null
  where im.account_id = $1 and im.inbox_id = $2 and ${availability('m')} = 'online'
    and ($3::bigint is null or exists (select from team_members tm
      where tm.account_id = $1 and tm.team_id = $3 and tm.user_id = im.user_id))
    and ($4::int is null or $4 > (select count(*) from conversations had
      where had.account_id = $1 and had.inbox_id = $2 and had.assignee_id = im.user_id and had.status = 0))`;

const isAnybodyThere = `select 1 ${candidates} limit 1`;

// Two who pick at once would both find the same one first in line.
const waitForTurn = `select pg_advisory_xact_lock(hashtextextended('pick/' || $1::bigint || '/' || $2::bigint, 0))`;

// Materialized: as a plain subquery the planner may run it again for each member, and pick them all.
const pick = `
  with next as materialized (
    select im.user_id ${candidates} order by im.picked_at nulls first, im.user_id limit 1
  )
  update inbox_members picked set picked_at = clock_timestamp() from next
  where picked.account_id = $1 and picked.inbox_id = $2 and picked.user_id = next.user_id
  returning picked.user_id`;

interface Place {
  account_id: number;
  inbox_id: number;
  team_id: number | null;
  assignment_limit: number | null;
}

/**
 * The online member of the inbox (and of the team, when given) who was picked longest ago, of those who have
 * room for one more; null when there is nobody (contract §8.7). The pick is remembered. Picks of an inbox
 * wait for each other until they are committed, so that each counts what the others have given.
 */
export async function pickAgent(
  tx: Tx,
  { account_id, inbox_id, team_id, assignment_limit }: Place,
): Promise<number | null> {
  const place = [account_id, inbox_id, team_id, assignment_limit];
  if ((await row(tx, isAnybodyThere, place)) === undefined) return null;
  await row(tx, waitForTurn, [account_id, inbox_id]);
  const picked = await row<{ user_id: number }>(tx, pick, place);
  return picked?.user_id ?? null;
}
