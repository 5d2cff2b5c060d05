import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { createTestDatabase } from '../../test/database.ts';
import { LONGEST_WAIT, withPatience } from './patience.ts';

const { connection, drop } = await createTestDatabase();
const open = async (): Promise<pg.Client> => {
  const client = new pg.Client(connection);
  await client.connect();
  return client;
};
const [holder, changer, writer] = [await open(), await open(), await open()];

after(async () => {
  for (const client of [holder, changer, writer]) await client.end();
  await drop();
});

test('a change of the schema lets others write while somebody holds its table, and comes about afterwards', async () => {
  await holder.query('begin');
  await holder.query('lock table labels in access share mode');
  await changer.query(`set lock_timeout = '${LONGEST_WAIT}'`);
  const seen: string[] = [];
  const write = async (): Promise<void> => {
    await writer.query('delete from labels');
    await holder.query('commit');
  };
  let written: Promise<void> | undefined;
  const change = async (): Promise<void> => void (await changer.query('alter table labels add column tried int')); // prettier-ignore
  await withPatience(change, {
    what: 'the change',
    warn: (line) => {
      seen.push(line);
      written = write();
    },
  });
  await written;
  assert.deepEqual(seen, ['the change waits until nobody holds the tables that it changes']);
  assert.deepEqual((await changer.query('select tried from labels')).rows, []);
});

test('a change that is wrong is not tried again', async () => {
  let tries = 0;
  const change = async (): Promise<void> => {
    tries += 1;
    await changer.query('alter table labels add column tried int');
  };
  const warn = (): void => assert.fail('it waits');
  await assert.rejects(withPatience(change, { what: 'the change', warn }), /already exists/);
  assert.equal(tries, 1);
});
