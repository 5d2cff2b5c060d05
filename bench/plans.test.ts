import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createToken } from '../server/src/auth/tokens.ts';
import { transaction } from '../server/src/db/pool.ts';
import { createTestDatabase } from '../server/test/database.ts';
import { captureStatements, explain, nodesOf, type PlanNode } from './explain.ts';
import { seedLargeAccount } from './seed.ts';
import { buildBenchApp } from './serve.ts';

// The real size: what the planner does with 1,000,000 rows cannot be seen on fewer.
const CONVERSATIONS = 1_000_000;

const database = await createTestDatabase();
const dataDir = mkdtempSync(join(tmpdir(), 'confab-plans-'));
const { app, pool, vault } = await buildBenchApp(database.connection, dataDir);
after(async () => {
  await app.close();
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});
// Filling takes a minute on a slow machine; the lines show that it goes on.
await seedLargeAccount(pool, { conversations: CONVERSATIONS, messages: 1, log: console.log });
await pool.query(`insert into labels (account_id, title) values (1, 'billing')`);
const admin = await tokenOf('agent1@large.example.com');
const agent = await tokenOf('agent2@large.example.com');

async function tokenOf(email: string): Promise<string> {
  return transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: number }>('select id from users where email = $1', [
      email,
    ]);
    return createToken(tx, vault, { user_id: (rows[0] as { id: number }).id });
  });
}

interface Seen {
  statements: number;
  /** Every node that reads one of the large tables. */
  scans: PlanNode[];
}

const large = [
  'conversations',
  'messages',
  'contacts',
  'contact_inboxes',
  'conversation_counts',
  'report_conversations',
  'report_messages',
  'reporting_events',
];

/** How the database answers the statements of one request. */
async function plansOf(
  path: string,
  { token, body }: { token: string; body?: object },
): Promise<Seen> {
  const statements = await captureStatements(async () => {
    const answer = await app.inject({
      method: body === undefined ? 'GET' : 'POST',
      url: path.startsWith('/api/') ? path : `/api/v1/accounts/1${path}`,
      headers: { api_access_token: token },
      ...(body === undefined ? {} : { payload: body }),
    });
    assert.equal(answer.statusCode, 200, answer.body);
  });
  const scans: PlanNode[] = [];
  for (const statement of statements) {
    const { plan } = await explain(pool, statement);
    scans.push(...[...nodesOf(plan)].filter((node) => large.includes(node['Relation Name'] ?? '')));
  }
  return { statements: statements.length, scans };
}

/** Rows that a scan looked at, over all its loops. */
const read = (node: PlanNode): number => (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 0);

function assertIndexed({ scans }: Seen, { most }: { most: number }): void {
  assert.ok(scans.length > 0, 'no statement read a large table');
  for (const scan of scans) {
    const name = `${scan['Node Type']} of ${scan['Relation Name']}`;
    // The counts are a few hundred rows; reading them all is the best plan for a sum over them.
    if (scan['Relation Name'] !== 'conversation_counts')
      assert.notEqual(scan['Node Type'], 'Seq Scan', name);
    assert.ok(read(scan) <= most, `${name} through ${scan['Index Name']} read ${read(scan)} rows`);
  }
}

const lists = [
  '/conversations',
  '/conversations?status=all',
  '/conversations?assignee_type=me',
  '/conversations?assignee_type=unassigned',
  '/conversations?status=resolved&inbox_id=3',
  '/conversations?page=3',
];

for (const path of lists) {
  test(`an administrator of a million conversations gets ${path} from indexes alone`, async () => {
    assertIndexed(await plansOf(path, { token: admin }), { most: 1000 });
  });
}

test('an agent in all inboxes of a million conversations gets the list from indexes alone', async () => {
  assertIndexed(await plansOf('/conversations', { token: agent }), { most: 1000 });
});

test('the counts of a million conversations come from the maintained counts', async () => {
  const { scans } = await plansOf('/conversations/meta?status=all', { token: admin });
  assert.deepEqual(
    [...new Set(scans.map((scan) => scan['Relation Name']))],
    ['conversation_counts'],
  );
  assert.ok(scans.every((scan) => read(scan) <= 2000));
});

test('a page deep in the list is found by its cursor without reading the pages before', async () => {
  const answer = await app.inject({
    url: '/api/v1/accounts/1/conversations?page=2000',
    headers: { api_access_token: admin },
  });
  const { next_cursor } = answer.json<{ data: { meta: { next_cursor: string } } }>().data.meta;
  const path = `/conversations?cursor=${next_cursor}`;
  assertIndexed(await plansOf(path, { token: admin }), { most: 1000 });
});

test('a page of messages among a million is found by its conversation', async () => {
  assertIndexed(await plansOf('/conversations/500000/messages', { token: admin }), { most: 100 });
});

const filters = [
  [
    {
      attribute_key: 'status',
      filter_operator: 'equal_to',
      values: ['open'],
      query_operator: 'and',
    },
    { attribute_key: 'priority', filter_operator: 'equal_to', values: ['high'] },
  ],
  [
    {
      attribute_key: 'assignee_id',
      filter_operator: 'equal_to',
      values: [3],
      query_operator: 'and',
    },
    { attribute_key: 'status', filter_operator: 'equal_to', values: ['pending'] },
  ],
  [
    { attribute_key: 'inbox_id', filter_operator: 'equal_to', values: [2], query_operator: 'and' },
    { attribute_key: 'created_at', filter_operator: 'is_greater_than', values: ['2200-01-01'] },
  ],
];

for (const payload of filters) {
  const keys = payload.map((condition) => condition.attribute_key).join(' and ');
  test(`a filter on ${keys} over a million conversations uses an index`, async () => {
    const { scans } = await plansOf('/conversations/filter', { token: admin, body: { payload } });
    assert.ok(scans.length > 0);
    for (const scan of scans) assert.notEqual(scan['Node Type'], 'Seq Scan', JSON.stringify(scan));
  });
}

test('a text in few of a million messages is found through the search index', async () => {
  const { scans } = await plansOf('/conversations?q=number%20271828', { token: admin });
  assert.ok(
    scans.some(
      (scan) => scan['Node Type'] === 'Bitmap Heap Scan' && scan['Relation Name'] === 'messages',
    ),
  );
  for (const scan of scans) assert.notEqual(scan['Node Type'], 'Seq Scan', JSON.stringify(scan));
});

const searches = [
  ['messages', 'number%20271828'],
  ['messages', 'number'],
  ['messages', 'nothingatall'],
  ['contacts', 'contact77777%40'],
  ['contacts', 'nobody'],
  ['conversations', 'contact77777%40'],
  ['conversations', 'Contact'],
  ['conversations', '765432'],
  ['conversations', 'nobody'],
] as const;

for (const [section, q] of searches) {
  test(`a search of ${section} for ${q} among a million reads no table from end to end`, async () => {
    for (const token of [admin, agent]) {
      const { scans } = await plansOf(`/search/${section}?q=${q}`, { token });
      assertIndexed({ statements: 0, scans }, { most: 40_000 });
    }
  });
}

const contactLists = [
  'last_activity_at',
  '-last_activity_at',
  '-last_activity_at&page=200',
  'name',
  '-name',
  '-created_at',
];

for (const list of contactLists) {
  test(`contacts sorted by ${list} are read in the order of an index`, async () => {
    const seen = await plansOf(`/contacts?sort=${list}`, { token: admin });
    // Counting them reads an index from end to end; a day has 4,320 contacts who wrote last.
    const [count, ...page] = seen.scans;
    assert.equal(count?.['Node Type'], 'Index Only Scan');
    assertIndexed({ ...seen, scans: page }, { most: 10_000 });
  });
}

const DAY = 86_400;
const monthAgo = Math.floor(Date.now() / 1000) - 30 * DAY;
const spanOf = (days: number): string =>
  `since=${monthAgo - days * DAY}&until=${monthAgo}&timezone=America/New_York`;
const metrics = [
  'conversations_count',
  'incoming_messages_count',
  'resolutions_count',
  'avg_first_response_time',
];

for (const metric of metrics) {
  test(`a quarter of ${metric} by day is read from an index alone, without the rows`, async () => {
    // Of a year, which here is all there is, reading the whole narrow table may be just as good.
    const path = `/api/v2/accounts/1/reports?metric=${metric}&${spanOf(90)}`;
    const { scans } = await plansOf(path, { token: admin });
    assert.deepEqual(
      scans.map((scan) => scan['Node Type']),
      ['Index Only Scan'],
    );
  });

  for (const scope of ['type=account', 'type=agent&id=3', 'type=inbox&id=3', 'type=label&id=1']) {
    test(`a day of ${metric} among a million conversations reads that day alone: ${scope}`, async () => {
      // 4,320 conversations begin in a day.
      const path = `/api/v2/accounts/1/reports?metric=${metric}&${scope}&${spanOf(1)}`;
      assertIndexed(await plansOf(path, { token: admin }), { most: 10_000 });
    });
  }
}

test('what a day’s average is made of is found without looking at other days', async () => {
  const path = `/api/v2/accounts/1/reports/drilldown?metric=avg_resolution_time&${spanOf(1)}`;
  assertIndexed(await plansOf(path, { token: admin }), { most: 10_000 });
});

for (const path of [
  'reports/conversations?type=account',
  'reports/conversations?type=agent',
  'live_reports/grouped_conversation_metrics?group_by=team_id',
]) {
  test(`${path} reads of a million conversations only the open ones`, async () => {
    assertIndexed(await plansOf(`/api/v2/accounts/1/${path}`, { token: admin }), { most: 130_000 });
  });
}
