import type { Actor } from '../auth/actor.ts';
import { lockConversationById, type Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { notFound } from '../errors.ts';
import { findVisibleIds } from './queries.ts';

/**
 * The conversations with these numbers, locked in the order in which everybody locks them, so that two
 * who merge the same at once wait for each other. Throws 404 unless the actor may open all of them.
 */
export async function lockAll(
  tx: Tx,
  actor: Actor,
  displayIds: readonly number[],
): Promise<Map<number, Conversation>> {
  const wanted = new Set(displayIds);
  const visible = await findVisibleIds(tx, actor, [...wanted]);
  if (visible.length < wanted.size) throw notFound();
  const locked = new Map<number, Conversation>();
  for (const { id, display_id } of visible) {
    const conversation = await lockConversationById(tx, actor.account_id, id);
    if (conversation === undefined) throw notFound();
    locked.set(display_id, conversation);
  }
  return locked;
}
