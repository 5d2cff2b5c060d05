import type { Pool } from '../../server/src/db/pool.ts';

/**
 * What a schema consists of, each thing as a line of text: `public` and that of the jobs. The sequence that each account
 * has is none of it.
 */
const findAll = `
  with ours as (select oid from pg_namespace where nspname in ('public', 'jobs'))
  select line from (select 'column ' || a.attrelid::regclass || ' ' || a.attnum || ' ' || a.attname || ' '
      || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || a.attidentity::text || a.attgenerated::text
      || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') as line
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relnamespace in (select oid from ours)
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped
  union all select 'relation ' || c.oid::regclass || ' ' || c.relkind::text || c.relpersistence::text || ' '
      || coalesce(c.reloptions::text, '') || coalesce(pg_get_viewdef(c.oid), '')
    from pg_class c where c.relnamespace in (select oid from ours) and c.relkind in ('r', 'p', 'v', 'm', 'S')
  union all select 'constraint ' || coalesce(conrelid::regclass::text, '') || ' ' || conname || ' '
      || pg_get_constraintdef(oid) from pg_constraint where connamespace in (select oid from ours)
  union all select 'index ' || pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid from pg_index i
    join pg_class c on c.oid = i.indexrelid where c.relnamespace in (select oid from ours)
  union all select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where c.relnamespace in (select oid from ours) and not t.tgisinternal
  union all select 'function ' || pg_get_functiondef(p.oid) from pg_proc p
    where p.pronamespace in (select oid from ours) and p.prokind in ('f', 'p')
  union all select 'type ' || t.oid::regtype || ' ' || t.typtype::text || ' ' || coalesce(
      (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid), '')
    from pg_type t where t.typnamespace in (select oid from ours) and t.typtype in ('e', 'd')
  union all select 'extension ' || extname from pg_extension
  ) every where line !~ ' display_ids_[0-9]' order by line collate "C"`;

export async function readCatalog(pool: Pool): Promise<string[]> {
  return (await pool.query<{ line: string }>(findAll)).rows.map(({ line }) => line);
}

/** What only one of the two has. */
export function differences(seen: readonly string[], wanted: readonly string[]): string[] {
  const [has, needs] = [new Set(seen), new Set(wanted)];
  const short = (line: string): string => line.replaceAll(/\s+/g, ' ').slice(0, 120);
  return [
    ...wanted.filter((line) => !has.has(line)).map((line) => `lacks ${short(line)}`),
    ...seen.filter((line) => !needs.has(line)).map((line) => `has also ${short(line)}`),
  ];
}

/** How many rows stand in each table of ours, and what was written before the migrations. */
export async function readRows(pool: Pool): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${name}`);
    lines.push(`${name}: ${rows[0]?.n} rows`);
  }
  for (const { table, text } of written) {
    if (!tables.some(({ name }) => name === table)) continue;
    const { rows } = await pool.query<{ said: string }>(
      `select ${text} as said from ${table} order by 1`,
    );
    lines.push(...rows.map(({ said }) => `${table}: ${said}`));
  }
  return lines;
}

const written = [
  { table: 'accounts', text: 'name' },
  { table: 'contacts', text: 'name || email' },
  { table: 'conversations', text: 'display_id::text' },
  { table: 'messages', text: 'content' },
];
