import { transaction, type Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

const BATCH = 5000;

const findCrowded = `
  select account_id from (
    select account_id from conversation_counts
    group by account_id, inbox_id, status, assignee_id having count(*) > 1
  ) crowded group by account_id`;

const lock = `select pg_try_advisory_xact_lock(hashtextextended('fold conversation counts', 0)) as taken`;

// One statement, so a reader sees the rows before it or after it and the same sum in both. Rows that
// writers add meanwhile are not in its snapshot and stay for the next time.
const fold = `
  with crowded as (
    select inbox_id, status, assignee_id from conversation_counts where account_id = $1
    group by inbox_id, status, assignee_id having count(*) > 1
  ), some as materialized (
    select n.ctid as place from conversation_counts n
    join crowded c on c.inbox_id = n.inbox_id and c.status = n.status
      and c.assignee_id is not distinct from n.assignee_id
    where n.account_id = $1
    order by n.inbox_id, n.status, n.assignee_id limit ${BATCH}
  ), gone as (
    delete from conversation_counts where ctid = any (array (select place from some))
    returning inbox_id, status, assignee_id, total
  ), kept as (
    insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
    select $1, inbox_id, status, assignee_id, sum(total) from gone
    group by inbox_id, status, assignee_id having sum(total) <> 0
  )
  select count(*) as gone from gone`;

/**
 * Merges the small changes that conversation counts are kept as into one row per inbox, status and
 * assignee. In short transactions: a long one would hold back every reader of events.
 */
export async function foldConversationCounts(pool: Pool): Promise<void> {
  const crowded = await rows<{ account_id: number }>(pool, findCrowded);
  for (const { account_id } of crowded) {
    while ((await foldBatch(pool, account_id)) === BATCH);
  }
}

/** How many rows were merged; none while another process is at it. */
async function foldBatch(pool: Pool, accountId: number): Promise<number> {
  return transaction(pool, async (tx) => {
    const { taken } = (await row<{ taken: boolean }>(tx, lock)) ?? { taken: false };
    if (!taken) return 0;
    const { gone } = (await row<{ gone: number }>(tx, fold, [accountId])) ?? { gone: 0 };
    return gone;
  });
}
