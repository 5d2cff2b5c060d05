/**
 * Pieces of SQL text that build JSON in the database. Values arrive on the wire exactly as
 * PostgreSQL wrote them, which is about twice as fast as turning rows into objects in Node.
 * Every argument is SQL text from our own sources, never input.
 */

type Fields = Record<string, string>;

const object = (fields: Fields): string => {
  const columns = Object.entries(fields).map(([key, value]) => `${value} as "${key}"`);
  return `(select to_json(o) from (select ${columns.join(', ')}) o)`;
};

const present = (fields: Fields): string =>
  Object.entries(fields)
    .map(([key, value]) => `coalesce(',"${key}":' || (${value})::text, '')`)
    .join(' || ');

/**
 * A compact object with these keys in this order. Of the groups every second one is optional: its
 * keys (JSON values) are left out when NULL. Each group costs time, so most objects end after two.
 */
export function jsonObject(first: Fields, ...groups: Fields[]): string {
  if (groups.length === 0) return object(first);
  const rest = groups.map((fields, index) =>
    index % 2 === 0 ? present(fields) : `',' || substr(left(${object(fields)}::text, -1), 2)`,
  );
  return `(left(${object(first)}::text, -1) || ${rest.join(' || ')} || '}')::json`;
}

/** Unix seconds, or 0 for NULL: the contract's way of saying "never". */
export const unixOrZero = (column: string): string =>
  `coalesce(floor(extract(epoch from ${column}))::bigint, 0)`;

/** Unix seconds, or null. */
export const unix = (column: string): string => `floor(extract(epoch from ${column}))::bigint`;

/** YYYY-MM-DDTHH:MM:SS.mmmZ, or null. The pool's sessions are in UTC. */
export const iso = (column: string): string =>
  `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Address of a picture of ours, kept as a path, or of one elsewhere; empty for none. */
export const pictureUrl = (column: string): string =>
  `case when ${column} like '/%' then current_setting('confab.base_url') || ${column} else ${column} end`;

/** The name at position `column` of `names`, or null. */
export const enumName = (column: string, names: readonly string[]): string =>
  `('{${names.join(',')}}'::text[])[${column} + 1]`;
