import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { HttpError } from '../errors.ts';

const MOST = 100_000;

export const tooManyInboxes = 'Account limit exceeded. Upgrade to a higher plan';

const lock = `select limits -> 'inboxes' as most from accounts where id = $1 for no key update`;
// A statement of its own: one that waits for the lock goes on with what it saw before it waited.
const count = `
  select count(*) as inboxes from inboxes where account_id = $1 and deleted_at is null`;

/**
 * Throws 402 when the account has as many inboxes as it may have (contract: platform §3.3). Others who
 * make one wait, so that nobody slips past the limit.
 */
export async function leaveRoomForInbox(tx: Tx, account_id: number): Promise<void> {
  const found = await row<{ most: unknown }>(tx, lock, [account_id]);
  if (found === undefined) return;
  const most = Number(found.most);
  const limit = Number.isSafeInteger(most) && most > 0 ? most : MOST;
  const counted = await row<{ inboxes: number }>(tx, count, [account_id]);
  if ((counted?.inboxes ?? 0) >= limit) throw new HttpError(402, { error: tooManyInboxes });
}
