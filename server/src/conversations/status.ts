import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { recordHandoff } from '../reports/facts.ts';
import { changeConversation, type ConversationChanges } from './change.ts';
import { recordConversation } from './events.ts';
import type { Conversation } from './queries.ts';
import { parseSnoozedUntil, parseStatus } from './rules.ts';
import type { StatusInput } from './schema.ts';

/**
 * Sets or toggles the status (contract §4.9). `success` is null when a bot hands a pending
 * conversation over to people, as the original answers it.
 */
export async function toggleStatus(
  tx: Tx,
  conversation: Conversation,
  { actor, input }: { actor: Actor; input: StatusInput },
) {
  const requested = parseStatus(input.status);
  const { merged_into } = conversation;
  if (merged_into !== null && requested !== 'resolved') {
    throw unprocessable(`status: the conversation was merged into #${merged_into}`);
  }
  const handoff =
    actor.type === 'AgentBot' && conversation.status === 'pending' && requested === 'open';
  const changes = changesFor(conversation, requested, input);
  // An agent who opens a conversation takes it, even from somebody else (rule 4 of the contract): a
  // second update, and nobody loses their turn in the round to it.
  const isAgent = actor.type === 'User' && actor.role === 'agent' && actor.key === undefined;
  const takes = changes.status === 'open' && isAgent;
  if (takes) changes.assignee_id = conversation.assignee_id;
  const changed = await changeConversation(tx, conversation, changes, { actor });
  const after = takes
    ? await changeConversation(tx, changed, { assignee_id: actor.id }, { actor })
    : changed;
  if (handoff) {
    await recordHandoff(tx, after);
    await recordConversation(tx, after, { actor, facts: [{ name: 'conversation.bot_handoff' }] });
  }
  return {
    payload: {
      success: handoff ? null : true,
      conversation_id: after.display_id,
      current_status: after.status,
      snoozed_until: after.snoozed_until,
    },
  };
}

function changesFor(
  conversation: Conversation,
  requested: Conversation['status'] | undefined,
  input: StatusInput,
): ConversationChanges {
  if (requested === undefined) {
    return { status: conversation.status === 'open' ? 'resolved' : 'open' };
  }
  return requested === 'snoozed'
    ? { status: requested, snoozed_until: parseSnoozedUntil(input.snoozed_until) }
    : { status: requested };
}
