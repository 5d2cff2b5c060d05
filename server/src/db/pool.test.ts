import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/database.ts';
import { openPool } from './pool.ts';

const { connection, drop } = await createTestDatabase();
const pool = openPool(connection, { max: 2 });
after(async () => {
  await pool.end();
  await drop();
});

test('a connection that breaks in the hands of its borrower fails the next statement, not the process', async () => {
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const gone = new Promise<void>((resolve) => client.once('end', resolve));
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await gone;
  await assert.rejects(client.query('select 1'), /not queryable/);
  client.release(true);
  assert.equal((await pool.query('select 1 as one')).rowCount, 1);
});
