import sql, { type Sql } from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { factsBehind, type Question } from './scope.ts';

const UNITS = { hour: 3600, day: 86_400, week: 604_800, month: 2_419_200, year: 31_536_000 };
export type Unit = keyof typeof UNITS;

const MAX_BUCKETS = 30_000;

/** The unit that a client names; a day for anything else. */
export const unitOf = (name: string | undefined): Unit =>
  name !== undefined && Object.hasOwn(UNITS, name) ? (name as Unit) : 'day';

export interface Bucketing {
  unit: Unit;
  zone: string;
}

/**
 * The beginnings of all buckets that the span touches, as `edge`. Days and longer follow the zone's
 * calendar, weeks begin on Sunday; an hour is an hour, whatever the clocks do.
 */
function edges({ since, until }: Question['span'], { unit, zone }: Bucketing): Sql {
  const from = sql`to_timestamp(${since}::float8)`;
  const to = sql`to_timestamp(${until}::float8)`;
  if (unit === 'hour') {
    return sql`select edge from generate_series(date_trunc('hour', ${from}, ${zone}::text), ${to}, '1 hour') edge
      where edge < ${to}`;
  }
  const local = sql`(${from} at time zone ${zone}::text)`;
  const first =
    unit === 'week'
      ? sql`date_trunc('week', ${local} + interval '1 day') - interval '1 day'`
      : sql`date_trunc(${unit}, ${local})`;
  return sql`select local at time zone ${zone}::text as edge
    from generate_series(${first}, ${to} at time zone ${zone}::text + interval '1 day', ${`1 ${unit}`}::interval) local
    where local at time zone ${zone}::text < ${to}`;
}

export interface Bucket {
  /** Its beginning in unix seconds, which may lie before the span. */
  timestamp: number;
  count: number;
  sum: number;
}

/** The facts of the span by bucket, those without any included. Throws 422 when there would be too many. */
export async function series(db: Db, question: Question, bucketing: Bucketing): Promise<Bucket[]> {
  const { since, until } = question.span;
  if (since >= until) return [];
  if ((until - since) / UNITS[bucketing.unit] > MAX_BUCKETS) {
    throw unprocessable(`since and until are too far apart to group by ${bucketing.unit}`);
  }
  const found = await adhoc<Bucket & Record<string, unknown>>(
    db,
    sql`with bounds as materialized (
        select array_agg(edge order by edge) as list from (${edges(question.span, bucketing)}) e
      ), grouped as (
        select width_bucket(fact.at, (select list from bounds)) as n, count(*) as count, sum(fact.value) as sum
        from (${factsBehind(question)}) fact group by 1
      )
      select floor(extract(epoch from e.edge))::bigint as timestamp, coalesce(g.count, 0) as count,
        coalesce(g.sum, 0) as sum
      from bounds cross join unnest(bounds.list) with ordinality e (edge, n) left join grouped g using (n)
      order by n`,
  );
  return found;
}

/** Where the bucket that begins at this instant ends. */
export async function bucketEnd(db: Db, start: number, { unit, zone }: Bucketing): Promise<number> {
  const at = sql`to_timestamp(${start}::float8)`;
  const step = sql`${`1 ${unit}`}::interval`;
  const end =
    unit === 'hour'
      ? sql`${at} + ${step}`
      : sql`(${at} at time zone ${zone}::text + ${step}) at time zone ${zone}::text`;
  const [found] = await adhoc<{ end: number }>(
    db,
    sql`select floor(extract(epoch from ${end}))::bigint as end`,
  );
  return found?.end ?? start;
}
