import { PgBoss, type JobWithMetadata } from 'pg-boss';
import type { Logger } from 'pino';
import { transaction, type Pool } from '../db/pool.ts';
import { without } from '../failpoint.ts';
import { executor, QUEUE_SCHEMA } from './enqueue.ts';
import { lookWhenEnqueued } from './prompt.ts';
import type { QueueName, Queues } from './queues.ts';
import { sideBySide } from './side-by-side.ts';

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

interface QueueSettings {
  retryLimit: number;
  /** Seconds before the first retry; it doubles from there, up to four hours. */
  retryDelay: number;
  /** How many are taken at once, and how many of these run side by side. */
  batch: number;
  width: number;
  /** Seconds between looks into the queue when it was empty. */
  poll: number;
  /** For how many days one can look at those that are done or dead; 14 when absent. */
  keep?: number;
  /** Somebody waits for it: what this process puts there, it looks for at once. */
  prompt?: boolean;
  /** Jobs of one line run one after the other, in all processes together. */
  inTurn?: boolean;
  /** How many take jobs side by side in each process, so that a long one holds up no others; 1 when absent. */
  workers?: number;
  cron?: string;
}

const recurring = { retryLimit: 0, retryDelay: 1, batch: 1, width: 1, poll: 5 };

/** Minutes of work, in turn within an account: that of another account goes on beside it. */
const transfer = {
  retryLimit: 12,
  retryDelay: 5,
  batch: 1,
  width: 1,
  poll: 1,
  prompt: true,
  inTurn: true,
  workers: 2,
};

const queues: Record<QueueName, QueueSettings> = {
  wake_conversation: { retryLimit: 20, retryDelay: 1, batch: 50, width: 4, poll: 0.5 },
  send_scheduled_message: { retryLimit: 20, retryDelay: 1, batch: 20, width: 2, poll: 0.5 },
  // About a day of tries: a mail server that is down for a night loses no transcript.
  send_transcript: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1 },
  delete_account: { retryLimit: 12, retryDelay: 10, batch: 1, width: 1, poll: 2 },
  mark_messages_read: { retryLimit: 5, retryDelay: 1, batch: 20, width: 2, poll: 1 },
  send_notice: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1 },
  send_access_mail: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1, prompt: true },
  run_macro: { retryLimit: 20, retryDelay: 1, batch: 10, width: 2, poll: 0.5, prompt: true },
  // What happens in one conversation is looked at in turn.
  run_automation_rules: {
    retryLimit: 20,
    retryDelay: 1,
    batch: 20,
    width: 2,
    poll: 0.5,
    keep: 1,
    inTurn: true,
  },
  warn_of_endpoint: { retryLimit: 12, retryDelay: 10, batch: 20, width: 2, poll: 1, keep: 1 },
  settle_delivery: { retryLimit: 20, retryDelay: 1, batch: 20, width: 2, poll: 0.5 },
  retag_label: { retryLimit: 20, retryDelay: 1, batch: 1, width: 1, poll: 1 },
  give_out: { retryLimit: 5, retryDelay: 2, batch: 10, width: 2, poll: 0.5, keep: 1 },
  release_conversations: { retryLimit: 12, retryDelay: 10, batch: 2, width: 2, poll: 1 },
  open_without_bot: { retryLimit: 12, retryDelay: 10, batch: 2, width: 2, poll: 1 },
  dissolve_team: { retryLimit: 12, retryDelay: 10, batch: 2, width: 2, poll: 1 },
  // As wide as it is long, so that one server that does not answer keeps nobody else's picture.
  fetch_contact_avatar: { retryLimit: 3, retryDelay: 30, batch: 20, width: 20, poll: 1 },
  import_contacts: transfer,
  export_contacts: transfer,
  remove_contact: { retryLimit: 12, retryDelay: 10, batch: 2, width: 1, poll: 1 },
  // As many as there are messages: two weeks of them would be the largest table of a busy desk.
  notify_people: { retryLimit: 12, retryDelay: 2, batch: 50, width: 2, poll: 0.5, keep: 1 },
  // About a day of tries. The outcome stands in the mail's row.
  mail_notification: { retryLimit: 12, retryDelay: 10, batch: 8, width: 2, poll: 1, keep: 3 },
  push_notification: {
    retryLimit: 8,
    retryDelay: 10,
    batch: 20,
    // All at once: what waits for one push service must not keep the others'.
    width: 20,
    poll: 0.5,
    keep: 1,
    prompt: true,
  },
  remove_files: { retryLimit: 12, retryDelay: 10, batch: 20, width: 2, poll: 1 },
  delete_inbox: { retryLimit: 12, retryDelay: 10, batch: 1, width: 1, poll: 1 },
  wake_overdue_conversations: { ...recurring, cron: '* * * * *' },
  fold_conversation_counts: { ...recurring, cron: '* * * * *' },
  send_overdue_messages: { ...recurring, cron: '* * * * *' },
  auto_resolve_conversations: { ...recurring, cron: '*/5 * * * *' },
  reopen_notifications: { ...recurring, cron: '* * * * *' },
  give_out_everywhere: { ...recurring, cron: '* * * * *' },
  sweep: { ...recurring, cron: '17 * * * *' },
};

const DAY = 24 * 60 * 60;

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
      expireInSeconds: 5 * 60,
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

/** Starts taking jobs. The database's clock decides what is due. */
export async function startJobs(
  pool: Pool,
  { workers, together = {} }: { workers: Workers; together?: Together },
  log: Logger,
): Promise<Jobs> {
  const boss = new PgBoss({
    ...bossOptions(pool),
    migrate: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  // pg-boss goes on by itself after the database was away; the line tells the operator why jobs paused.
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  const lookers: (() => void)[] = [];
  try {
    await boss.start();
    for (const name of Object.keys(workers) as QueueName[]) {
      const { cron, prompt = false, workers: count = 1 } = queues[name];
      const run = { each: workers[name], together: together[name] } as Running<typeof name>;
      for (let nth = 0; nth < count; nth += 1) {
        const worker = await work(boss, name, run, log);
        if (prompt) lookers.push(lookWhenEnqueued(name, () => boss.notifyWorker(worker)));
      }
      // What came due while nobody was up is made good once, soon after the start.
      if (cron !== undefined) await boss.schedule(name, cron, null, { missed: 'once' });
    }
  } catch (error) {
    for (const stopLooking of lookers) stopLooking();
    // Half begun it would go on, and keep the process alive that was to end.
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return {
    stop: async () => {
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

async function work<Q extends QueueName>(
  boss: PgBoss,
  name: Q,
  { each, together }: Running<Q>,
  log: Logger,
): Promise<string> {
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
    if (together !== undefined && jobs.length > 1 && (await areDone(jobs, together)))
      return jobs.map(({ id }) => ({ id, status: 'completed' as const }));
    return sideBySide(jobs, width, async (job) => runJob(job, each, log));
  });
}

async function areDone<D>(
  jobs: readonly JobWithMetadata<D>[],
  together: (data: D[]) => Promise<void>,
): Promise<boolean> {
  try {
    await together(jobs.map(({ data }) => data));
    return true;
  } catch {
    // Which of them it was, and why, is seen and told when they run one by one.
    return false;
  }
}

/** Runs one job. What it throws is its own: the rest of the batch goes on. */
async function runJob<D>(
  job: JobWithMetadata<D>,
  worker: (data: D, run: Run) => Promise<void>,
  log: Logger,
) {
  const { id, name: queue, retryCount, retryLimit } = job;
  try {
    await worker(job.data, { id, isLast: retryCount >= retryLimit });
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

const bossOptions = (pool: Pool) => ({ db: takingTurns(pool), schema: QUEUE_SCHEMA });

const takesFromLines = /\bgroup_id\b[^]*\bSKIP LOCKED\b/i;

/**
 * Jobs of lines are taken by one process at a time. Of two at once, the second would pass over the row that
 * the first has just locked, not see yet that its line is busy, and take the next of the same line.
 */
const takingTurns = (pool: Pool): ReturnType<typeof executor> => {
  const { executeSql } = executor(pool);
  return {
    executeSql: async (text, values) =>
      takesFromLines.test(text)
        ? transaction(pool, async (tx) => {
            await tx.query(`select pg_advisory_xact_lock(hashtextextended('confab/lines', 0))`);
            return executor(tx).executeSql(text, values);
          })
        : executeSql(text, values),
  };
};
