import type { Vault } from '../auth/vault.ts';
import type { Config } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';
import { openPool, type Connection, type Pool } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { takeLock } from '../lock.ts';
import { createLog } from '../log.ts';
import { loadSecretKey } from '../secret-key.ts';
import { StartError } from '../start-error.ts';
import type { Values } from './commands.ts';
import {
  type Database,
  migrateSchema,
  openEmbedded,
  openExternal,
  serverLock,
} from './database.ts';
import { type FirstRun, welcome } from './first-run.ts';
import { requireFreePort } from './port.ts';
import { openKnownVault } from './known-vault.ts';
import { serveHere, serveInProcesses } from './serve.ts';
import { listenForStop, type Stopping } from './stopping.ts';

/** Undo steps, the last one first. */
type Closers = (() => Promise<void> | void)[];

/** `confab start`: resolves when the server has been stopped in an orderly way. */
export async function start(values: Values, given: Config): Promise<number> {
  const closers: Closers = [];
  const stopping = listenForStop(() => say('Stopping …'));
  try {
    const config = prepare({ ...given, workers: readWorkers(values, given) }, closers);
    await requireFreePort(config);
    // So that `confab restart` finds it; nobody is kept away by it, but from the port.
    if (config.databaseUrl !== undefined && config.port > 0) takeServerLock(config, closers);
    const log = createLog(config);
    const serve = config.workers > 1 ? serveInProcesses : serveHere;
    // The code of the server is read while our PostgreSQL starts: both take a second. Not while we speak
    // to one that runs: reading keeps us from hearing its answer in time.
    const early = config.workers === 1 && config.databaseUrl === undefined;
    if (early) import('../server.ts').catch(() => undefined);
    const { connection } = await openAndSay(config, closers, log);
    if (stopping.requested) return 0;
    const facts = await prepareDatabase({ values, config, connection, stopping });
    if (stopping.requested) return 0;
    const serving = await serve({ config, connection, log });
    closers.push(() => serving.stop());
    process.on('SIGUSR2', () => serving.restart());
    console.log(welcome(config, facts));
    await stopping.request;
    return 0;
  } catch (error) {
    if (stopping.requested) return 0; // whatever failed, it was being taken apart
    throw error;
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/** The number of processes that was asked for. */
function readWorkers(values: Values, given: Config): number {
  const text = values['workers'];
  if (text === undefined) return given.workers;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new StartError(`--workers must be a whole number from 1 to 64, not "${String(text)}"`);
}

/** Brings the schema up to date and makes the demo account where there is nothing. */
async function prepareDatabase(start: {
  values: Values;
  config: Config;
  connection: Connection;
  stopping: Stopping;
}): Promise<FirstRun | undefined> {
  const { values, config, connection, stopping } = start;
  const pool = openPool(connection, { max: 4, baseUrl: config.baseUrl });
  try {
    const applied = await migrateSchema(pool, config, { warn: say, signal: stopping.signal });
    if (applied.length > 0) say(`Schema brought up to date (${applied.length} migrations)`);
    const vault = await openKnownVault(pool, config, { replace: values['new-key'] === true });
    return stopping.requested ? undefined : await firstFacts({ values, config, pool, vault });
  } finally {
    await pool.end();
  }
}

/** Takes the data directory and completes the settings with the key that is kept there. */
function prepare(given: Config, closers: Closers): Config {
  prepareDataDir(given.dataDir);
  if (given.databaseUrl === undefined) takeServerLock(given, closers);
  return Object.freeze({ ...given, secretKey: loadSecretKey(given) });
}

function takeServerLock(config: Config, closers: Closers): void {
  const purpose = `The data directory ${config.dataDir} is in use`;
  const lock = takeLock(serverLock(config), { purpose, log: say });
  closers.push(() => lock.release());
}

async function openAndSay(
  config: Config,
  closers: Closers,
  log: { warn(text: string): void },
): Promise<Database> {
  const began = Date.now();
  let tell = say;
  const { databaseUrl } = config;
  const database =
    databaseUrl === undefined
      ? await openEmbedded(config, { log: (line) => tell(line) })
      : await openExternal(config, databaseUrl, say);
  closers.push(() => database.close());
  say(`${database.name} ready (${seconds(began)} s)`);
  // From here on it is a running server, whose log has one JSON object per line.
  tell = (line) => log.warn(line);
  return database;
}

/** On an empty database the demo account; `undefined` when there is nothing to tell. */
async function firstFacts({
  values,
  config,
  pool,
  vault,
}: {
  values: Values;
  config: Config;
  pool: Pool;
  vault: Vault;
}): Promise<FirstRun | undefined> {
  if (values['empty'] === true || config.production) return undefined;
  // Looked at once more by whoever makes it; most starts need not read the code for that.
  if ((await row(pool, 'select id from accounts limit 1')) !== undefined) return undefined;
  const began = Date.now();
  const { fillEmpty } = await import('./demo.ts');
  const facts = await fillEmpty(pool, config, vault);
  if (facts !== undefined) say(`Demo account made (${seconds(began)} s)`);
  return facts;
}

function say(line: string): void {
  console.log(`• ${line}`);
}

function seconds(began: number): string {
  return ((Date.now() - began) / 1000).toFixed(1);
}
