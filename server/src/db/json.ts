/**
 * Pieces of SQL text that build JSON in the database. Values arrive on the wire exactly as
 * PostgreSQL wrote them, which is about twice as fast as turning rows into objects in Node.
 * Every argument is SQL text from our own sources, never input.
 */

type Fields = Record<string, string>;

/** A compact object with these keys in this order. Keys in `optional` (JSON values) are left out when NULL. */
export function jsonObject(fields: Fields, optional: Fields = {}): string {
  const columns = Object.entries(fields).map(([key, value]) => `${value} as "${key}"`);
  const base = `(select to_json(o) from (select ${columns.join(', ')}) o)`;
  const tail = Object.entries(optional).map(
    ([key, value]) => `coalesce(',"${key}":' || (${value})::text, '')`,
  );
  return tail.length === 0
    ? base
    : `(left(${base}::text, -1) || ${tail.join(' || ')} || '}')::json`;
}

/** Unix seconds, or 0 for NULL: the contract's way of saying "never". */
export const unixOrZero = (column: string): string =>
  `coalesce(floor(extract(epoch from ${column}))::bigint, 0)`;

/** Unix seconds, or null. */
export const unix = (column: string): string => `floor(extract(epoch from ${column}))::bigint`;

/** YYYY-MM-DDTHH:MM:SS.mmmZ, or null. The pool's sessions are in UTC. */
export const iso = (column: string): string =>
  `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The name at position `column` of `names`, or null. */
export const enumName = (column: string, names: readonly string[]): string =>
  `('{${names.join(',')}}'::text[])[${column} + 1]`;
