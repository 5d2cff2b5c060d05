import type { Pool } from './db/pool.ts';
import { row } from './db/query.ts';
import { without } from './failpoint.ts';

const BATCH = 5000;

/** What has had its time, by table: nobody reads these rows any more. */
const expired: Record<string, string> = {
  blobs: `expires_at < now()`,
  idempotency_keys: `created_at < now() - interval '24 hours'`,
  // The longest window is an hour; a day leaves room for clocks that were put right.
  allowances: `window_start < now() - interval '1 day'`,
  throttles: `expires_at < now()`,
  sso_tokens: `expires_at < now()`,
  // What became of a macro is of interest for some weeks.
  macro_executions: `created_at < now() - interval '30 days'`,
  // Why a rule did nothing is asked at once or never; what one did is the history of a conversation.
  automation_runs: `created_at < now() - interval '2 days'
    and (status = 'unmatched' or created_at < now() - interval '90 days')`,
  notifications: `created_at < now() - interval '1 month'`,
  notification_mails: `created_at < now() - interval '1 month'`,
  // Longer than a job is kept.
  notified_events: `created_at < now() - interval '15 days'`,
  // With their attempts.
  webhook_deliveries: `created_at < now() - interval '30 days'`,
  // Endpoints of what is no more, and addresses that no macro or rule has called for as long.
  webhook_endpoints: `(removed_at < now() - interval '31 days' or kind = 'action' and created_at < now() - interval '31 days'
    and not exists (select from webhook_deliveries d
      where d.account_id = webhook_endpoints.account_id and d.endpoint_id = webhook_endpoints.id))`,
  user_sessions: `expires_at < now()`,
  // Undone can be what is younger than a day.
  conversation_merges: `merged_at < now() - interval '7 days'`,
  scheduled_messages: `state <> 'scheduled' and updated_at < now() - interval '90 days'`,
  conversation_viewers: `seen_at < now() - interval '1 hour'`,
};

const HOUR = 3_600_000;
const databaseTime = `select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;

/**
 * Whether the clock here (`now`, in milliseconds) and the database's differ by less than an hour. When they
 * do not, one of them is wrong, and what it says of the age of things is no reason to remove them.
 */
export async function clocksAgree(pool: Pool, now = Date.now()): Promise<boolean> {
  if (without('sweep-asks-both-clocks')) return true;
  const found = await row<{ ms: number }>(pool, databaseTime);
  return Math.abs((found?.ms ?? 0) - now) < HOUR;
}

/** Deletes expired rows in small pieces, so that it never holds locks or snapshots for long. */
export async function sweepExpired(pool: Pool): Promise<void> {
  for (const [table, condition] of Object.entries(expired)) {
    const text = `delete from ${table} where ctid = any (array (select ctid from ${table} where ${condition} limit ${BATCH}))`;
    for (let deleted = BATCH; deleted === BATCH;) {
      deleted = (await pool.query({ text })).rowCount ?? 0;
    }
  }
}
