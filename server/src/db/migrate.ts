import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { installQueues } from '../jobs/jobs.ts';
import type { Pool } from './pool.ts';

const directory = join(import.meta.dirname, '../../migrations');
const LOCK = 0x636f6e66; // any constant; two servers that start together migrate one after the other

/** The database was migrated by a newer version of Confab than this one. */
export class SchemaTooNewError extends Error {}

interface Migration {
  name: string;
  sql: string;
}

/** The migrations of this version, in the order in which they run. */
export function listMigrations(): Migration[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -4), sql: readFileSync(join(directory, file), 'utf8') }));
}

interface Options {
  log?: (line: string) => void;
  /** Ends it where it stands: what was not committed is undone. */
  signal?: AbortSignal;
}

/**
 * Brings the schema up to this version: forward only, each file in a transaction of its own, under
 * an advisory lock. Throws SchemaTooNewError when the database knows migrations that this code does not.
 */
export async function migrate(pool: Pool, options: Options = {}): Promise<{ applied: string[] }> {
  const applied = await applyMigrations(pool, options);
  await installQueues(pool);
  return { applied };
}

async function applyMigrations(pool: Pool, { log = () => {}, signal }: Options): Promise<string[]> {
  const client = await pool.connect();
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  const cut = (): void => void stream.destroy();
  signal?.addEventListener('abort', cut);
  client.on('error', () => {}); // whatever breaks it also fails its statement
  const applied: string[] = [];
  try {
    // PostgreSQL gives up a long statement, too, when nobody is there any more to commit it.
    await client.query(
      `set statement_timeout = 0; set lock_timeout = 0; set client_connection_check_interval = '1s'`,
    );
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const done = await client.query<{ name: string }>('select name from schema_migrations');
    const known = new Set(done.rows.map((migration) => migration.name));
    const migrations = listMigrations();
    const unknown = [...known].find((name) => !migrations.some((each) => each.name === name));
    if (unknown !== undefined) {
      throw new SchemaTooNewError(
        `the database has migration ${unknown}, which this version does not know`,
      );
    }
    for (const { name, sql } of migrations.filter((each) => !known.has(each.name))) {
      log(`migrating ${name}`);
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into schema_migrations (name) values ($1)', [name]);
      await client.query('commit');
      applied.push(name);
    }
    return applied;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    signal?.removeEventListener('abort', cut);
    // Ending the session also gives back the lock and the two settings.
    client.release(true);
  }
}
