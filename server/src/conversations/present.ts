import { botSlimJson, botSenderJson } from '../agent-bots/present.ts';
import { agentJson, userSenderJson } from '../agents/present.ts';
import { contactJson, contactSenderJson } from '../contacts/present.ts';
import { enumName, iso, jsonObject, unix, unixOrZero } from '../db/json.ts';
import { messagePushJson, unreadCount } from '../messages/present.ts';
import { teamContextJson } from '../teams/present.ts';
import { PRIORITIES, STATUSES } from './enums.ts';

const updatedAt = `extract(epoch from c.updated_at)::float8`;
const replyWindow = `nullif(i.channel #>> '{additional_attributes,agent_reply_time_window}', '')`;

// Only an API inbox can have a reply window; ours are the channels without one (contract §8.8).
const canReply = `
  case when i.channel_type = 'Channel::Api' and ${replyWindow} ~ '^[0-9]{1,6}$' then coalesce(
    (select max(incoming.created_at) from messages incoming
     where incoming.account_id = c.account_id and incoming.conversation_id = c.id and incoming.message_type = 0)
    > now() - make_interval(hours => (${replyWindow})::int), false)
  else true end`;

const mergedInto = `case when c.merged_into_id is not null then (select target.display_id from conversations target
  where target.account_id = c.account_id and target.id = c.merged_into_id) end`;

const pushOptions = { unread: 'unread.total', sourceId: 'ci.source_id' };

const newestId = (condition: string): string => `
  (select m.id from messages m
   where m.account_id = c.account_id and m.conversation_id = c.id and ${condition} order by m.id desc limit 1)`;

const messageById = (id: string): string => `
  (select ${messagePushJson('m', 'c', pushOptions)} from messages m
   where m.account_id = c.account_id and m.id = ${id})`;

const assignee = `
  case when b.id is not null then ${botSlimJson('b')}
       when u.id is not null then ${agentJson('u', 'm')} end`;

const sources = `
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  left join memberships m on m.account_id = c.account_id and m.user_id = c.assignee_id and m.removed_at is null
  left join users u on u.id = m.user_id
  left join agent_bots b on b.id = c.assignee_agent_bot_id
  left join teams t on t.account_id = c.account_id and t.id = c.team_id and t.removed_at is null
  cross join lateral (select ${unreadCount('c')} as total offset 0) unread`;

// What stands in several places is made once: OFFSET 0 keeps the planner from copying the expression.
const details = `
  cross join lateral (select ${assignee} as assignee, ${contactJson('k')} as contact offset 0) who
  cross join lateral (select ${newestId('true')} as newest, ${newestId('m.message_type <> 2')} as said offset 0) last
  cross join lateral (select ${messageById('last.newest')} as message offset 0) latest`;

const conversation = jsonObject({
  meta: jsonObject(
    { sender: 'who.contact', channel: 'i.channel_type' },
    {
      assignee: 'who.assignee',
      assignee_type: `case when b.id is not null then '"AgentBot"' when u.id is not null then '"User"' end`,
      team: `case when t.id is not null then ${teamContextJson('t', '$3')} end`,
      hmac_verified: 'to_json(ci.hmac_verified)', // never left out; it stands at the end
    },
  ),
  id: 'c.display_id',
  messages: `coalesce('[' || latest.message::text || ']', '[]')::json`,
  account_id: 'c.account_id',
  uuid: 'c.uuid',
  additional_attributes: 'c.additional_attributes',
  agent_last_seen_at: unixOrZero('c.agent_last_seen_at'),
  assignee_last_seen_at: unixOrZero('c.assignee_last_seen_at'),
  can_reply: canReply,
  contact_last_seen_at: unixOrZero('c.contact_last_seen_at'),
  custom_attributes: 'c.custom_attributes',
  inbox_id: 'c.inbox_id',
  labels: 'c.labels',
  muted: 'k.blocked',
  snoozed_until: iso('c.snoozed_until'),
  status: enumName('c.status', STATUSES),
  created_at: unix('c.created_at'),
  updated_at: updatedAt,
  timestamp: unix('c.last_activity_at'),
  first_reply_created_at: unixOrZero('c.first_reply_created_at'),
  unread_count: 'unread.total',
  last_non_activity_message: `case when last.said = last.newest then latest.message else ${messageById('last.said')} end`,
  last_activity_at: unix('c.last_activity_at'),
  priority: enumName('c.priority', PRIORITIES),
  waiting_since: unixOrZero('c.waiting_since'),
  sla_policy_id: 'c.sla_policy_id',
  // What the API document has beyond the original stands at the end (contract appendix B).
  display_id: 'c.display_id',
  assignee: 'who.assignee',
  contact: 'who.contact',
  merged_into: mergedInto,
});

/**
 * The Conversation of contract §3.1, one row of JSON text for each id, in the order of the ids.
 * $1 account, $2 primary keys, $3 the calling user's id or null. A constant number of statements
 * (this one), whatever the page holds.
 */
export const presentConversations = `
  select ${conversation}::text as json
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join conversations c on c.account_id = $1 and c.id = page.id
  ${sources} ${details}
  order by page.position`;

const pushJson = (pubsubToken: string): string =>
  jsonObject({
    additional_attributes: 'c.additional_attributes',
    can_reply: canReply,
    channel: 'i.channel_type',
    contact_inbox: jsonObject({
      id: 'ci.id',
      contact_id: 'ci.contact_id',
      inbox_id: 'ci.inbox_id',
      source_id: 'ci.source_id',
      created_at: iso('ci.created_at'),
      updated_at: iso('ci.updated_at'),
      hmac_verified: 'ci.hmac_verified',
      pubsub_token: pubsubToken,
    }),
    id: 'c.display_id',
    inbox_id: 'c.inbox_id',
    messages: `coalesce('[' || ${messageById(newestId('m.message_type <> 2 and not m.private'))}::text || ']', '[]')::json`,
    labels: 'c.labels',
    meta: jsonObject({
      sender: contactSenderJson('k'),
      assignee: `case when b.id is not null then ${botSenderJson('b')}
      when u.id is not null then ${userSenderJson('u', 'm')} end`,
      assignee_type: `case when b.id is not null then 'AgentBot' when u.id is not null then 'User' end`,
      team: `case when t.id is not null then ${jsonObject({ id: 't.id', name: 't.name' })} end`,
      hmac_verified: 'ci.hmac_verified',
    }),
    status: enumName('c.status', STATUSES),
    custom_attributes: 'c.custom_attributes',
    snoozed_until: iso('c.snoozed_until'),
    unread_count: 'unread.total',
    first_reply_created_at: iso('c.first_reply_created_at'),
    priority: enumName('c.priority', PRIORITIES),
    waiting_since: unixOrZero('c.waiting_since'),
    agent_last_seen_at: unixOrZero('c.agent_last_seen_at'),
    contact_last_seen_at: unixOrZero('c.contact_last_seen_at'),
    last_activity_at: unix('c.last_activity_at'),
    timestamp: unix('c.last_activity_at'),
    created_at: unix('c.created_at'),
    updated_at: updatedAt,
    merged_into: mergedInto,
  });

// Webhooks are told the customer's own credential, because programs rely on it (contract: customer §5.1).
const push = pushJson('ci.pubsub_token');

/** The ConversationPush of conversation `c`, as webhooks carry it, inside of another statement. */
export const conversationHookOf = (account: string, id: string): string => `
  (select ${push} from conversations c ${sources} where c.account_id = ${account} and c.id = ${id})`;

/**
 * The same for people, inside of another statement; the arguments are its SQL for the account and the primary
 * key. Without the customer's credential: with it one would go on hearing a conversation that one no longer sees.
 */
export const conversationPushOf = (account: string, id: string): string => `
  (select ${pushJson('null::text')} from conversations c ${sources} where c.account_id = ${account} and c.id = ${id})`;

/** The ConversationPush of contract §10.2, which sockets and webhooks carry. $1 account, $2 primary key. */
export const presentConversationPush = `
  select ${push} as data
  from conversations c ${sources}
  where c.account_id = $1 and c.id = $2`;

/** The same of several, by primary key. $1 account, $2 primary keys. */
export const presentConversationPushes = `
  select c.id, ${push} as data
  from conversations c ${sources}
  where c.account_id = $1 and c.id = any($2::bigint[]) order by c.id`;
