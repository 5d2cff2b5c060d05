import type { Clock } from 'pg-boss';
import type { Logger } from 'pino';
import type { Pool } from '../db/pool.ts';
import { rows, row } from '../db/query.ts';
import { without } from '../failpoint.ts';
import { QUEUE_SCHEMA } from './enqueue.ts';

/** Columns in which pg-boss says when it last did something that it does again after some time. */
const marks = {
  version: ['cron_on', 'bam_on', 'flow_on', 'reindex_on'],
  queue: ['monitor_claim_on', 'monitor_on', 'maintain_on'],
} as const;

// Room for what differs between machines that take turns as the database's.
const isAhead = (column: string): string => `${column} > now() + interval '1 minute'`;

const find = `
  select ${Object.entries(marks)
    .map(([table, columns]) => {
      const some = columns.map(isAhead).join(' or ');
      return `exists (select from ${QUEUE_SCHEMA}.${table} where ${some})`;
    })
    .join(' or ')} as ahead`;

const putBack = Object.entries(marks).map(([table, columns]) => {
  const set = columns.map(
    (each) => `${each} = case when ${isAhead(each)} then null else ${each} end`,
  );
  return `update ${QUEUE_SCHEMA}.${table} set ${set.join(', ')}`;
});

const repairs = [
  ...putBack,
  `update ${QUEUE_SCHEMA}.version set monitor_backoff_on = null where monitor_backoff_on > now() + interval '2 hours'`,
  // Who holds it says so again within seconds, if there is somebody.
  `update ${QUEUE_SCHEMA}.job set heartbeat_on = now(), started_on = least(started_on, now())
   where state = 'active' and (${isAhead('heartbeat_on')} or ${isAhead('started_on')})`,
  // What was to run at once or after a pause, which is an hour at most, counts from now; what is for an instant
  // and comes too early plans itself anew. What was to be tried again waits four hours at most.
  `update ${QUEUE_SCHEMA}.job set created_on = least(created_on, now()), start_after = now()
     + greatest(interval '0', case when state = 'created' then start_after - created_on end)
   where state = 'created' and ${isAhead('created_on')} and start_after <= created_on + interval '1 hour'
     or state = 'retry' and start_after > now() + interval '5 hours'`,
];

/**
 * After the database's clock was put back, pg-boss would wait until it has caught up: no recurring job
 * and nobody who looks for the jobs of the dead until then. Puts what stands in the future into the
 * present. Returns whether there was something.
 */
export async function followClock(pool: Pool): Promise<boolean> {
  if (without('jobs-follow-the-clock')) return false;
  const found = await row<{ ahead: boolean }>(pool, find);
  if (found?.ahead !== true) return false;
  for (const repair of repairs) await rows(pool, repair);
  return true;
}

/** Milliseconds between looks at the database's clock. */
export const LOOK = 15_000;

/**
 * A clock for pg-boss that nobody puts back. It measures how long looking into a queue took, and waits for
 * what is left of the pause between two looks: by a clock that was put back meanwhile, for as long as that
 * was. What is due, the database's clock says.
 */
export const steadyClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimeout,
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  setInterval,
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
};

/** Looks at once, and again and again. Returns how to stop that. */
export function watchClock(pool: Pool, log: Logger): () => void {
  const look = async (): Promise<void> => {
    try {
      const wasAhead = await followClock(pool);
      if (wasAhead) log.warn('the clock of the database was put back; jobs go by what it says now');
    } catch (error) {
      log.warn({ err: error }, 'the clock of the database could not be looked at');
    }
  };
  void look();
  const timer = setInterval(() => void look(), LOOK);
  return () => clearInterval(timer);
}
