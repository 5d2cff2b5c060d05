import { isAdministrator, type Actor } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unauthorized } from '../errors.ts';
import { composeMessage } from '../messages/compose.ts';
import { parseExpected } from '../messages/rules.ts';
import { recordScheduled } from './events.ts';
import { deleteScheduled, markCancelsOnReply, saveScheduled, type Scheduled } from './queries.ts';
import { checkWaits, parseInstant } from './rules.ts';

interface Place {
  conversation: Conversation;
  scheduled: Scheduled;
  actor: Actor;
}

/** What can be changed; what is absent stays. */
export interface ScheduledChanges {
  content?: string | null;
  private?: boolean;
  scheduled_at?: unknown;
  cancel_on_reply?: boolean;
  expected_last_message_id?: unknown;
}

/** Everybody who sees the conversation sees it; its author and administrators change it. */
export function checkMayChange({ scheduled, actor }: Pick<Place, 'scheduled' | 'actor'>): void {
  const author = actor.type === 'User' ? scheduled.user_id : scheduled.agent_bot_id;
  if (author !== actor.id && !isAdministrator(actor)) throw unauthorized();
}

/**
 * Changes the text or the time of a message that was not sent. With a new time, one that was held,
 * failed or cancelled waits again.
 */
export async function changeScheduled(
  tx: Tx,
  { conversation, scheduled, actor }: Place,
  changes: ScheduledChanges,
): Promise<void> {
  checkMayChange({ scheduled, actor });
  checkWaits(scheduled);
  const { content, private: isPrivate, scheduled_at, ...rest } = changes;
  const input = {
    ...scheduled.input,
    ...(content === undefined ? {} : { content }),
    ...(isPrivate === undefined ? {} : { private: isPrivate }),
  };
  const at = parseInstant(scheduled_at);
  const cancel_on_reply = rest.cancel_on_reply ?? scheduled.cancel_on_reply;
  await composeMessage(tx, { conversation, actor, input });
  await saveScheduled(tx, {
    ...scheduled,
    input,
    scheduled_at: at ?? scheduled.scheduled_at,
    state: at === undefined ? scheduled.state : 'scheduled',
    cancel_on_reply,
    expected_last_message_id: await expectedAfter(tx, { conversation, scheduled, actor }, rest),
  });
  if (cancel_on_reply) await markCancelsOnReply(tx, conversation);
  const { account_id, id } = scheduled;
  await recordScheduled(tx, 'scheduled_message.updated', { account_id, ids: [id], actor });
}

const newest = `select max(id) as id from messages where account_id = $1 and conversation_id = $2`;

// Whoever puts off a message that was held has looked: it is measured against what is there now.
async function expectedAfter(
  tx: Tx,
  { conversation, scheduled: { state, expected_last_message_id } }: Place,
  { expected_last_message_id: given }: Pick<ScheduledChanges, 'expected_last_message_id'>,
): Promise<number | null> {
  if (given === null) return null;
  const expected = parseExpected(given);
  if (expected !== undefined) return expected;
  if (state !== 'held') return expected_last_message_id;
  const values = [conversation.account_id, conversation.id];
  return (await row<{ id: number | null }>(tx, newest, values))?.id ?? null;
}

/** Takes a message away that was not sent, with its files. */
export async function cancelScheduled(tx: Tx, { scheduled, actor }: Place): Promise<void> {
  checkMayChange({ scheduled, actor });
  checkWaits(scheduled);
  const { account_id, id } = scheduled;
  await recordScheduled(tx, 'scheduled_message.deleted', { account_id, ids: [id], actor });
  await deleteScheduled(tx, scheduled);
}
