import type { Conversation } from '../conversations/queries.ts';
import { enumName } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { MESSAGE_STATUSES, MESSAGE_TYPES, type MessageStatus, type MessageType } from './enums.ts';
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
  select (${messageJson('m', 'c', { echo: '$3::json' })})::text as json
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

const repliedTo = (condition: string): string => `
  select m.id, m.source_id from messages m
  where m.account_id = $1 and m.conversation_id = $2 and ${condition} order by m.id desc limit 1`;
const findRepliedById = repliedTo('m.id = $3');
const findRepliedBySource = repliedTo('md5(m.source_id) = md5($3) and m.source_id = $3');

/** The message that another answers, by its id, or by its id elsewhere. */
export async function findRepliedTo(
  tx: Tx,
  conversation: Conversation,
  { id, source_id }: { id: number | null; source_id: string },
): Promise<{ id: number; source_id: string | null } | undefined> {
  const values = [conversation.account_id, conversation.id, id ?? source_id];
  return row(tx, id === null ? findRepliedBySource : findRepliedById, values);
}
