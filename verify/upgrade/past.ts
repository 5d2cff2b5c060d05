import { listMigrations } from '../../server/src/db/migrate.ts';
import { openPool, type Pool } from '../../server/src/db/pool.ts';
import type { Postgres } from '../rig/postgres.ts';

/** A database of the run's PostgreSQL. */
export interface Database {
  readonly name: string;
  readonly url: string;
  /** Nobody is connected to it afterwards, so that it can be copied. */
  use<T>(work: (pool: Pool) => Promise<T>): Promise<T>;
}

/** What somebody had written by the time that there were tables for it. */
const diary: Record<string, string> = {
  '0003_conversations': `
    insert into accounts (name) select 'account ' || n from generate_series(1, 5) n;
    insert into users (name, email) select 'user ' || n, 'user' || n || '@example.com' from generate_series(1, 20) n;
    insert into memberships (account_id, user_id, role) select 1 + id % 5, id, 'agent' from users;
    insert into labels (account_id, title) select id, 'vip' from accounts;
    insert into inboxes (account_id, name, channel_type, identifier)
      select id, 'inbox', 'Channel::Api', 'inbox-' || id from accounts;
    insert into contacts (account_id, name, email)
      select a.id, 'contact ' || n, n || '@example.com' from accounts a, generate_series(1, 20) n;
    insert into contact_inboxes (account_id, contact_id, inbox_id, source_id)
      select c.account_id, c.id, i.id, 'source-' || c.id from contacts c join inboxes i using (account_id);
    insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id, labels)
      select account_id, inbox_id, contact_id, id, '{vip}' from contact_inboxes;
    insert into messages (account_id, conversation_id, inbox_id, message_type, content)
      select account_id, id, inbox_id, n % 2, 'message ' || id || ' ' || n from conversations, generate_series(1, 10) n`,
};

export async function createDatabase(
  { pool, url }: Postgres,
  { name, template = 'template0' }: { name: string; template?: string },
): Promise<Database> {
  await pool.query(`create database ${name} template ${template}`);
  const own = new URL(url);
  own.pathname = name;
  return {
    name,
    url: own.href,
    async use(work) {
      const opened = openPool(own.href, { max: 1 });
      try {
        return await work(opened);
      } finally {
        await opened.end();
      }
    },
  };
}

export interface Step {
  migration: string;
  sql: string;
  /** As it was just before. */
  before: Database;
}

/** Databases at every stage of the schema, with what had been written by then; the last lacks nothing. */
export async function readPast(postgres: Postgres): Promise<{ steps: Step[]; last: Database }> {
  let present = await createDatabase(postgres, { name: 'stage_0' });
  await present.use(async (pool) =>
    pool.query(
      'create table schema_migrations (name text primary key, applied_at timestamptz not null default now(), needs text)',
    ),
  );
  const steps: Step[] = [];
  for (const { name, sql } of listMigrations()) {
    steps.push({ migration: name, sql, before: present });
    const next = { name: `stage_${steps.length}`, template: present.name };
    present = await createDatabase(postgres, next);
    await present.use(async (pool) => {
      await pool.query(sql);
      await pool.query('insert into schema_migrations (name) values ($1)', [name]);
      if (diary[name] !== undefined) await pool.query(diary[name]);
    });
  }
  return { steps, last: present };
}
