import type { Actor } from '../auth/actor.ts';
import { removeAttachmentsOfConversation } from '../attachments/remove.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import type { Conversation } from './queries.ts';

/** Deletes the conversation with everything that hangs on it; a job removes the files. */
export async function deleteConversation(
  tx: Tx,
  { account_id, id, display_id }: Conversation,
  actor: Actor,
): Promise<void> {
  const removed_files = await removeAttachmentsOfConversation(tx, account_id, id);
  await rows(tx, 'delete from conversations where account_id = $1 and id = $2', [account_id, id]);
  const payload = { display_id, performer: performerOf(actor), removed_files };
  await emit(tx, [{ account_id, name: 'conversation.deleted', conversation_id: id, payload }]);
}
