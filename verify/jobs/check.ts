import type { Pool } from '../../server/src/db/pool.ts';
import { committedAt } from '../rig/postgres.ts';

const QUEUES = `('notify_people', 'send_scheduled_message')`;

const texts = async (pool: Pool, select: string, values: unknown[] = []): Promise<string[]> => {
  const { rows } = await pool.query<{ shown: string }>(select, values);
  return rows.map(({ shown }) => shown);
};

const shown = `name || ' ' || id || ': ' || state || ', ' || retry_count || ' tries again, ' || coalesce(output::text, '')`;

/** Neither done nor given up. */
export const unfinished = async (pool: Pool): Promise<string[]> =>
  texts(pool, `select ${shown} as shown from jobs.job where name in ${QUEUES} and state < 'completed'`); // prettier-ignore

/** Given up although nothing was wrong with them. */
export const wronglyGivenUp = async (pool: Pool): Promise<string[]> =>
  texts(pool, `select ${shown} as shown from jobs.job where name in ${QUEUES} and state = 'failed' and not data ? 'misbehaviour'`); // prettier-ignore

/** Misbehaved to the end, and not given up. */
export const notIsolated = async (pool: Pool): Promise<string[]> =>
  texts(pool, `select ${shown} as shown from jobs.job where data ? 'misbehaviour' and state <> 'failed'`); // prettier-ignore

/** What was to be told and has no job, with or without its event. */
export const lost = async (pool: Pool, account_id: number): Promise<string[]> =>
  texts(
    pool,
    `with due as (
       select id from events where account_id = $1 and name = 'message.created'
         and payload -> 'data' ->> 'message_type' = '0'
     ), asked as (
       select (data ->> 'event_id')::bigint as id, state from jobs.job where name = 'notify_people' and data ? 'event_id'
     )
     select 'event ' || due.id || ' has no job' as shown from due where id not in (select id from asked)
     union all select 'message ' || id || ' has no event' from messages
       where account_id = $1 and message_type = 0 and (select count(*) from due) <> (select count(*) from messages where account_id = $1 and message_type = 0)
     union all select 'event ' || asked.id || ' was told to nobody, and its job is done' from asked
       where state = 'completed' and id not in (select event_id from notified_events where account_id = $1)`,
    [account_id],
  );

/** Jobs of writes that were undone. */
export const unfounded = async (pool: Pool): Promise<string[]> =>
  texts(
    pool,
    `select ${shown} as shown from jobs.job j where name = 'notify_people' and data ? 'event_id'
       and not exists (select from events e where e.id = (j.data ->> 'event_id')::bigint)`,
  );

/** Of the texts that were to be sent, those that were not sent exactly once. */
export async function notOnce(
  pool: Pool,
  account_id: number,
  wanted: readonly string[],
): Promise<{ missing: string[]; doubled: string[] }> {
  const { rows } = await pool.query<{ content: string; times: number }>(
    `select content, count(*)::int as times from messages where account_id = $1 and content like 'later %' group by content`,
    [account_id],
  );
  const sent = new Map(rows.map(({ content, times }) => [content, times]));
  return {
    missing: wanted.filter((text) => !sent.has(text)),
    doubled: wanted.filter((text) => (sent.get(text) ?? 0) > 1),
  };
}

const newest = 'select coalesce(max(id), 0)::int as id from events where account_id = $1';

/** The newest event: what comes after it belongs to the next part. */
export async function newestEvent(pool: Pool, account_id: number): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(newest, [account_id]);
  return rows[0]?.id ?? 0;
}

interface Wait {
  /** From the commit to the (last) start, in milliseconds; infinite when it was not begun. */
  ms: number;
  tries: number;
}

/** How long the jobs of some events waited, those apart that misbehave. */
export async function waits(pool: Pool, account_id: number, after: number): Promise<Wait[]> {
  const { rows } = await pool.query<{ ms: number | null; tries: number }>(
    `select (extract(epoch from j.started_on) * 1000)::float8 - ${committedAt('e')} as ms, j.retry_count as tries
     from jobs.job j join events e on e.account_id = $1 and e.id = (j.data ->> 'event_id')::bigint
     where j.name = 'notify_people' and e.id > $2 and not j.data ? 'misbehaviour'`,
    [account_id, after],
  );
  return rows.map(({ ms, tries }) => ({ ms: ms ?? Infinity, tries }));
}
