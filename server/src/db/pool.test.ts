import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/database.ts';
import { openPool, transaction } from './pool.ts';
import { rows } from './query.ts';

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

test('who works on while a migration adds a column to what a statement returns does not notice', async () => {
  const statement = 'select * from things';
  await pool.query('create table things (id int); insert into things values (1)');
  const read = async (): Promise<object[]> => rows(pool, statement);
  const write = async (): Promise<object[]> => transaction(pool, async (tx) => rows(tx, statement));
  // At once, so that every connection has it prepared.
  for (const act of [read, write]) await Promise.all([act(), act()]);
  await pool.query('alter table things add column more text');
  const known = { id: 1, more: null };
  for (const act of [read, write]) {
    assert.deepEqual(await Promise.all([act(), act()]), [[known], [known]]);
  }
});
