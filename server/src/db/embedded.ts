import { realpathSync } from 'node:fs';
import pg from 'pg';
import { prepareDataDir } from '../data-dir.ts';
import { takeLock } from '../lock.ts';
import { errorCode, StartError } from '../start-error.ts';
import { isInitialised, prepareCluster, readPassword, SUPERUSER } from './embedded/cluster.ts';
import { findEngine } from './embedded/engine.ts';
import { existingCluster, placeCluster, reachableEngine } from './embedded/place.ts';
import { postgresSettings } from './embedded/settings.ts';
import { openSocketPath, SOCKET_PORT } from './embedded/socket.ts';
import { supervise } from './embedded/supervisor.ts';

/** How to reach a database over a unix socket. */
export interface SocketConnection {
  /** The directory of the socket. */
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

export interface EmbeddedDatabase {
  readonly connection: SocketConnection;
  /** Such as "18.4". */
  readonly version: string;
  /** Shuts PostgreSQL down in an orderly way; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** Gets one line per fact that a person would like to know. */
  log: (line: string) => void;
  /** Called when PostgreSQL has died; it is being started again. */
  onDown?: () => void;
  /** Called when it accepts connections again. */
  onUp?: () => void;
  /** PostgreSQL settings that replace ours; tests switch fsync off. */
  settings?: Record<string, string>;
}

const DATABASE = 'confab';

/**
 * Runs PostgreSQL in `dataDir` as a child process, on a unix socket only, and restarts it whenever
 * it dies. One process at a time can hold a data directory; what a killed one left behind (a lock, a
 * PostgreSQL that still runs, half a first start) is taken over or cleaned up.
 * @throws StartError with one sentence for the operator.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, log, settings = {} } = options;
  prepareDataDir(dataDir);
  const engine = findEngine();
  const { clusterDir, user } = placeCluster(dataDir, log);
  // Beside the cluster, not in dataDir: a copy of a data directory may link to the same cluster.
  const lock = takeLock(`${clusterDir}.lock`, {
    purpose: `The database ${clusterDir} is in use`,
    log,
  });
  const socket = openSocketPath(clusterDir);
  const release = (): void => {
    socket.close();
    lock.release();
  };
  try {
    const cluster = {
      dataDir: realpathSync(dataDir),
      dir: clusterDir,
      socketDir: socket.host,
      engine: reachableEngine(engine, user, log),
      user,
    };
    const password = await prepareCluster(cluster, { durable: settings['fsync'] !== 'off', log });
    const supervisor = await supervise(cluster, {
      settings: postgresSettings(settings),
      log,
      onDown: options.onDown ?? (() => undefined),
      onUp: options.onUp ?? (() => undefined),
    });
    const stop = (): Promise<void> => supervisor.stop().finally(release);
    const connection = connectionTo(socket.host, password);
    await ensureDatabase(connection).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { connection, version: engine.version, stop };
  } catch (error) {
    release();
    throw error;
  }
}

/** Whether a data directory holds a database. */
export function hasEmbedded(dataDir: string): boolean {
  const clusterDir = existingCluster(dataDir);
  return clusterDir !== undefined && isInitialised(clusterDir);
}

/**
 * The connection to the database of a data directory whose server is running, for commands that
 * run beside it; undefined when there is no database yet.
 */
export function runningEmbedded(
  dataDir: string,
): { connection: SocketConnection; close(): void } | undefined {
  const clusterDir = existingCluster(dataDir);
  if (clusterDir === undefined || !isInitialised(clusterDir)) return undefined;
  const socket = openSocketPath(clusterDir);
  return { connection: connectionTo(socket.host, readPassword(dataDir)), close: socket.close };
}

function connectionTo(host: string, password: string): SocketConnection {
  return { host, port: SOCKET_PORT, user: SUPERUSER, password, database: DATABASE };
}

/** Creates the database in a new cluster, or in one whose first start was interrupted just here. */
async function ensureDatabase(connection: SocketConnection): Promise<void> {
  try {
    await query(connection, 'select 1');
  } catch (error) {
    if (errorCode(error) === '28P01') throw wrongPassword();
    if (errorCode(error) !== '3D000') throw error;
    await query({ ...connection, database: 'postgres' }, `create database ${DATABASE}`);
  }
}

async function query(connection: SocketConnection, text: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function wrongPassword(): StartError {
  return new StartError(
    'The password in postgres.password is not the one of the database beside it: restore both from the same backup',
  );
}
