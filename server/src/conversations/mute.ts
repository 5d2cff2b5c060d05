import type { Actor, RuleActor } from '../auth/actor.ts';
import { changeContact } from '../contacts/change.ts';
import { lockContactById } from '../contacts/queries.ts';
import type { Tx } from '../db/pool.ts';
import { writeActivities } from '../messages/insert.ts';
import { muteLine, unmuteLine } from './activities.ts';
import { changeConversation } from './change.ts';
import type { Conversation } from './queries.ts';

/** Resolves the conversation and blocks its contact, in every conversation of theirs (contract §4.12). */
export async function muteConversation(
  tx: Tx,
  conversation: Conversation,
  actor: Actor | RuleActor,
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
  { account_id, contact_id, id: conversation_id }: Conversation,
  { actor, blocked }: { actor: Actor | RuleActor; blocked: boolean },
): Promise<void> {
  const contact = await lockContactById(tx, account_id, contact_id);
  if (contact !== undefined) {
    await changeContact(tx, contact, { blocked }, { actor, conversation_id });
  }
}
