import { transaction, type Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

const BATCH = 5000;

interface Group {
  account_id: number;
  inbox_id: number;
  status: number;
  assignee_id: number | null;
}

const findCrowded = `
  select account_id, inbox_id, status, assignee_id from conversation_counts
  group by account_id, inbox_id, status, assignee_id having count(*) > 1`;

const lock = `select pg_try_advisory_xact_lock(hashtextextended('fold conversation counts', 0)) as taken`;

// One statement, so a reader sees the rows before it or after it and the same sum in both. Rows that
// writers add meanwhile are not in its snapshot and stay for the next time.
const fold = `
  with gone as (
    delete from conversation_counts where ctid = any (array (
      select ctid from conversation_counts
      where account_id = $1 and inbox_id = $2 and status = $3 and assignee_id is not distinct from $4
      limit ${BATCH}))
    returning total
  ), kept as (
    insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
    select $1, $2, $3, $4, sum(total) from gone having sum(total) <> 0
  )
  select count(*) as gone from gone`;

/**
 * Merges the small changes that conversation counts are kept as into one row per inbox, status and
 * assignee. In short transactions: a long one would hold back every reader of events.
 */
export async function foldConversationCounts(pool: Pool): Promise<void> {
  for (const group of await rows<Group & Record<string, unknown>>(pool, findCrowded)) {
    while ((await foldBatch(pool, group)) === BATCH);
  }
}

/** How many rows were merged; none while another process is at it. */
async function foldBatch(pool: Pool, group: Group): Promise<number> {
  const { account_id, inbox_id, status, assignee_id } = group;
  return transaction(pool, async (tx) => {
    const { taken } = (await row<{ taken: boolean }>(tx, lock)) ?? { taken: false };
    if (!taken) return 0;
    const values = [account_id, inbox_id, status, assignee_id];
    return (await row<{ gone: number }>(tx, fold, values))?.gone ?? 0;
  });
}
