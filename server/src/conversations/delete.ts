import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { removeAttachmentsOfConversations } from '../attachments/remove.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { PlaceLeft } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import type { Conversation } from './queries.ts';

const findPlace = `
  select c.account_id, c.id, c.inbox_id, c.team_id, c.assignee_id, array(
    select cp.user_id from conversation_participants cp
    where cp.account_id = c.account_id and cp.conversation_id = c.id) as took_part
  from conversations c where c.account_id = $1 and c.id = $2`;

/** Deletes the conversation with everything that hangs on it; a job removes the files. */
export async function deleteConversation(
  tx: Tx,
  { account_id, id, display_id }: Conversation,
  actor: Actor | null,
): Promise<void> {
  const place = await row<PlaceLeft & Record<string, unknown>>(tx, findPlace, [account_id, id]);
  if (place === undefined) return;
  const removed_files = await removeAttachmentsOfConversations(tx, account_id, [id]);
  await rows(tx, 'delete from conversations where account_id = $1 and id = $2', [account_id, id]);
  const changes = { display_id };
  if (actor !== null) {
    await audit(tx, actor, { type: 'Conversation', id, action: 'destroy', changes });
  }
  const payload = { display_id, performer: performerOf(actor), removed_files, place };
  await emit(tx, [{ account_id, name: 'conversation.deleted', conversation_id: id, payload }]);
}
