import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Pool } from '../db/pool.ts';
import { executor, QUEUE_SCHEMA } from './enqueue.ts';
import type { QueueName, Queues } from './queues.ts';

/** What runs the jobs of each queue. A handler that throws is tried again with growing pauses. */
export type Workers = { [Q in QueueName]: (data: Queues[Q]) => Promise<void> };

export interface Jobs {
  /** Stops taking jobs and waits for the ones that run. */
  stop(): Promise<void>;
}

const everyMinute = '* * * * *';
const everyFiveMinutes = '*/5 * * * *';
const everyHour = '17 * * * *';

const schedule: Partial<Record<QueueName, string>> = {
  wake_overdue_conversations: everyMinute,
  fold_conversation_counts: everyMinute,
  auto_resolve_conversations: everyFiveMinutes,
  sweep: everyHour,
};

const queues: Record<QueueName, { retryLimit: number; retryDelay: number }> = {
  wake_conversation: { retryLimit: 20, retryDelay: 1 },
  // About a day of tries: a mail server that is down for a night loses no transcript.
  send_transcript: { retryLimit: 12, retryDelay: 10 },
  remove_files: { retryLimit: 12, retryDelay: 10 },
  wake_overdue_conversations: { retryLimit: 0, retryDelay: 1 },
  auto_resolve_conversations: { retryLimit: 0, retryDelay: 1 },
  fold_conversation_counts: { retryLimit: 0, retryDelay: 1 },
  sweep: { retryLimit: 0, retryDelay: 1 },
};

const DAY = 24 * 60 * 60;

/** Makes the queues of this version in the database; run with the migrations. */
export async function installQueues(pool: Pool): Promise<void> {
  const boss = new PgBoss({ ...bossOptions(pool), supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const [name, options] of Object.entries(queues)) {
    // A job that waits for its instant may wait for years; done and dead ones are kept for two weeks to look at.
    const settings = {
      ...options,
      retryBackoff: true,
      retryDelayMax: 4 * 60 * 60,
      expireInSeconds: 5 * 60,
      retentionSeconds: 14 * DAY,
      deleteAfterSeconds: 14 * DAY,
    };
    await (existing.has(name)
      ? boss.updateQueue(name, settings)
      : boss.createQueue(name, settings));
  }
  await boss.stop({ graceful: false });
}

/** Starts taking jobs. The database's clock decides what is due. */
export async function startJobs(pool: Pool, workers: Workers, log: Logger): Promise<Jobs> {
  const boss = new PgBoss({ ...bossOptions(pool), migrate: false });
  // pg-boss goes on by itself after the database was away; the line tells the operator why jobs paused.
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  await boss.start();
  for (const name of Object.keys(workers) as QueueName[]) {
    await work(boss, name, workers, log);
    const cron = schedule[name];
    if (cron !== undefined) await boss.schedule(name, cron);
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 15_000 }) };
}

async function work<Q extends QueueName>(
  boss: PgBoss,
  name: Q,
  workers: Workers,
  log: Logger,
): Promise<void> {
  await boss.work<Queues[Q]>(name, { pollingIntervalSeconds: 1 }, async (jobs) => {
    for (const job of jobs) {
      try {
        await workers[name](job.data);
      } catch (error) {
        log.warn({ err: error, queue: name, job: job.id }, 'job failed, it will be tried again');
        throw error;
      }
    }
  });
}

const bossOptions = (pool: Pool) => ({ db: executor(pool), schema: QUEUE_SCHEMA });
