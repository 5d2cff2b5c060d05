import { hostname } from 'node:os';
import { join } from 'node:path';
import { connectionsNeeded } from '../cluster/rules.ts';
import type { Config } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';
import { type Connection, openPool, type Pool } from '../db/pool.ts';
import { runningEmbedded, startEmbedded } from '../db/embedded.ts';
import { migrate, SchemaTooNewError } from '../db/migrate.ts';
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

/** @throws StartError when the schema is newer than this code, or may not be changed by our user. */
export async function migrateSchema(
  pool: Pool,
  config: Config,
  signal?: AbortSignal,
): Promise<string[]> {
  try {
    return (await migrate(pool, signal === undefined ? {} : { signal })).applied;
  } catch (error) {
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
  const database = await openDatabase(config, (line) => console.error(`• ${line}`));
  const pool = openPool(database.connection, { max: 4, baseUrl: config.baseUrl });
  try {
    return await work(pool, await migrateSchema(pool, config));
  } finally {
    await pool.end();
    await database.close();
  }
}
