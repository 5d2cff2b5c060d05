import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded, type EmbeddedDatabase } from '../server/src/db/embedded.ts';
import { migrate } from '../server/src/db/migrate.ts';
import { openPool } from '../server/src/db/pool.ts';
import { seedLargeAccount } from './seed.ts';

const root = join(import.meta.dirname, '../.cache');

/**
 * The embedded PostgreSQL with the large account in it, as durable as in production. It is filled once
 * for each size and kept in .cache; delete the directory to fill it again.
 */
export async function openBenchDatabase(
  size: { conversations: number; messages: number },
  log: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const dataDir = join(root, `bench-${size.conversations}-${size.messages}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = await startEmbedded({ dataDir, log: () => {} });
  const pool = openPool(database.connection, { max: 2 });
  try {
    await migrate(pool, { log });
    const filled = join(dataDir, 'filled');
    if (!existsSync(filled)) {
      log(`Filling ${dataDir} with ${size.conversations} conversations. This is done once.`);
      await seedLargeAccount(pool, { ...size, log: (line) => log(`  ${line}`) });
      writeFileSync(filled, '');
    }
  } finally {
    await pool.end();
  }
  return database;
}
