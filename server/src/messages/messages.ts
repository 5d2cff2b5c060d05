import type { Author } from '../auth/actor.ts';
import { attachFiles, fingerprintsOf } from '../attachments/attach.ts';
import type { Cause } from '../conversations/activities.ts';
import { changeConversation, causeOf, type ConversationChanges } from '../conversations/change.ts';
import { lockWhereItGoesOn, type Conversation } from '../conversations/queries.ts';
import { statusAfterIncoming } from '../conversations/rules.ts';
import { contactSenderJson } from '../contacts/present.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import type { JsonText } from '../http/json.ts';
import type { Platform } from '../platform.ts';
import { recordFirstResponse, recordReplyTime } from '../reports/facts.ts';
import { cancelOnReply } from '../scheduled-messages/cancel.ts';
import { answerAutomatically } from './auto-answers.ts';
import { composeMessage } from './compose.ts';
import { refuseCrossing } from './crossing.ts';
import { tellOfMessage, type MessageFact, type NewMessage, type StoredMessage } from './insert.ts';
import { recordMentions } from './mentions.ts';
import { endsWaiting, isBlank, isHumanReply, parseExpected } from './rules.ts';
import type { MessageInput } from './schema.ts';
import { storeMessage } from './store.ts';

interface Sending {
  conversation: Conversation;
  actor: Author | null;
  input: MessageInput;
  platform: Platform;
  /** Whether the team's form of it is asked for. */
  isShown?: boolean;
}

interface Sent {
  id: number;
  /** When it was asked for and the message is new: as `showMessage` shows it. */
  shown?: JsonText;
}

/**
 * Adds a message to a (locked) conversation, with everything that the lifecycle makes of it: the
 * conversation reopens, the customer starts or stops waiting, notes mention people, inboxes answer by
 * themselves (contract §6.2, §8). A repeated request gets the message that the first one made.
 */
export async function sendMessage(tx: Tx, asked: Sending): Promise<Sent> {
  const conversation = await lockWhereItGoesOn(tx, asked.conversation);
  const sending: Sending = { ...asked, conversation };
  const { actor, input, platform } = sending;
  const expected = parseExpected(input.expected_last_message_id);
  const message = await composeMessage(tx, sending);
  const { account_id, channel_type } = conversation;
  const { attachments } = input;
  const files = await fingerprintsOf(tx, platform, { account_id, attachments });
  const { sender = null } = message;
  const check =
    expected === undefined
      ? undefined
      : async () => refuseCrossing(tx, { conversation, actor, sender, expected });
  const stored = await storeMessage(tx, conversation, { message, files, check });
  if (stored.twin !== null) return { id: stored.twin };

  const by_customer = actor?.type === 'Contact';
  const place = { account_id, message_id: stored.id, channel_type, by_customer };
  await attachFiles(tx, platform, { ...place, attachments });
  const { after, shown } = await applyLifecycle(tx, { ...sending, message, stored });
  if (message.private === true) {
    const note = { id: stored.id, content: message.content };
    await recordMentions(tx, { conversation: after, actor, message: note });
  }
  if (sender?.type === 'Contact')
    await touchContact(tx, { conversation: after, actor, at: stored.created_at });
  if (message.message_type === 'incoming') {
    if (conversation.cancels_on_reply) await cancelOnReply(tx, after, actor);
    if (conversation.may_answer) await answerAutomatically(tx, after, stored);
  }
  return { id: stored.id, ...(shown === undefined ? {} : { shown }) };
}

interface Arrival extends Sending {
  message: NewMessage;
  stored: StoredMessage;
}

/** What follows from a message in the contract's order (§8.1): reopen, message.created, who waits. */
async function applyLifecycle(
  tx: Tx,
  arrival: Arrival,
): Promise<{ after: Conversation; shown: JsonText | undefined }> {
  const { actor, input, stored, isShown = false } = arrival;
  const conversation = await reopen(tx, arrival);
  const { account_id, id: conversation_id } = conversation;
  const changes = waitingAfter(arrival, conversation);
  const key = { account_id, conversation_id, id: stored.id };
  const facts = factsOf(arrival, changes);
  await countReply(tx, { conversation, stored, facts });
  const happening = { actor, facts, echo: input.echo_id, isShown };
  const shown = await tellOfMessage(tx, key, happening);
  return { after: await changeConversation(tx, conversation, changes, { actor }), shown };
}

/** A customer's message reopens the conversation, which from then on waits for an answer (contract §8.2). */
async function reopen(tx: Tx, arrival: Arrival): Promise<Conversation> {
  const { conversation, actor, message, stored } = arrival;
  const status = statusAfterIncoming(conversation);
  if (message.message_type !== 'incoming' || status === conversation.status) return conversation;
  const waiting_since = conversation.waiting_since ?? stored.created_at;
  const speaksForSystem =
    conversation.status === 'resolved' && conversation.channel_type === 'Channel::Api';
  const cause: Cause =
    speaksForSystem && status === 'open' ? { by: 'customer_message' } : causeOf(actor);
  return changeConversation(tx, conversation, { status, waiting_since }, { actor, cause });
}

/** Who waits for whom after the message (contract §8.3, §8.4). */
function waitingAfter(
  { message, stored }: Arrival,
  { waiting_since, first_reply_created_at }: Conversation,
): ConversationChanges {
  if (message.message_type === 'incoming') {
    return { waiting_since: waiting_since ?? stored.created_at };
  }
  const reply = replyOf(message);
  if (isHumanReply(reply) && first_reply_created_at === null) {
    return { first_reply_created_at: stored.created_at, waiting_since: null };
  }
  return endsWaiting(reply) ? { waiting_since: null } : {};
}

/** What reports measure about an answer. */
async function countReply(
  tx: Tx,
  { conversation, stored, facts }: Pick<Arrival, 'conversation' | 'stored'> & Facts,
): Promise<void> {
  const { account_id, id, waiting_since } = conversation;
  const names = facts.map(({ name }) => name);
  if (names.includes('first.reply.created')) {
    await recordFirstResponse(tx, { account_id, id }, stored.id);
  } else if (names.includes('reply.created') && waiting_since !== null) {
    await recordReplyTime(tx, { account_id, id, waiting_since }, stored.id);
  }
}

type MessageFacts = MessageFact[];

interface Facts {
  facts: MessageFacts;
}

function factsOf({ conversation, message }: Arrival, changes: ConversationChanges): MessageFacts {
  const facts: MessageFacts = [{ name: 'message.created' }];
  if (changes.first_reply_created_at !== undefined) facts.push({ name: 'first.reply.created' });
  else if (isHumanReply(replyOf(message)) && conversation.waiting_since !== null) {
    facts.push({ name: 'reply.created' });
  }
  return facts;
}

const replyOf = (message: NewMessage) => ({
  message_type: message.message_type,
  private: message.private ?? false,
  sender_type: message.sender?.type ?? null,
  from_rule:
    !isBlank(message.content_attributes?.['automation_rule_id']) ||
    message.additional_attributes?.['campaign_id'] !== undefined,
});

const touch = `
  update contacts k set last_activity_at = $3, updated_at = clock_timestamp()
  from (select id, last_activity_at from contacts where account_id = $1 and id = $2 for no key update) before
  where k.account_id = $1 and k.id = $2
  returning before.last_activity_at, ${contactSenderJson('k')} as data`;

async function touchContact(
  tx: Tx,
  { conversation, actor, at }: { conversation: Conversation; actor: Author | null; at: Date },
): Promise<void> {
  const { account_id, contact_id, id: conversation_id } = conversation;
  const touched = await row<{ last_activity_at: Date | null; data: unknown }>(tx, touch, [
    account_id,
    contact_id,
    at,
  ]);
  const payload = {
    contact_id,
    data: touched?.data,
    changes: { last_activity_at: [touched?.last_activity_at ?? null, at] as [unknown, unknown] },
    performer: performerOf(actor),
  };
  await emit(tx, [{ account_id, name: 'contact.updated', conversation_id, payload }]);
}
