import { join } from 'node:path';
import { startEmbedded, type EmbeddedDatabase } from '../../server/src/db/embedded.ts';
import { openPool, type Pool } from '../../server/src/db/pool.ts';
import type { Context } from '../scenario.ts';
import { removeDirectory } from './directory.ts';

/** A PostgreSQL of the run's own, which several servers can share and which outlives them. */
export interface Postgres {
  /** For DATABASE_URL. */
  readonly url: string;
  readonly pool: Pool;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Durable as in production. Says of every row when it was committed (`committedAt`). */
export async function createPostgres(
  context: Context,
  settings: Record<string, string> = {},
): Promise<Postgres> {
  const dataDir = join(context.directory, 'database');
  let running: EmbeddedDatabase | undefined;
  const start = async (): Promise<void> => {
    running = await startEmbedded({
      dataDir,
      log: () => undefined,
      settings: { track_commit_timestamp: 'on', max_connections: '200', ...settings },
    });
  };
  const stop = async (): Promise<void> => {
    const stopping = running;
    running = undefined;
    await stopping?.stop();
  };
  context.after(() => removeDirectory(dataDir));
  context.after(stop);
  await start();
  const { connection } = running as unknown as EmbeddedDatabase;
  const pool = openPool(connection, { max: 4 });
  context.after(async () => pool.end());
  const { host, port, user, password, database } = connection;
  const socket = new URLSearchParams({ host, port: String(port) });
  const url = `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?${socket.toString()}`;
  return { url, pool, start, stop };
}

/** When the row of this alias was committed, in milliseconds of the clock that `Date.now()` reads. */
export const committedAt = (alias: string): string =>
  `(extract(epoch from pg_xact_commit_timestamp(${alias}.xmin)) * 1000)::float8`;
