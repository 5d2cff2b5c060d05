import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Connection } from '../src/db/pool.ts';

type Admin = Exclude<Connection, string>;

/** A database of the test process's own, cloned from the migrated template, dropped at its end. */
export async function createTestDatabase(): Promise<{ connection: Admin; drop(): Promise<void> }> {
  const admin = JSON.parse(process.env['CONFAB_TEST_ADMIN'] ?? 'null') as Admin | null;
  const template = process.env['CONFAB_TEST_TEMPLATE'];
  if (admin === null || template === undefined) {
    throw new Error('Run tests through `node bin/test.ts`, which starts their database');
  }
  const database = `confab_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await run(admin, `create database ${database} template ${template}`);
  return {
    connection: { ...admin, database },
    drop: () => run(admin, `drop database if exists ${database} with (force)`),
  };
}

async function run(admin: Admin, statement: string): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
