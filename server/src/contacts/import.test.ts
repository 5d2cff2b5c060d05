import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchFile, filesOnDisk, postParts } from '../../test/files.ts';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { importContacts } from './import-job.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil, platform, pool } = world;
const account_id = acme.id;

const send = async (bytes: string | Uint8Array, who = ada): Promise<Answer> =>
  postParts(who, '/contacts/import', [
    { name: 'import_file', filename: 'people.csv', type: 'text/csv', bytes },
  ]);

async function lastImport(): Promise<number> {
  const [found] = await sql<{ id: number }>(
    world,
    'select max(id)::int as id from contact_imports',
  );
  return found?.id ?? 0;
}

const run = async (import_id: number): Promise<void> =>
  importContacts(platform, { account_id, import_id });

/** Sends the file, has it taken over, and gives what the import says of itself then. */
async function take(bytes: string | Uint8Array): Promise<Answer['body']> {
  const answer = await send(bytes);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  const id = await lastImport();
  await run(id);
  return (await ada.get(`/contacts/imports/${id}`)).body;
}

const person = async (column: 'email' | 'identifier' | 'phone_number', value: string) =>
  (
    await sql(
      world,
      `select name, email, phone_number, identifier, contact_type, location, additional_attributes as additional,
         custom_attributes as custom from contacts where account_id = $1 and ${column} = $2`,
      [account_id, value],
    )
  )[0];

const planOf = (found: Record<string, unknown> | undefined): unknown =>
  (found?.['custom'] as { plan?: string } | undefined)?.plan;

const count = async (): Promise<number> =>
  Number((await sql<{ n: number }>(world, 'select count(*)::int as n from contacts where account_id = $1', [account_id]))[0]?.n); // prettier-ignore

test('rows make contacts: what they are known by, where they are, and the rest as custom attributes', async () => {
  const file = `name,email,phone_number,identifier,company,city,id,plan\r
Lia,LIA@Example.com,14155550101,cus_1,Acorn,Lisbon,77,"pro, yearly"\r
,,,cus_2,,,,\r
`;
  const events = await eventsOf(world, async () => {
    const done = await take(file);
    const { id: _, created_at, finished_at, ...rest } = done;
    assert.deepEqual(rest, {
      filename: 'people.csv',
      status: 'completed',
      total_records: 2,
      processed_records: 2,
      rejected_records: 0,
      progress: 100,
      error: null,
      report_url: null,
    });
    assert.deepEqual([typeof created_at, typeof finished_at], ['string', 'string']);
  });
  assert.deepEqual(namesOf(events), ['contact.created', 'contact.created']);
  assert.deepEqual(await person('email', 'lia@example.com'), {
    name: 'Lia',
    email: 'lia@example.com',
    phone_number: '+14155550101',
    identifier: 'cus_1',
    contact_type: 'lead',
    location: 'Lisbon',
    additional: { company: 'Acorn', city: 'Lisbon' },
    custom: { company: 'Acorn', city: 'Lisbon', id: '77', plan: 'pro, yearly' },
  });
  assert.equal((await person('identifier', 'cus_2'))?.['contact_type'], 'visitor');
});

test('somebody who is known is changed, found by identifier, then address, then number', async () => {
  const before = await count();
  await take(`identifier,name,email,plan\ncus_1,Lia B,new@example.com,\n`);
  const lia = await person('identifier', 'cus_1');
  assert.deepEqual([lia?.['name'], lia?.['email']], ['Lia B', 'new@example.com']);
  assert.equal(planOf(lia), 'pro, yearly');
  await take(`email,name\nNEW@example.com,Lia C\n`);
  await take(`phone_number,plan\n+14155550101,free\n`);
  const after = await person('identifier', 'cus_1');
  assert.equal(after?.['name'], 'Lia C');
  assert.equal(planOf(after), 'free');
  assert.equal(await count(), before);
});

test('of two rows about one person the later one changes what the earlier one made', async () => {
  const file = `email,name,identifier
twice@example.com,First,
other@example.com,Other,
twice@example.com,Second,cus_twice
,Third,cus_twice
`;
  const done = await take(file);
  assert.deepEqual([done.processed_records, done.rejected_records], [4, 0]);
  const made = await person('email', 'twice@example.com');
  assert.deepEqual([made?.['name'], made?.['identifier']], ['Third', 'cus_twice']);
});

test('an address that a row gives up is free for the next one, in one file', async () => {
  await take('identifier,email\ncus_a,a@swap.example.com\n');
  const done = await take('identifier,email\ncus_a,b@swap.example.com\ncus_b,a@swap.example.com\n');
  assert.equal(done.rejected_records, 0);
  assert.equal((await person('identifier', 'cus_b'))?.['email'], 'a@swap.example.com');
});

test('rows with mistakes are left out and come back with what is wrong, safe to open', async () => {
  const file = `name,email,phone_number
Good,good@example.com,
"=cmd|'/c calc'!A1",nobody,
Bad,,0
Bad,x y,0
`;
  const done = await take(file);
  assert.deepEqual([done.total_records, done.processed_records, done.rejected_records], [4, 1, 3]);
  const report = await fetchFile(world, done.report_url);
  assert.equal(report.statusCode, 200);
  assert.match(String(report.headers['content-disposition']), /attachment.*\d{8}_contacts\.csv/);
  assert.deepEqual(report.body.split('\r\n'), [
    'name,email,phone_number,errors',
    "'=cmd|'/c calc'!A1,nobody,,Email Invalid email",
    'Bad,,0,Phone number should be in e164 format',
    'Bad,x y,0,"Email Invalid email, Phone number should be in e164 format"',
    '',
  ]);
  const again = await take("name,email\r\n'=1+1,formula@example.com\r\n");
  assert.equal(again.rejected_records, 0);
  assert.equal((await person('email', 'formula@example.com'))?.['name'], '=1+1');
});

test('administrators are mailed how it went', async () => {
  const mails = await sql<{ data: { to: string; subject: string; paragraphs: string[] } }>(
    world,
    `select data from jobs.job where name = 'send_notice' order by created_on desc, id limit 1`,
  );
  assert.equal(mails[0]?.data.to, ada.email);
  assert.equal(mails[0]?.data.subject, 'Contact Import Completed');
});

test('what is no CSV fails, and says so', async () => {
  const done = await take('name,email\n"open,quote\n');
  assert.equal(done.status, 'failed');
  assert.match(done.error, /Quote/);
  const [mail] = await sql<{ data: { subject: string } }>(
    world,
    `select data from jobs.job where name = 'send_notice' and data ->> 'subject' = 'Contact Import Failed'`,
  );
  assert.ok(mail !== undefined);
});

test('without a file, or with an empty one, there is nothing to import', async () => {
  const before = await lastImport();
  for (const answer of [
    await ada.post('/contacts/import', {}),
    await send(''),
    await ada.post('/contacts/import', { import_file: 'x' }),
  ]) {
    // prettier-ignore
    assert.deepEqual([answer.status, answer.body], [422, { error: 'File is blank' }]);
  }
  assert.equal(await lastImport(), before);
});

test('odd bytes, columns and names do no harm', async () => {
  const bytes = Buffer.concat([
    Buffer.from('\uFEFFemail,__proto__,constructor, plan ,\n'),
    Buffer.from('odd@example.com,{"a":1},x,caf'),
    Buffer.from([0xff, 0xc3, 0xa9]),
    Buffer.from(',extra,more\n\n , , \nodd2@example.com\n'),
  ]);
  const done = await take(bytes);
  assert.deepEqual([done.total_records, done.processed_records], [2, 2]);
  assert.deepEqual((await person('email', 'odd@example.com'))?.['custom'], { plan: 'café' });
  assert.equal(({} as Record<string, unknown>)['a'], undefined);
});

test('semicolons and tabs part columns as well as commas', async () => {
  for (const [index, sign] of [';', '\t'].entries()) {
    const done = await take(`email${sign}name\nsign${index}@example.com${sign}"Last, First"\n`);
    assert.equal(done.processed_records, 1);
    assert.equal((await person('email', `sign${index}@example.com`))?.['name'], 'Last, First');
  }
});

const many = (n: number, from = 0): string =>
  `identifier,name\n${Array.from({ length: n }, (_, index) => `big_${from + index},N${index}`).join('\n')}\n`;

test('a run that dies is continued where it ended: every row is there once', async () => {
  await send(many(450));
  const id = await lastImport();
  await sql(
    world,
    `create function test_break() returns trigger language plpgsql as $$
     begin if new.identifier = 'big_300' then raise exception 'died here'; end if; return new; end $$;
     create trigger test_break before insert on contacts for each row execute function test_break()`,
  );
  await assert.rejects(run(id), /died here/);
  const half = (await ada.get(`/contacts/imports/${id}`)).body;
  assert.deepEqual([half.status, half.processed_records, half.progress], ['processing', 200, 44]);
  await sql(world, 'drop trigger test_break on contacts');
  await Promise.all([run(id), run(id)]);
  await run(id);
  const done = (await ada.get(`/contacts/imports/${id}`)).body;
  assert.deepEqual(
    [done.status, done.processed_records, done.total_records],
    ['completed', 450, 450],
  );
  const [found] = await sql(
    world,
    `select count(*)::int as n from contacts where identifier like 'big_%'`,
  );
  assert.equal(found?.['n'], 450);
});

test('what was only needed on the way is gone when it is done', async () => {
  const kept = await sql(
    world,
    `select 1 from blobs where claimed_by = 'contact_import' and expires_at is null`,
  );
  assert.deepEqual(kept, []);
  assert.deepEqual(await sql(world, 'select 1 from contact_import_rejects'), []);
  assert.ok((await filesOnDisk(world)).length > 0);
});

test('only administrators import, and see only their own account’s imports', async () => {
  assert.equal((await send('email\na@example.com\n', ben)).status, 401);
  assert.equal((await ben.get('/contacts/imports')).status, 401);
  const id = await lastImport();
  const list = (await ada.get('/contacts/imports')).body.payload as { id: number }[];
  assert.equal(list[0]?.id, id);
  assert.deepEqual((await gil.get('/contacts/imports')).body, { payload: [] });
  assert.equal((await gil.get(`/contacts/imports/${id}`)).status, 404);
  assert.equal((await ada.get('/contacts/imports/987654')).status, 404);
  const theirs = await pool.query('select 1 from contacts where account_id = $1', [globex.id]);
  assert.equal(theirs.rowCount, 1);
});
