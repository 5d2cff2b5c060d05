import { pino } from 'pino';
import { buildApp } from '../server/src/app.ts';
import { openVault } from '../server/src/auth/vault.ts';
import { loadConfig } from '../server/src/config.ts';
import { openPool, type Connection } from '../server/src/db/pool.ts';
import { openStorage } from '../server/src/storage/open.ts';

export const BENCH_SECRET = 'a secret key of the bench, which guards nothing';

/** The application on a database, quiet and without limits, as the bench measures it. */
export async function buildBenchApp(connection: Connection, dataDir: string) {
  const config = loadConfig({ DATA_DIR: dataDir, RATE_LIMIT: '0', LOG_LEVEL: 'silent' });
  const pool = openPool(connection, { max: 16, baseUrl: config.baseUrl });
  const vault = openVault(BENCH_SECRET);
  const platform = { config, pool, vault, storage: openStorage(config) };
  const app = await buildApp(platform, pino({ level: 'silent' }));
  return { app, pool, vault };
}

// Run as a process of its own: listens on a free port and says which.
if (import.meta.main) {
  const { connection, dataDir } = JSON.parse(process.argv[2] ?? '{}') as {
    connection: Connection;
    dataDir: string;
  };
  const { app } = await buildBenchApp(connection, dataDir);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  process.stdout.write(typeof address === 'object' ? `${address?.port}\n` : '');
}
