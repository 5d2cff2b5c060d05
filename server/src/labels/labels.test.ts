import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex } = world;

const send = async (id: number, labels?: unknown): Promise<Answer> =>
  ada.post(`/conversations/${id}/labels`, labels === undefined ? undefined : { labels });
const stored = async (id: number): Promise<string[]> =>
  (await ada.get(`/conversations/${id}/labels`)).body.payload;

test('labels are replaced as a whole, in the order and spelling that was sent', async () => {
  const { id } = await world.conversation();
  const answer = await send(id, ['Zebra', 'apple']);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body, { payload: ['Zebra', 'apple'] });
  assert.deepEqual(await stored(id), ['Zebra', 'apple']);
  assert.deepEqual((await ada.get(`/conversations/${id}`)).body.labels, ['Zebra', 'apple']);
  assert.deepEqual((await send(id, ['other'])).body, { payload: ['other'] });
  assert.deepEqual(await stored(id), ['other']);
});

for (const [what, labels, expected] of [
  ['a comma makes two labels', ['a,b'], ['a', 'b']],
  ['spaces around a label go', ['  a  ', 'b ,  c'], ['a', 'b', 'c']],
  ['blank labels go', ['', ' ', ',', 'a'], ['a']],
  ['of two spellings the first stays', ['VIP', 'vip', 'Vip'], ['VIP']],
  ['numbers become text', [7, 1.5], ['7', '1.5']],
  ['null is no label', [null, 'a'], ['a']],
  ['every script is welcome', ['größe', '請求', '🎉'], ['größe', '請求', '🎉']],
] as const) {
  test(`labels: ${what}`, async () => {
    const { id } = await world.conversation();
    const answer = await send(id, labels);
    assert.deepEqual(answer.body, { payload: expected });
    assert.deepEqual(await stored(id), expected);
  });
}

test('no labels, an empty list and a plain text clear them all', async () => {
  for (const labels of [undefined, null, [], 'vip', '', {}]) {
    const { id } = await world.conversation();
    await send(id, ['vip']);
    const answer = await send(id, labels);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { payload: [] });
    assert.deepEqual(await stored(id), [], JSON.stringify(labels));
  }
});

test('a form sends them as labels[], however the brackets are written', async () => {
  const { id } = await world.conversation();
  const answer = await ada.post(
    `/conversations/${id}/labels`,
    'labels%5B%5D=one&labels[]=two+three',
    { 'content-type': 'application/x-www-form-urlencoded' },
  );
  assert.deepEqual(answer.body, { payload: ['one', 'two three'] });
});

test('a label has at most 255 characters', async () => {
  const { id } = await world.conversation();
  assert.equal((await send(id, ['x'.repeat(255)])).status, 200);
  const answer = await send(id, ['x'.repeat(256)]);
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body, {
    message: "Tag must exist, Tag can't be blank",
    attributes: ['tag', 'tag_id'],
  });
  assert.equal((await stored(id))[0]?.length, 255, 'and the old ones stay');
});

test('what was added and what was removed are told in lines, added first', async () => {
  const { id } = await world.conversation();
  await send(id, ['a', 'b', 'c']);
  await ben.post(`/conversations/${id}/labels`, { labels: ['c', 'd', 'e'] });
  await send(id, []);
  assert.deepEqual(await linesOf(world, id), [
    'Ada added a, b, c',
    'Ben added d, e',
    'Ben removed a, b',
    'Ada removed c, d, e',
  ]);
});

test('a change of labels is an update with both sides', async () => {
  const { id } = await world.conversation();
  await send(id, ['a']);
  const events = await eventsOf(world, async () => send(id, ['b']));
  assert.deepEqual(namesOf(events), ['conversation.updated', 'message.created', 'message.created']);
  assert.deepEqual(events[0]?.payload.changes, { label_list: [['a'], ['b']] });
  assert.deepEqual(events[0]?.payload.data.labels, ['b']);
});

test('the same labels in another order are no change', async () => {
  const { id } = await world.conversation();
  await send(id, ['a', 'b']);
  const events = await eventsOf(world, async () => {
    await send(id, ['b', 'a']);
    await send(id, ['a', 'b', 'A']);
  });
  assert.deepEqual(namesOf(events), []);
});

test('a bot neither reads nor sets labels', async () => {
  const { id } = await world.conversation();
  assert.equal((await rex.get(`/conversations/${id}/labels`)).status, 401);
  assert.equal((await rex.post(`/conversations/${id}/labels`, { labels: ['a'] })).status, 401);
  assert.deepEqual(await stored(id), []);
});
