import type { Conversation } from '../conversations/queries.ts';
import { enumName } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { MESSAGE_STATUSES, MESSAGE_TYPES, type MessageStatus, type MessageType } from './enums.ts';
import type { NewMessage } from './insert.ts';
import { messageJson } from './present.ts';

/** A stored message, as far as the rules about it need it. */
export interface Message {
  account_id: number;
  conversation_id: number;
  id: number;
  message_type: MessageType;
  status: MessageStatus;
  content_attributes: Record<string, unknown>;
}

const findOne = `
  select account_id, conversation_id, id, ${enumName('message_type', MESSAGE_TYPES)} as message_type,
         ${enumName('status', MESSAGE_STATUSES)} as status, content_attributes
  from messages where account_id = $1 and conversation_id = $2 and id = $3 for update`;

/** The message of the conversation, locked; undefined when it has none with this id. */
export async function lockMessage(
  tx: Tx,
  { account_id, id }: Pick<Conversation, 'account_id' | 'id'>,
  messageId: number | null,
): Promise<Message | undefined> {
  return row<Message>(tx, findOne, [account_id, id, messageId]);
}

const present = `
  select (${messageJson('m', 'c', '$3::json')})::text as json
  from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.account_id = $1 and m.id = $2`;

/** The wire form of a message; `echo` is the echo_id of this very request, if it had one. */
export async function showMessage(
  db: Db,
  { account_id, id }: { account_id: number; id: number },
  echo?: unknown,
): Promise<JsonText> {
  const echoed = echo === undefined || echo === null ? null : JSON.stringify(echo);
  const found = await row<{ json: string }>(db, present, [account_id, id, echoed]);
  if (found === undefined) throw notFound();
  return new JsonText(found.json);
}

const isFlooded = `
  select created_at > now() - interval '1 minute' as flooded from messages
  where account_id = $1 and conversation_id = $2 order by id desc offset 199 limit 1`;

/** 200 messages came in the last minute: something is talking to itself (contract §12). */
export async function conversationIsFlooded(tx: Tx, conversation: Conversation): Promise<boolean> {
  const found = await row<{ flooded: boolean }>(tx, isFlooded, [
    conversation.account_id,
    conversation.id,
  ]);
  return found?.flooded === true;
}

const findTwin = `
  select id from messages
  where account_id = $1 and conversation_id = $2 and (echo_id = $3 or source_id = $4)
    and message_type = $5 and private = $6 and content is not distinct from $7
    and coalesce(sender_user_id, sender_contact_id, sender_agent_bot_id) is not distinct from $8
    and created_at > now() - interval '24 hours'
  order by id limit 1`;

/**
 * The message that a repeated request made before: same echo_id or source_id, same sender and same
 * content within a day. A message that differs is another message and is never swallowed.
 */
export async function findEarlierTwin(
  tx: Tx,
  conversation: Conversation,
  message: NewMessage,
): Promise<number | undefined> {
  if (message.echo_id == null && message.source_id == null) return undefined;
  const twin = await row<{ id: number }>(tx, findTwin, [
    conversation.account_id,
    conversation.id,
    message.echo_id ?? null,
    message.source_id ?? null,
    MESSAGE_TYPES.indexOf(message.message_type),
    message.private ?? false,
    message.content,
    message.sender?.id ?? null,
  ]);
  return twin?.id;
}

const findReplied = `
  select id, source_id from messages
  where account_id = $1 and conversation_id = $2
    and case when $3::bigint is not null then id = $3 else source_id = $4 end
  order by id desc limit 1`;

/** The message that another answers, by id or by its id elsewhere. */
export async function findRepliedTo(
  tx: Tx,
  conversation: Conversation,
  { id, source_id }: { id: number | null; source_id: string | null },
): Promise<{ id: number; source_id: string | null } | undefined> {
  return row(tx, findReplied, [conversation.account_id, conversation.id, id, source_id]);
}
