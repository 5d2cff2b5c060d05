import pg, { type QueryResultRow } from 'pg';
import { explainConnectError } from './external.ts';

/** One unchanging view of a database that is not ours. */
export interface ReadOnly {
  query<R extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

const { builtins } = pg.types;
const numbers = new Set<number>([
  builtins.INT2,
  builtins.INT4,
  builtins.INT8,
  builtins.FLOAT4,
  builtins.FLOAT8,
]);
// JSON keeps numbers that JavaScript would round, and times their microseconds.
const asText = new Set<number>([
  builtins.JSON,
  builtins.JSONB,
  builtins.TIMESTAMP,
  builtins.TIMESTAMPTZ,
  builtins.DATE,
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (numbers.has(oid)) return Number;
    if (asText.has(oid)) return String;
    const parser: unknown = pg.types.getTypeParser(oid, format);
    return parser as (text: string) => unknown;
  },
};

// A database without an encoding has texts of any; converting one that is no UTF-8 would fail.
const UNCHECKED = `select set_config('client_encoding', 'SQL_ASCII', false)
  where current_setting('server_encoding') = 'SQL_ASCII'`;

/**
 * Opens a transaction that reads and cannot write, and sees the database as it is now however long it
 * lasts. JSON and times come as text. `setting` is where the operator wrote the URL.
 * @throws StartError when it cannot be reached.
 */
export async function openReadOnly(url: string, setting: string): Promise<ReadOnly> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'confab import',
    types,
  });
  client.on('error', () => undefined); // whatever breaks it also fails the query
  try {
    await client.connect();
    await client.query(UNCHECKED);
    await client.query(
      `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set timezone = 'UTC';
       set datestyle = 'ISO'; set default_transaction_read_only = on;
       begin isolation level repeatable read read only`,
    );
  } catch (error) {
    await client.end().catch(() => undefined);
    throw explainConnectError(error, url, setting);
  }
  return {
    async query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await client.query<R>({ text, values: [...values] })).rows;
    },
    close: () => client.end(),
  };
}
