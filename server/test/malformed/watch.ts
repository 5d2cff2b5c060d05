import type { Pool } from '../../src/db/pool.ts';
import { rows } from '../../src/db/query.ts';

// Rate limits are there to be used up by refused requests too, and an answer to be remembered; what
// happened before is published by the clock.
export const unwatched = ['idempotency_keys', 'allowances', 'event_log', 'event_publications', 'throttles', 'test_changes', 'test_tokens']; // prettier-ignore

const install = `
  create table test_changes (n bigint generated always as identity primary key, what text not null);
  create function test_note() returns trigger language plpgsql as $$
  begin
    insert into test_changes (what) values (tg_op || ' ' || tg_table_name);
    return null;
  end $$;
  do $$
  declare each record;
  begin
    for each in select c.oid::regclass as name from pg_class c join pg_namespace s on s.oid = c.relnamespace
      where c.relkind in ('r', 'p') and s.nspname in ('public', 'jobs')
        and c.relname <> all ('{${unwatched.join(',')}}')
    loop
      execute format('create trigger test_note after insert or update or delete on %s
        for each statement execute function test_note()', each.name);
    end loop;
  end $$`;

/** Notes every statement that changes something and is committed. Gives what was since the last time. */
export async function watchChanges(pool: Pool): Promise<() => Promise<string[]>> {
  await pool.query(install);
  let last = 0;
  return async () => {
    const found = await rows<{ n: number; what: string }>(
      pool,
      'select n, what from test_changes where n > $1 order by n',
      [last],
    );
    last = found.at(-1)?.n ?? last;
    return found.map(({ what }) => what);
  };
}

/** Gives everybody the access token back that they have now: one of the routes makes a new one. */
export async function rememberTokens(pool: Pool): Promise<() => Promise<void>> {
  await pool.query(
    'create table test_tokens as select id, user_id, agent_bot_id, digest, ciphertext from access_tokens',
  );
  return async () => {
    await pool.query(`
      update access_tokens t set digest = kept.digest, ciphertext = kept.ciphertext from test_tokens kept
      where (t.user_id = kept.user_id or t.agent_bot_id = kept.agent_bot_id) and t.digest <> kept.digest`);
  };
}

/** One hash over all rows of an account, in every table that has rows of accounts. */
export async function hashAccount(pool: Pool, accountId: number): Promise<string> {
  const tables = await rows<{ name: string }>(
    pool,
    `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     join pg_namespace s on s.oid = c.relnamespace
     where a.attname = 'account_id' and c.relkind = 'r' and s.nspname = 'public'
       and c.relname <> 'event_log' order by 1`,
  );
  const texts = tables.map(
    ({ name }) =>
      `select '${name}' || t::text as line from ${name} t where account_id = ${accountId}`,
  );
  const { rows: found } = await pool.query<{ hash: string }>(
    `select md5(string_agg(line, e'\\n' order by line)) as hash from (
       ${texts.join(' union all ')}
       union all select 'accounts' || a::text from accounts a where id = ${accountId}
       union all select 'users' || u::text from users u
         where id in (select user_id from memberships where account_id = ${accountId})) lines`,
  );
  return (found[0] as { hash: string }).hash;
}
