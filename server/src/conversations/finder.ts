import sql, { join, type Sql } from 'sql-template-tag';
import { seesAll, viewerId, type Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { lenientId } from './queries.ts';
import { STATUSES } from './enums.ts';
import type { ListInput } from './schema.ts';
import { listedTo, mayOpen, visibleInboxes } from './visibility.ts';

/** What a list request asks for, as conditions over `c` (conversations). */
export interface Finder {
  /** Everything but assignee_type, paging and updated_within: what the counts are over (contract §4.1). */
  base: Sql[];
  /** The conditions that narrow the page below the counts. */
  narrowing: Sql[];
  /** Set when the base is only account, inboxes and status: the maintained counts answer it. */
  counted: { inboxes: number[] | null; status: number | null; listed: Sql[] } | undefined;
  /** Looks for a text: which plan is best depends on how often that occurs. */
  searches: boolean;
}

/** Turns the parameters of list, meta and search into conditions. */
export async function buildFinder(db: Db, actor: Actor, input: ListInput): Promise<Finder> {
  const participating = input.conversation_type === 'participating';
  const inboxes = participating ? null : requestedInboxes(await visibleInboxes(db, actor), input);
  const status = hasQuery(input) ? null : requestedStatus(input);
  const team = await requestedTeam(db, actor, input);
  const others = [
    ...(team === undefined ? [] : [sql`c.team_id = ${team}`]),
    ...labelCondition(input),
    ...queryCondition(actor, input),
    ...sourceCondition(actor, input),
    ...typeCondition(actor, input),
  ];
  const listed = participating ? [] : listedTo(actor);
  return {
    base: [
      sql`c.account_id = ${actor.account_id}`,
      ...inboxCondition(inboxes),
      ...listed,
      ...statusCondition(status),
      ...others,
    ],
    narrowing: [...assigneeCondition(actor, input), ...updatedCondition(input)],
    counted: others.length === 0 ? countable({ inboxes, status, listed }) : undefined,
    searches: hasQuery(input),
  };
}

/** All conditions as one, for a where clause. */
export const where = (conditions: readonly Sql[]): Sql => join(conditions, ' and ');

const values = (given: unknown): unknown[] =>
  Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];

// The contract's clients send a 0, a blank or a null for "any" as well as real ids; foreign ones find nothing.
function requestedInboxes(visible: number[] | null, input: ListInput): number[] | null {
  if (input.inbox_id === undefined || input.inbox_id === null) return visible;
  const asked = values(input.inbox_id)
    .map(lenientId)
    .filter((id) => id !== null);
  return visible === null ? asked : asked.filter((id) => visible.includes(id));
}

const hasQuery = (input: ListInput): boolean => input.q !== undefined;

/** Stored numbers of the statuses asked for; null for all; an unknown name is left out and finds nothing. */
function requestedStatus(input: ListInput): number[] | null {
  if (input.status === undefined || input.status === null) return [0];
  const names = values(input.status).map(String);
  if (names.includes('all')) return null;
  return names
    .map((name) => (/^[0-3]$/.test(name) ? Number(name) : STATUSES.indexOf(name as never)))
    .filter((status) => status >= 0);
}

async function requestedTeam(db: Db, actor: Actor, input: ListInput): Promise<number | undefined> {
  if (input.team_id === undefined || input.team_id === null) return undefined;
  const id = lenientId(input.team_id);
  const team = await row<{ id: number }>(
    db,
    'select id from teams where account_id = $1 and id = $2 and removed_at is null',
    [actor.account_id, id],
  );
  if (team === undefined) throw notFound();
  return team.id;
}

// One value is written as `=`, so that the index that continues with last_activity_at gives the order.
const oneOf = (column: Sql, list: readonly number[]): Sql =>
  list.length === 1 ? sql`${column} = ${list[0]}` : sql`${column} = any(${list}::bigint[])`;

const inboxCondition = (inboxes: number[] | null): Sql[] =>
  inboxes === null ? [] : [oneOf(sql`c.inbox_id`, inboxes)];

const statusCondition = (status: number[] | null): Sql[] =>
  status === null
    ? []
    : [
        status.length === 1
          ? sql`c.status = ${status[0]}`
          : sql`c.status = any(${status}::smallint[])`,
      ];

interface Countable {
  inboxes: number[] | null;
  status: number[] | null;
  listed: Sql[];
}

function countable({ inboxes, status, listed }: Countable): Finder['counted'] {
  if (status !== null && status.length !== 1) return undefined;
  return { inboxes, status: status?.[0] ?? null, listed };
}

function labelCondition(input: ListInput): Sql[] {
  if (input.labels === undefined || input.labels === null) return [];
  const labels = values(input.labels)
    .flatMap((label) => String(label).split(','))
    .map((label) => label.trim().toLowerCase())
    .filter((label) => label !== '');
  // The first half is what the index on labels is limited to.
  return [sql`c.labels <> '{}' and confab_lower_all(c.labels) && ${labels}::text[]`];
}

function queryCondition(actor: Actor, input: ListInput): Sql[] {
  if (input.q === undefined) return [];
  return [
    sql`c.id in (select found.conversation_id from messages found
      where found.account_id = ${actor.account_id} and ${messageMatches(input.q)})`,
  ];
}

/** Messages `found` that a customer or an agent wrote and that contain `q`, whatever its case and accents. */
const messageMatches = (q: string): Sql =>
  sql`found.folded like confab_fold(${searchPattern(q)}::text)`;

/** The pattern that finds `q` anywhere in a text; `%` and `_` stand for themselves. */
export const searchPattern = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`;

const sourceCondition = (actor: Actor, input: ListInput): Sql[] =>
  input.source_id === undefined
    ? []
    : [
        sql`c.contact_inbox_id in (select ci.id from contact_inboxes ci
          where ci.account_id = ${actor.account_id} and ci.source_id = ${input.source_id})`,
      ];

function typeCondition(actor: Actor, input: ListInput): Sql[] {
  const viewer = viewerId(actor);
  switch (input.conversation_type) {
    case 'mention':
      return [
        sql`c.id in (select mention.conversation_id from mentions mention
          where mention.account_id = ${actor.account_id} and mention.user_id = ${viewer})`,
      ];
    case 'unattended':
      return [sql`(c.first_reply_created_at is null or c.waiting_since is not null)`];
    case 'participating':
      return [
        sql`c.id in (select p.conversation_id from conversation_participants p
          where p.account_id = ${actor.account_id} and p.user_id = ${viewer})`,
        // Taking part reaches across inboxes, but not beyond what the caller may see: the original goes on
        // listing a conversation whose inbox they have left (contract §4.1), and answers 401 when it is opened.
        ...(seesAll(actor) ? [] : [mayOpen(actor, sql`${viewer}`)]),
      ];
    default:
      return [];
  }
}

function assigneeCondition(actor: Actor, input: ListInput): Sql[] {
  switch (input.assignee_type) {
    case 'me':
      return [sql`c.assignee_id = ${viewerId(actor)}`];
    case 'unassigned':
      return [sql`c.assignee_id is null`];
    case 'assigned':
      return [sql`c.assignee_id is not null`];
    default:
      return [];
  }
}

function updatedCondition(input: ListInput): Sql[] {
  const seconds = updatedWithin(input);
  return seconds === undefined
    ? []
    : [sql`c.updated_at > now() - make_interval(secs => ${seconds}::float8)`];
}

const CENTURY = 3_155_760_000; // in seconds; further than that no conversation is

/** Seconds of updated_within, 0 for garbage; undefined when it was not given (contract §4.1). */
export function updatedWithin(input: ListInput): number | undefined {
  const text = input.updated_within;
  if (text === undefined || text.trim() === '') return undefined;
  const seconds = Number.parseInt(text, 10);
  if (Number.isNaN(seconds)) return 0;
  return Math.max(-CENTURY, Math.min(seconds, CENTURY));
}
