import { openReadOnly, type ReadOnly } from '../db/read-only.ts';
import { StartError } from '../start-error.ts';
import type { Kind } from './kind.ts';

/** The database of a Chatwoot, as it was when we began. */
export interface Source {
  query: ReadOnly['query'];
  /** Whether there is such a table or column. */
  has: (table: string, column?: string) => boolean;
  /** By which it is recognised when it is imported again, from wherever. */
  fingerprint: string;
  /** Whether texts are certain to be UTF-8. */
  utf8: boolean;
  /** Host and database, without user and password. */
  name: string;
  close: () => Promise<void>;
}

/** @throws StartError when it cannot be reached, or has no Chatwoot 4.x in it. */
export async function openSource(url: string, kinds: Kind[]): Promise<Source> {
  const database = await openReadOnly(url, '--from');
  try {
    const columns = await database.query<{ name: string }>(
      `select c.table_name || '.' || c.column_name as name from information_schema.columns c
       where c.table_schema = any (current_schemas(false))`,
    );
    const present = new Set(columns.flatMap(({ name }) => [name, name.split('.')[0] as string]));
    const has = (table: string, column?: string): boolean =>
      present.has(column === undefined ? table : `${table}.${column}`);
    requireSchema(kinds, has);
    const [encoding] = await database.query<{ server_encoding: string }>('show server_encoding');
    return {
      query: (text, values) => told(database.query(text, values)),
      has,
      fingerprint: await fingerprintOf(database, has),
      utf8: encoding?.server_encoding !== 'SQL_ASCII',
      name: nameOf(url),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function requireSchema(kinds: Kind[], has: Source['has']): void {
  const missing = kinds.flatMap((kind) => {
    if (!has(kind.table)) return kind.mayLack === true ? [] : [kind.table];
    const further = Object.entries(kind.needs ?? {}).flatMap(([table, columns]) =>
      has(table) ? columns.map((column) => [table, column]) : [[table]],
    );
    return [...kind.columns.map((column) => [kind.table, column]), ...further]
      .filter(([table = '', column]) => !has(table, column))
      .map((name) => name.join('.'));
  });
  if (missing.length === 0) return;
  const names = [...new Set(missing)];
  const list =
    names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
  throw new StartError(
    names.includes('accounts') || names.includes('conversations')
      ? `--from is no database of Chatwoot: it has no ${list}; name the database that Chatwoot uses (POSTGRES_DATABASE of its .env)`
      : `--from is a Chatwoot whose schema lacks ${list}: upgrade it to 4.0 or newer and run its migrations first`,
  );
}

/**
 * Rails notes when it made a database, to the microsecond, and copies of the database keep that. Where
 * the note is missing, its first account stands in.
 */
async function fingerprintOf(database: ReadOnly, has: Source['has']): Promise<string> {
  const noted = has('ar_internal_metadata', 'created_at')
    ? await database.query<{ at: string }>(
        `select created_at::text as at from ar_internal_metadata where key = 'environment'`,
      )
    : [];
  if (noted[0] !== undefined) return `chatwoot ${noted[0].at}`;
  const [first] = await database.query<{ id: number; at: string }>(
    `select id, created_at::text as at from accounts order by id limit 1`,
  );
  if (first === undefined)
    throw new StartError('--from has no accounts: there is nothing to import');
  return `chatwoot account ${first.id} ${first.at}`;
}

function nameOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${searchParams.get('host') ?? hostname}:${port || 5432}${pathname}`;
}

/** A source that goes away is the operator's to bring back; what was copied stays. */
async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    const message = error instanceof Error ? error.message : String(error);
    if (code === '42501') {
      throw new StartError(
        `--from may not read everything (${message}): use the user of Chatwoot itself`,
      );
    }
    if (/^(57P0|08|E[A-Z]+$)/.test(code) || /terminated|closed/i.test(message)) {
      throw new StartError(
        `The database of --from went away (${message}): run the same command again, and it goes on`,
      );
    }
    throw error;
  }
}
