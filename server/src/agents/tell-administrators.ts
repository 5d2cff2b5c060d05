import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Notice } from '../mail/notice.ts';

const findAdministrators = `
  select u.email from memberships m join users u on u.id = m.user_id
  where m.account_id = $1 and m.role = 'administrator' and m.removed_at is null order by u.id`;

/** Sends every administrator of an account the same short mail, after the caller's transaction. */
export async function tellAdministrators(
  tx: Tx,
  accountId: number,
  notice: Omit<Notice, 'to'>,
): Promise<void> {
  const people = await rows<{ email: string }>(tx, findAdministrators, [accountId]);
  await enqueue(
    tx,
    people.map(({ email }) => ({ queue: 'send_notice', data: { ...notice, to: email } })),
  );
}
