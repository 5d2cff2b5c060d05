import { type Pool, transaction, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';

/** Types of the columns of our own tables, by table. */
const known = new Map<string, Map<string, string>>();

async function columnTypes(pool: Pool, table: string): Promise<Map<string, string>> {
  const found = known.get(table) ?? new Map<string, string>();
  if (found.size === 0) {
    const columns = await rows<{ name: string; type: string }>(
      pool,
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table],
    );
    for (const { name, type } of columns) found.set(name, type);
    known.set(table, found);
  }
  return found;
}

/** Inserts rows that all have the same columns, with one statement. JSON columns are given as text. */
export async function inserter(
  pool: Pool,
  table: string,
): Promise<(tx: Tx, given: Record<string, unknown>[]) => Promise<void>> {
  const types = await columnTypes(pool, table);
  return async (tx, given) => {
    const columns = Object.keys(given[0] ?? {});
    if (columns.length === 0) return;
    const typed = columns.map((column) => {
      const type = types.get(column);
      if (type === undefined) throw new Error(`${table} has no column ${column}`);
      return { column, type };
    });
    // As text first: a JSON value inside of the JSON of the row would lose the digits of long numbers.
    const read = typed.map(({ column, type }) => `${column} ${type === 'jsonb' ? 'text' : type}`);
    const put = typed.map(({ column, type }) => (type === 'jsonb' ? `${column}::jsonb` : column));
    await rows(
      tx,
      `insert into ${table} (${columns.join(', ')}) overriding system value
       select ${put.join(', ')} from jsonb_to_recordset($1::jsonb) as given (${read.join(', ')})`,
      [JSON.stringify(given)],
    );
  };
}

const WRITING = 0x696d7077; // any constant

// What a crash takes is copied again by the next run, so only the last commit has to wait for the disk.
// The index of the search takes new texts in large pieces: measured, messages come a third faster.
const SETTINGS = `set local synchronous_commit = off; set local gin_pending_list_limit = '32MB'; set local work_mem = '64MB'`;

/**
 * Waits for what a killed run had sent before its end: it may still commit, and what it brings must be
 * known before this run looks for what is new.
 */
export async function awaitEarlierWrites(pool: Pool): Promise<void> {
  await transaction(pool, async (tx) => {
    await tx.query('set local lock_timeout = 0; set local statement_timeout = 0');
    await tx.query('select pg_advisory_xact_lock($1)', [WRITING]);
  });
}

/** What PostgreSQL may say of a row that is no fault of ours or of the machine. */
const ABOUT_THE_ROW = /^(22|23|54)/;

/**
 * Runs `work` on all items in one transaction. When the database refuses something in them, it runs on
 * each half instead, down to the one that is refused, which is told to `refused`.
 */
export async function insertOrSplit<T>(
  pool: Pool,
  items: T[],
  how: { work: (tx: Tx, items: T[]) => Promise<void>; refused: (item: T, error: unknown) => void },
): Promise<T[]> {
  if (items.length === 0) return [];
  try {
    await transaction(pool, async (tx) => {
      await tx.query(`${SETTINGS}; select pg_advisory_xact_lock_shared(${WRITING})`);
      await how.work(tx, items);
    });
    return items;
  } catch (error) {
    if (!ABOUT_THE_ROW.test((error as { code?: string }).code ?? '')) throw error;
    if (items.length === 1) {
      how.refused(items[0] as T, error);
      return [];
    }
    const half = Math.ceil(items.length / 2);
    return [
      ...(await insertOrSplit(pool, items.slice(0, half), how)),
      ...(await insertOrSplit(pool, items.slice(half), how)),
    ];
  }
}

/** Why the database refused a row, for the report: no two rows share the words of their values. */
export function refusal(error: unknown): string {
  const {
    code = '',
    constraint,
    message,
  } = error as { code?: string; constraint?: string; message?: string };
  if (code === '23503') return 'it refers to something that was deleted here';
  if (code === '23505') return `there is one like it already (${constraint ?? 'unique'})`;
  return `the database refuses it (${constraint ?? message?.replaceAll(/"[^"]*"/g, '…') ?? code})`;
}
