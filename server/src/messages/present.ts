import { botSenderJson } from '../agent-bots/present.ts';
import { userSenderJson } from '../agents/present.ts';
import { attachmentsJson } from '../attachments/present.ts';
import { contactSenderJson } from '../contacts/present.ts';
import { enumName, iso, jsonObject, unix } from '../db/json.ts';
import { CONTENT_TYPES, MESSAGE_STATUSES } from './enums.ts';

// SQL text that presents messages. `m` is an alias of messages, `c` of their conversation.

/** Who wrote message `m` (contract §3.8), or null. */
export const senderJson = (m: string): string => `
  case
    when ${m}.sender_user_id is not null then
      (select ${userSenderJson('su', 'sm')} from users su
       join memberships sm on sm.account_id = ${m}.account_id and sm.user_id = su.id
       where su.id = ${m}.sender_user_id)
    when ${m}.sender_contact_id is not null then
      (select ${contactSenderJson('sk')} from contacts sk
       where sk.account_id = ${m}.account_id and sk.id = ${m}.sender_contact_id)
    when ${m}.sender_agent_bot_id is not null then
      (select ${botSenderJson('sb')} from agent_bots sb where sb.id = ${m}.sender_agent_bot_id)
  end`;

/** How many incoming messages no agent has seen, at most 10 (contract §8.5). */
export const unreadCount = (c: string): string => `
  (select count(*) from (
     select from messages unread
     where unread.account_id = ${c}.account_id and unread.conversation_id = ${c}.id
       and unread.message_type = 0 and unread.created_at > coalesce(${c}.agent_last_seen_at, '-infinity')
     limit 10) unread)`;

/** The name of who wrote message `m`, or null. */
export const senderName = (m: string): string => `
  case
    when ${m}.sender_user_id is not null then (select su.name from users su where su.id = ${m}.sender_user_id)
    when ${m}.sender_contact_id is not null then
      (select sk.name from contacts sk where sk.account_id = ${m}.account_id and sk.id = ${m}.sender_contact_id)
    when ${m}.sender_agent_bot_id is not null then
      (select sb.name from agent_bots sb where sb.id = ${m}.sender_agent_bot_id)
  end`;

/** SQL for what both forms of a message say, when a statement has it already. */
interface Parts {
  sender?: string;
  attachments?: string;
}

/**
 * The two as columns of `alias`, for a statement that needs both forms: getting ready to say who wrote it and
 * what hangs on it takes PostgreSQL longer than saying it.
 */
export const partsOf = (m: string, alias: string): string =>
  `(select ${senderJson(m)} as sender, ${attachmentsJson(m)} as attachments offset 0) ${alias}`;

interface MessageOptions extends Parts {
  /** SQL for the echo_id of the request, which only the answer to that request has. */
  echo?: string;
}

/** The Message of the message endpoints (contract §3.6). */
export const messageJson = (
  m: string,
  c: string,
  { echo, sender = senderJson(m), attachments = attachmentsJson(m) }: MessageOptions = {},
): string => {
  const start = { id: `${m}.id`, content: `${m}.content`, inbox_id: `${m}.inbox_id` };
  const rest = {
    conversation_id: `${c}.display_id`,
    message_type: `${m}.message_type`,
    content_type: enumName(`${m}.content_type`, CONTENT_TYPES),
    status: enumName(`${m}.status`, MESSAGE_STATUSES),
    content_attributes: `${m}.content_attributes`,
    created_at: unix(`${m}.created_at`),
    private: `${m}.private`,
    source_id: `${m}.source_id`,
  };
  const tail = { sender, attachments };
  return echo === undefined
    ? jsonObject({ ...start, ...rest }, tail)
    : jsonObject(start, { echo_id: echo }, rest, tail);
};

interface PushOptions extends Parts {
  /** SQL for the conversation's unread count, when the statement has it already. */
  unread?: string;
  /** SQL for the source_id of the conversation's contact inbox. */
  sourceId?: string;
  /** SQL for the echo_id of the request that the event comes from, or null. */
  echo?: string;
}

/** The MessagePush inside conversations and in events (contract §3.7). */
export const messagePushJson = (m: string, c: string, options: PushOptions = {}): string =>
  jsonObject(
    {
      id: `${m}.id`,
      content: `${m}.content`,
      account_id: `${m}.account_id`,
      inbox_id: `${m}.inbox_id`,
      conversation_id: `${c}.display_id`,
      message_type: `${m}.message_type`,
      created_at: unix(`${m}.created_at`),
      updated_at: iso(`${m}.updated_at`),
      private: `${m}.private`,
      status: enumName(`${m}.status`, MESSAGE_STATUSES),
      source_id: `${m}.source_id`,
      content_type: enumName(`${m}.content_type`, CONTENT_TYPES),
      content_attributes: `${m}.content_attributes`,
      sender_type: `case when ${m}.sender_user_id is not null then 'User'
        when ${m}.sender_contact_id is not null then 'Contact'
        when ${m}.sender_agent_bot_id is not null then 'AgentBot' end`,
      sender_id: `coalesce(${m}.sender_user_id, ${m}.sender_contact_id, ${m}.sender_agent_bot_id)`,
      external_source_ids: `${m}.external_source_ids`,
      additional_attributes: `${m}.additional_attributes`,
      processed_message_content: `${m}.processed_message_content`,
      sentiment: `'{}'::json`,
      conversation: jsonObject({
        assignee_id: `${c}.assignee_id`,
        unread_count: options.unread ?? unreadCount(c),
        last_activity_at: unix(`${c}.last_activity_at`),
        contact_inbox: jsonObject({
          source_id:
            options.sourceId ??
            `(select pi.source_id from contact_inboxes pi
              where pi.account_id = ${c}.account_id and pi.id = ${c}.contact_inbox_id)`,
        }),
      }),
    },
    {
      echo_id: options.echo ?? 'null',
      attachments: options.attachments ?? attachmentsJson(m),
      sender: options.sender ?? senderJson(m),
    },
  );
