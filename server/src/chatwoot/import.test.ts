import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fillSource, OLD_PASSWORD } from '../../test/chatwoot/fill.ts';
import type { ChatwootSource } from '../../test/chatwoot/source.ts';
import { emptyDesk, kindIn, sourceForTest, type EmptyDesk } from '../../test/chatwoot/target.ts';

const size = { conversations: 120, messagesEach: 6 };

/** Tables and what of their rows must be the same on both sides, in the order of their ids. */
const SAME: [table: string, columns: string][] = [
  ['accounts', 'id, name'],
  ['users', 'id, name, email'],
  [
    'contacts',
    'id, account_id, name, email, phone_number, created_at::timestamp, last_activity_at::timestamp',
  ],
  ['contact_inboxes', 'id, contact_id, inbox_id, source_id, pubsub_token'],
  [
    'conversations',
    'id, account_id, display_id, uuid, inbox_id, contact_id, status, priority, assignee_id, team_id, created_at::timestamp, last_activity_at::timestamp',
  ],
  [
    'messages',
    'id, account_id, conversation_id, inbox_id, message_type, content, status, private, source_id, created_at::timestamp, updated_at::timestamp',
  ],
];

async function assertSame(source: ChatwootSource, { pool }: EmptyDesk): Promise<void> {
  for (const [table, columns] of SAME) {
    const text = `select ${columns} from ${table} order by id`;
    const digest = `select count(*)::int as count, md5(string_agg(x::text, '|' order by x.id)) as sum from (${text}) x`;
    const there = await source.sql(digest.replace('::timestamp,', '::timestamp,'));
    const { rows: here } = await pool.query(
      digest.replaceAll(/(\w+)::timestamp/g, `($1 at time zone 'UTC') as $1`),
    );
    assert.deepEqual(here, there, table);
  }
}

test('an empty desk gets everything with its ids, and who worked there goes on with password and token', async () => {
  const source = await sourceForTest();
  await fillSource(source, size);
  const desk = await emptyDesk();

  const outcome = await desk.start(['--from', source.url]).ended;
  assert.equal(outcome.code, 0, outcome.err);
  assert.match(outcome.out, /messages +720 +0 +0/);
  assert.match(outcome.out, /its imap_password is encrypted/);
  assert.match(outcome.err, /^messages: 720 of 720$/m);
  await assertSame(source, desk);

  const { app } = await desk.serve();
  const signedIn = await app.inject({
    method: 'POST',
    url: '/auth/sign_in',
    payload: { email: 'Person2@example.com', password: OLD_PASSWORD },
  });
  assert.equal(signedIn.statusCode, 200, signedIn.body);
  const session = Object.fromEntries(
    ['access-token', 'client', 'uid'].map((name) => [name, String(signedIn.headers[name])]),
  );
  const token = { api_access_token: 'OldTokenOfPerson00000002' };
  for (const headers of [session, token]) {
    const answer = await app.inject({
      url: '/api/v1/accounts/1/conversations?status=all&labels[]=urgent',
      headers,
    });
    assert.equal(answer.statusCode, 200, answer.body);
    const { payload, meta } = answer.json<{
      data: { payload: { labels: string[] }[]; meta: { all_count: number } };
    }>().data;
    const [expected] = await source.sql<{ count: number }>(
      `select count(*)::int as count from taggings l join conversations c on c.id = l.taggable_id
       where c.account_id = 1 and l.tag_id = 1`,
    );
    assert.equal(meta.all_count, expected?.count);
    assert.ok(payload.length > 0 && payload.every(({ labels }) => labels.includes('urgent')));
  }
  const inboxes = await app.inject({ url: '/api/v1/accounts/1/inboxes', headers: token });
  type Inbox = Record<string, unknown> & { name: string };
  const named = new Map(
    inboxes.json<{ payload: Inbox[] }>().payload.map((inbox) => [inbox.name, inbox]),
  );
  assert.deepEqual(
    ['inbox_identifier', 'hmac_token'].map((key) => named.get('Shop')?.[key]),
    ['api-one', 'hmac-one'],
  );
  assert.deepEqual(
    ['website_token', 'reply_time', 'selected_feature_flags', 'website_url'].map(
      (key) => named.get('Site')?.[key],
    ),
    ['widget-one', 'in_a_day', ['attachments', 'end_conversation'], 'https://harbour.example.com'],
  );
  assert.equal(named.get('Mail')?.['email'], 'desk@harbour.example.com');
  // A customer's application knows the inbox and the customer by what they were called.
  const [tie] = await source.sql<{ source_id: string }>(
    'select source_id from contact_inboxes where id = 3',
  );
  const customer = await app.inject({
    url: `/public/api/v1/inboxes/api-one/contacts/${tie?.source_id}/conversations`,
  });
  assert.equal(customer.statusCode, 200, customer.body);
  assert.equal(customer.json<unknown[]>().length, 1);
  const found = await app.inject({
    url: '/api/v1/accounts/1/conversations/search?q=strasse',
    headers: token,
  });
  const { payload } = found.json<{ payload: { id: number }[] }>();
  assert.ok(payload.length > 0, 'imported messages are found');

  // Numbers go on after those that came.
  const opened = await app.inject({
    method: 'POST',
    url: '/api/v1/accounts/1/conversations',
    headers: token,
    payload: { inbox_id: 1, contact_id: 3, message: { content: 'Hello again' } },
  });
  assert.deepEqual([opened.statusCode, opened.json<{ id: number }>().id], [200, 109]);
});

test('a dry run reports the same and writes nothing at all', async () => {
  const source = await sourceForTest();
  await fillSource(source, size);
  const desk = await emptyDesk();
  const outcome = await desk.start(['--from', source.url, '--dry-run']).ended;
  assert.equal(outcome.code, 0, outcome.err);
  assert.match(outcome.out, /would copy/);
  assert.match(outcome.out, /messages +720 +0 +0/);
  assert.equal(existsSync(join(desk.dataDir, 'import-report.json')), false);
  for (const table of [
    'accounts',
    'users',
    'messages',
    'import_sources',
    'import_ids',
    'import_ranges',
  ]) {
    const { rows } = await desk.pool.query(`select count(*)::int as count from ${table}`);
    assert.deepEqual(rows, [{ count: 0 }], table);
  }
});

test('killed wherever it is, it goes on when it is started again, and nothing is there twice', async () => {
  const source = await sourceForTest();
  await fillSource(source, size);
  const desk = await emptyDesk();
  // Somebody is in the way of this row, which is how a run comes to be killed just there.
  await desk.pool.query(`
    create function wait_for_the_test() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(4242); return new; end $$`);
  const places = [
    ['users', 7],
    ['contacts', 60],
    ['conversations', 1],
    ['conversations', 119],
    ['messages', 3],
    ['messages', 700],
  ] as const;
  for (const [table, id] of places) {
    await desk.pool.query(
      `create trigger in_the_way before insert on ${table} for each row when (new.id = ${id}) execute function wait_for_the_test()`,
    );
    const obstacle = await desk.pool.connect();
    await obstacle.query('select pg_advisory_lock(4242)');
    const run = desk.start(['--from', source.url]);
    await untilWaiting(desk);
    run.child.kill('SIGKILL');
    assert.equal((await run.ended).code, null);
    await obstacle.query('select pg_advisory_unlock(4242)');
    obstacle.release();
    await desk.pool.query(`drop trigger in_the_way on ${table}`);
    const { rows } = await desk.pool.query(`select from ${table} where id = ${id}`);
    assert.equal(rows.length, 0, `${table} ${id} had not been copied yet`);
  }
  const last = await desk.start(['--from', source.url]).ended;
  assert.equal(last.code, 0, last.err);
  await assertSame(source, desk);
  const report = await desk.report();
  assert.equal(kindIn(report, 'users').already_there, 12);
  assert.equal(report.kinds.flatMap(({ skipped }) => skipped).length, 0);
  const { rows: counted } = await desk.pool.query(
    'select account_id, inbox_id, status, assignee_id, sum(total)::int as count from conversation_counts group by 1, 2, 3, 4 order by 1, 2, 3, 4',
  );
  const { rows: real } = await desk.pool.query(
    'select account_id, inbox_id, status, assignee_id, count(*)::int as count from conversations group by 1, 2, 3, 4 order by 1, 2, 3, 4',
  );
  assert.deepEqual(counted, real);
});

/** Until the import waits for the lock that the test holds. */
async function untilWaiting({ pool }: EmptyDesk): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select from pg_locks where locktype = 'advisory' and objid = 4242 and not granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

test('what it cannot work with is said in one sentence', async () => {
  const source = await sourceForTest();
  await fillSource(source, { conversations: 10, messagesEach: 1 });
  const desk = await emptyDesk();
  const refusals = async (words: string[], sentence: RegExp): Promise<void> => {
    const { code, err } = await desk.start(words).ended;
    const told = err.trim().split('\n');
    assert.match(told.at(-1) ?? '', sentence);
    assert.equal(code, 1);
  };
  await refusals(
    ['--from', 'mysql://example.com/x'],
    /^--from is the address of the database of Chatwoot/,
  );
  await refusals(['--from', source.url, '--files', '/nowhere'], /no directory/);
  await refusals(['--from', source.url, '--account', 'one'], /--account is the number/);
  await refusals(
    [
      '--from',
      source.url.replace(/:[^:@]+@/, ':wrong@').replace(/\/confab_test_\w+/, '/no_such_database'),
    ],
    /--from/,
  );
  await refusals(
    ['--from', source.url, '--account', '1', '--account', '7,8'],
    /has no account 7 or 8: its accounts are 1, 2/,
  );
  const other = await desk.pool.connect();
  await other.query('select pg_advisory_lock(1768779892)');
  await refusals(['--from', source.url], /^Another import is running/);
  other.release(true);
  await source.sql('alter table conversations drop column uuid');
  await source.sql('alter table channel_api drop column identifier');
  await refusals(['--from', source.url], /schema lacks|has no/);
  await source.sql('drop table conversations');
  await refusals(
    ['--from', source.url],
    /^--from is no database of Chatwoot: it has no .*conversations/,
  );
});
