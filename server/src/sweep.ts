import type { Pool } from './db/pool.ts';

const BATCH = 5000;

/** What has had its time, by table: nobody reads these rows any more. */
const expired: Record<string, string> = {
  idempotency_keys: `created_at < now() - interval '24 hours'`,
  // The longest window is an hour; a day leaves room for clocks that were put right.
  allowances: `window_start < now() - interval '1 day'`,
  user_sessions: `expires_at < now()`,
};

/** Deletes expired rows in small pieces, so that it never holds locks or snapshots for long. */
export async function sweepExpired(pool: Pool): Promise<void> {
  for (const [table, condition] of Object.entries(expired)) {
    const text = `delete from ${table} where ctid = any (array (select ctid from ${table} where ${condition} limit ${BATCH}))`;
    for (let deleted = BATCH; deleted === BATCH;) {
      deleted = (await pool.query({ text })).rowCount ?? 0;
    }
  }
}
