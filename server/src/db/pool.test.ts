import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/database.ts';
import { beforeCommit, openPool, transaction } from './pool.ts';
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

test('a transaction in which a statement failed and nobody minded is not taken for committed', async () => {
  await pool.query('create table kept (id int)');
  const work = transaction(pool, async (tx) => {
    await tx.query('insert into kept values (1)');
    await tx.query('select 1 / 0').catch(() => undefined);
  });
  await assert.rejects(work, /undone/);
  assert.equal((await pool.query('select from kept')).rowCount, 0);
});

test('what is sent together with the commit fails the whole', async () => {
  await pool.query('create table whole (id int primary key)');
  const work = transaction(pool, async (tx) => {
    await tx.query('insert into whole values (1)');
    await beforeCommit(tx, async () => [{ text: 'insert into whole values (1)' }], [1]);
  });
  await assert.rejects(work, /duplicate key/);
  assert.equal((await pool.query('select from whole')).rowCount, 0);
});
