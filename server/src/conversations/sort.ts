import sql, { type Sql } from 'sql-template-tag';
import { unprocessable } from '../errors.ts';

type Direction = 'asc' | 'desc';

/** An order over `c` that is total: an optional leading key, a time, and the id in the time's direction. */
interface Sort {
  lead?: { key: Sql; cast: Sql; direction: Direction };
  time: Sql;
  direction: Direction;
}

// NULLS LAST is written as a stand-in value at the far end, so that a cursor can compare with it.
const sorts: Record<string, Sort> = {
  last_activity_at_desc: { time: sql`c.last_activity_at`, direction: 'desc' },
  last_activity_at_asc: { time: sql`c.last_activity_at`, direction: 'asc' },
  created_at_desc: { time: sql`c.created_at`, direction: 'desc' },
  created_at_asc: { time: sql`c.created_at`, direction: 'asc' },
  priority_desc: {
    lead: { key: sql`coalesce(c.priority, -1)`, cast: sql`int`, direction: 'desc' },
    time: sql`c.last_activity_at`,
    direction: 'desc',
  },
  priority_asc: {
    lead: { key: sql`coalesce(c.priority, 9)`, cast: sql`int`, direction: 'asc' },
    time: sql`c.last_activity_at`,
    direction: 'desc',
  },
  waiting_since_desc: {
    lead: {
      key: sql`coalesce(c.waiting_since, '-infinity')`,
      cast: sql`timestamptz`,
      direction: 'desc',
    },
    time: sql`c.created_at`,
    direction: 'asc',
  },
  waiting_since_asc: {
    lead: {
      key: sql`coalesce(c.waiting_since, 'infinity')`,
      cast: sql`timestamptz`,
      direction: 'asc',
    },
    time: sql`c.created_at`,
    direction: 'asc',
  },
};

/** The names that mobile apps and older dashboards send (contract §4.1). */
const aliases: Record<string, string> = {
  latest: 'last_activity_at_desc',
  sort_on_created_at: 'created_at_asc',
  sort_on_priority: 'priority_desc',
  sort_on_waiting_since: 'waiting_since_asc',
};

const DEFAULT_SORT = 'last_activity_at_desc';

/** The name of a known sort; the default for any other. */
export function sortName(given: string | undefined): string {
  const name = aliases[given ?? ''] ?? given ?? '';
  return Object.hasOwn(sorts, name) ? name : DEFAULT_SORT;
}

const sortOf = (name: string): Sort => sorts[name] as Sort;
const keyword = (direction: Direction): Sql => (direction === 'asc' ? sql`asc` : sql`desc`);
const beyond = (direction: Direction): Sql => (direction === 'asc' ? sql`>` : sql`<`);

/** The expressions after `order by`. */
export function orderBy(name: string): Sql {
  const { lead, time, direction } = sortOf(name);
  const tail = sql`${time} ${keyword(direction)}, c.id ${keyword(direction)}`;
  return lead === undefined ? tail : sql`${lead.key} ${keyword(lead.direction)}, ${tail}`;
}

/** The sort keys of a row as text, for the cursor of the next page. */
export function cursorColumns(name: string): Sql {
  const { lead, time } = sortOf(name);
  return sql`${lead === undefined ? sql`null` : sql`(${lead.key})::text`} as lead, ${time}::text as time`;
}

interface Position {
  lead: string | null;
  time: string;
  id: number;
}

/** An opaque text that stands for "after this row, in this order". */
export const encodeCursor = (name: string, { lead, time, id }: Position): string =>
  Buffer.from(JSON.stringify([name, lead, time, id])).toString('base64url');

/** The condition for rows after the cursor. Throws 422 when it is not one of ours for this sort. */
export function afterCursor(name: string, cursor: string): Sql {
  const { lead: leadValue, time: timeValue, id } = decodeCursor(name, cursor);
  const { lead, time, direction } = sortOf(name);
  const tail = sql`(${time}, c.id) ${beyond(direction)} (${timeValue}::timestamptz, ${id}::bigint)`;
  if (lead === undefined) return tail;
  const value = sql`${leadValue}::text::${lead.cast}`;
  return sql`(${lead.key} ${beyond(lead.direction)} ${value} or (${lead.key} = ${value} and ${tail}))`;
}

const timestamp = /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00)$/;

function decodeCursor(name: string, cursor: string): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = undefined;
  }
  const [sort, lead, time, id] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const leadFits =
    sortOf(name).lead === undefined
      ? lead === null
      : typeof lead === 'string' && (/^-?\d$/.test(lead) || timestamp.test(lead));
  const fits =
    sort === name && leadFits && timestamp.test(String(time)) && Number.isSafeInteger(id);
  if (!fits) throw unprocessable('cursor is invalid for this list');
  return { lead: lead as string | null, time: String(time), id: id as number };
}
