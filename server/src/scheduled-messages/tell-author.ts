import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Outcome, Scheduled } from './queries.ts';
import type { Reason } from './rules.ts';

// A service key is no person, and has no mail.
const findAddress = `
  select u.email from users u
  join memberships m on m.user_id = u.id and m.account_id = $1 and m.removed_at is null
  where u.id = $2 and u.deleted_at is null`;

const because: Partial<Record<Reason, string>> = {
  no_access: 'You may not open the conversation any more.',
  conversation_deleted: 'The conversation was deleted.',
};

/**
 * Tells whoever wrote it by mail that it was not sent, whatever they want to be told otherwise: somebody
 * counts on it.
 */
export async function tellAuthor(
  tx: Tx,
  { account_id, user_id, display_id }: Pick<Scheduled, 'account_id' | 'user_id' | 'display_id'>,
  { reason = 'refused', error }: Pick<Outcome, 'reason' | 'error'>,
): Promise<void> {
  const author = await row<{ email: string }>(tx, findAddress, [account_id, user_id]);
  if (author === undefined) return;
  const data = {
    to: author.email,
    subject: 'A message that you scheduled was not sent',
    paragraphs: [
      `The message that you scheduled in conversation #${display_id} could not be sent.`,
      because[reason] ?? `It was refused: ${error ?? 'no reason was given'}`,
    ],
  };
  await enqueue(tx, [{ queue: 'send_notice', data }]);
}
