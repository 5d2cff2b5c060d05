import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { HttpError } from '../errors.ts';

const MOST = 100_000;

export const tooManyInboxes = 'Account limit exceeded. Upgrade to a higher plan';

const count = `
  select a.limits -> 'inboxes' as most, (select count(*) from inboxes i
    where i.account_id = a.id and i.deleted_at is null) as inboxes
  from accounts a where a.id = $1 for no key update of a`;

/**
 * Throws 402 when the account has as many inboxes as it may have (contract: platform §3.3). Others who
 * make one wait, so that nobody slips past the limit.
 */
export async function leaveRoomForInbox(tx: Tx, account_id: number): Promise<void> {
  const found = await row<{ most: unknown; inboxes: number }>(tx, count, [account_id]);
  if (found === undefined) return;
  const most = Number(found.most);
  const limit = Number.isSafeInteger(most) && most > 0 ? most : MOST;
  if (found.inboxes >= limit) throw new HttpError(402, { error: tooManyInboxes });
}
