import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { encodeCursor } from './sort.ts';

const world = await createWorld();
const { acme, ada, ben, cleo } = world;
const TOTAL = 60;

interface Row {
  id: number;
  display_id: number;
  priority: number | null;
  waiting_since: number | null;
  last_activity_at: number;
  created_at: number;
}

// Many ties in every column, and nulls where there can be: what an order must decide all the same.
before(async () => {
  for (let n = 0; n < TOTAL; n += 1) {
    await world.conversation(n % 3 === 0 ? { inbox_id: acme.sales.id } : {});
  }
  await sql(
    world,
    `update conversations set
       priority = (array[null, 0, 1, 2, 3])[1 + display_id % 5],
       waiting_since = (array[null, '2026-01-01 10:00:00.123456Z', '2026-01-02Z']::timestamptz[])[1 + display_id % 3],
       last_activity_at = timestamptz '2026-02-01Z' + (display_id % 7) * interval '1.000001 seconds',
       created_at = timestamptz '2025-12-01Z' + (display_id % 4) * interval '1 day'
     where account_id = $1`,
    [acme.id],
  );
});

type Value = number | null;

const descending = (a: Value, b: Value): number => Number(b) - Number(a);
const ascending = (a: Value, b: Value): number => Number(a) - Number(b);
const nullsLast =
  (order: typeof ascending) =>
  (a: Value, b: Value): number =>
    a === null || b === null ? Number(a === null) - Number(b === null) : order(a, b);

/** The contract's orders (§4.1), said once more and differently. */
const orders: Record<string, (a: Row, b: Row) => number> = {
  last_activity_at_desc: (a, b) => descending(a.last_activity_at, b.last_activity_at),
  last_activity_at_asc: (a, b) => ascending(a.last_activity_at, b.last_activity_at),
  created_at_desc: (a, b) => descending(a.created_at, b.created_at),
  created_at_asc: (a, b) => ascending(a.created_at, b.created_at),
  priority_desc: (a, b) =>
    nullsLast(descending)(a.priority, b.priority) ||
    descending(a.last_activity_at, b.last_activity_at),
  priority_asc: (a, b) =>
    nullsLast(ascending)(a.priority, b.priority) ||
    descending(a.last_activity_at, b.last_activity_at),
  waiting_since_desc: (a, b) =>
    nullsLast(descending)(a.waiting_since, b.waiting_since) ||
    ascending(a.created_at, b.created_at),
  waiting_since_asc: (a, b) =>
    nullsLast(ascending)(a.waiting_since, b.waiting_since) || ascending(a.created_at, b.created_at),
};

const idsOf = ({ body }: Answer): number[] => body.data.payload.map(({ id }: { id: number }) => id);

const rowsById = async (): Promise<Map<number, Row>> => {
  const rows = await sql<Row>(
    world,
    `select id, display_id, priority, extract(epoch from waiting_since)::float8 as waiting_since,
       extract(epoch from last_activity_at)::float8 as last_activity_at,
       extract(epoch from created_at)::float8 as created_at
     from conversations where account_id = $1`,
    [acme.id],
  );
  return new Map(rows.map((row) => [row.display_id, row]));
};

for (const [sort, compare] of Object.entries(orders)) {
  test(`sort_by=${sort} gives the contract's order`, async () => {
    const rows = await rowsById();
    const shown = idsOf(await ada.get(`/conversations?sort_by=${sort}&per_page=100`));
    assert.equal(shown.length, TOTAL);
    const found = shown.map((id) => rows.get(id) as Row);
    for (const [index, row] of found.entries()) {
      const next = found[index + 1];
      if (next !== undefined) assert.ok(compare(row, next) <= 0, `${row.display_id} first`);
    }
  });

  test(`following the cursor of sort_by=${sort} meets every conversation once, in the same order`, async () => {
    const whole = idsOf(await ada.get(`/conversations?sort_by=${sort}&per_page=100`));
    assert.deepEqual(await walk(`sort_by=${sort}&per_page=7`), whole);
  });
}

/** The ids of all pages, from the first on by next_cursor. */
async function walk(query: string): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor = ''; ;) {
    const answer = await ada.get(`/conversations?${query}${cursor}`);
    assert.equal(answer.status, 200, answer.text);
    const { meta } = answer.body.data;
    assert.equal(meta.all_count, TOTAL);
    ids.push(...idsOf(answer));
    assert.equal(meta.has_more, meta.next_cursor !== null);
    if (meta.next_cursor === null) return ids;
    cursor = `&cursor=${meta.next_cursor}`;
  }
}

for (const [alias, sort] of Object.entries({
  latest: 'last_activity_at_desc',
  sort_on_created_at: 'created_at_asc',
  sort_on_priority: 'priority_desc',
  sort_on_waiting_since: 'waiting_since_asc',
  '': 'last_activity_at_desc',
  nonsense: 'last_activity_at_desc',
  constructor: 'last_activity_at_desc',
})) {
  test(`sort_by=${alias} sorts by ${sort}`, async () => {
    const [given, expected] = [
      await ada.get(`/conversations?sort_by=${alias}&per_page=100`),
      await ada.get(`/conversations?sort_by=${sort}&per_page=100`),
    ];
    assert.deepEqual(idsOf(given), idsOf(expected));
  });
}

test('without sort_by the newest activity comes first', async () => {
  const expected = await ada.get('/conversations?sort_by=last_activity_at_desc');
  assert.deepEqual(idsOf(await ada.get('/conversations')), idsOf(expected));
});

test('a page has 25 conversations, and the pages together have all of them', async () => {
  const pages = await Promise.all(
    [1, 2, 3].map(async (page) => ada.get(`/conversations?page=${page}`)),
  );
  assert.deepEqual(
    pages.map((page) => idsOf(page).length),
    [25, 25, 10],
  );
  assert.equal(new Set(pages.flatMap(idsOf)).size, TOTAL);
  assert.deepEqual(
    pages.map(({ body }) => body.data.meta.current_page),
    [1, 2, 3],
  );
  assert.deepEqual(
    pages.map(({ body }) => body.data.meta.has_more),
    [true, true, false],
  );
});

test('a page that is 0, negative or no number is the first one', async () => {
  const first = idsOf(await ada.get('/conversations'));
  for (const page of ['0', '-3', 'abc', '', '1', 'null']) {
    assert.deepEqual(idsOf(await ada.get(`/conversations?page=${page}`)), first, page);
  }
});

test('past the end a page is empty and the counts stay', async () => {
  for (const page of ['4', '100', '99999999999999999999']) {
    const answer = await ada.get(`/conversations?page=${page}`);
    assert.equal(answer.status, 200);
    assert.deepEqual(idsOf(answer), []);
    assert.equal(answer.body.data.meta.all_count, TOTAL);
    assert.equal(answer.body.data.meta.has_more, false);
  }
});

test('per_page gives smaller and larger pages, up to 100', async () => {
  const length = async (per_page: string): Promise<number> =>
    idsOf(await ada.get(`/conversations?per_page=${per_page}`)).length;
  assert.equal(await length('1'), 1);
  assert.equal(await length('40'), 40);
  assert.equal(await length('1000'), TOTAL);
  assert.equal(await length('0'), 25);
  assert.equal(await length('-1'), 25);
  assert.equal(await length(''), 25);
  assert.equal((await ada.get('/conversations?per_page=many')).status, 422);
});

test('the page after page 2 by its cursor is page 3', async () => {
  const second = await ada.get('/conversations?page=2&sort_by=priority_asc');
  const { next_cursor } = second.body.data.meta;
  const third = await ada.get(`/conversations?sort_by=priority_asc&cursor=${next_cursor}`);
  assert.deepEqual(
    idsOf(third),
    idsOf(await ada.get('/conversations?page=3&sort_by=priority_asc')),
  );
});

test('a conversation that moves up while somebody reads is not met twice', async () => {
  const first = await ada.get('/conversations?per_page=30');
  const last = idsOf(first).at(-1) as number;
  await ada.post(`/conversations/${last}/messages`, { content: 'Up' });
  const { next_cursor } = first.body.data.meta;
  const rest = idsOf(await ada.get(`/conversations?per_page=30&cursor=${next_cursor}`));
  assert.equal(new Set([...idsOf(first), ...rest]).size, TOTAL);
});

test('a cursor shows an agent nothing beyond their own inboxes', async () => {
  const { next_cursor } = (await ada.get('/conversations?per_page=1')).body.data.meta;
  const answer = await cleo.get(`/conversations?per_page=100&cursor=${next_cursor}`);
  const inboxes = new Set(
    answer.body.data.payload.map(({ inbox_id }: { inbox_id: number }) => inbox_id),
  );
  assert.deepEqual([...inboxes], [acme.sales.id]);
});

test('the Link header leads to the next page, with everything else that was asked for', async () => {
  const { headers } = await ben.get(
    '/conversations?status[]=open&status[]=pending&page=1&per_page=10',
  );
  const link = /^<([^>]+)>; rel="next"$/.exec(String(headers['link']))?.[1] ?? '';
  const url = new URL(link);
  assert.equal(url.origin, world.platform.config.baseUrl);
  assert.equal(url.searchParams.get('page'), null);
  assert.deepEqual(url.searchParams.getAll('status[]'), ['open', 'pending']);
  const [first, second] = [
    await ben.get('/conversations?status[]=open&status[]=pending&per_page=20'),
    await ben.get(url.pathname + url.search),
  ];
  assert.deepEqual(idsOf(second), idsOf(first).slice(10));
});

test('the Link header is whole however many slashes the path had', async () => {
  const { headers } = await ada.get(`/api/v1/accounts/${acme.id}//conversations/?per_page=10`);
  assert.match(
    String(headers['link']),
    new RegExp(`^<${world.platform.config.baseUrl}/api/v1/accounts/${acme.id}/`),
  );
  const response = await world.app.inject({
    url: `//api/v1/accounts/${acme.id}/conversations?per_page=10`,
    headers: { api_access_token: ada.token },
  });
  assert.match(String(response.headers['link']), /\/api\/v1\/accounts\/\d+\/conversations\?/);
});

test('the last page has no Link header', async () => {
  assert.equal((await ada.get('/conversations?per_page=100')).headers['link'], undefined);
});

const at = '2026-01-01 00:00:00+00';

for (const [what, cursor, sort] of [
  ['of another sort', encodeCursor('created_at_asc', { lead: null, time: at, id: 1 }), 'latest'],
  ['that is garbage', 'garbage', ''],
  ['that is empty', '', ''],
  ['of JSON that is no list', Buffer.from('{"a":1}').toString('base64url'), ''],
  [
    'with text for an id',
    Buffer.from(`["last_activity_at_desc",null,"${at}","1"]`).toString('base64url'),
    '',
  ],
  [
    'with an id out of range',
    encodeCursor('created_at_asc', { lead: null, time: at, id: 1e18 }),
    'created_at_asc',
  ],
  [
    'with SQL for a time',
    encodeCursor('created_at_asc', { lead: null, time: "now()'", id: 1 }),
    'created_at_asc',
  ],
  [
    'with a day that does not exist',
    encodeCursor('created_at_asc', { lead: null, time: at.replace('-01-', '-99-'), id: 1 }),
    'created_at_asc',
  ],
  [
    'without its leading key',
    encodeCursor('priority_desc', { lead: null, time: at, id: 1 }),
    'priority_desc',
  ],
  [
    'with the leading key of another sort',
    encodeCursor('priority_desc', { lead: at, time: at, id: 1 }),
    'priority_desc',
  ],
  ['longer than any of ours', 'A'.repeat(600), ''],
] as const) {
  test(`a cursor ${what} is refused with 422`, async () => {
    const answer = await ada.get(`/conversations?sort_by=${sort}&cursor=${cursor}`);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(typeof answer.body.error, 'string');
  });
}
