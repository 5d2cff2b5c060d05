import { hostname } from 'node:os';
import { join } from 'node:path';
import { connectionsNeeded } from '../cluster/rules.ts';
import type { Config } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';
import { type Connection, openPool, type Pool } from '../db/pool.ts';
import { runningEmbedded, startEmbedded } from '../db/embedded.ts';
import { migrate, SchemaTooNewError } from '../db/migrate.ts';
import { SchemaBusyError } from '../db/patience.ts';
import { lockHolder } from '../lock.ts';
import { errorCode, StartError } from '../start-error.ts';
import { explainConnectError, inspectExternal, unsafeSettings } from '../db/external.ts';

export interface Database {
  connection: Connection;
  /** Such as "PostgreSQL 18.4". */
  name: string;
  close(): Promise<void>;
}

type Log = (line: string) => void;

/**
 * The file by which a running server is known. Servers that share a DATABASE_URL may share a data
 * directory as well, on purpose: each has its own.
 */
export function serverLock(config: Config): string {
  const { dataDir, databaseUrl, port } = config;
  return join(
    dataDir,
    databaseUrl === undefined ? 'confab.lock' : `confab.${hostname()}.${port}.lock`,
  );
}

/**
 * The database of this installation: that of DATABASE_URL, or the embedded one. A command beside a
 * running server uses the PostgreSQL that this server runs; otherwise it is started for the command.
 * @throws StartError in one sentence for the operator.
 */
export async function openDatabase(config: Config, log: Log): Promise<Database> {
  prepareDataDir(config.dataDir);
  if (config.databaseUrl !== undefined) {
    return await openExternal(config, config.databaseUrl, () => undefined);
  }
  const beside = lockHolder(serverLock(config)) !== undefined && runningEmbedded(config.dataDir);
  if (!beside) return await openEmbedded(config, { log });
  const { connection, close } = beside;
  return { connection, name: 'PostgreSQL of the running server', close: async () => close() };
}

/** Starts the embedded PostgreSQL; the caller is the server, or knows that there is none. */
export async function openEmbedded(
  config: Config,
  hooks: { log: Log; onDown?: () => void; onUp?: () => void },
): Promise<Database> {
  const { dataDir, databasePoolSize, workers } = config;
  // PostgreSQL's own 100 are enough for most.
  const connections = Math.max(100, connectionsNeeded(databasePoolSize, workers));
  const settings = { max_connections: String(connections) };
  const embedded = await startEmbedded({ dataDir, settings, ...hooks });
  const { connection, stop } = embedded;
  return { connection, name: `PostgreSQL ${embedded.version}`, close: stop };
}

/** Checks the PostgreSQL of DATABASE_URL; in production an unsafe one is refused (promise R3). */
export async function openExternal(config: Config, url: string, log: Log): Promise<Database> {
  const facts = await inspectExternal(url);
  const unsafe = unsafeSettings(facts);
  if (unsafe.length > 0) {
    const what = `The database runs with ${unsafe.join(' and ')} off and would lose acknowledged messages when the machine loses power`;
    if (config.production) {
      throw new StartError(`${what}: switch on ${unsafe.join(' and ')} in its postgresql.conf`);
    }
    log(`Warning: ${what}`);
  }
  return { connection: url, name: `PostgreSQL ${facts.version}`, close: async () => undefined };
}

/**
 * Brings the schema up to date, and names what was missing.
 * @throws StartError when this code cannot work with the schema, or our user may not change it.
 */
export async function migrateSchema(
  pool: Pool,
  config: Config,
  { warn, signal }: { warn: Log; signal?: AbortSignal },
): Promise<string[]> {
  try {
    const { applied, newer } = await migrate(pool, { warn, signal });
    if (newer.length > 0) {
      warn(
        `This database was used by a newer Confab (${newer.join(', ')}); this one works with it, without what is new there`,
      );
    }
    return applied;
  } catch (error) {
    if (error instanceof SchemaBusyError) {
      throw new StartError(
        `The schema could not be changed (${error.message}) because somebody holds its tables: end what has been open longest in pg_stat_activity, such as a backup, and start again`,
      );
    }
    if (error instanceof SchemaTooNewError) {
      throw new StartError(
        `This database was used by a newer Confab (${error.message}): start that version, or restore a backup made before the upgrade`,
      );
    }
    const code = errorCode(error) ?? '';
    if (code === '42501') {
      throw new StartError(
        `The database does not let its user change the schema (${(error as Error).message}): make that user the owner of the database`,
      );
    }
    if (code === '53100') {
      throw new StartError('The disk of the database is full: free some space and start again');
    }
    if (config.databaseUrl !== undefined && (code.startsWith('08') || code.startsWith('E'))) {
      throw explainConnectError(error, config.databaseUrl);
    }
    throw error;
  }
}

/**
 * Runs a command's work with a pool on a migrated database, and closes both afterwards. `applied`
 * names the migrations that were missing.
 */
export async function withDatabase<T>(
  config: Config,
  work: (pool: Pool, applied: string[]) => Promise<T>,
): Promise<T> {
  const note = (line: string): void => console.error(`• ${line}`);
  const database = await openDatabase(config, note);
  const pool = openPool(database.connection, { max: 4, baseUrl: config.baseUrl });
  try {
    return await work(pool, await migrateSchema(pool, config, { warn: note }));
  } finally {
    await pool.end();
    await database.close();
  }
}
