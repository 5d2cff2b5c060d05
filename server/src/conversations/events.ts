import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent, Changes } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { presentConversationPush, presentConversationPushes } from './present.ts';

type ConversationFact =
  | {
      name:
        | 'conversation.created'
        | 'conversation.updated'
        | 'conversation.status_changed'
        | 'conversation.read'
        | 'conversation.opened'
        | 'conversation.resolved'
        | 'conversation.bot_handoff'
        | 'assignee.changed'
        | 'team.changed';
      changes?: Changes;
      place_free_in?: number;
    }
  | { name: 'conversation.typing_on' | 'conversation.typing_off'; is_private: boolean }
  | { name: 'conversation.merged' | 'conversation.unmerged'; source_ids: number[] }
  | { name: 'conversation.mentioned'; user_id: number; message_id: number };

/** Records what happened to a conversation, each fact with the conversation as it is now. */
export async function recordConversation(
  tx: Tx,
  { account_id, id }: { account_id: number; id: number },
  { actor, facts }: { actor: Author | null; facts: readonly ConversationFact[] },
): Promise<void> {
  if (facts.length === 0) return;
  const push = await row<{ data: unknown }>(tx, presentConversationPush, [account_id, id]);
  const performer = performerOf(actor);
  const events = facts.map(({ name, ...rest }) => ({
    account_id,
    name,
    conversation_id: id,
    payload: { data: push?.data, performer, ...rest },
  }));
  await emit(tx, events as AnyEvent[]);
}

// So many conversations are in memory at once.
const BATCH = 500;

interface Moved {
  account_id: number;
  ids: readonly number[];
  actor: Author | null;
}

/** Records that the conversations are another contact's now. */
export async function recordContactChanged(
  tx: Tx,
  { account_id, ids, actor }: Moved,
): Promise<void> {
  const performer = performerOf(actor);
  for (let start = 0; start < ids.length; start += BATCH) {
    const values = [account_id, ids.slice(start, start + BATCH)];
    const pushes = await rows<{ id: number; data: unknown }>(tx, presentConversationPushes, values);
    await emit(
      tx,
      pushes.map(({ id, data }) => ({
        account_id,
        name: 'conversation.contact_changed' as const,
        conversation_id: id,
        payload: { data, performer },
      })),
    );
  }
}
