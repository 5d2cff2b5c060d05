import { createHash } from 'node:crypto';
import pg, { type QueryResultRow } from 'pg';
import type { Sql } from 'sql-template-tag';
import { isOutdated, type Db } from './pool.ts';

// Statement texts are constants of the program or one of few shapes composed from them,
// so this map stays small; texts that users can vary without end go through `adhoc`.
const names = new Map<string, string>();

function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}

/** A statement that is prepared once per connection. `text` has $1, $2 … in the order of `values`. */
export const prepared = (text: string, values: readonly unknown[]): pg.QueryConfig => ({
  name: statementName(text),
  text,
  values: [...values],
});

/** Runs a statement that is prepared once per connection; see `prepared`. */
export async function rows<R extends QueryResultRow>(
  db: Db,
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  try {
    return (await db.query<R>(prepared(text, values))).rows;
  } catch (error) {
    // Of a transaction nothing is left to go on with: that is begun again as a whole.
    if (!isOutdated(error) || !(db instanceof pg.Pool)) throw error;
    return (await db.query<R>({ text, values: [...values] })).rows;
  }
}

/** The first row, or undefined. */
export async function row<R extends QueryResultRow>(
  db: Db,
  text: string,
  values: readonly unknown[] = [],
): Promise<R | undefined> {
  return (await rows<R>(db, text, values))[0];
}

/** Runs a statement composed with sql-template-tag whose shapes are few, prepared like `rows`. */
export async function select<R extends QueryResultRow>(db: Db, statement: Sql): Promise<R[]> {
  return rows<R>(db, statement.text, statement.values);
}

/**
 * Reads with a statement whose shape a user composes, or whose best plan depends on its values:
 * planned for them each time and never kept, in a transaction of its own that cannot write. (The
 * sessions' setting gives generic plans to statements without a name, too.)
 */
export async function adhoc<R extends QueryResultRow>(db: Db, statement: Sql): Promise<R[]> {
  const query = { text: statement.text, values: [...statement.values] };
  if (!(db instanceof pg.Pool)) return (await db.query<R>(query)).rows;
  return readAlone<R>(db, query);
}

const BEGIN = 'begin read only; set local plan_cache_mode = force_custom_plan';

/** All three are sent at once; of a statement that fails, the last one undoes what there is. */
async function readAlone<R extends QueryResultRow>(
  pool: pg.Pool,
  query: pg.QueryConfig,
): Promise<R[]> {
  const client = await pool.connect();
  const [begun, read, ended] = await Promise.allSettled([
    client.query(BEGIN),
    client.query<R>(query),
    client.query('commit'),
  ]);
  client.release(ended.status === 'rejected');
  if (begun.status === 'rejected') throw begun.reason;
  if (read.status === 'rejected') throw read.reason;
  return read.value.rows;
}
