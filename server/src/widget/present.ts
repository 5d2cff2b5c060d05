import { availability, availableName } from '../agents/present.ts';
import { attachmentsJson } from '../attachments/present.ts';
import { clientMessageJson, isForCustomer, ownSender } from '../client-api/present.ts';
import { ownRawContactJson, ownWord } from '../contacts/present.ts';
import { STATUSES, PRIORITIES } from '../conversations/enums.ts';
import { enumName, iso, jsonObject, pictureUrl, unix, unixOrZero } from '../db/json.ts';

// SQL text that presents what visitors of a website see: `k` is their contact, `ci` their session, as which it
// may be theirs by their word alone (contacts/claims.ts), `c` a conversation.

/** What the website calls them. */
export const ownIdentifier = `case when ci.claims is null then k.identifier else ci.claims ->> 'identifier' end`;

const known = {
  id: 'k.id',
  has_email: `${ownWord('email', 'k', 'ci')} is not null`,
  has_name: `btrim(${ownWord('name', 'k', 'ci')}) <> ''`,
  has_phone_number: `${ownWord('phone_number', 'k', 'ci')} is not null`,
};

/** What the window asks before it asks the visitor (contract: customer §3.3). */
export const knownJson = jsonObject(known);
export const knownWithIdentifierJson = jsonObject({ ...known, identifier: ownIdentifier });

/** The visitor in the settings of the window. */
export const visitorJson = jsonObject({
  email: ownWord('email', 'k', 'ci'),
  id: 'k.id',
  identifier: ownIdentifier,
  name: ownWord('name', 'k', 'ci'),
  phone_number: ownWord('phone_number', 'k', 'ci'),
  pubsub_token: 'ci.pubsub_token',
});

const head = {
  id: 'c.display_id',
  inbox_id: 'c.inbox_id',
  contact_last_seen_at: unixOrZero('c.contact_last_seen_at'),
  status: enumName('c.status', STATUSES),
};

export const currentConversationJson = jsonObject(head);

const messages = `
  coalesce((select '[' || string_agg((${clientMessageJson('m', 'c')})::text, ',' order by m.id) || ']'
    from messages m
    where m.account_id = c.account_id and m.conversation_id = c.id and ${isForCustomer('m')}), '[]')::json`;

/** The ConversationView of customer §3.4. */
export const newConversationJson = jsonObject({
  ...head,
  messages,
  custom_attributes: 'c.custom_attributes',
  contact: ownRawContactJson('k', 'ci'),
});

/** The MessageView of customer §3.5. */
export const newMessageJson = jsonObject(
  {
    id: 'm.id',
    content: 'm.content',
    inbox_id: 'm.inbox_id',
    conversation_id: 'c.display_id',
    message_type: 'm.message_type',
    created_at: unix('m.created_at'),
    private: 'm.private',
    source_id: 'm.source_id',
    content_attributes: 'm.content_attributes',
  },
  { attachments: attachmentsJson('m'), sender: ownSender('m') },
);

/** The RawConversation of customer §0.4: the row as it is. */
export const rawConversationJson = jsonObject({
  id: 'c.id',
  account_id: 'c.account_id',
  inbox_id: 'c.inbox_id',
  status: enumName('c.status', STATUSES),
  assignee_id: 'c.assignee_id',
  created_at: iso('c.created_at'),
  updated_at: iso('c.updated_at'),
  contact_id: 'c.contact_id',
  display_id: 'c.display_id',
  contact_last_seen_at: iso('c.contact_last_seen_at'),
  agent_last_seen_at: iso('c.agent_last_seen_at'),
  additional_attributes: 'c.additional_attributes',
  contact_inbox_id: 'c.contact_inbox_id',
  uuid: 'c.uuid',
  identifier: 'null::text',
  last_activity_at: iso('c.last_activity_at'),
  team_id: 'c.team_id',
  campaign_id: 'c.campaign_id',
  snoozed_until: iso('c.snoozed_until'),
  custom_attributes: 'c.custom_attributes',
  assignee_last_seen_at: iso('c.assignee_last_seen_at'),
  first_reply_created_at: iso('c.first_reply_created_at'),
  priority: enumName('c.priority', PRIORITIES),
  sla_policy_id: 'null::int',
  waiting_since: iso('c.waiting_since'),
  cached_label_list: `array_to_string(c.labels, ', ')`,
  assignee_agent_bot_id: 'c.assignee_agent_bot_id',
});

/** Who answers here. `u` is an alias of users, `m` of their membership. */
export const memberJson = jsonObject({
  id: 'u.id',
  name: availableName('u'),
  avatar_url: pictureUrl('u.avatar_url'),
  availability_status: availability('m'),
});

/** The RawWorkingHour of customer §0.4. */
export const workingHourJson = (h: string): string =>
  jsonObject({
    id: `${h}.id`,
    inbox_id: `${h}.inbox_id`,
    account_id: `${h}.account_id`,
    day_of_week: `${h}.day_of_week`,
    closed_all_day: `${h}.closed_all_day`,
    open_hour: `${h}.open_hour`,
    open_minutes: `${h}.open_minutes`,
    close_hour: `${h}.close_hour`,
    close_minutes: `${h}.close_minutes`,
    created_at: iso(`${h}.created_at`),
    updated_at: iso(`${h}.updated_at`),
    open_all_day: `${h}.open_all_day`,
  });

/** A contact as webhooks carry them (contract: platform §5.1). `a` is an alias of accounts. */
export const contactHookJson = jsonObject({
  account: jsonObject({ id: 'a.id', name: 'a.name' }),
  additional_attributes: 'k.additional_attributes',
  avatar: pictureUrl('k.avatar_url'),
  custom_attributes: 'k.custom_attributes',
  email: 'k.email',
  id: 'k.id',
  identifier: 'k.identifier',
  name: 'k.name',
  phone_number: 'k.phone_number',
  thumbnail: pictureUrl('k.avatar_url'),
  blocked: 'k.blocked',
});
