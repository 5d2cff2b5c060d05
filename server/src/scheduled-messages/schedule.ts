import { takeFiles } from '../attachments/attach.ts';
import type { Actor } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { composeMessage } from '../messages/compose.ts';
import { parseExpected } from '../messages/rules.ts';
import type { MessageInput } from '../messages/schema.ts';
import type { Platform } from '../platform.ts';
import { recordScheduled } from './events.ts';
import { claimFiles, countWaiting, insertScheduled, markCancelsOnReply } from './queries.ts';
import { checkKind, MOST } from './rules.ts';

interface Scheduling {
  conversation: Conversation;
  actor: Actor;
  input: MessageInput;
  /** When it is to be sent; see parseInstant. */
  at: Date;
  platform: Platform;
}

/**
 * Keeps a message of a (locked) conversation for its instant. It is checked as if it were sent now, so
 * that what cannot be right is refused to whoever writes it. Returns its id.
 */
export async function scheduleMessage(tx: Tx, scheduling: Scheduling): Promise<number> {
  const { conversation, actor, input: given, at, platform } = scheduling;
  const { account_id, channel_type, display_id, inbox_id } = conversation;
  const {
    attachments,
    echo_id: _echo,
    scheduled_at: _at,
    cancel_on_reply = false,
    expected_last_message_id,
    ...input
  } = given;
  checkKind(given);
  await composeMessage(tx, { conversation, actor, input });
  if ((await countWaiting(tx, conversation)) >= MOST) {
    throw unprocessable(`scheduled_at: at most ${MOST} messages wait in one conversation`);
  }
  const blobs = await takeFiles(tx, platform, { account_id, channel_type, attachments });
  const file_ids = blobs.map((blob) => blob.id);
  await claimFiles(tx, { account_id, file_ids }, 'scheduled_message');
  const id = await insertScheduled(tx, {
    account_id,
    conversation_id: conversation.id,
    display_id,
    inbox_id,
    user_id: actor.type === 'User' ? actor.id : null,
    agent_bot_id: actor.type === 'AgentBot' ? actor.id : null,
    input,
    file_ids,
    scheduled_at: at,
    cancel_on_reply,
    expected_last_message_id: parseExpected(expected_last_message_id) ?? null,
  });
  if (cancel_on_reply) await markCancelsOnReply(tx, conversation);
  await recordScheduled(tx, 'scheduled_message.created', { account_id, ids: [id], actor });
  return id;
}
