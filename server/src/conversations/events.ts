import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent, Changes } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { presentConversationPush } from './present.ts';

type ConversationFact =
  | {
      name:
        | 'conversation.created'
        | 'conversation.updated'
        | 'conversation.status_changed'
        | 'conversation.opened'
        | 'conversation.resolved'
        | 'conversation.bot_handoff'
        | 'assignee.changed'
        | 'team.changed';
      changes?: Changes;
    }
  | { name: 'conversation.typing_on' | 'conversation.typing_off'; is_private: boolean }
  | { name: 'conversation.mentioned'; user_id: number };

/** Records what happened to a conversation, each fact with the conversation as it is now. */
export async function recordConversation(
  tx: Tx,
  { account_id, id }: { account_id: number; id: number },
  { actor, facts }: { actor: Actor | null; facts: readonly ConversationFact[] },
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
