import { PgBoss, type JobWithMetadata } from 'pg-boss';
import type { Logger } from 'pino';
import { transaction, type Pool } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { without } from '../failpoint.ts';
import { LOOK, steadyClock, watchClock } from './clock.ts';
import { executor, QUEUE_SCHEMA } from './enqueue.ts';
import { within } from './limit.ts';
import { misbehave } from './misbehave.ts';
import { pastTheSlow } from './past-the-slow.ts';
import { lookWhenEnqueued } from './prompt.ts';
import type { QueueName, Queues } from './queues.ts';
import { queues } from './settings.ts';

/** What runs the jobs of each queue. A handler that throws is tried again with growing pauses. */
export type Workers = { [Q in QueueName]: (data: Queues[Q], job: Run) => Promise<void> };

/**
 * What does many jobs of a queue at once, all or none. Where it throws, each is run alone: so one that cannot be
 * done keeps no other from it.
 */
export type Together = { [Q in QueueName]?: (data: Queues[Q][]) => Promise<void> };

/** The job behind a run; its id is the same on every try. */
export interface Run {
  id: string;
  /** Whether there is no further try when this one fails. */
  isLast: boolean;
}

/** Thrown by a worker when another try cannot help: the job is set aside at once, where operators see it. */
export class HopelessJobError extends Error {}

export interface Jobs {
  /** Stops taking jobs and waits for the ones that run; what is not done by then is given back. */
  stop(): Promise<void>;
}

const DAY = 24 * 60 * 60;

/** Milliseconds after which a job is slow: others pass it. */
const PATIENCE = 1000;
/** Seconds for what is done in one go, before each is tried alone. */
const IN_ONE_GO = 10;
/** How many lookers into one queue may be held up by slow jobs before it waits for them, in one process. */
const MOST_LOOKERS = 4;

/** Makes the queues of this version in the database; run with the migrations. */
export async function installQueues(pool: Pool): Promise<void> {
  const boss = new PgBoss({ ...bossOptions(pool), supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const [name, { retryLimit, retryDelay, keep = 14 }] of Object.entries(queues)) {
    // A job that waits for its instant may wait for years; done and dead ones are kept to look at.
    const settings = {
      retryLimit,
      retryDelay,
      retryBackoff: true,
      retryDelayMax: 4 * 60 * 60,
      // For a whole batch, by pg-boss, and more than ours for a job: it would undo what the others have done.
      expireInSeconds: 15 * 60,
      // A worker that died stops showing signs of life; its jobs are given to another within 30 seconds.
      heartbeatSeconds: 15,
      retentionSeconds: 14 * DAY,
      deleteAfterSeconds: keep * DAY,
    };
    await (existing.has(name)
      ? boss.updateQueue(name, settings)
      : boss.createQueue(name, settings));
  }
  await boss.stop({ graceful: false });
}

interface Circumstances {
  log: Logger;
  /** How long a job may take; it has failed after that, whatever it waits for. */
  jobSeconds: number;
}

/** Starts taking jobs. The database's clock decides what is due. */
export async function startJobs(
  pool: Pool,
  { workers, together = {} }: { workers: Workers; together?: Together },
  circumstances: Circumstances,
): Promise<Jobs> {
  const { log } = circumstances;
  const boss = new PgBoss({
    ...bossOptions(pool),
    migrate: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    // How far the database's clock is from ours: recurring jobs go by it.
    clockMonitorIntervalSeconds: LOOK / 1000,
  });
  // pg-boss goes on by itself after the database was away; the line tells the operator why jobs paused.
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  const lookers: (() => void)[] = [];
  const endWatch = watchClock(pool, log);
  try {
    await boss.start();
    for (const name of Object.keys(workers) as QueueName[]) {
      const { cron, soon, prompt = soon !== undefined, workers: count = 1 } = queues[name];
      const running = { each: workers[name], together: together[name] } as Running<typeof name>;
      for (let nth = 0; nth < count; nth += 1) {
        const worker = await work({ boss, name, ...running, ...circumstances });
        if (prompt) lookers.push(lookWhenEnqueued(name, () => boss.notifyWorker(worker), soon));
      }
      // What came due while nobody was up is made good once, soon after the start.
      if (cron !== undefined) await boss.schedule(name, cron, null, { missed: 'once' });
    }
  } catch (error) {
    endWatch();
    for (const stopLooking of lookers) stopLooking();
    // Half begun it would go on, and keep the process alive that was to end.
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return {
    stop: async () => {
      endWatch();
      for (const stopLooking of lookers) stopLooking();
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

interface Running<Q extends QueueName> {
  each: Workers[Q];
  together: ((data: Queues[Q][]) => Promise<void>) | undefined;
}

interface Queue<Q extends QueueName> extends Running<Q>, Circumstances {
  boss: PgBoss;
  name: Q;
}

/** Has a queue looked after. Resolves to whom to tell that there is something in it. */
async function work<Q extends QueueName>(queue: Queue<Q>, lookers = 1): Promise<string> {
  const { boss, name } = queue;
  const { batch, width, poll, inTurn = false } = queues[name];
  const options = {
    pollingIntervalSeconds: poll,
    batchSize: batch,
    // A full batch means that there is more: take it now, not after the next pause.
    burstWhenBatchFull: true,
    perJobResults: true,
    includeMetadata: true,
    ...(inTurn ? { groupConcurrency: 1 } : {}),
  } as const;
  return boss.work<Queues[Q], unknown, typeof options>(name, options, async (jobs) => {
    const patience = without('jobs-have-a-limit') ? 2 ** 31 - 1 : PATIENCE;
    const endRelief = relieve(queue, lookers, patience);
    const run = async (job: JobWithMetadata<Queues[Q]>) => runJob(job, queue);
    try {
      if (await areDone(jobs, queue))
        return jobs.map(({ id }) => ({ id, status: 'completed' as const }));
      return await pastTheSlow(jobs, { width, patience, run });
    } finally {
      endRelief();
    }
  });
}

/** Whether all could be done in one go. */
async function areDone<Q extends QueueName>(
  jobs: readonly JobWithMetadata<Queues[Q]>[],
  { together, jobSeconds }: Queue<Q>,
): Promise<boolean> {
  if (together === undefined || jobs.length < 2) return false;
  try {
    const working = Promise.all(jobs.map(async ({ data }) => misbehave(data))).then(async () =>
      together(jobs.map(({ data }) => data)),
    );
    await within(Math.min(jobSeconds, IN_ONE_GO), working);
    return true;
  } catch {
    // Which of them it was, and why, is seen and told when they run one by one.
    return false;
  }
}

/**
 * pg-boss looks into a queue again when all of a batch have ended. When one is slow, somebody else looks
 * until then. Not where jobs are taken one by one: those are large, and meant to wait for each other.
 */
function relieve<Q extends QueueName>(
  queue: Queue<Q>,
  lookers: number,
  patience: number,
): () => void {
  const { boss, name, log } = queue;
  if (queues[name].batch === 1 || lookers >= MOST_LOOKERS) return () => {};
  let relief: Promise<string | undefined> | undefined;
  const timer = setTimeout(() => {
    // Refused while it stops.
    relief = work(queue, lookers + 1).catch(() => undefined);
  }, patience);
  const end = async (): Promise<void> => {
    const id = await relief;
    if (id !== undefined) await boss.offWork(name, { id, wait: false });
  };
  return (): void => {
    clearTimeout(timer);
    end().catch((error: unknown) => log.warn({ err: error }, 'job queue'));
  };
}

/** Runs one job. What it throws is its own, and so is how long it takes: the rest of the batch goes on. */
async function runJob<Q extends QueueName>(
  job: JobWithMetadata<Queues[Q]>,
  { each, log, jobSeconds }: Queue<Q>,
) {
  const { id, name: queue, retryCount, retryLimit } = job;
  try {
    const working = misbehave(job.data).then(async () =>
      each(job.data, { id, isLast: retryCount >= retryLimit }),
    );
    await (without('jobs-have-a-limit') ? working : within(jobSeconds, working));
    return { id, status: 'completed' as const };
  } catch (error) {
    if (without('jobs-fail-alone')) throw error;
    const hopeless = error instanceof HopelessJobError;
    const facts = { err: error, queue, job: id, tries: retryCount + 1 };
    if (hopeless || retryCount >= retryLimit) log.error(facts, 'job failed for good');
    else log.warn(facts, 'job failed, it will be tried again');
    const output = { message: error instanceof Error ? error.message : String(error) };
    return { id, status: hopeless ? ('deadletter' as const) : ('failed' as const), output };
  }
}

const bossOptions = (pool: Pool) => ({
  db: takingTurns(pool),
  schema: QUEUE_SCHEMA,
  clock: steadyClock,
});

const takesFromLines = /j\.name = '(\w+)'[^]*\bgroup_id\b[^]*\bSKIP LOCKED\b/i;

const findDue = `
  select from ${QUEUE_SCHEMA}.job
  where name = $1 and state < 'active' and not blocked and start_after <= ${QUEUE_SCHEMA}.job_now() limit 1`;

/**
 * Jobs of lines are taken by one process at a time. Of two at once, the second would pass over the row that
 * the first has just locked, not see yet that its line is busy, and take the next of the same line. Nobody
 * waits for that while there is nothing to take.
 */
const takingTurns = (pool: Pool): ReturnType<typeof executor> => {
  const { executeSql } = executor(pool);
  return {
    executeSql: async (text, values) => {
      const queue = takesFromLines.exec(text)?.[1];
      if (queue === undefined) return executeSql(text, values);
      if ((await row(pool, findDue, [queue])) === undefined) return { rows: [] };
      return transaction(pool, async (tx) => {
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('confab/lines', 0))`);
        return executor(tx).executeSql(text, values);
      });
    },
  };
};
