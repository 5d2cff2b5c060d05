import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { writeActivities } from '../messages/insert.ts';
import { muteLine, unmuteLine } from './activities.ts';
import { changeConversation } from './change.ts';
import type { Conversation } from './queries.ts';

/** Resolves the conversation and blocks its contact, in every conversation of theirs (contract §4.12). */
export async function muteConversation(
  tx: Tx,
  conversation: Conversation,
  actor: Actor,
): Promise<void> {
  const after = await changeConversation(tx, conversation, { status: 'resolved' }, { actor });
  await setBlocked(tx, after, { actor, blocked: true });
  await writeActivities(tx, after, { actor, lines: [muteLine(actor.name)] });
}

/** Lets the contact write again; the status stays. */
export async function unmuteConversation(
  tx: Tx,
  conversation: Conversation,
  actor: Actor,
): Promise<void> {
  await setBlocked(tx, conversation, { actor, blocked: false });
  await writeActivities(tx, conversation, { actor, lines: [unmuteLine(actor.name)] });
}

async function setBlocked(
  tx: Tx,
  { account_id, contact_id, id: conversation_id, muted }: Conversation,
  { actor, blocked }: { actor: Actor; blocked: boolean },
): Promise<void> {
  if (muted === blocked) return;
  await row(
    tx,
    'update contacts set blocked = $3, updated_at = clock_timestamp() where account_id = $1 and id = $2',
    [account_id, contact_id, blocked],
  );
  const payload = {
    contact_id,
    changes: { blocked: [muted, blocked] as [unknown, unknown] },
    performer: performerOf(actor),
  };
  await emit(tx, [{ account_id, name: 'contact.updated', conversation_id, payload }]);
}
