import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { startChildren } from '../cluster/children.ts';
import { poolShare } from '../cluster/rules.ts';
import type { Config } from '../config.ts';
import { openPool, type Connection } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { StartError } from '../start-error.ts';
import { explainListenError } from './port.ts';

export interface Serving {
  stop(): Promise<void>;
  /** Replaces what serves without failing a request, by the code as it is on the disk now. */
  restart(): void;
}

interface Parts {
  config: Config;
  connection: Connection;
  log: Logger;
}

/** Serves in this process. */
export async function serveHere({ config, connection, log }: Parts): Promise<Serving> {
  const { startServer } = await import('../server.ts');
  const pool = openPool(connection, { max: config.databasePoolSize, baseUrl: config.baseUrl });
  const server = await startServer({ config, pool, log }).catch(async (error: unknown) => {
    await pool.end();
    throw explainListenError(error, config);
  });
  return {
    stop: async () => {
      await server.stop();
      await pool.end();
    },
    restart: () =>
      log.warn('one process cannot replace itself without a pause: start it with --workers 2'),
  };
}

/** Serves in `config.workers` processes, which this one looks after. */
export async function serveInProcesses({ config, connection, log }: Parts): Promise<Serving> {
  const { workers: count, databasePoolSize, secretKey = '' } = config;
  const poolSize = poolShare(databasePoolSize, await connectionsOf(connection), count);
  if (poolSize < databasePoolSize) {
    log.warn(
      { poolSize },
      'PostgreSQL allows fewer connections than the processes want: raise max_connections, or lower DATABASE_POOL_SIZE',
    );
  }
  const migrate = async (): Promise<void> => migrateWithPresentCode();
  const program = join(import.meta.dirname, 'child.ts');
  return startChildren({ program, count, connection, poolSize, secretKey, log, migrate });
}

async function connectionsOf(connection: Connection): Promise<number> {
  const pool = openPool(connection, { max: 1 });
  try {
    const found = await row<{ most: number }>(
      pool,
      `select current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int as most`,
    );
    return found?.most ?? 0;
  } finally {
    await pool.end();
  }
}

/** In a process of its own: this one may run the code of last month. */
async function migrateWithPresentCode(): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'migrate'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new StartError('the schema could not be brought up to date');
}
