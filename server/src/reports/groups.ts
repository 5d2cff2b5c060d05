import sql, { type Sql } from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { within } from './scope.ts';
import type { Span } from './span.ts';
import { averageOf, type Tally } from './totals.ts';

/** By what the numbers of an account are split. */
export type Dimension = 'agent' | 'team' | 'inbox' | 'label';

/** The numbers of one agent, team, inbox or label. */
export interface Share {
  conversations: number;
  resolutions: number;
  first_response: number | null;
  resolution: number | null;
  reply: number | null;
}

/** A record that numbers are split by, in the order in which reports show them. */
export interface Subject {
  id: number;
  name: string;
  /** Channel of an inbox. */
  channel: string | null;
  /** How its facts name it. */
  key: string;
  /** Has left the account. */
  gone: boolean;
}

const column: Record<Exclude<Dimension, 'label'>, Sql> = {
  agent: sql`f.user_id`,
  team: sql`f.team_id`,
  inbox: sql`f.inbox_id`,
};

const subjects: Record<Dimension, (account_id: number) => Sql> = {
  agent: (account_id) => sql`select u.id, u.name, null as channel, u.id::text as key,
    m.removed_at is not null as gone from memberships m join users u on u.id = m.user_id
    where m.account_id = ${account_id} order by u.id`,
  team: (account_id) => sql`select id, name, null as channel, id::text as key, false as gone
    from teams where account_id = ${account_id} and removed_at is null order by id`,
  inbox: (
    account_id,
  ) => sql`select id, name, channel_type as channel, id::text as key, false as gone
    from inboxes where account_id = ${account_id} and deleted_at is null order by id`,
  label: (
    account_id,
  ) => sql`select id, title as name, null as channel, lower(title) as key, false as gone
    from labels where account_id = ${account_id} order by id`,
};

interface Asked {
  account_id: number;
  dimension: Dimension;
  span: Span;
  business_hours: boolean;
}

const EMPTY: Share = {
  conversations: 0,
  resolutions: 0,
  first_response: null,
  resolution: null,
  reply: null,
};

/**
 * The numbers of every agent, team, inbox or label, in three statements. Agents who have left are
 * among them when they have numbers in the span.
 */
export async function shares(db: Db, asked: Asked): Promise<(Subject & Share)[]> {
  const list = await adhoc<Subject & Record<string, unknown>>(
    db,
    subjects[asked.dimension](asked.account_id),
  );
  const counts = await adhoc<{ key: string; count: number }>(db, conversationsBy(asked));
  const tallies = await adhoc<Tally & { key: string; name: string }>(db, eventsBy(asked));
  const byKey = new Map<string, Share>();
  const shareOf = (key: string): Share => {
    const share = byKey.get(key) ?? { ...EMPTY };
    byKey.set(key, share);
    return share;
  };
  for (const { key, count } of counts) shareOf(key).conversations = count;
  for (const { key, name, ...tally } of tallies) {
    const share = shareOf(key);
    if (name === 'first_response') share.first_response = averageOf(tally);
    if (name === 'reply_time') share.reply = averageOf(tally);
    if (name === 'conversation_resolved') {
      share.resolution = averageOf(tally);
      share.resolutions = tally.count;
    }
  }
  return list
    .filter(({ gone, key }) => !gone || byKey.has(key))
    .map((subject) => ({ ...subject, ...(byKey.get(subject.key) ?? EMPTY) }));
}

function conversationsBy({ account_id, dimension, span }: Asked): Sql {
  return dimension === 'label'
    ? sql`select l.label as key, count(*) as count
        from report_conversations f cross join unnest(f.labels) l (label)
        where f.account_id = ${account_id} and ${within(span)} and f.labels <> '{}' group by 1`
    : sql`select ${column[dimension]}::text as key, count(*) as count from report_conversations f
        where f.account_id = ${account_id} and ${within(span)} and ${column[dimension]} is not null group by 1`;
}

const names = ['first_response', 'reply_time', 'conversation_resolved'];

function eventsBy({ account_id, dimension, span, business_hours }: Asked): Sql {
  const value = business_hours ? sql`f.value_in_business_hours` : sql`f.value`;
  const where = sql`f.account_id = ${account_id} and f.name = any(${names}::text[]) and ${within(span)}`;
  return dimension === 'label'
    ? sql`select l.label as key, f.name, count(*) as count, sum(${value}) as sum from reporting_events f
        join report_conversations r on r.account_id = f.account_id and r.conversation_id = f.conversation_id
          and r.labels <> '{}'
        cross join unnest(r.labels) l (label) where ${where} group by 1, 2`
    : sql`select ${column[dimension]}::text as key, f.name, count(*) as count, sum(${value}) as sum
        from reporting_events f where ${where} and ${column[dimension]} is not null group by 1, 2`;
}
