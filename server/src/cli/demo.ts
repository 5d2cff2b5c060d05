import type { Config } from '../config.ts';
import { openVault } from '../auth/vault.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { createDemo } from '../demo/demo.ts';
import { loadSecretKey } from '../secret-key.ts';
import { openStorage } from '../storage/open.ts';
import type { Values } from './commands.ts';
import { withDatabase } from './database.ts';
import { type FirstRun, writeFirstRun } from './first-run.ts';

/** `confab demo` */
export async function makeDemo(_values: Values, config: Config): Promise<void> {
  const facts = await withDatabase(config, (pool) => fillDemo(pool, config));
  console.log(JSON.stringify(facts, null, 2));
}

/**
 * Makes the demo account and writes first-run.json before the transaction commits: a crash in
 * between leaves an empty database, never an account whose password nobody knows.
 */
export async function fillDemo(pool: Pool, config: Config): Promise<FirstRun> {
  const vault = openVault(loadSecretKey(config));
  const platform = { config, pool, vault, storage: openStorage(config) };
  return await transaction(pool, async (tx) => {
    const facts = { ...(await createDemo(tx, platform)), url: config.baseUrl };
    writeFirstRun(config, facts);
    return facts;
  });
}
