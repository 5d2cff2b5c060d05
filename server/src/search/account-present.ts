import { availableName } from '../agents/present.ts';
import { jsonObject, unix } from '../db/json.ts';
import { messageJson } from '../messages/present.ts';

// Each presents the rows of some ids, one JSON text a row, in the order of the ids. $1 account, $2 ids.

const contact = jsonObject({
  email: 'k.email',
  id: 'k.id',
  name: 'k.name',
  phone_number: 'k.phone_number',
  identifier: 'k.identifier',
  additional_attributes: 'k.additional_attributes',
  last_activity_at: unix('k.last_activity_at'),
});

export const presentFoundContacts = `
  select ${contact}::text as json
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join contacts k on k.account_id = $1 and k.id = page.id
  order by page.position`;

export const presentFoundMessages = `
  select ${messageJson('m', 'c')}::text as json, left(m.content, 20000) as content
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join messages m on m.account_id = $1 and m.id = page.id
  join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  order by page.position`;

const conversation = (more: Record<string, string>): string =>
  jsonObject(
    { id: 'c.display_id', account_id: 'c.account_id', created_at: unix('c.created_at') },
    {
      message: `(select ${messageJson('m', 'c')} from messages m
        where m.account_id = c.account_id and m.conversation_id = c.id order by m.id limit 1)`,
      contact,
      inbox: jsonObject({
        id: 'i.id',
        channel_id: 'i.id',
        name: 'i.name',
        channel_type: 'i.channel_type',
      }),
      agent: `case when u.id is not null then ${jsonObject({
        id: 'u.id',
        available_name: availableName('u'),
        email: 'u.email',
        name: 'u.name',
        role: 'm.role',
      })} end`,
      ...more,
    },
  );

const foundConversations = (json: string): string => `
  select ${json}::text as json
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join conversations c on c.account_id = $1 and c.id = page.id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  left join memberships m on m.account_id = c.account_id and m.user_id = c.assignee_id and m.removed_at is null
  left join users u on u.id = m.user_id
  order by page.position`;

export const presentFoundConversations = foundConversations(conversation({}));

/** With what the search of conversations alone has beyond it (contract: platform §4.21). */
export const presentFoundConversationsAlone = foundConversations(
  conversation({ additional_attributes: 'c.additional_attributes' }),
);
