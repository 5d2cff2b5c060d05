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
    where tablename in ('conversations', 'messages', 'contacts', 'contact_inboxes')
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

const contacts = (count: number): string => `
  insert into contacts (account_id, id, name, email) overriding system value
    select account_id, n, 'Contact ' || n, 'contact' || n || '@example.com' ${ids}, generate_series(1, ${count}) n;
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
