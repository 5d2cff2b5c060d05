import type { Author } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { recordScheduled } from './events.ts';

const cancel = `
  with unmarked as (
    update conversations set cancels_on_reply = false where account_id = $1 and id = $2
  )
  update scheduled_messages set state = 'cancelled', reason = 'customer_replied', updated_at = clock_timestamp()
  where account_id = $1 and conversation_id = $2 and state = 'scheduled' and cancel_on_reply returning id`;

/** The customer has written: what was to be sent only if they did not is not sent. */
export async function cancelOnReply(
  tx: Tx,
  { account_id, id }: Pick<Conversation, 'account_id' | 'id'>,
  actor: Author | null,
): Promise<void> {
  const cancelled = await rows<{ id: number }>(tx, cancel, [account_id, id]);
  const ids = cancelled.map((each) => each.id);
  await recordScheduled(tx, 'scheduled_message.updated', { account_id, ids, actor });
}
