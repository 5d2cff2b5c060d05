import type { Config } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';
import { openPool, type Pool } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { takeLock } from '../lock.ts';
import { createLog } from '../log.ts';
import { loadSecretKey } from '../secret-key.ts';
import type { Values } from './commands.ts';
import {
  type Database,
  migrateSchema,
  openEmbedded,
  openExternal,
  serverLock,
} from './database.ts';
import { type FirstRun, welcome } from './first-run.ts';
import { explainListenError, requireFreePort } from './port.ts';
import { listenForStop } from './stopping.ts';

/** Undo steps, the last one first. */
type Closers = (() => Promise<void> | void)[];

/** `confab start`: resolves when the server has been stopped in an orderly way. */
export async function start(values: Values, given: Config): Promise<number> {
  const closers: Closers = [];
  const stopping = listenForStop(() => say('Stopping …'));
  try {
    const config = prepare(given, closers);
    await requireFreePort(config);
    const log = createLog(config);
    // The code of the server is read while PostgreSQL starts: both take a second.
    const code = import('../server.ts');
    code.catch(() => undefined); // it is awaited below, unless something else fails first
    const database = await openAndSay(config, closers, log);
    const pool = openPool(database.connection, {
      max: config.databasePoolSize,
      baseUrl: config.baseUrl,
    });
    closers.push(() => pool.end());
    if (stopping.requested) return 0;
    const applied = await migrateSchema(pool, config, () => undefined);
    if (applied.length > 0) say(`Schema brought up to date (${applied.length} migrations)`);
    if (stopping.requested) return 0;
    const facts = await firstFacts(values, config, pool);
    if (stopping.requested) return 0;
    const { startServer } = await code;
    const server = await startServer({ config, pool, log }).catch((error: unknown) => {
      throw explainListenError(error, config);
    });
    closers.push(() => server.stop());
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

/** Takes the data directory and completes the settings with the key that is kept there. */
function prepare(given: Config, closers: Closers): Config {
  prepareDataDir(given.dataDir);
  // Servers that share a DATABASE_URL may share a data directory as well, on purpose.
  if (given.databaseUrl === undefined) {
    const lock = takeLock(serverLock(given), {
      purpose: `The data directory ${given.dataDir} is in use`,
      log: say,
    });
    closers.push(() => lock.release());
  }
  return Object.freeze({ ...given, secretKey: loadSecretKey(given) });
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
async function firstFacts(
  values: Values,
  config: Config,
  pool: Pool,
): Promise<FirstRun | undefined> {
  if (values['empty'] === true || config.production) return undefined;
  const account = await row(pool, 'select id from accounts limit 1', []);
  if (account !== undefined) return undefined;
  const began = Date.now();
  const { fillDemo } = await import('./demo.ts');
  const facts = await fillDemo(pool, config);
  say(`Demo account made (${seconds(began)} s)`);
  return facts;
}

function say(line: string): void {
  console.log(`• ${line}`);
}

function seconds(began: number): string {
  return ((Date.now() - began) / 1000).toFixed(1);
}
