import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import { openVault } from './auth/vault.ts';
import type { Fellows } from './cluster/fellows.ts';
import type { Config } from './config.ts';
import type { Pool } from './db/pool.ts';
import { fromDatabaseError } from './errors.ts';
import { without } from './failpoint.ts';
import { keepHeapSmall } from './heap.ts';
import { startJobs, type Jobs } from './jobs/jobs.ts';
import { openMailer, type Mailer } from './mail/mailer.ts';
import type { Platform } from './platform.ts';
import { openStorage } from './storage/open.ts';
import { keepStatistics } from './statistics.ts';
import { startSender, type Sender } from './webhooks/sender.ts';
import { createWorkers } from './workers.ts';

interface Parts {
  /** With `secretKey` filled in. */
  config: Config;
  /** On a migrated database; it stays the caller's, who ends it after `stop`. */
  pool: Pool;
  log: Logger;
  /** When it is one of several processes that serve here. */
  fellows?: Fellows;
}

export interface Server {
  /** Where it listens, such as http://127.0.0.1:3000. */
  address: string;
  /**
   * Stops without failing a request; called again, it is the same stop. When it is `relieved`, another
   * process goes on serving at the same address.
   */
  stop(options?: { relieved?: boolean }): Promise<void>;
}

// Together below the 20 seconds that a supervisor gives us.
const QUIET = 1000;
const LONGEST_DRAIN = 4000;
/** For idle connections to be used once more, while a new process serves already. */
const LONGEST_HAND_OVER = 8000;
const LONGEST_STOP = 18_000;

/** Serves the API and runs the jobs. Rejects with the system's error when it cannot listen. */
export async function startServer({ config, pool, log, fellows }: Parts): Promise<Server> {
  keepHeapSmall();
  const { secretKey } = config;
  if (secretKey === undefined) throw new Error('startServer needs a config with a secret key');
  const platform = { config, pool, vault: openVault(secretKey), storage: openStorage(config) };
  const app = await buildApp(platform, log, fellows);
  const mailer = openMailer(config);
  const { address, jobs, sender, endStatistics } = await begin({
    app,
    platform,
    mailer,
    log,
  }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });

  let stopping: Promise<void> | undefined;
  const stop = async (relieved: boolean): Promise<void> => {
    log.info('stopping');
    await Promise.all([
      takeLeave({ app, log, relieved }),
      jobs.stop(),
      sender.stop(),
      endStatistics(),
    ]);
    mailer.close();
    log.info('stopped');
  };
  return {
    address,
    stop: async ({ relieved = false } = {}) => {
      stopping ??= stop(relieved);
      return stopping;
    },
  };
}

interface Process {
  app: FastifyInstance;
  platform: Platform;
  mailer: Mailer;
  log: Logger;
}

interface Begun {
  address: string;
  jobs: Jobs;
  sender: Sender;
  endStatistics: () => Promise<void>;
}

async function begin({ app, ...parts }: Process): Promise<Begun> {
  const { log } = parts;
  const { config, pool } = parts.platform;
  const { jobSeconds } = config;
  const address = await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: (address) => `listening on ${address}`,
  });
  const workers = createWorkers(parts);
  const jobs = await outlastOutages(log, async () => startJobs(pool, workers, { log, jobSeconds }));
  return { address, jobs, sender: startSender(parts.platform, log), endStatistics: keepStatistics(pool, log) }; // prettier-ignore
}

/** How often the start is tried again while the database is away, and the pause between in milliseconds. */
const TRIES = 60;
const PAUSE = 500;

/** We serve already, and say that the database is away: that is no reason to end when it comes back. */
async function outlastOutages<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || fromDatabaseError(error)?.status !== 503) throw error;
      log.warn({ err: error }, 'the database went away while jobs were being started');
      await pause(PAUSE);
    }
  }
}

interface Leave extends Pick<Process, 'app' | 'log'> {
  relieved: boolean;
}

async function takeLeave({ app, log, relieved }: Leave): Promise<void> {
  const late = setTimeout(() => {
    log.warn('requests that take too long are cut off');
    app.server.closeAllConnections();
  }, LONGEST_STOP);
  if (without('connections-end-last')) await app.close();
  else if (relieved) await app.drain.handOver({ most: LONGEST_HAND_OVER });
  else await app.drain.run({ quiet: QUIET, most: LONGEST_DRAIN });
  await app.drain.closeListener();
  await app.close();
  clearTimeout(late);
}
