import { offerWork } from '../assignment/give-out.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound } from '../errors.ts';

interface Change {
  user_id: number;
  account_id: number;
  availability?: string;
  auto_offline?: boolean;
  active?: boolean;
}

const change = `
  update memberships set
    availability = coalesce($3, availability),
    auto_offline = coalesce($4, auto_offline),
    active_at = case when $5 then clock_timestamp() else active_at end
  where user_id = $1 and account_id = $2 and removed_at is null
    and exists (select from accounts a where a.id = $2 and a.deleted_at is null)
  returning account_id`;

/** Changes somebody's own place in one of their accounts. Throws 404 when they have none there. */
export async function changeMembership(
  tx: Tx,
  { user_id, account_id, availability, auto_offline, active }: Change,
): Promise<void> {
  const found = await row(tx, change, [
    user_id,
    account_id,
    availability ?? null,
    auto_offline ?? null,
    active === true,
  ]);
  if (found === undefined) throw notFound();
  if (active !== true) await offerWork(tx, { account_id, user_id });
}
