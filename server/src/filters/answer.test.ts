import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition as on, createDesk, putConversation } from '../../test/desk.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo } = world;
const { ids } = await createDesk(world);

const filter = async (who: Caller, payload: unknown, rest: object = {}): Promise<Answer> => {
  const answer = await who.post('/conversations/filter', { payload, ...rest });
  assert.equal(answer.status, 200, answer.text);
  return answer;
};

const idsOf = ({ body }: Answer): number[] => body.payload.map(({ id }: { id: number }) => id);

const newestFirst = ['echo', 'delta', 'alpha', 'bravo', 'charlie'].map((name) => ids[name]);

test('the answer is not wrapped, and its counts stand in the order of the contract', async () => {
  const { body } = await filter(ada, []);
  assert.deepEqual(Object.keys(body), ['meta', 'payload']);
  assert.deepEqual(Object.entries(body.meta), [
    ['mine_count', 1],
    ['unassigned_count', 2],
    ['all_count', 5],
    ['count', 5],
    ['current_page', 1],
    ['total_pages', 1],
    ['has_more', false],
    ['next_cursor', null],
    ['cursor', body.meta.cursor],
  ]);
});

test('the one with the newest activity comes first', async () => {
  assert.deepEqual(idsOf(await filter(ada, [])), newestFirst);
});

test('another order is asked for as in the list, and holds over its pages', async () => {
  const oldest = { sort_by: 'last_activity_at_asc', per_page: 2 };
  const first = await filter(ada, [], oldest);
  const { next_cursor: cursor } = first.body.meta;
  const second = await filter(ada, [], { ...oldest, cursor });
  assert.deepEqual([...idsOf(first), ...idsOf(second)], newestFirst.toReversed().slice(0, 4));
  assert.deepEqual(idsOf(await filter(ada, [], { sort_by: 'nonsense' })), newestFirst);
});

test('a conversation is the same in a filter as when it is shown', async () => {
  const [shown, found] = [
    await ada.get(`/conversations/${ids['alpha']}`),
    await filter(ada, [on('display_id', 'equal_to', [ids['alpha']])]),
  ];
  assert.deepEqual(found.body.payload, [shown.body]);
});

const questions = [
  [on('status', 'equal_to', ['open', 'snoozed'])],
  [on('assignee_id', 'is_present', [], 'and'), on('inbox_id', 'not_equal_to', [acme.mail.id])],
  [on('assignee_id', 'is_not_present', [], 'or'), on('status', 'equal_to', ['pending'])],
  [on('priority', 'equal_to', ['low', 'medium'])],
  [on('labels', 'is_present', [], 'or'), on('created_at', 'is_less_than', ['2024-05-02'])],
  [on('plan', 'is_present')],
];

test('the counts are those of the rows, for whoever asks', async () => {
  for (const payload of questions) {
    for (const who of [ada, ben, cleo]) {
      const { body } = await filter(who, payload);
      const assigned = body.payload.map((each: Answer['body']) => each.assignee?.id ?? null);
      const mine = assigned.filter((id: number | null) => id === who.id).length;
      const nobody = assigned.filter((id: number | null) => id === null).length;
      assert.deepEqual(
        [body.meta.all_count, body.meta.mine_count, body.meta.unassigned_count],
        [assigned.length, mine, nobody],
        JSON.stringify(payload),
      );
    }
  }
});

test('the counts follow a conversation that is assigned and resolved', async () => {
  const { id } = await world.conversation({ inbox_id: acme.sales.id });
  const mine = [
    on('assignee_id', 'equal_to', [cleo.id], 'and'),
    on('status', 'equal_to', ['open']),
  ];
  const count = async () => (await filter(cleo, mine)).body.meta.mine_count as number;
  assert.equal(await count(), 0);
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: cleo.id });
  assert.equal(await count(), 1);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  assert.equal(await count(), 0);
  await ada.delete(`/conversations/${id}`);
  assert.equal((await filter(ada, [])).body.meta.all_count, 5);
});

test('pages are cut by number, from the query or from the body', async () => {
  const page = (n: unknown) => filter(ada, [], { page: n, per_page: 2 });
  assert.deepEqual(idsOf(await page(1)), newestFirst.slice(0, 2));
  assert.deepEqual(idsOf(await page('2')), newestFirst.slice(2, 4));
  assert.deepEqual(idsOf(await page(3)), newestFirst.slice(4));
  const { body } = await page(4);
  assert.deepEqual([body.payload, body.meta.all_count, body.meta.total_pages], [[], 5, 3]);
  for (const garbage of [0, -1, 'x', {}, [], null])
    assert.deepEqual(idsOf(await page(garbage)), newestFirst.slice(0, 2));
  const fromQuery = await ada.post('/conversations/filter?page=3&per_page=2', { payload: [] });
  assert.deepEqual(idsOf(fromQuery), newestFirst.slice(4));
});

test('the cursor of a page leads to the next, also when conversations move meanwhile', async () => {
  const payload = [on('created_at', 'is_greater_than', ['2000-01-01'])];
  const first = await filter(ada, payload, { per_page: 2 });
  assert.equal(first.body.meta.has_more, true);
  const link = /<http:\/\/[^/]+(?<path>[^>]+)>; rel="next"/.exec(String(first.headers['link']));
  const moved = await putConversation(world, {
    account_id: acme.id,
    inbox_id: acme.sales.id,
    contact_id: acme.mia.id,
  });
  const second = await ada.post(link?.groups?.['path'] ?? '', { payload, per_page: 2 });
  assert.deepEqual(idsOf(second), newestFirst.slice(2, 4));
  const { next_cursor } = second.body.meta;
  const third = await filter(ada, payload, { cursor: next_cursor, per_page: 2 });
  assert.deepEqual(idsOf(third), newestFirst.slice(4));
  assert.deepEqual([third.body.meta.has_more, third.headers['link']], [false, undefined]);
  await ada.delete(`/conversations/${moved}`);
});

test('a page has 25 conversations unless more are asked for, and at most 100', async () => {
  for (let n = 0; n < 101; n += 1) {
    await putConversation(world, {
      account_id: acme.id,
      inbox_id: acme.website.id,
      contact_id: acme.noah.id,
      priority: 'low',
    });
  }
  const low = [on('priority', 'equal_to', ['low'])];
  assert.equal(idsOf(await filter(ben, low)).length, 25);
  assert.equal(idsOf(await filter(ben, low, { per_page: 1000 })).length, 100);
  assert.equal((await filter(ben, low)).body.meta.all_count, 102);
});

test('a cursor that is not one of ours is refused', async () => {
  for (const cursor of ['x', 'e30', '" or 1=1']) {
    const { status, body } = await ada.post('/conversations/filter', { payload: [], cursor });
    assert.deepEqual([status, body.error], [422, 'cursor is invalid for this list']);
  }
});

test('a filter may come as a form', async () => {
  const form =
    'payload[0][attribute_key]=priority&payload[0][filter_operator]=equal_to&payload[0][values][]=high&payload[0][query_operator]=and' +
    `&payload[1][attribute_key]=inbox_id&payload[1][filter_operator]=equal_to&payload[1][values]=${acme.mail.id}`;
  const { statusCode, body } = await world.app.inject({
    method: 'POST',
    url: `/api/v1/accounts/${acme.id}/conversations/filter.json`,
    headers: {
      api_access_token: ada.token,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: form,
  });
  assert.equal(statusCode, 200, body);
  const { payload } = JSON.parse(body) as { payload: { id: number }[] };
  assert.deepEqual(
    payload.map(({ id }) => id),
    [ids['delta']],
  );
});
