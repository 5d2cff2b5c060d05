import type { Config } from '../config.ts';
import type { Vault } from '../auth/vault.ts';
import { type Pool, transaction, type Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { createDemo } from '../demo/demo.ts';
import type { Platform } from '../platform.ts';
import { openStorage } from '../storage/open.ts';
import type { Values } from './commands.ts';
import { withDatabase } from './database.ts';
import { openKnownVault } from './known-vault.ts';
import { type FirstRun, writeFirstRun } from './first-run.ts';

/** `confab demo` */
export async function makeDemo(_values: Values, config: Config): Promise<void> {
  const facts = await withDatabase(config, async (pool) => {
    const vault = await openKnownVault(pool, config);
    return transaction(pool, async (tx) => fillDemo(tx, { pool, config, vault }));
  });
  console.log(JSON.stringify(facts, null, 2));
}

const FIRST = 0x666972; // any constant

/** The demo account on an empty database; undefined on any other, also for the slower of two servers. */
export async function fillEmpty(
  pool: Pool,
  config: Config,
  vault: Vault,
): Promise<FirstRun | undefined> {
  return transaction(pool, async (tx) => {
    // The slower of two waits for as long as the other one takes.
    await tx.query('set local lock_timeout = 0; set local statement_timeout = 0');
    await tx.query('select pg_advisory_xact_lock($1)', [FIRST]);
    const account = await row(tx, 'select id from accounts limit 1');
    return account === undefined ? fillDemo(tx, { pool, config, vault }) : undefined;
  });
}

/**
 * Makes the demo account and writes first-run.json before the transaction commits: a crash in
 * between leaves an empty database, never an account whose password nobody knows.
 */
async function fillDemo(tx: Tx, parts: Omit<Platform, 'storage'>): Promise<FirstRun> {
  const { config } = parts;
  const platform = { ...parts, storage: openStorage(config) };
  const facts = { ...(await createDemo(tx, platform)), url: config.baseUrl };
  writeFirstRun(config, facts);
  return facts;
}
