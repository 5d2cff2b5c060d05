import { jsonObject, unix } from '../db/json.ts';

const senderName = `
  case
    when m.sender_user_id is not null then (select su.name from users su where su.id = m.sender_user_id)
    when m.sender_contact_id is not null then
      (select sk.name from contacts sk where sk.account_id = m.account_id and sk.id = m.sender_contact_id)
    when m.sender_agent_bot_id is not null then
      (select sb.name from agent_bots sb where sb.id = m.sender_agent_bot_id)
  end`;

const message = jsonObject(
  { content: 'm.content', id: 'm.id' },
  {
    sender_name: `to_json(${senderName})`,
    message_type: 'm.message_type',
    created_at: unix('m.created_at'),
  },
);

// At most the newest 100 messages, and no more once 200,000 characters are passed: a conversation can
// hold gigabytes. "offset 0" keeps PostgreSQL from asking the search index again for each conversation.
const messages = `
  select coalesce('[' || string_agg(${message}::text, ',' order by m.id) || ']', '[]')::json as messages
  from (
    select newest.*, sum(length(newest.content)) over (
      order by newest.id desc rows between unbounded preceding and 1 preceding) as newer
    from (
      select candidate.* from (
        select * from messages all_of_it
        where all_of_it.account_id = c.account_id and all_of_it.conversation_id = c.id
        order by all_of_it.id desc offset 0
      ) candidate
      where $3::text is null or candidate.folded like (select confab_fold($3))
      order by candidate.id desc limit 100
    ) newest
  ) m
  where coalesce(m.newer, 0) <= 200000`;

const conversation = jsonObject({
  id: 'c.display_id',
  uuid: 'c.uuid',
  created_at: unix('c.created_at'),
  contact: jsonObject({ id: 'k.id', name: 'k.name' }),
  inbox: jsonObject({ id: 'i.id', name: 'i.name', channel_type: 'i.channel_type' }),
  messages: 'found.messages',
  account_id: 'c.account_id',
  // What the API document has beyond the original stands at the end (contract appendix B).
  display_id: 'c.display_id',
});

/**
 * The SearchConversation of contract §3.10, one row of JSON text for each id, in the order of the ids.
 * $1 account, $2 primary keys, $3 the pattern that its messages must match, or null for all of them.
 */
export const presentSearchConversations = `
  select ${conversation}::text as json
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join conversations c on c.account_id = $1 and c.id = page.id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  cross join lateral (${messages}) found
  order by page.position`;
