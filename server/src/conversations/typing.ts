import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { recordConversation } from './events.ts';
import type { Conversation } from './queries.ts';

/** Tells the others that the caller types, or no longer does. Any word but `on` and `off` is ignored (contract §4.11). */
export async function toggleTyping(
  tx: Tx,
  conversation: Conversation,
  {
    actor,
    typing_status,
    is_private,
  }: { actor: Author; typing_status: unknown; is_private: boolean },
): Promise<void> {
  if (typing_status !== 'on' && typing_status !== 'off') return;
  const name = `conversation.typing_${typing_status}` as const;
  await recordConversation(tx, conversation, { actor, facts: [{ name, is_private }] });
}
