import sql, { join, type Sql } from 'sql-template-tag';
import { lenientId } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import type { Metric } from './metrics.ts';
import type { Span } from './span.ts';

const SCOPES = ['account', 'agent', 'inbox', 'label', 'team'] as const;

/** Whose numbers a report shows. */
export type Scope = { account_id: number } & (
  | { type: 'account' }
  | { type: 'agent' | 'inbox' | 'team'; id: number }
  | { type: 'label'; title: string }
);

// An agent who has left still has the numbers of their time.
const finders = {
  agent:
    'select user_id as id, null as title from memberships where account_id = $1 and user_id = $2',
  team: 'select id, null as title from teams where account_id = $1 and id = $2 and removed_at is null',
  inbox:
    'select id, null as title from inboxes where account_id = $1 and id = $2 and deleted_at is null',
  label: 'select id, lower(title) as title from labels where account_id = $1 and id = $2',
};

/** What `type` and `id` name in this account. Throws 404 when there is no such record. */
export async function findScope(
  db: Db,
  account_id: number,
  { type = 'account', id }: { type?: string | undefined; id?: unknown },
): Promise<Scope> {
  if (type === '' || type === 'account') return { account_id, type: 'account' };
  if (!(SCOPES as readonly string[]).includes(type)) {
    throw unprocessable(`type must be one of ${SCOPES.join(', ')}`);
  }
  const kind = type as keyof typeof finders;
  const found = await row<{ id: number; title: string | null }>(db, finders[kind], [
    account_id,
    lenientId(id),
  ]);
  if (found === undefined) throw notFound();
  if (kind === 'label') return { account_id, type: 'label', title: found.title ?? '' };
  return { account_id, type: kind, id: found.id };
}

/** What the facts `f` of a kind must meet to be the scope's. */
export function scopeConditions(scope: Scope, of: Metric['of']): Sql[] {
  switch (scope.type) {
    case 'account':
      return [];
    case 'inbox':
      return [sql`f.inbox_id = ${scope.id}`];
    case 'team':
      return [sql`f.team_id = ${scope.id}`];
    case 'agent':
      return [sql`f.user_id = ${scope.id}`];
    case 'label':
      return of === 'conversations'
        ? [sql`${labelled('f', scope.title)}`]
        : [
            sql`f.conversation_id in (select r.conversation_id from report_conversations r
              where r.account_id = ${scope.account_id} and ${labelled('r', scope.title)})`,
          ];
  }
}

// The first half is what the index on labels is limited to.
const labelled = (alias: 'f' | 'r', title: string): Sql =>
  alias === 'f'
    ? sql`f.labels <> '{}' and f.labels @> array[${title}]::text[]`
    : sql`r.labels <> '{}' and r.labels @> array[${title}]::text[]`;

export const within = ({ since, until }: Span): Sql =>
  sql`f.created_at >= to_timestamp(${since}::float8) and f.created_at < to_timestamp(${until}::float8)`;

export interface Question {
  scope: Scope;
  metric: Metric;
  span: Span;
  business_hours: boolean;
}

/** The facts that a number is made of: when, how much, of which conversation, and whose. */
export function factsBehind({ scope, metric, span, business_hours }: Question): Sql {
  const conditions = join(
    [sql`f.account_id = ${scope.account_id}`, within(span), ...scopeConditions(scope, metric.of)],
    ' and ',
  );
  switch (metric.of) {
    case 'conversations':
      return sql`select f.created_at as at, 1::float8 as value, f.conversation_id, f.user_id,
        f.conversation_id as id from report_conversations f where ${conditions}`;
    case 'messages':
      return sql`select f.created_at as at, 1::float8 as value, f.conversation_id, f.user_id,
        f.message_id as id from report_messages f
        where ${conditions} and f.message_type = ${metric.message_type}`;
    case 'events': {
      const measured = business_hours ? sql`f.value_in_business_hours` : sql`f.value`;
      const value = metric.kind === 'count' ? sql`1::float8` : measured;
      return sql`select f.created_at as at, ${value} as value, f.conversation_id, f.user_id, f.id
        from reporting_events f where ${conditions} and f.name = ${metric.name}`;
    }
  }
}
