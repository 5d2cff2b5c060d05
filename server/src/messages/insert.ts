import type { Author } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { Changes } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { JsonText } from '../http/json.ts';
import { CONTENT_TYPES, MESSAGE_TYPES, type ContentType, type MessageType } from './enums.ts';
import { messageJson, messagePushJson, partsOf } from './present.ts';

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
  content_attributes?: Record<string, unknown>;
  additional_attributes?: Record<string, unknown>;
}

export interface StoredMessage {
  id: number;
  created_at: Date;
}

/**
 * The message and its mark on the conversation (last_activity_at, updated_at), as parts of one statement. $1 to $14:
 * account, conversation, inbox, source_id, echo_id and `ownValues`. `source` says whether there is one.
 */
export const storing = (source = ''): string => `
  message as (
    insert into messages (account_id, conversation_id, inbox_id, source_id, echo_id, message_type, content_type, private,
      content, processed_message_content, sender_user_id, sender_contact_id, sender_agent_bot_id,
      content_attributes, additional_attributes)
    select $1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::smallint, $7::smallint, $8::boolean,
      $9::text, $9::text, $10::bigint, $11::bigint, $12::bigint, $13::jsonb, $14::jsonb
    ${source}
    returning account_id, conversation_id, id, created_at
  ), touched as (
    update conversations c set last_activity_at = message.created_at, updated_at = clock_timestamp()
    from message where c.account_id = message.account_id and c.id = message.conversation_id
  )`;

const insert = `with ${storing()} select id, created_at from message`;

/** Stores a message. Nothing follows from it here: see sendMessage and writeAutomatic. */
export async function insertMessage(
  tx: Tx,
  conversation: Conversation,
  message: NewMessage,
): Promise<StoredMessage> {
  const stored = await row<StoredMessage>(tx, insert, [
    conversation.account_id,
    conversation.id,
    conversation.inbox_id,
    message.source_id ?? null,
    message.echo_id ?? null,
    ...ownValues(message),
  ]);
  return stored as StoredMessage;
}

/** What a message consists of, without its place and the ids it is known by elsewhere. */
export function ownValues(message: NewMessage): unknown[] {
  const { sender = null } = message;
  const senderId = (type: NonNullable<Sender>['type']): number | null =>
    sender?.type === type ? sender.id : null;
  return [
    MESSAGE_TYPES.indexOf(message.message_type),
    CONTENT_TYPES.indexOf(message.content_type ?? 'text'),
    message.private ?? false,
    message.content,
    senderId('User'),
    senderId('Contact'),
    senderId('AgentBot'),
    JSON.stringify(message.content_attributes ?? {}),
    JSON.stringify(message.additional_attributes ?? {}),
  ];
}

// Who takes part comes along, so that a job to tell people exists only where there is somebody to tell.
const presentPush = (more: string, from: string, parts: object): string => `
  select ${messagePushJson('m', 'c', { echo: '$3::json', ...parts })} as data,
    array_to_json(array(select p.user_id from conversation_participants p
      where p.account_id = m.account_id and p.conversation_id = m.conversation_id
        and p.user_id is distinct from m.sender_user_id order by 1)) as participants ${more}
  from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id ${from}
  where m.account_id = $1 and m.id = $2`;

const parts = { sender: 'own.sender', attachments: 'own.attachments' };
const push = presentPush('', '', {});
const pushAndShow = presentPush(
  `, (${messageJson('m', 'c', { echo: '$3::json', ...parts })})::text as shown`,
  `cross join lateral ${partsOf('m', 'own')}`,
  parts,
);

type MessageEventName =
  'message.created' | 'message.updated' | 'first.reply.created' | 'reply.created';

export interface MessageFact {
  name: MessageEventName;
  changes?: Changes;
  removed_files?: string[];
}

interface Happening {
  actor: Author | null;
  facts: MessageFact[];
  /** The echo_id of the request, as it was given. */
  echo?: unknown;
  /** Whether the team's form of the message is asked for, too. */
  isShown?: boolean;
}

interface Key {
  account_id: number;
  conversation_id: number;
  id: number;
}

/**
 * Tells what happened to a message, with the message as it is now. One statement reads it for this and for whoever
 * is to be shown it.
 */
export async function tellOfMessage(
  tx: Tx,
  { account_id, conversation_id, id }: Key,
  { actor, facts, echo, isShown = false }: Happening,
): Promise<JsonText | undefined> {
  const values = [account_id, id, echo == null ? null : JSON.stringify(echo)];
  const found = await row<Described>(tx, isShown ? pushAndShow : push, values);
  const { data, participants = [], shown } = found ?? {};
  const performer = performerOf(actor);
  const events = facts.map(({ name, ...rest }) => ({
    account_id,
    name,
    conversation_id,
    payload: { data, performer, ...rest, ...(name === 'message.created' ? { participants } : {}) },
  }));
  await emit(tx, events);
  return shown === undefined ? undefined : new JsonText(shown);
}

interface Described extends Record<string, unknown> {
  data: unknown;
  participants: number[];
  shown?: string;
}

/** Stores messages that no request asked for, with their events: activity lines, and what an inbox says by itself. */
export async function writeAutomatic(
  tx: Tx,
  conversation: Conversation,
  { actor, messages }: { actor: Author | null; messages: readonly NewMessage[] },
): Promise<void> {
  const { account_id, id: conversation_id } = conversation;
  for (const message of messages) {
    const { id } = await insertMessage(tx, conversation, message);
    const key = { account_id, conversation_id, id };
    await tellOfMessage(tx, key, { actor, facts: [{ name: 'message.created' }] });
  }
}

/** Writes the lines that tell the team what was done (contract §9). */
export async function writeActivities(
  tx: Tx,
  conversation: Conversation,
  { actor, lines }: { actor: Author | null; lines: readonly string[] },
): Promise<void> {
  const messages = lines.map((content) => ({ message_type: 'activity' as const, content }));
  await writeAutomatic(tx, conversation, { actor, messages });
}
