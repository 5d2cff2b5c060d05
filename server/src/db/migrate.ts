import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { PoolClient } from 'pg';
import { without } from '../failpoint.ts';
import { installQueues } from '../jobs/jobs.ts';
import { compareWithNewer, type Applied } from './newer.ts';
import { LONGEST_WAIT, withPatience } from './patience.ts';
import type { Pool } from './pool.ts';

const directory = join(import.meta.dirname, '../../migrations');
const LOCK = 0x636f6e66; // any constant; two servers that start together migrate one after the other

/** The database was changed by a newer version of Confab in a way that this one cannot work with. */
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
  /** Hears what an operator should know, such as that a migration has to wait. */
  warn?: (line: string) => void;
  /** Ends it where it stands: what was not committed is undone. */
  signal?: AbortSignal | undefined;
}

interface Outcome {
  applied: string[];
  /** What only newer code knows, and this code can work with. */
  newer: string[];
}

/**
 * Brings the schema up to this version: forward only, each file in a transaction of its own, under
 * an advisory lock. Throws SchemaTooNewError when the database has migrations that this code does not
 * know and cannot work with, SchemaBusyError when others hold its tables for too long.
 */
export async function migrate(pool: Pool, options: Options = {}): Promise<Outcome> {
  const outcome = await applyMigrations(pool, options);
  await installQueues(pool);
  return outcome;
}

async function applyMigrations(pool: Pool, options: Options): Promise<Outcome> {
  const client = await pool.connect();
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  const cut = (): void => void stream.destroy();
  options.signal?.addEventListener('abort', cut);
  client.on('error', () => {}); // whatever breaks it also fails its statement
  try {
    return await applyMissing(client, options);
  } finally {
    options.signal?.removeEventListener('abort', cut);
    // Ending the session also gives back the lock and the settings.
    client.release(true);
  }
}

async function applyMissing(client: PoolClient, options: Options): Promise<Outcome> {
  const { log = () => {}, warn = () => {}, signal } = options;
  // PostgreSQL gives up a long statement, too, when nobody is there any more to commit it.
  await client.query(
    `set statement_timeout = 0; set lock_timeout = 0; set client_connection_check_interval = '1s'`,
  );
  if (!without('migrations-take-turns')) await client.query('select pg_advisory_lock($1)', [LOCK]);
  await client.query(`set lock_timeout = '${without('migrations-give-way') ? 0 : LONGEST_WAIT}'`);
  const present = await findApplied(client, { warn, signal });
  const known = listMigrations();
  const { newer, unbearable } = compareWithNewer(
    present,
    known.map(({ name }) => name),
  );
  if (unbearable !== undefined) {
    throw new SchemaTooNewError(
      `the database has migration ${unbearable.name}, which this version cannot work with`,
    );
  }
  const done = new Set(present.map(({ name }) => name));
  const missing = known.filter(({ name }) => !done.has(name));
  for (const migration of missing) {
    const what = `migration ${migration.name}`;
    log(`migrating ${migration.name}`);
    await withPatience(async () => apply(client, migration), { what, warn, signal });
  }
  return { applied: missing.map(({ name }) => name), newer };
}

/** The row comes first, so that a migration can say in its own what it `needs`. */
async function apply(client: PoolClient, { name, sql }: Migration): Promise<void> {
  const isWhole = !without('migrations-are-whole');
  try {
    if (isWhole) await client.query('begin');
    await client.query('insert into schema_migrations (name) values ($1)', [name]);
    await client.query(sql);
    if (isWhole) await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

const findNeeds = `
  select from pg_attribute where attrelid = 'schema_migrations'::regclass and attname = 'needs'`;

async function findApplied(
  client: PoolClient,
  waiting: Pick<Options, 'signal'> & { warn: (line: string) => void },
): Promise<Applied[]> {
  await client.query(
    'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now(), needs text)',
  );
  // Looked for first: adding what is there already would wait for everybody who reads the table, too.
  if ((await client.query(findNeeds)).rows.length === 0) {
    const add = 'alter table schema_migrations add column needs text';
    await withPatience(async () => void (await client.query(add)), { what: add, ...waiting });
  }
  return (await client.query<Applied>('select name, needs from schema_migrations')).rows;
}
