import { fingerprintSql } from '../attachments/queries.ts';
import type { Conversation } from '../conversations/queries.ts';
import { enumName } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { MESSAGE_STATUSES, MESSAGE_TYPES, type MessageStatus, type MessageType } from './enums.ts';
import { ownValues, type NewMessage } from './insert.ts';
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

// 200 messages came in the last minute: something is talking to itself (contract §12).
const flooded = `
  coalesce((select m.created_at > now() - interval '1 minute' from messages m
    where m.account_id = $1 and m.conversation_id = $2 order by m.id desc offset 199 limit 1), false)`;

// What came to the message after it was sent does not make it another one.
const added = `'{external_error,translations}'::text[]`;

const twinBy = (key: 'source_id' | 'echo_id'): string => `
  (select m.id from messages m
   where m.account_id = $1 and m.conversation_id = $2 and md5(m.${key}) = md5($3) and m.${key} = $3
     ${key === 'echo_id' ? 'and m.source_id is null' : ''}
     and m.message_type = $4 and m.content_type = $5 and m.private = $6 and m.content is not distinct from $7
     and m.sender_user_id is not distinct from $8 and m.sender_contact_id is not distinct from $9
     and m.sender_agent_bot_id is not distinct from $10
     and m.content_attributes - ${added} = $11::jsonb - ${added} and m.additional_attributes = $12::jsonb
     and m.created_at > now() - interval '24 hours'
     and $13::text[] = array(select ${fingerprintSql} from attachments a
       join blobs b on b.account_id = a.account_id and b.id = a.blob_id
       where a.account_id = m.account_id and a.message_id = m.id order by a.id)
   order by m.id limit 1)`;

const findFlood = `select ${flooded} as flooded, null::bigint as twin`;
const findTwinBySource = `select ${flooded} as flooded, ${twinBy('source_id')} as twin`;
const findTwinByEcho = `select ${flooded} as flooded, ${twinBy('echo_id')} as twin`;

/**
 * What speaks against storing the message. `twin` is the message that a repeated request made before:
 * all of it the same, and sent under the same source_id (or the same echo_id, when it has no
 * source_id) within a day. A message that differs is another message and is never swallowed.
 */
export async function findObstacles(
  tx: Tx,
  { account_id, id }: Conversation,
  { message, files }: { message: NewMessage; files: readonly string[] },
): Promise<{ flooded: boolean; twin: number | null }> {
  const bySource = message.source_id != null;
  const key = message.source_id ?? message.echo_id;
  const values =
    key == null ? [account_id, id] : [account_id, id, key, ...ownValues(message), files];
  const statement = key == null ? findFlood : bySource ? findTwinBySource : findTwinByEcho;
  const found = await row<{ flooded: boolean; twin: number | null }>(tx, statement, values);
  return found ?? { flooded: false, twin: null };
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
