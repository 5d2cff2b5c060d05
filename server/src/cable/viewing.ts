import { memberActor } from '../auth/member.ts';
import { findConversation } from '../conversations/queries.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import { showViewing } from '../viewing/viewing.ts';
import type { Listener } from './listeners.ts';

/** Notes that somebody of the team looks at a conversation. What they may not see there is not. */
export async function showListenerViewing(
  pool: Pool,
  { kind, account_id, id: user_id }: Listener,
  { conversation_id, viewing = true }: Record<string, unknown>,
): Promise<void> {
  if (kind !== 'User' || typeof viewing !== 'boolean') return;
  await transaction(pool, async (tx) => {
    const actor = await memberActor(tx, { account_id, user_id });
    if (actor === undefined) return;
    const conversation = await findConversation(tx, actor, conversation_id).catch(unlessMissing);
    if (conversation !== undefined) await showViewing(tx, conversation, { actor, viewing });
  });
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof HttpError)) throw error;
}
