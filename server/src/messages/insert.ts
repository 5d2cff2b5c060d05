import type { Actor } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent, Changes } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { CONTENT_TYPES, MESSAGE_TYPES, type ContentType, type MessageType } from './enums.ts';
import { messagePushJson } from './present.ts';

export type Sender =
  | { type: 'User'; id: number }
  | { type: 'Contact'; id: number }
  | { type: 'AgentBot'; id: number }
  | null;

/** A message about to be stored; all rules have been asked. */
export interface NewMessage {
  message_type: MessageType;
  content: string | null;
  content_type?: ContentType;
  private?: boolean;
  sender?: Sender;
  source_id?: string | null;
  echo_id?: string | null;
  processed_message_content?: string | null;
  content_attributes?: Record<string, unknown>;
  additional_attributes?: Record<string, unknown>;
}

export interface StoredMessage {
  id: number;
  created_at: Date;
}

// The message and its mark on the conversation (last_activity_at, updated_at) are one statement.
const insert = `
  with message as (
    insert into messages (account_id, conversation_id, inbox_id, message_type, content_type, private, content,
      processed_message_content, source_id, echo_id, sender_user_id, sender_contact_id, sender_agent_bot_id,
      content_attributes, additional_attributes)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    returning account_id, conversation_id, id, created_at
  ), touched as (
    update conversations c set last_activity_at = message.created_at, updated_at = clock_timestamp()
    from message where c.account_id = message.account_id and c.id = message.conversation_id
  )
  select id, created_at from message`;

/** Stores a message. Nothing follows from it here: see sendMessage and writeActivity. */
export async function insertMessage(
  tx: Tx,
  conversation: Conversation,
  message: NewMessage,
): Promise<StoredMessage> {
  const sender = message.sender ?? null;
  const senderId = (type: NonNullable<Sender>['type']): number | null =>
    sender?.type === type ? sender.id : null;
  const stored = await row<StoredMessage>(tx, insert, [
    conversation.account_id,
    conversation.id,
    conversation.inbox_id,
    MESSAGE_TYPES.indexOf(message.message_type),
    CONTENT_TYPES.indexOf(message.content_type ?? 'text'),
    message.private ?? false,
    message.content,
    message.processed_message_content ?? message.content,
    message.source_id ?? null,
    message.echo_id ?? null,
    senderId('User'),
    senderId('Contact'),
    senderId('AgentBot'),
    JSON.stringify(message.content_attributes ?? {}),
    JSON.stringify(message.additional_attributes ?? {}),
  ]);
  return stored as StoredMessage;
}

const presentPush = `
  select ${messagePushJson('m', 'c', { echo: 'm.echo_id' })} as data
  from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.account_id = $1 and m.id = any($2::bigint[]) order by m.id`;

type MessageEventName =
  'message.created' | 'message.updated' | 'first.reply.created' | 'reply.created';

interface MessageFact {
  name: MessageEventName;
  changes?: Changes;
  removed_files?: string[];
}

/** The events of a message, with the message as it is now. */
export async function messageEvents(
  tx: Tx,
  { account_id, conversation_id, id }: { account_id: number; conversation_id: number; id: number },
  { actor, facts }: { actor: Actor | null; facts: MessageFact[] },
): Promise<AnyEvent[]> {
  const [push] = await rows<{ data: unknown }>(tx, presentPush, [account_id, [id]]);
  const performer = performerOf(actor);
  return facts.map(({ name, ...rest }) => ({
    account_id,
    name,
    conversation_id,
    payload: { data: push?.data, performer, ...rest },
  }));
}

/** Writes the lines that tell the team what was done (contract §9), with their events. */
export async function writeActivities(
  tx: Tx,
  conversation: Conversation,
  { actor, lines }: { actor: Actor | null; lines: readonly string[] },
): Promise<void> {
  const { account_id, id: conversation_id } = conversation;
  const events: AnyEvent[] = [];
  for (const content of lines) {
    const { id } = await insertMessage(tx, conversation, { message_type: 'activity', content });
    const fact = { actor, facts: [{ name: 'message.created' as const }] };
    events.push(...(await messageEvents(tx, { account_id, conversation_id, id }, fact)));
  }
  await emit(tx, events);
}
