import { userSenderJson } from '../agents/present.ts';
import { conversationPushOf } from '../conversations/present.ts';
import { enumName, iso, jsonObject, unix } from '../db/json.ts';
import { messagePushJson, senderName } from '../messages/present.ts';
import { NOTIFICATION_TYPES } from './rules.ts';

// SQL text that presents notifications. `n` is an alias of notifications.

const typeName = enumName('n.notification_type - 1', NOTIFICATION_TYPES);

const newest = (condition: string): string => `
  (select s.id from messages s where s.account_id = n.account_id and s.conversation_id = n.conversation_id
   and ${condition} order by s.id desc limit 1)`;

// What the line about it quotes: the message itself, the first one, or the last word.
const quoted = `
  case when n.notification_type in (3, 4, 5) then n.message_id
       when n.notification_type in (1, 6) then (select s.id from messages s
         where s.account_id = n.account_id and s.conversation_id = n.conversation_id and s.message_type <> 2
         order by s.id limit 1)
       else coalesce(${newest('s.message_type = 0')}, ${newest('s.message_type = 1')}) end`;

const said = jsonObject({
  sender_name: senderName('q'),
  content: 'q.content',
  has_files: `exists (select from attachments a where a.account_id = q.account_id and a.message_id = q.id)`,
});

const secondary = `
  case when n.message_id is not null then (select ${messagePushJson('w', 'c')} from messages w
         where w.account_id = n.account_id and w.id = n.message_id)
       when n.secondary_user_id is not null then (select ${userSenderJson('du', 'dm')}
         from users du join memberships dm on dm.account_id = n.account_id and dm.user_id = du.id
         where du.id = n.secondary_user_id) end`;

const shown = jsonObject({
  id: 'n.id',
  notification_type: typeName,
  primary_actor_type: `'Conversation'::text`,
  primary_actor_id: 'n.conversation_id',
  primary_actor: conversationPushOf('n.account_id', 'n.conversation_id'),
  read_at: iso('n.read_at'),
  secondary_actor: secondary,
  user: userSenderJson('u', 'm'),
  created_at: unix('n.created_at'),
  last_activity_at: unix('n.last_activity_at'),
  snoozed_until: iso('n.snoozed_until'),
  meta: 'n.meta',
});

/**
 * Notifications without the texts made of `told`, in the order of the ids. $1 account, $2 ids. A
 * constant number of statements (this one), whatever the page holds.
 */
export const presentNotifications = `
  select n.user_id, n.conversation_id, ${shown} as shown, ${typeName} as notification_type, c.display_id,
    i.name as inbox_name, k.name as contact_name,
    (select ${said} from messages q where q.account_id = n.account_id and q.id = ${quoted}) as said
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join notifications n on n.account_id = $1 and n.id = page.id
  join conversations c on c.account_id = n.account_id and c.id = n.conversation_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join memberships m on m.account_id = n.account_id and m.user_id = n.user_id
  join users u on u.id = n.user_id
  order by page.position`;

/** The row as it is stored (contract: platform §4.13). */
export const rawJson = jsonObject({
  id: 'n.id',
  account_id: 'n.account_id',
  user_id: 'n.user_id',
  notification_type: typeName,
  primary_actor_type: `'Conversation'::text`,
  primary_actor_id: 'n.conversation_id',
  secondary_actor_type: `case when n.message_id is not null then 'Message'
    when n.secondary_user_id is not null then 'User' end`,
  secondary_actor_id: 'coalesce(n.message_id, n.secondary_user_id)',
  read_at: iso('n.read_at'),
  created_at: iso('n.created_at'),
  updated_at: iso('n.updated_at'),
  snoozed_until: iso('n.snoozed_until'),
  last_activity_at: iso('n.last_activity_at'),
  meta: 'n.meta',
});
