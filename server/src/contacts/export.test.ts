import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition } from '../../test/desk.ts';
import { fetchFile } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { sweepExpired } from '../sweep.ts';
import { exportContacts } from './exports.ts';

const world = await createWorld();
const { acme, ada, ben, gil, platform, pool } = world;
const account_id = acme.id;

await sql(
  world,
  `insert into contacts (account_id, name, email, phone_number, labels, custom_attributes) values
     ($1, '=1+1', 'f@example.com', '+14155550101', '{vip}', '{"a":"b, c"}'),
     ($1, E'-two\\nlines "x"', 'g@example.com', null, '{}', '{}'),
     ($1, 'Nobody can tell', null, null, '{vip}', '{}')`,
  [account_id],
);

/** Asks for an export, has it written, and gives its lines. */
async function lines(input: object = {}): Promise<string[]> {
  const answer = await ada.post('/contacts/export', input);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.equal(typeof answer.headers['message'], 'string');
  await exportContacts(platform, { account_id, export_id: await lastExport() });
  const [newest] = (await ada.get('/contacts/exports')).body.payload as { file_url: string }[];
  const file = await fetchFile(world, newest?.file_url ?? '');
  assert.equal(file.statusCode, 200);
  return file.body.split('\r\n');
}

async function lastExport(): Promise<number> {
  const [found] = await sql<{ id: number }>(
    world,
    'select max(id)::int as id from contact_exports',
  );
  return found?.id ?? 0;
}

test('everybody of the list is exported with what tells them, safe to open in a spreadsheet', async () => {
  const [first, ...rest] = await lines();
  assert.equal(first, 'id,name,email,phone_number');
  assert.deepEqual(
    rest.map((line) => line.replace(/^\d+/, '#')),
    [
      '#,Mia,mia@example.com,',
      '#,Noah,noah@example.com,',
      "#,'=1+1,f@example.com,'+14155550101",
      '#,"\'-two\nlines ""x""",g@example.com,',
      '',
    ],
  );
});

test('columns come in the order they were asked for, and none that is no contact’s', async () => {
  const wanted = {
    column_names: ['custom_attributes', 'email', 'pubsub_token', 'email', 'blocked; drop'],
  };
  const found = await lines({ ...wanted, label: 'VIP' });
  assert.deepEqual(found, ['custom_attributes,email', '"{""a"":""b, c""}",f@example.com', '']);
  assert.equal(
    (await lines({ column_names: ['nonsense'], label: 'none' }))[0],
    'id,name,email,phone_number',
  );
});

test('a filter decides before a label, and one that cannot be asked is refused', async () => {
  const payload = [condition('name', 'contains', ['noah'])];
  assert.deepEqual(await lines({ column_names: ['name'], payload, label: 'vip' }), [
    'name',
    'Noah',
    '',
  ]);
  const before = await lastExport();
  const refused = await ada.post('/contacts/export', {
    payload: [condition('none', 'equal_to', ['x'])],
  });
  assert.equal(refused.status, 422);
  assert.match(refused.body.error, /^Invalid attribute key/);
  assert.equal(await lastExport(), before);
});

test('whoever asked is mailed the address, once', async () => {
  const mails = async () =>
    sql<{ data: { to: string; action: { url: string } } }>(
      world,
      `select data from jobs.job where name = 'send_notice'
         and data ->> 'subject' = 'Your contact''s export file is available to download.' order by created_on desc`,
    );
  const before = (await mails()).length;
  await lines();
  await exportContacts(platform, { account_id, export_id: await lastExport() });
  const after = await mails();
  assert.equal(after.length, before + 1);
  assert.equal(after[0]?.data.to, ada.email);
  assert.match(after[0]?.data.action.url ?? '', /\/Acme_\d+_contacts\.csv$/);
});

test('the address works for a day, and the file goes', async () => {
  await lines();
  const list = async (): Promise<Answer['body'][]> =>
    (await ada.get('/contacts/exports')).body.payload;
  const url = (await list())[0].file_url as string;
  await sql(
    world,
    `update blobs set expires_at = now() - interval '1 second' where claimed_by = 'contact_export'`,
  );
  assert.equal((await fetchFile(world, url)).statusCode, 404);
  assert.equal((await list())[0].file_url, null);
  await sweepExpired(pool);
  assert.deepEqual(await sql(world, `select 1 from blobs where claimed_by = 'contact_export'`), []);
});

test('only administrators export, and only who asked for a file sees its address', async () => {
  assert.equal((await ben.post('/contacts/export', {})).status, 401);
  assert.equal((await ben.get('/contacts/exports')).status, 401);
  assert.deepEqual((await gil.get('/contacts/exports')).body, { payload: [] });
  await lines();
  await sql(world, 'update contact_exports set user_id = $1', [ben.id]);
  const [newest] = (await ada.get('/contacts/exports')).body.payload as Answer['body'][];
  assert.equal(newest.file_url, null);
});
