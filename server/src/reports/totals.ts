import sql, { join, type Sql } from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { metrics, type MetricName } from './metrics.ts';
import { scopeConditions, within, type Scope } from './scope.ts';
import { spanBefore, type Span } from './span.ts';

/** What one number is made of. */
export interface Tally {
  count: number;
  sum: number;
}

/** The tallies of one stretch of time, by the name of the event, or of what is counted. */
type Tallies = Map<string, Tally>;

interface Asked {
  scope: Scope;
  span: Span;
  business_hours: boolean;
}

/** Every metric of the span and of the span before it, in three statements. */
export async function totals(db: Db, { scope, span, business_hours }: Asked) {
  const before = spanBefore(span);
  const both = { since: before.since, until: span.until };
  const where = (of: 'conversations' | 'messages' | 'events'): Sql =>
    join(
      [sql`f.account_id = ${scope.account_id}`, within(both), ...scopeConditions(scope, of)],
      ' and ',
    );
  const isNow = sql`f.created_at >= to_timestamp(${span.since}::float8)`;
  const value = business_hours ? sql`f.value_in_business_hours` : sql`f.value`;
  const statements = [
    sql`select 'conversations' as name, ${isNow} as now, count(*) as count, 0::float8 as sum
      from report_conversations f where ${where('conversations')} group by 2`,
    sql`select case f.message_type when 0 then 'incoming' else 'outgoing' end as name, ${isNow} as now,
      count(*) as count, 0::float8 as sum from report_messages f where ${where('messages')} group by 1, 2`,
    sql`select f.name, ${isNow} as now, count(*) as count, sum(${value}) as sum
      from reporting_events f where ${where('events')} and f.name = any(${eventNames}::text[]) group by 1, 2`,
  ];
  const now: Tallies = new Map();
  const earlier: Tallies = new Map();
  for (const statement of statements) {
    const found = await adhoc<Tally & { name: string; now: boolean }>(db, statement);
    for (const each of found) (each.now ? now : earlier).set(each.name, each);
  }
  return { current: numbersIn(now), previous: numbersIn(earlier) };
}

const eventNames = [
  ...new Set(Object.values(metrics).flatMap((each) => (each.of === 'events' ? [each.name] : []))),
];

/** A sum over a count; null when there is nothing to average. */
export const averageOf = ({ count, sum }: Tally): number | null =>
  count === 0 ? null : sum / count;

export type Numbers = Record<MetricName, number | null>;

function numbersIn(tallies: Tallies): Numbers {
  const tally = (name: string): Tally => tallies.get(name) ?? { count: 0, sum: 0 };
  const entries = Object.entries(metrics).map(([name, metric]) => {
    if (metric.of === 'conversations') return [name, tally('conversations').count];
    if (metric.of === 'messages') {
      return [name, tally(metric.message_type === 0 ? 'incoming' : 'outgoing').count];
    }
    const found = tally(metric.name);
    return [name, metric.kind === 'count' ? found.count : averageOf(found)];
  });
  return Object.fromEntries(entries) as Numbers;
}

const seven = [
  'conversations_count',
  'incoming_messages_count',
  'outgoing_messages_count',
  'avg_first_response_time',
  'avg_resolution_time',
  'resolutions_count',
  'reply_time',
] as const;
const two = ['bot_resolutions_count', 'bot_handoffs_count'] as const;

const pick = (names: readonly MetricName[], numbers: Numbers) =>
  Object.fromEntries(names.map((name) => [name, numbers[name]]));

/** The seven numbers of a summary (contract: platform §9), and those of the span before. */
export async function summary(db: Db, asked: Asked) {
  const { current, previous } = await totals(db, asked);
  return { ...pick(seven, current), previous: pick(seven, previous) };
}

/** The two numbers about bots, and those of the span before. */
export async function botSummary(db: Db, asked: Asked) {
  const { current, previous } = await totals(db, asked);
  return { ...pick(two, current), previous: pick(two, previous) };
}
