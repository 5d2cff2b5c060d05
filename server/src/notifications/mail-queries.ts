import { availableName } from '../agents/present.ts';
import { memberMayOpen } from '../conversations/visibility.ts';
import { enumName } from '../db/json.ts';
import { senderJson } from '../messages/present.ts';
import { isPresent } from '../presence.ts';
import { NOTIFICATION_TYPES } from './rules.ts';

/** Closes what waits, so that what happens from now on goes into another; again on every try, also of what was given up. */
export const closeMail = `
  update notification_mails set state = 'sending', tries = tries + 1, updated_at = clock_timestamp()
  where account_id = $1 and id = $2 and state in ('waiting', 'sending', 'failed') returning told`;

export const settleMail = `
  update notification_mails set state = $3, reason = $4, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/** Whom a mail is for and what it is about, as both are now. */
export const findAddressee = `
  select u.id as user_id, u.email, u.name, u.confirmed_at is not null as confirmed, u.deleted_at is null
      and m.removed_at is null and a.status = 'active' and a.deleted_at is null and i.deleted_at is null
      and ${memberMayOpen('m', 'role', { c: 'c' })} as may_open,
    coalesce(s.email_flags, '{}') as flags, k.blocked,
    exists (select from presence p where p.account_id = m.account_id and p.kind = 'User'
      and p.id = m.user_id and ${isPresent('p')}) as connected,
    a.name as account_name, c.display_id, c.uuid, i.name as inbox_name, k.name as contact_name
  from notification_mails mail
  join accounts a on a.id = mail.account_id
  join users u on u.id = mail.user_id
  join memberships m on m.account_id = mail.account_id and m.user_id = mail.user_id
  left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
  left join notification_settings s on s.account_id = m.account_id and s.user_id = m.user_id
  join conversations c on c.account_id = mail.account_id and c.id = mail.conversation_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  where mail.account_id = $1 and mail.id = $2`;

// What they have seen: the notification about it is read, snoozed or gone, they have the conversation and
// looked at it since, or they wrote in it themselves. What is later than now proves nothing: the clock was put back.
const isSeen = `
  n.id is null or (n.event_id >= item.event_id and (n.read_at is not null or n.snoozed_until is not null))
  or (c.assignee_id = mail.user_id and c.assignee_last_seen_at between item.at and now() + interval '1 minute')
  or exists (select from messages own where own.account_id = mail.account_id
    and own.conversation_id = mail.conversation_id and own.sender_user_id = mail.user_id and own.created_at > item.at
    and own.created_at < now() + interval '1 minute')`;

const lastOf = (type: number): string => `
  (select s.id from messages s where s.account_id = mail.account_id and s.conversation_id = mail.conversation_id
   and s.message_type = ${type} order by s.id desc limit 1)`;

// What is no message quotes the last word of the customer, or ours where they have not written.
const quoted = `coalesce(item.message_id, ${lastOf(0)}, ${lastOf(1)})`;

/** What the mail is to tell, oldest first. */
export const findItems = `
  select ${enumName('item.type - 1', NOTIFICATION_TYPES)} as type, (${isSeen}) as seen,
    item.message_id is not null and (q.id is null or coalesce((q.content_attributes ->> 'deleted')::boolean, false)) as gone,
    (select ${availableName('b')} from users b where b.id = item.user_id) as by_name,
    case when q.id is not null and not coalesce((q.content_attributes ->> 'deleted')::boolean, false) then jsonb_build_object(
      'id', q.id, 'sender_name', (${senderJson('q')}) ->> 'name', 'content', left(q.content, 3000), 'private', q.private,
      'files', (select count(*) from attachments f where f.account_id = q.account_id and f.message_id = q.id)
    ) end as message
  from notification_mails mail
  cross join lateral rows from (jsonb_to_recordset(mail.items)
    as (type int, event_id bigint, message_id bigint, user_id bigint, at timestamptz)) with ordinality
    as item (type, event_id, message_id, user_id, at, position)
  join conversations c on c.account_id = mail.account_id and c.id = mail.conversation_id
  left join notifications n on n.account_id = mail.account_id and n.user_id = mail.user_id
    and n.conversation_id = mail.conversation_id
  left join messages q on q.account_id = mail.account_id and q.id = ${quoted}
  where mail.account_id = $1 and mail.id = $2
  order by item.position`;
