import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';

/** How the log does, over all accounts. */
export interface WebhookCounts {
  pending: number;
  dead: number;
  paused_endpoints: number;
  failing_endpoints: number;
  /** Seconds for which the oldest delivery that could be sent has waited. */
  lag: number;
}

// Counted from the index of what is open: what was delivered is not looked at.
const count = `
  select count(*) filter (where d.state = 'pending') as pending, count(*) filter (where d.state = 'dead') as dead,
    (select count(*) from webhook_endpoints where removed_at is null and paused_at is not null) as paused_endpoints,
    (select count(*) from webhook_endpoints
     where removed_at is null and paused_at is null and failing_since is not null) as failing_endpoints,
    coalesce((select greatest(0, extract(epoch from clock_timestamp() - min(l.due_at))) from webhook_lanes l
      join webhook_endpoints e on e.account_id = l.account_id and e.id = l.endpoint_id
      where e.removed_at is null and e.paused_at is null and e.held_until is null), 0)::float8 as lag
  from webhook_deliveries d where d.state in ('pending', 'dead')`;

export async function countWebhooks(db: Db): Promise<WebhookCounts> {
  return (await row<WebhookCounts & Record<string, unknown>>(db, count)) as WebhookCounts;
}
