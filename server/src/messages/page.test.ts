import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben } = world;

/** A conversation of 1,200 messages, an hour old; of ten, one is a private note and one an activity line. */
const history = `/conversations/${(await world.conversation()).id}/messages`;
let ids: number[] = [];
const id = (index: number): number => ids.at(index) as number;

before(async () => {
  const stored = await sql<{ id: number }>(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, private, content, created_at)
     select c.account_id, c.id, c.inbox_id, case when n % 10 = 4 then 2 else 1 end, n % 10 = 3, 'line ' || n,
       now() - interval '1 hour' + n * interval '1 second'
     from conversations c, generate_series(0, 1199) n where c.account_id = $1 order by n returning id`,
    [world.acme.id],
  );
  ids = stored.map((row) => row.id);
});

const idsOf = (answer: Answer): number[] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload.map((message: { id: number }) => message.id);
};
const page = async (query = ''): Promise<number[]> => idsOf(await ben.get(`${history}?${query}`));

test('without parameters the newest 20 messages come, oldest first', async () => {
  assert.deepEqual(await page(), ids.slice(-20));
});

test('before gives the 20 messages below an id, oldest first', async () => {
  assert.deepEqual(await page(`before=${id(500)}`), ids.slice(480, 500));
});

test('before the first message there is an empty page, which ends the scrolling of clients', async () => {
  assert.deepEqual(await page(`before=${id(0)}`), []);
});

test('after gives the first 100 messages above an id', async () => {
  assert.deepEqual(await page(`after=${id(500)}`), ids.slice(501, 601));
});

test('after the last message there is an empty page', async () => {
  assert.deepEqual(await page(`after=${id(-1)}`), []);
});

test('after and before give the messages between, the lower end included and the upper not', async () => {
  assert.deepEqual(await page(`after=${id(10)}&before=${id(150)}`), ids.slice(10, 150));
});

test('between after and before come at most 1,000 messages, from the lower end on', async () => {
  assert.deepEqual(await page(`after=${id(3)}&before=${id(-1)}`), ids.slice(3, 1003));
});

test('a range whose ends are exchanged is empty', async () => {
  assert.deepEqual(await page(`after=${id(20)}&before=${id(10)}`), []);
});

for (const [what, value] of [
  ['letters', 'abc'],
  ['a negative number', '-5'],
  ['an object', '&before[a]=1'],
] as const) {
  test(`${what} as before is id 0, and nothing is before that`, async () => {
    assert.deepEqual(await page(value.startsWith('&') ? value : `before=${value}`), []);
  });
  test(`${what} as after is id 0, and everything is after that`, async () => {
    const query = value.startsWith('&') ? value.replace('before', 'after') : `after=${value}`;
    assert.deepEqual(await page(query), ids.slice(0, 100));
  });
}

test('ids are read as far as they are numbers', async () => {
  for (const text of [`${id(40)}abc`, `%20${id(40)}`, `%2B${id(40)}`, `0${id(40)}`]) {
    assert.deepEqual(await page(`before=${text}`), ids.slice(20, 40), text);
  }
});

test('an id beyond every number that there is stands after all messages', async () => {
  for (const text of ['9'.repeat(15), '9'.repeat(40)]) {
    assert.deepEqual(await page(`before=${text}`), ids.slice(-20));
    assert.deepEqual(await page(`after=${text}`), []);
  }
});

test('an empty before or after is as good as none', async () => {
  assert.deepEqual(await page('before=&after='), ids.slice(-20));
  assert.deepEqual(await page('before=%20'), ids.slice(-20));
});

const isPublic = (_: number, index: number): boolean => ![3, 4].includes(index % 10);

for (const value of ['true', 'false', '1', '0', 'no']) {
  test(`filter_internal_messages=${value} hides private notes and activity`, async () => {
    const seen = await page(`filter_internal_messages=${value}`);
    assert.deepEqual(seen, ids.filter(isPublic).slice(-20));
  });
}

test('an empty filter_internal_messages hides nothing', async () => {
  assert.deepEqual(await page('filter_internal_messages='), ids.slice(-20));
  assert.deepEqual(await page('filter_internal_messages=%20%20'), ids.slice(-20));
});

test('hidden messages do not count against the size of a page, whichever way it is asked for', async () => {
  const shown = ids.filter(isPublic);
  const filter = 'filter_internal_messages=1';
  assert.deepEqual(await page(`${filter}&after=${shown[99]}`), shown.slice(100, 200));
  assert.deepEqual(await page(`${filter}&before=${shown[99]}`), shown.slice(79, 99));
  const range = await page(`${filter}&after=${shown[99]}&before=${shown[140]}`);
  assert.deepEqual(range, shown.slice(99, 140));
});

test('page and limit are no parameters of this list', async () => {
  assert.deepEqual(await page('page=2&limit=3'), ids.slice(-20));
});

test('per_page says how many come, from 1 to 100', async () => {
  assert.deepEqual(await page('per_page=3'), ids.slice(-3));
  assert.deepEqual(await page('per_page=100'), ids.slice(-100));
  assert.deepEqual(await page('per_page=5000'), ids.slice(-100));
  assert.deepEqual(await page(`per_page=2&after=${id(7)}`), ids.slice(8, 10));
  assert.deepEqual(await page(`per_page=2&after=${id(7)}&before=${id(12)}`), ids.slice(7, 9));
});

test('a per_page below 1 is the usual size of the page', async () => {
  assert.deepEqual(await page('per_page=0'), ids.slice(-20));
  assert.deepEqual(await page('per_page=-3'), ids.slice(-20));
});

for (const value of ['abc', '1.5', '1e99']) {
  test(`per_page=${value} is refused with 422`, async () => {
    const answer = await ben.get(`${history}?per_page=${value}`);
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body, { error: 'per_page must be an integer' });
  });
}

/** The pages from this one on, as a client gets them that follows the Link header. */
async function follow(query: string): Promise<number[][]> {
  const pages: number[][] = [];
  for (let path = `${history}?${query}`; ;) {
    const answer = await ben.get(path);
    pages.push(idsOf(answer));
    const { has_more, next_cursor } = answer.body.meta;
    const link = /^<http:\/\/localhost:3000(.+)>; rel="next"$/.exec(
      String(answer.headers['link'] ?? ''),
    )?.[1];
    assert.equal(has_more, next_cursor !== null);
    assert.equal(link !== undefined, has_more);
    if (link === undefined) return pages;
    assert.match(link, new RegExp(`[?&]cursor=${next_cursor}(&|$)`));
    path = link;
  }
}

test('the Link of a page leads back through all messages, each of them once', async () => {
  const pages = await follow('per_page=99');
  assert.deepEqual(pages.toReversed().flat(), ids);
});

test('the Link of a page after an id leads on to the newest message', async () => {
  const pages = await follow(`after=${id(899)}`);
  assert.deepEqual(pages.flat(), ids.slice(900));
  assert.deepEqual(
    pages.map((each) => each.length),
    [100, 100, 100],
  );
});

test('the Link of a range stays inside the range', async () => {
  assert.deepEqual(
    (await follow(`after=${id(50)}&before=${id(1150)}`)).flat(),
    ids.slice(50, 1150),
  );
  const small = await follow(`after=${id(50)}&before=${id(57)}&per_page=3`);
  assert.deepEqual(small, [ids.slice(50, 53), ids.slice(53, 56), ids.slice(56, 57)]);
});

test('the Link keeps hiding what was to be hidden', async () => {
  const pages = await follow('filter_internal_messages=1&per_page=100');
  assert.deepEqual(pages.toReversed().flat(), ids.filter(isPublic));
});

test('a page that ends exactly with the last message has no next one', async () => {
  const answer = await ben.get(`${history}?after=${id(-101)}`);
  assert.equal(idsOf(answer).length, 100);
  assert.equal(answer.body.meta.has_more, false);
  assert.equal(answer.body.meta.next_cursor, null);
  assert.equal(answer.headers['link'], undefined);
});

for (const cursor of ['', 'x12', 'b', 'f-1', 'b1 or 1=1', `b${'9'.repeat(20)}`]) {
  test(`the cursor "${cursor}" is refused with 422`, async () => {
    const answer = await ben.get(`${history}?cursor=${encodeURIComponent(cursor)}`);
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body, { error: 'cursor is invalid for this list' });
  });
}

test('ids of another conversation show nothing of it', async () => {
  const other = await world.conversation();
  const sent = await ben.post(`/conversations/${other.id}/messages`, { content: 'elsewhere' });
  const path = `/conversations/${other.id}/messages`;
  assert.deepEqual(idsOf(await ben.get(`${path}?after=${id(0)}`)), [sent.body.id]);
  assert.deepEqual(idsOf(await ben.get(`${path}?before=${sent.body.id}`)), []);
});

test('a conversation without messages is an empty page', async () => {
  const { id: empty } = await world.conversation();
  const answer = await ada.get(`/conversations/${empty}/messages`);
  assert.deepEqual(idsOf(answer), []);
  assert.equal(answer.body.meta.has_more, false);
});

test('a page that the client has already is answered with 304 and nothing else', async () => {
  const first = await ben.get(history);
  const again = await ben.get(history, { 'if-none-match': String(first.headers['etag']) });
  assert.equal(again.status, 304);
  assert.equal(again.text, '');
  const { id: other } = await world.conversation();
  const etag = String((await ben.get(`/conversations/${other}/messages`)).headers['etag']);
  await ben.post(`/conversations/${other}/messages`, { content: 'new' });
  const changed = await ben.get(`/conversations/${other}/messages`, { 'if-none-match': etag });
  assert.equal(changed.status, 200);
});
