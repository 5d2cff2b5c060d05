import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { QUEUE_SCHEMA } from './enqueue.ts';

export interface FailedJob {
  id: string;
  queue: string;
  /** Whom it was for, if it was for one account. */
  account_id: number | null;
  tries: number;
  failed_at: Date;
  /** What its last try met. */
  reason: string;
}

const isMeant = `
  state = 'failed' and name not like '\\_\\_pgboss%' and ($1::text is null or name = $1)
  and ($2::uuid[] is null or id = any($2))`;

const select = `
  select id, name as queue, (data ->> 'account_id')::bigint as account_id, retry_count + 1 as tries,
    completed_on as failed_at, coalesce(output ->> 'message', output::text, '') as reason
  from ${QUEUE_SCHEMA}.job where ${isMeant} order by completed_on desc, id limit $3`;

interface Which {
  queue?: string | undefined;
  ids?: readonly string[] | undefined;
}

const valuesOf = ({ queue, ids }: Which) => [queue ?? null, ids ?? null];

/** The jobs that were given up and are still kept, the last first. */
export async function listFailed(db: Db, which: Which, limit: number): Promise<FailedJob[]> {
  return rows<FailedJob & Record<string, unknown>>(db, select, [...valuesOf(which), limit]);
}

// As pg-boss does it itself, but now: it would keep the pause after the last failure, which may be hours.
const retry = `
  update ${QUEUE_SCHEMA}.job set state = 'retry', retry_limit = retry_limit + 1, completed_on = null, start_after = now()
  where ${isMeant} returning id`;

/** Gives jobs that were given up one more try each. Returns how many there were. */
export async function retryFailed(db: Db, which: Which): Promise<number> {
  return (await rows(db, retry, valuesOf(which))).length;
}
