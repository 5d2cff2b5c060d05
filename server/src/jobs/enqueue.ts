import { AsyncLocalStorage } from 'node:async_hooks';
import { PgBoss } from 'pg-boss';
import { v7 } from 'uuid';
import { afterCommit, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { ringOf } from './prompt.ts';
import type { Job, QueueName } from './queues.ts';
import { rankOf } from './rank.ts';

export const QUEUE_SCHEMA = 'jobs';

const transactionOf = new AsyncLocalStorage<Tx>();

// An instance that is never started only builds the statement; it holds no timer and no connection. One
// for all keeps what it has read about the queues, and finds the transaction that it is called in. The
// statement is one constant text per queue, and long: prepared like ours, because planning it anew for
// each job cost more than inserting the job.
const sender = new PgBoss({
  db: {
    executeSql: async (text: string, values?: unknown[]) => ({
      rows: await rows(transactionOf.getStore() as Tx, text, values),
    }),
  },
  schema: QUEUE_SCHEMA,
});

/** Enqueues jobs in the caller's transaction: they exist if and only if it commits. */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  for (const [queue, batch] of Map.groupBy(jobs, (job): QueueName => job.queue)) {
    const entries = batch.map((job) => ({
      // In the order of time: of several jobs of a line, pg-boss takes the one with the lowest id first.
      id: v7(),
      data: job.data,
      startAfter: job.startAfter,
      priority: rankOf(job),
      ...(job.line === undefined ? {} : { group: { id: job.line } }),
    }));
    await transactionOf.run(tx, async () => sender.insert(queue, entries));
    if (batch.some(({ startAfter }) => startAfter === undefined)) afterCommit(tx, ringOf(queue));
  }
}

/** Takes jobs from a queue, or notes what became of them: constant texts, several times a second for each queue. */
const isFrequent = /^\s*WITH\s+(?:next|input)\b/;

/** What pg-boss needs to run its statements through a connection or pool of ours. */
export const executor = (db: Pick<Tx, 'query'>) => ({
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    return isFrequent.test(text) ? { rows: await rows(db, text, values) } : db.query(text, values);
  },
});
