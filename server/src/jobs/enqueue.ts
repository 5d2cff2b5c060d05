import { PgBoss } from 'pg-boss';
import type { Tx } from '../db/pool.ts';
import type { Job, QueueName } from './queues.ts';

export const QUEUE_SCHEMA = 'jobs';

/** Enqueues jobs in the caller's transaction: they exist if and only if it commits. */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  // An instance that is never started only builds the statement; it holds no timer and no connection.
  const sender = new PgBoss({ db: executor(tx), schema: QUEUE_SCHEMA });
  for (const [queue, batch] of Map.groupBy(jobs, (job): QueueName => job.queue)) {
    await sender.insert(
      queue,
      batch.map(({ data, startAfter }) => ({ data, startAfter })),
    );
  }
}

/** What pg-boss needs to run its statements through a connection or pool of ours. */
export const executor = (db: Pick<Tx, 'query'>) => ({
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    return db.query(text, values);
  },
});
