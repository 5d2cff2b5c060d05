import { botSenderJson } from '../agent-bots/present.ts';
import { availableName } from '../agents/present.ts';
import { attachmentsJson } from '../attachments/present.ts';
import { ownRawContactJson, ownSenderJson } from '../contacts/present.ts';
import { STATUSES } from '../conversations/enums.ts';
import { enumName, jsonObject, pictureUrl, unix, unixOrZero } from '../db/json.ts';
import { CONTENT_TYPES } from '../messages/enums.ts';

// SQL text that presents what customers see. `m` is an alias of messages, `c` of their conversation, `ci` of
// the contact inbox of that.

/** Notes and activity lines are the team's alone. */
export const isForCustomer = (m: string): string => `not ${m}.private and ${m}.message_type <> 2`;

/** Whether somebody of the team is there just now is not told (contract: customer §0.4). */
const userJson = (u: string): string =>
  jsonObject({
    id: `${u}.id`,
    name: `${u}.name`,
    available_name: availableName(u),
    avatar_url: pictureUrl(`${u}.avatar_url`),
    type: `'user'::text`,
    availability_status: 'null::text',
    thumbnail: pictureUrl(`${u}.avatar_url`),
  });

/** Who wrote it, as the customer sees them. */
export const ownSender = (m: string): string => `
  case
    when ${m}.sender_user_id is not null then
      (select ${userJson('su')} from users su where su.id = ${m}.sender_user_id)
    when ${m}.sender_contact_id is not null then
      (select ${ownSenderJson('sk', 'ci')} from contacts sk
       where sk.account_id = ${m}.account_id and sk.id = ${m}.sender_contact_id)
    when ${m}.sender_agent_bot_id is not null then
      (select ${botSenderJson('sb')} from agent_bots sb where sb.id = ${m}.sender_agent_bot_id)
  end`;

// Whom else a mail went to, and why something could not be delivered, is not for the customer.
const attributesJson = (m: string): string =>
  `${m}.content_attributes - '{bcc_emails,external_error}'::text[]`;

/** The ClientMessage of customer §0.4. `echo` is SQL for the echo_id of the request, or null. */
export const clientMessageJson = (m: string, c: string, echo = 'null'): string =>
  jsonObject(
    {
      id: `${m}.id`,
      content: `${m}.content`,
      message_type: `${m}.message_type`,
      content_type: enumName(`${m}.content_type`, CONTENT_TYPES),
      content_attributes: attributesJson(m),
      created_at: unix(`${m}.created_at`),
      conversation_id: `${c}.display_id`,
    },
    { attachments: attachmentsJson(m), sender: ownSender(m), echo_id: echo },
  );

const messages = `
  coalesce((select '[' || string_agg((${clientMessageJson('m', 'c')})::text, ',' order by m.id) || ']'
    from messages m
    where m.account_id = c.account_id and m.conversation_id = c.id and ${isForCustomer('m')}), '[]')::json`;

/** The PubConversation of customer §2, with the contact as `k` and its inbox as `ci`. */
export const clientConversationJson = jsonObject({
  id: 'c.display_id',
  uuid: 'c.uuid',
  inbox_id: 'c.inbox_id',
  contact_last_seen_at: unixOrZero('c.contact_last_seen_at'),
  status: enumName('c.status', STATUSES),
  agent_last_seen_at: unixOrZero('c.agent_last_seen_at'),
  messages,
  contact: ownRawContactJson('k', 'ci'),
});
