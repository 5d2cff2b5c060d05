import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { QUEUE_SCHEMA } from './enqueue.ts';

export interface QueueCount {
  queue: string;
  /** Due, and not taken yet. */
  waiting: number;
  /** Waiting for their instant, or for their next try. */
  deferred: number;
  active: number;
  /** Given up, and kept for two weeks to look at. */
  failed: number;
}

// pg-boss counts every ten seconds (jobs.ts) and keeps what it found here: cheap to read however many jobs there are.
const select = `
  select name as queue, ready_count as waiting, deferred_count as deferred, active_count as active,
    failed_count as failed
  from ${QUEUE_SCHEMA}.queue where name not like '\\_\\_pgboss%' order by name`;

/** How many jobs there are in each queue, at most some seconds ago. */
export async function countJobs(db: Db): Promise<QueueCount[]> {
  return rows<QueueCount & Record<string, unknown>>(db, select);
}
