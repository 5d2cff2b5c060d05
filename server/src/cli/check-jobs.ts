import { openPool } from '../db/pool.ts';
import { countJobs } from '../jobs/counts.ts';
import { errorCode } from '../start-error.ts';
import type { Database } from './database.ts';
import { type Finding, good, note } from './finding.ts';

const SUBJECT = 'Jobs';

/** Whether work was given up that somebody should know of, such as a transcript that could not be sent. */
export async function checkJobs(database: Database): Promise<Finding> {
  const pool = openPool(database.connection, { max: 1 });
  try {
    const queues = await countJobs(pool);
    const failed = queues.filter((queue) => queue.failed > 0);
    const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
    if (failed.length === 0) return good(SUBJECT, `${waiting} waiting, none given up`);
    const list = failed.map((queue) => `${queue.failed} in ${queue.queue}`).join(', ');
    return note(SUBJECT, `${list} given up in the last two weeks: confab jobs says why`);
  } catch (error) {
    // There are no queues before the first start.
    if (errorCode(error) === '42P01') return good(SUBJECT, 'none yet');
    throw error;
  } finally {
    await pool.end();
  }
}
