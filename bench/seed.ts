import type { Pool } from '../server/src/db/pool.ts';

/**
 * Fills an empty, migrated database with one large account: `conversations` conversations (one in ten
 * open) of 20 agents in 10 inboxes, each with `messages` messages of realistic words. Rows are made
 * by the database itself; triggers rest meanwhile and their work is done at the end in one go.
 */
export async function seedLargeAccount(
  pool: Pool,
  options: { conversations: number; messages: number; log?: (line: string) => void },
): Promise<void> {
  const client = await pool.connect();
  const step = async (name: string, sql: string): Promise<void> => {
    const began = Date.now();
    await client.query(sql);
    options.log?.(`${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  };
  try {
    await client.query(
      `set statement_timeout = 0; set synchronous_commit = off; set maintenance_work_mem = '1GB'`,
    );
    await step('people', people);
    await client.query('begin; set local session_replication_role = replica');
    const indexes = await dropIndexes(client);
    await step('contacts', contacts(contactsFor(options.conversations)));
    await step('conversations', conversations(options.conversations));
    await step('messages', messages(options.conversations, options.messages));
    await step('counts', counts);
    await step('reports', reports);
    for (const index of indexes) await step(index.name, index.definition);
    await client.query('commit');
    await step('vacuum', 'vacuum analyze');
  } finally {
    client.release(true);
  }
}

interface Queryable {
  query<R extends object>(sql: string): Promise<{ rows: R[] }>;
}

/** Plain indexes are made anew after the rows, which is several times faster. */
async function dropIndexes(client: Queryable): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('conversations', 'messages', 'contacts', 'contact_inboxes',
        'reporting_events', 'report_conversations')
      and indexname not in (select conname from pg_constraint)`);
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

const people = `
  insert into accounts (name) values ('Large');
  insert into users (name, email, confirmed_at)
    select 'Agent ' || n, 'agent' || n || '@large.example.com', now() from generate_series(1, 20) n;
  insert into memberships (account_id, user_id, role)
    select a.id, u.id, case when u.email = 'agent1@large.example.com' then 'administrator' else 'agent' end
    from accounts a, users u where a.name = 'Large' and u.email like '%@large.example.com';
  insert into inboxes (account_id, name, channel_type, identifier)
    select a.id, 'Inbox ' || n, 'Channel::Api', 'large-' || n from accounts a, generate_series(1, 10) n where a.name = 'Large';
  insert into inbox_members (account_id, inbox_id, user_id)
    select m.account_id, i.id, m.user_id from memberships m join inboxes i using (account_id) where m.role = 'agent';`;

const ids = `
  from (select id as account_id from accounts where name = 'Large') a,
  lateral (select array_agg(id order by id) as inboxes from inboxes where account_id = a.account_id) i,
  lateral (select array_agg(user_id order by user_id) as users from memberships where account_id = a.account_id) u`;

/** A customer comes back: ten conversations each. */
const contactsFor = (conversationCount: number): number => Math.ceil(conversationCount / 10);

// They wrote last where their newest conversation ends, one every 20 seconds; one in ten never did.
const contacts = (count: number): string => `
  insert into contacts (account_id, id, name, email, last_activity_at) overriding system value
    select account_id, n, 'Contact ' || n, 'contact' || n || '@example.com',
      case when n % 10 > 0 then now() - (${count} - n) * interval '20 seconds' end
    ${ids}, generate_series(1, ${count}) n;
  insert into contact_inboxes (account_id, id, contact_id, inbox_id, source_id) overriding system value
    select account_id, n, n, inboxes[1 + n % 10], 'source-' || n ${ids}, generate_series(1, ${count}) n;
  select setval(pg_get_serial_sequence('contacts', 'id'), ${count}),
         setval(pg_get_serial_sequence('contact_inboxes', 'id'), ${count});`;

// One in ten is open; the newest are, as in a desk that keeps up, but not only they.
const conversations = (count: number): string => `
  insert into conversations (account_id, id, display_id, inbox_id, contact_id, contact_inbox_id, status, priority,
    assignee_id, labels, waiting_since, last_activity_at, created_at, updated_at) overriding system value
  select account_id, n, n, inboxes[1 + n % 10], contact, contact,
    case when n % 10 = 0 then 0 when n % 50 = 1 then 2 when n % 100 = 3 then 3 else 1 end,
    case when n % 7 = 0 then n % 4 end,
    case when n % 3 > 0 then users[1 + n % 20] end,
    case when n % 5 = 0 then array['billing'] else '{}' end,
    case when n % 10 = 0 then at end, at, at - interval '1 day', at
  ${ids}, generate_series(1, ${count}) n,
  lateral (select now() - (${count} - n) * interval '20 seconds' as at, 1 + n % ${contactsFor(count)} as contact) t;
  select setval(pg_get_serial_sequence('conversations', 'id'), ${count});
  select setval(confab_display_ids(a.id)::regclass, ${count}) from accounts a where a.name = 'Large';`;

const words = `(array['order','invoice','refund','delivery','password','account','broken','thanks','please','address',
  'tomorrow','receipt','colour','size','return','label','courier','payment','card','voucher','question','update'])`;

const messages = (count: number, each: number): string => `
  insert into messages (account_id, conversation_id, inbox_id, message_type, content, sender_contact_id,
    sender_user_id, created_at, updated_at)
  select c.account_id, c.id, c.inbox_id, m % 2,
    'Message ' || m || ' about ' || ${words}[1 + (c.id * 7 + m) % 22] || ' and ' || ${words}[1 + (c.id * 13 + m * 5) % 22]
      || ' number ' || (c.id * 31 % 999983) || ', ' || ${words}[1 + (c.id + m * 3) % 22],
    case when m % 2 = 0 then c.contact_id end,
    case when m % 2 = 1 then coalesce(c.assignee_id, (select min(user_id) from memberships where account_id = c.account_id)) end,
    c.created_at + m * interval '1 minute', c.created_at + m * interval '1 minute'
  from conversations c, generate_series(0, ${each - 1}) m
  where c.id <= ${count}
  order by c.id, m;`;

const counts = `
  insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
  select account_id, inbox_id, status, assignee_id, count(*) from conversations group by 1, 2, 3, 4;`;

// Nine in ten were answered, and once more later; whatever is resolved was resolved once.
const reports = `
  insert into report_conversations
    (account_id, conversation_id, display_id, inbox_id, user_id, team_id, labels, created_at)
  select account_id, id, display_id, inbox_id, assignee_id, team_id, labels, created_at from conversations order by id;
  insert into report_messages
    (account_id, created_at, message_id, message_type, inbox_id, user_id, team_id, conversation_id)
  select m.account_id, m.created_at, m.id, m.message_type, m.inbox_id,
    case m.message_type when 0 then c.assignee_id else m.sender_user_id end, c.team_id, c.id
  from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.message_type in (0, 1) order by m.id;
  insert into reporting_events (account_id, name, value, value_in_business_hours, inbox_id, user_id, team_id,
    conversation_id, event_start_time, event_end_time, created_at)
  select c.account_id, f.name, f.seconds, f.seconds / 2, c.inbox_id, c.assignee_id, c.team_id, c.id,
    c.created_at, c.created_at + make_interval(secs => f.seconds), c.created_at + make_interval(secs => f.seconds)
  from conversations c,
  lateral (values ('first_response', 60 + c.id % 3600), ('reply_time', 4000 + c.id % 7200),
    ('conversation_resolved', 9000 + c.id % 86400)) f (name, seconds)
  where case f.name when 'conversation_resolved' then c.status = 1 else c.id % 10 > 0 end
  order by c.id;`;
