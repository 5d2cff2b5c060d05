import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '../server/src/db/embedded.ts';
import { migrate } from '../server/src/db/migrate.ts';
import { openPool, type Connection, type Pool } from '../server/src/db/pool.ts';
import { seedLargeAccount } from './seed.ts';

const root = join(import.meta.dirname, '../.cache');

export interface Size {
  conversations: number;
  /** Of each conversation. */
  messages: number;
}

export interface BenchDatabase {
  connection: Connection;
  /** Such as "embedded PostgreSQL 18.4". */
  name: string;
  stop(): Promise<void>;
}

type Log = (line: string) => void;

/**
 * The embedded PostgreSQL with the large account in it, as durable as in production. It is filled once
 * for each size and kept in .cache; delete the directory to fill it again.
 */
export async function openBenchDatabase(size: Size, log: Log): Promise<BenchDatabase> {
  const dataDir = join(root, `bench-${size.conversations}-${size.messages}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { connection, version, stop } = await startEmbedded({ dataDir, log: () => {} });
  await fill(connection, { size, log, isFilled: () => existsSync(join(dataDir, 'filled')) });
  writeFileSync(join(dataDir, 'filled'), '');
  return { connection, name: `embedded PostgreSQL ${version}`, stop };
}

/**
 * A database of somebody's own PostgreSQL. It must be empty, or have been filled by an earlier run; what
 * is in it stays.
 */
export async function openExternalDatabase(
  url: string,
  size: Size,
  log: Log,
): Promise<BenchDatabase> {
  await fill(url, { size, log, isFilled: async (pool) => isLarge(pool, size) });
  const pool = openPool(url, { max: 1 });
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  await pool.end();
  return { connection: url, name: `PostgreSQL ${rows[0]?.server_version}`, stop: async () => {} };
}

async function isLarge(pool: Pool, { conversations }: Size): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>('select count(*) from conversations');
  const count = rows[0]?.count ?? 0;
  if (count > 0 && count < conversations) {
    throw new Error(`The database holds ${count} conversations already; give an empty one`);
  }
  return count > 0;
}

interface Filling {
  size: Size;
  log: Log;
  isFilled: (pool: Pool) => boolean | Promise<boolean>;
}

async function fill(connection: Connection, { size, log, isFilled }: Filling): Promise<void> {
  const pool = openPool(connection, { max: 2 });
  try {
    await migrate(pool, { log });
    // What an earlier run left to do would be done while this one is measured.
    await pool.query(`delete from jobs.job where state < 'completed'`);
    if (await isFilled(pool)) return;
    log(`Filling a database with ${size.conversations} conversations. This is done once.`);
    await seedLargeAccount(pool, { ...size, log: (line) => log(`  ${line}`) });
  } finally {
    await pool.end();
  }
}
