import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type pg from 'pg';
import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import type { Pool } from '../src/db/pool.ts';
import type { World } from './world.ts';

export type Ask = (request: InjectOptions) => Promise<LightMyRequestResponse>;

/** Whatever `work` asks of the application, the world is afterwards as it was before. */
export async function undone<T>(
  world: World,
  work: (ask: Ask, pool: Pool) => Promise<T>,
): Promise<T> {
  const client = await world.pool.connect();
  await client.query('begin');
  const pool = undonePool(client);
  const app = await buildApp({ ...world.platform, pool }, pino({ level: 'silent' }));
  try {
    return await work(async (request) => app.inject(request), pool);
  } finally {
    await app.close();
    await client.query('rollback');
    client.release();
  }
}

/**
 * A pool of one connection that is inside a transaction already: what the application begins and
 * commits are savepoints in it, so that the outer rollback undoes everything.
 */
function undonePool(client: pg.PoolClient): Pool {
  let depth = 0;
  const statements: Record<string, () => string> = {
    begin: () => `savepoint s${(depth += 1)}`,
    commit: () => `release savepoint s${depth--}`,
    rollback: () => {
      const name = `s${depth--}`;
      return `rollback to savepoint ${name}; release savepoint ${name}`;
    },
  };
  const query = async (first: unknown, ...rest: unknown[]): Promise<unknown> => {
    const replaced = typeof first === 'string' ? statements[first] : undefined;
    const run = client.query as (...args: unknown[]) => Promise<unknown>;
    return run.call(client, replaced === undefined ? first : replaced(), ...rest);
  };
  const stream = { cork: () => {}, uncork: () => {} };
  const connection = {
    query,
    on: () => {},
    off: () => {},
    release: () => {},
    connection: { stream },
  };
  const options = { max: 16 };
  return { query, connect: async () => connection, options } as unknown as Pool;
}
