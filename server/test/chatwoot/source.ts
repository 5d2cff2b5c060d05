import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Connection } from '../../src/db/pool.ts';

type Admin = Exclude<Connection, string>;

/** A database with the schema of a Chatwoot and, at first, nothing in it. */
export interface ChatwootSource {
  /** For `--from`. */
  url: string;
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** Makes one beside the other databases of `admin`. `bytes` takes any, as old installations do. */
export async function createChatwootSource(
  admin: Admin,
  { bytes = false, name = `confab_test_${process.pid}_${randomBytes(4).toString('hex')}` } = {},
): Promise<ChatwootSource> {
  const encoding = bytes ? `encoding 'SQL_ASCII' locale 'C'` : '';
  await once(admin, `create database ${name} template template0 ${encoding}`);
  const client = new pg.Client({ ...admin, database: name });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8'));
  await client.query(
    `insert into ar_internal_metadata values ('environment', 'production', clock_timestamp(), clock_timestamp())`,
  );
  const url = new URL(`postgres://${admin.user}:${admin.password}@localhost:${admin.port}/${name}`);
  url.searchParams.set('host', admin.host);
  return {
    url: url.href,
    sql: async (text, values) => (await client.query({ text, ...(values && { values }) })).rows,
    async close() {
      await client.end();
      await once(admin, `drop database if exists ${name} with (force)`);
    },
  };
}

async function once(admin: Admin, statement: string): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
