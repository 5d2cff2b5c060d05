import { PgBoss, type JobWithMetadata } from 'pg-boss';
import type { Logger } from 'pino';
import type { Pool } from '../db/pool.ts';
import { executor, QUEUE_SCHEMA } from './enqueue.ts';
import type { QueueName, Queues } from './queues.ts';
import { sideBySide } from './side-by-side.ts';

/** What runs the jobs of each queue. A handler that throws is tried again with growing pauses. */
export type Workers = { [Q in QueueName]: (data: Queues[Q], job: Run) => Promise<void> };

/** The job behind a run; its id is the same on every try. */
export interface Run {
  id: string;
}

/** Thrown by a worker when another try cannot help: the job is set aside at once, where operators see it. */
export class HopelessJobError extends Error {}

export interface Jobs {
  /** Stops taking jobs and waits for the ones that run; what is not done by then is given back. */
  stop(): Promise<void>;
}

interface QueueSettings {
  retryLimit: number;
  /** Seconds before the first retry; it doubles from there, up to four hours. */
  retryDelay: number;
  /** How many are taken at once, and how many of these run side by side. */
  batch: number;
  width: number;
  /** Seconds between looks into the queue when it was empty. */
  poll: number;
  cron?: string;
}

const recurring = { retryLimit: 0, retryDelay: 1, batch: 1, width: 1, poll: 5 };

const queues: Record<QueueName, QueueSettings> = {
  wake_conversation: { retryLimit: 20, retryDelay: 1, batch: 50, width: 4, poll: 0.5 },
  // About a day of tries: a mail server that is down for a night loses no transcript.
  send_transcript: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1 },
  remove_files: { retryLimit: 12, retryDelay: 10, batch: 20, width: 2, poll: 1 },
  wake_overdue_conversations: { ...recurring, cron: '* * * * *' },
  fold_conversation_counts: { ...recurring, cron: '* * * * *' },
  auto_resolve_conversations: { ...recurring, cron: '*/5 * * * *' },
  sweep: { ...recurring, cron: '17 * * * *' },
};

const DAY = 24 * 60 * 60;

/** Makes the queues of this version in the database; run with the migrations. */
export async function installQueues(pool: Pool): Promise<void> {
  const boss = new PgBoss({ ...bossOptions(pool), supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const [name, { retryLimit, retryDelay }] of Object.entries(queues)) {
    // A job that waits for its instant may wait for years; done and dead ones are kept for two weeks to look at.
    const settings = {
      retryLimit,
      retryDelay,
      retryBackoff: true,
      retryDelayMax: 4 * 60 * 60,
      expireInSeconds: 5 * 60,
      // A worker that died stops showing signs of life; its jobs are given to another within 30 seconds.
      heartbeatSeconds: 15,
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
  const boss = new PgBoss({
    ...bossOptions(pool),
    migrate: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  // pg-boss goes on by itself after the database was away; the line tells the operator why jobs paused.
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  await boss.start();
  for (const name of Object.keys(workers) as QueueName[]) {
    await work(boss, name, workers, log);
    const { cron } = queues[name];
    // What came due while nobody was up is made good once, soon after the start.
    if (cron !== undefined) await boss.schedule(name, cron, null, { missed: 'once' });
  }
  return {
    stop: async () => {
      try {
        await boss.stop({ graceful: true, timeout: 15_000 });
      } catch (error) {
        log.warn(
          { err: error },
          'job queue could not say goodbye; its jobs are given back when their lease ends',
        );
      }
    },
  };
}

async function work<Q extends QueueName>(
  boss: PgBoss,
  name: Q,
  workers: Workers,
  log: Logger,
): Promise<void> {
  const { batch, width, poll } = queues[name];
  const options = {
    pollingIntervalSeconds: poll,
    batchSize: batch,
    // A full batch means that there is more: take it now, not after the next pause.
    burstWhenBatchFull: true,
    perJobResults: true,
    includeMetadata: true,
  } as const;
  await boss.work<Queues[Q], unknown, typeof options>(name, options, async (jobs) =>
    sideBySide(jobs, width, async (job) => runJob(job, workers[name], log)),
  );
}

/** Runs one job. What it throws is its own: the rest of the batch goes on. */
async function runJob<D>(
  job: JobWithMetadata<D>,
  worker: (data: D, run: Run) => Promise<void>,
  log: Logger,
) {
  const { id, name: queue, retryCount, retryLimit } = job;
  try {
    await worker(job.data, { id });
    return { id, status: 'completed' as const };
  } catch (error) {
    const hopeless = error instanceof HopelessJobError;
    const facts = { err: error, queue, job: id, tries: retryCount + 1 };
    if (hopeless || retryCount >= retryLimit) log.error(facts, 'job failed for good');
    else log.warn(facts, 'job failed, it will be tried again');
    const output = { message: error instanceof Error ? error.message : String(error) };
    return { id, status: hopeless ? ('deadletter' as const) : ('failed' as const), output };
  }
}

const bossOptions = (pool: Pool) => ({ db: executor(pool), schema: QUEUE_SCHEMA });
