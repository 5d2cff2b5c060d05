import type { Actor } from '../auth/actor.ts';
import { attachFiles } from '../attachments/attach.ts';
import { changeConversation, causeOf, type ConversationChanges } from '../conversations/change.ts';
import type { Conversation } from '../conversations/queries.ts';
import { statusAfterIncoming } from '../conversations/rules.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { invalidRecord } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import type { Platform } from '../platform.ts';
import { answerAutomatically } from './auto-answers.ts';
import { composeMessage } from './compose.ts';
import { insertMessage, messageEvents, type NewMessage, type StoredMessage } from './insert.ts';
import { recordMentions } from './mentions.ts';
import { conversationIsFlooded, findEarlierTwin } from './queries.ts';
import { endsWaiting, isHumanReply } from './rules.ts';
import type { MessageInput } from './schema.ts';

interface Sending {
  conversation: Conversation;
  actor: Actor | null;
  input: MessageInput;
  platform: Platform;
}

/**
 * Adds a message to a (locked) conversation, with everything that the lifecycle makes of it: the
 * conversation reopens, the customer starts or stops waiting, notes mention people, inboxes answer by
 * themselves (contract §6.2, §8). A repeated request gets the message that the first one made.
 */
export async function sendMessage(tx: Tx, sending: Sending): Promise<{ id: number }> {
  const { conversation, actor, input, platform } = sending;
  const message = await composeMessage(tx, sending);
  const twin = await findEarlierTwin(tx, conversation, message);
  if (twin !== undefined) return { id: twin };
  if (await conversationIsFlooded(tx, conversation))
    throw invalidRecord('Too many messages', ['base']);

  const stored = await insertMessage(tx, conversation, message);
  await attachFiles(tx, platform, {
    account_id: conversation.account_id,
    message_id: stored.id,
    channel_type: conversation.channel_type,
    attachments: input.attachments,
  });
  const after = await applyLifecycle(tx, { conversation, actor, message, stored });
  if (message.private === true)
    await recordMentions(tx, { conversation: after, actor, content: message.content });
  if (message.message_type === 'incoming') {
    await touchContact(tx, { conversation: after, actor, at: stored.created_at });
    await answerAutomatically(tx, after, stored);
  }
  return { id: stored.id };
}

interface Arrival {
  conversation: Conversation;
  actor: Actor | null;
  message: NewMessage;
  stored: StoredMessage;
}

async function applyLifecycle(tx: Tx, arrival: Arrival): Promise<Conversation> {
  const { conversation, actor, message, stored } = arrival;
  const changes = changesAfter(arrival);
  const reopened = changes.status === 'open' && conversation.status === 'resolved';
  const cause =
    reopened && conversation.channel_type === 'Channel::Api'
      ? ({ by: 'customer_message' } as const)
      : causeOf(actor);
  const after = await changeConversation(tx, conversation, changes, { actor, cause });
  const facts: Parameters<typeof messageEvents>[2]['facts'] = [{ name: 'message.created' }];
  if (changes.first_reply_created_at !== undefined) facts.push({ name: 'first.reply.created' });
  else if (isHumanReply(replyOf(message)) && conversation.waiting_since !== null) {
    facts.push({ name: 'reply.created' });
  }
  const key = {
    account_id: conversation.account_id,
    conversation_id: conversation.id,
    id: stored.id,
  };
  await emit(tx, await messageEvents(tx, key, { actor, facts }));
  return after;
}

/** What a message changes about its conversation (contract §8.2-8.4). */
function changesAfter({ conversation, message, stored }: Arrival): ConversationChanges {
  if (message.message_type === 'incoming') {
    return {
      status: statusAfterIncoming(conversation),
      waiting_since: conversation.waiting_since ?? stored.created_at,
    };
  }
  const reply = replyOf(message);
  if (isHumanReply(reply) && conversation.first_reply_created_at === null) {
    return { first_reply_created_at: stored.created_at, waiting_since: null };
  }
  return endsWaiting(reply) ? { waiting_since: null } : {};
}

const replyOf = (message: NewMessage) => ({
  message_type: message.message_type,
  private: message.private ?? false,
  sender_type: message.sender?.type ?? null,
  from_rule:
    message.content_attributes?.['automation_rule_id'] !== undefined ||
    message.additional_attributes?.['campaign_id'] !== undefined,
});

async function touchContact(
  tx: Tx,
  { conversation, actor, at }: { conversation: Conversation; actor: Actor | null; at: Date },
): Promise<void> {
  const { account_id, contact_id, id: conversation_id } = conversation;
  await row(
    tx,
    'update contacts set last_activity_at = $3, updated_at = clock_timestamp() where account_id = $1 and id = $2',
    [account_id, contact_id, at],
  );
  const payload = {
    contact_id,
    changes: { last_activity_at: [null, at] as [unknown, unknown] },
    performer: performerOf(actor),
  };
  await emit(tx, [{ account_id, name: 'contact.updated', conversation_id, payload }]);
}
