import { attachmentsJson } from '../attachments/present.ts';
import { conversationHookOf } from '../conversations/present.ts';
import { enumName, iso, jsonObject } from '../db/json.ts';
import { CONTENT_TYPES, MESSAGE_TYPES } from '../messages/enums.ts';
import { contactHookJson } from '../widget/present.ts';

// SQL text that presents what webhooks carry (contract: platform §5.1). `a` is the account.

const account = jsonObject({ id: 'a.id', name: 'a.name' });

/** Somebody, whatever they are; null for nobody. */
const personJson = (user: string, contact: string, bot: string): string => `
  case
    when ${user} is not null then
      (select ${jsonObject({ id: 'u.id', name: 'u.name', email: 'u.email', type: `'user'::text` })}
       from users u where u.id = ${user})
    when ${contact} is not null then
      (select ${contactHookJson} from contacts k where k.account_id = a.id and k.id = ${contact})
    when ${bot} is not null then
      (select ${jsonObject({ id: 'b.id', name: 'b.name', type: `'agent_bot'::text` })}
       from agent_bots b where b.id = ${bot})
  end`;

// `m` is somebody else inside of a conversation.
const message = jsonObject(
  {
    account,
    additional_attributes: 'w.additional_attributes',
    content_attributes: 'w.content_attributes',
    content_type: enumName('w.content_type', CONTENT_TYPES),
    content: 'w.content',
    conversation: conversationHookOf('w.account_id', 'w.conversation_id'),
    created_at: iso('w.created_at'),
    id: 'w.id',
    inbox: jsonObject({ id: 'i.id', name: 'i.name' }),
    message_type: enumName('w.message_type', MESSAGE_TYPES),
    private: 'w.private',
    sender: personJson('w.sender_user_id', 'w.sender_contact_id', 'w.sender_agent_bot_id'),
    source_id: 'w.source_id',
  },
  { attachments: attachmentsJson('w') },
);

/** Messages with what their channel makes of the content. $1 account, $2 ids. */
export const presentMessages = `
  select w.id, ${message} as data, i.channel_type,
    case when w.content_type = 9 and i.channel_type <> 'Channel::WebWidget' then
      coalesce(nullif(i.csat_config ->> 'message', ''), 'Please rate this conversation,') || ' '
      || current_setting('confab.base_url') || '/survey/responses/' || c.uuid else w.content end as content
  from messages w
  join conversations c on c.account_id = w.account_id and c.id = w.conversation_id
  join inboxes i on i.account_id = w.account_id and i.id = w.inbox_id
  join accounts a on a.id = w.account_id
  where w.account_id = $1 and w.id = any($2::bigint[])`;

/** People by kind and id. $1 account, $2 kinds, $3 ids. */
export const presentPeople = `
  select who.type, who.id, ${personJson(
    `case who.type when 'User' then who.id end`,
    `case who.type when 'Contact' then who.id end`,
    `case who.type when 'AgentBot' then who.id end`,
  )} as json
  from unnest($2::text[], $3::bigint[]) who (type, id) join accounts a on a.id = $1`;
