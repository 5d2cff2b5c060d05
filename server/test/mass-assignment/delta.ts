import type { Pool } from '../../src/db/pool.ts';
import { rows } from '../../src/db/query.ts';

type Row = Record<string, unknown>;

/** A row with the table it is in. */
export interface Line {
  table: string;
  row: Row;
}

// Who asked how often and what was answered are no effects of a request on records.
// Keys of caches are the second in which something changed, here and in the event that tells of it.
const unwatched = ['idempotency_keys', 'allowances', 'presence', 'schema_migrations', 'cache_keys', 'event_log', 'event_publications']; // prettier-ignore

/** Reads every row of the product's tables and of its queue. */
export async function wholeDatabase(pool: Pool): Promise<() => Promise<Line[]>> {
  const tables = await rows<{ name: string }>(
    pool,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = 'public' and tablename <> all ($1) or schemaname = 'jobs' and tablename like 'job%'
     order by 1`,
    [unwatched],
  );
  const text = tables
    .map(({ name }) => `select '${name}' as "table", to_jsonb(t) as row from ${name} t`)
    .join(' union all ');
  return async () => (await pool.query<Line>(text)).rows.map(withoutSeconds);
}

// How long something took is another number a second later.
function withoutSeconds({ table, row }: Line): Line {
  if (row['name'] === 'account.cache_invalidated') return { table, row: { ...row, payload: null } };
  if (table !== 'public.reporting_events') return { table, row };
  return { table, row: { ...row, value: null, value_in_business_hours: null } };
}

/** Names of all columns of the product's tables. */
export async function allColumns(pool: Pool): Promise<{ name: string; type: string }[]> {
  return rows(
    pool,
    `select column_name as name, min(data_type) as type from information_schema.columns
     where table_schema = 'public' group by column_name order by 1`,
  );
}

/** What became of the rows: those that are new or different, and those that are gone, in a fixed order. */
export function deltaOf(before: readonly Line[], after: readonly Line[]): Line[] {
  const key = ({ table, row }: Line): string => `${table} ${JSON.stringify(row)}`;
  const [old, current] = [new Set(before.map(key)), new Set(after.map(key))];
  const come = after.filter((line) => !old.has(key(line)));
  const gone = before
    .filter((line) => !current.has(key(line)))
    .map(({ table, row }) => ({ table: `- ${table}`, row }));
  const id = ({ row }: Line): number => Number(row['id'] ?? 0) || 0;
  // Jobs have random ids: of several that one request enqueued, the queue and the data tell which is which.
  const job = ({ row }: Line): string => JSON.stringify([row['name'], row['data']]);
  return [...come, ...gone].toSorted(
    (a, b) =>
      a.table.localeCompare(b.table) ||
      id(a) - id(b) ||
      job(a).localeCompare(job(b)) ||
      key(a).localeCompare(key(b)),
  );
}

/**
 * Where `loaded` has another effect than `plain`, each a sentence. What differs between two plain runs
 * (numbers, times, random values) says nothing and is passed over.
 */
export function differencesOf(
  plain: readonly [readonly Line[], readonly Line[]],
  loaded: readonly Line[],
): string[] {
  const [first, second] = plain;
  const tables = (lines: readonly Line[]): string => lines.map(({ table }) => table).join(', ');
  if (tables(first) !== tables(loaded)) {
    return [`rows of (${tables(loaded)}) instead of (${tables(first)})`];
  }
  return first.flatMap(({ table, row }, index) =>
    Object.keys(row)
      .filter((column) => same(row[column], second[index]?.row[column]))
      .filter((column) => !same(row[column], loaded[index]?.row[column]))
      .map(
        (column) =>
          `${table}.${column} became ${JSON.stringify(loaded[index]?.row[column])}, not ${JSON.stringify(row[column])}`,
      ),
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
