import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import { openVault } from './auth/vault.ts';
import type { Config } from './config.ts';
import type { Pool } from './db/pool.ts';
import { startJobs, type Jobs } from './jobs/jobs.ts';
import { openMailer, type Mailer } from './mail/mailer.ts';
import type { Platform } from './platform.ts';
import { openStorage } from './storage/open.ts';
import { createWorkers } from './workers.ts';

interface Parts {
  /** With `secretKey` filled in. */
  config: Config;
  /** On a migrated database; it stays the caller's, who ends it after `stop`. */
  pool: Pool;
  log: Logger;
}

export interface Server {
  /** Where it listens, such as http://127.0.0.1:3000. */
  address: string;
  /** Stops without failing a request; called again, it is the same stop. */
  stop(): Promise<void>;
}

// Together below the 20 seconds that a supervisor gives us.
const QUIET = 1000;
const LONGEST_DRAIN = 4000;
const LONGEST_REQUEST = 15_000;

/** Serves the API and runs the jobs. Rejects with the system's error when it cannot listen. */
export async function startServer({ config, pool, log }: Parts): Promise<Server> {
  const { secretKey } = config;
  if (secretKey === undefined) throw new Error('startServer needs a config with a secret key');
  const platform = { config, pool, vault: openVault(secretKey), storage: openStorage(config) };
  const app = await buildApp(platform, log);
  const mailer = openMailer(config);
  const { address, jobs } = await begin({ app, platform, mailer, log }).catch(
    async (error: unknown) => {
      await app.close();
      throw error;
    },
  );

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    log.info('stopping');
    await Promise.all([takeLeave(app, log), jobs.stop()]);
    mailer.close();
    log.info('stopped');
  };
  return {
    address,
    stop: async () => {
      stopping ??= stop();
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

async function begin({ app, ...parts }: Process): Promise<{ address: string; jobs: Jobs }> {
  const { config, pool } = parts.platform;
  const address = await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: (address) => `listening on ${address}`,
  });
  return { address, jobs: await startJobs(pool, createWorkers(parts), parts.log) };
}

async function takeLeave(app: FastifyInstance, log: Logger): Promise<void> {
  await app.drain.run({ quiet: QUIET, most: LONGEST_DRAIN });
  const late = setTimeout(() => {
    log.warn('requests that take too long are cut off');
    app.server.closeAllConnections();
  }, LONGEST_REQUEST);
  await app.drain.closeListener();
  await app.close();
  clearTimeout(late);
}
