import { AsyncLocalStorage } from 'node:async_hooks';
import { PgBoss } from 'pg-boss';
import { v7 } from 'uuid';
import type { QueryConfig } from 'pg';
import { afterCommit, type Tx } from '../db/pool.ts';
import { prepared, rows } from '../db/query.ts';
import { ringOf } from './prompt.ts';
import type { Job, QueueName } from './queues.ts';
import { rankOf } from './rank.ts';

export const QUEUE_SCHEMA = 'jobs';

interface Sending {
  tx: Tx;
  statements: QueryConfig[];
}

const sendingOf = new AsyncLocalStorage<Sending>();
const isInsert = /^\s*INSERT\s/;

// An instance that is never started only builds the statement; it holds no timer and no connection. One
// for all keeps what it has read about the queues, and finds the transaction that it is called in. The
// statement is one constant text per queue, and long: prepared like ours, because planning it anew for
// each job cost more than inserting the job.
const sender = new PgBoss({
  db: {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { tx, statements } = sendingOf.getStore() as Sending;
      if (!isInsert.test(text)) return { rows: await rows(tx, text, values) };
      statements.push(prepared(text, values));
      return { rows: [] };
    },
  },
  schema: QUEUE_SCHEMA,
});

/** Enqueues jobs in the caller's transaction: they exist if and only if it commits. */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  for (const statement of await enqueuing(tx, jobs)) await tx.query(statement);
}

/** The statements that do so, for who sends them together with others. */
export async function enqueuing(tx: Tx, jobs: readonly Job[]): Promise<QueryConfig[]> {
  const statements: QueryConfig[] = [];
  for (const [queue, batch] of Map.groupBy(jobs, (job): QueueName => job.queue)) {
    const entries = batch.map((job) => ({
      // In the order of time: of several jobs of a line, pg-boss takes the one with the lowest id first.
      id: v7(),
      data: job.data,
      startAfter: job.startAfter,
      priority: rankOf(job),
      ...(job.line === undefined ? {} : { group: { id: job.line } }),
    }));
    await sendingOf.run({ tx, statements }, async () => sender.insert(queue, entries));
    if (batch.some(({ startAfter }) => startAfter === undefined)) afterCommit(tx, ringOf(queue));
  }
  return statements;
}

/** Takes jobs from a queue, or notes what became of them: constant texts, several times a second for each queue. */
const isFrequent = /^\s*WITH\s+(?:next|input)\b/;

/** What pg-boss needs to run its statements through a connection or pool of ours. */
export const executor = (db: Pick<Tx, 'query'>) => ({
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    return isFrequent.test(text) ? { rows: await rows(db, text, values) } : db.query(text, values);
  },
});
