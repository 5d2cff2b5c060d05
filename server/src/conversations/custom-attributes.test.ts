import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, rex } = world;

const send = async (id: number, body?: unknown, who = ada): Promise<Answer> =>
  who.post(`/conversations/${id}/custom_attributes`, body);
const attributes = async (id: number): Promise<unknown> =>
  (await ada.get(`/conversations/${id}`)).body.custom_attributes;

test('custom attributes are replaced as a whole', async () => {
  const { id } = await world.conversation({ custom_attributes: { old: 1, both: 1 } });
  const answer = await send(id, { custom_attributes: { both: 2, fresh: 3 } });
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body, { custom_attributes: { both: 2, fresh: 3 } });
  assert.deepEqual(await attributes(id), { both: 2, fresh: 3 });
});

test('with merge only those that are given change', async () => {
  const { id } = await world.conversation({ custom_attributes: { old: 1, both: 1 } });
  const answer = await send(id, { custom_attributes: { both: 2, fresh: 3 }, merge: true });
  assert.deepEqual(answer.body, { custom_attributes: { old: 1, both: 2, fresh: 3 } });
  assert.deepEqual(await attributes(id), { old: 1, both: 2, fresh: 3 });
  await send(id, { custom_attributes: { last: 1 }, merge: 'false' });
  assert.deepEqual(await attributes(id), { last: 1 });
});

test('an empty map clears them all', async () => {
  const { id } = await world.conversation({ custom_attributes: { old: 1 } });
  assert.deepEqual((await send(id, { custom_attributes: {} })).body, { custom_attributes: {} });
  assert.deepEqual(await attributes(id), {});
});

test('anything else than a map is refused, and nothing is lost', async () => {
  const { id } = await world.conversation({ custom_attributes: { old: 1 } });
  for (const body of [
    undefined,
    {},
    ...[null, 'text', '', 7, true, [], [1]].map((each) => ({ custom_attributes: each })),
  ]) {
    const answer = await send(id, body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.deepEqual(answer.body, {
      error: 'param is missing or the value is empty: custom_attributes',
    });
  }
  assert.deepEqual(await attributes(id), { old: 1 });
});

test('values may be nested, null, and of every kind', async () => {
  const { id } = await world.conversation();
  const custom_attributes = {
    a: { b: [1, { c: null }] },
    none: null,
    yes: true,
    half: 0.5,
    '': 'x',
  };
  assert.deepEqual((await send(id, { custom_attributes })).body, { custom_attributes });
  assert.deepEqual(await attributes(id), custom_attributes);
});

test('nulls inside lists are dropped, as everywhere', async () => {
  const { id } = await world.conversation();
  await send(id, { custom_attributes: { list: [1, null, 2, [null]] } });
  assert.deepEqual(await attributes(id), { list: [1, 2, []] });
});

test('values beyond the limits are refused, each named', async () => {
  const { id } = await world.conversation();
  const custom_attributes = { text: 'x'.repeat(1501), number: 10_000_000_000, fine: 1 };
  const answer = await send(id, { custom_attributes });
  assert.equal(answer.status, 422);
  assert.equal(
    answer.text,
    '{"message":"Custom attributes text length should be \\u003c 1500, Custom attributes number value should be \\u003c 9999999999","attributes":["custom_attributes"]}',
  );
  const fits = { text: 'x'.repeat(1500), number: 9_999_999_999 };
  assert.equal((await send(id, { custom_attributes: fits })).status, 200);
});

test('a change is an update with both sides and no line; the same again is nothing', async () => {
  const { id } = await world.conversation({ custom_attributes: { tier: 'gold' } });
  const events = await eventsOf(world, async () =>
    send(id, { custom_attributes: { tier: 'silver' } }),
  );
  assert.deepEqual(namesOf(events), ['conversation.updated']);
  assert.deepEqual(events[0]?.payload.changes, {
    custom_attributes: [{ tier: 'gold' }, { tier: 'silver' }],
  });
  const none = await eventsOf(world, async () =>
    send(id, { custom_attributes: { tier: 'silver' } }),
  );
  assert.deepEqual(namesOf(none), []);
  assert.deepEqual(await linesOf(world, id), []);
});

test('a bot may set them', async () => {
  const { id } = await world.conversation();
  assert.equal((await send(id, { custom_attributes: { by: 'bot' } }, rex)).status, 200);
  assert.deepEqual(await attributes(id), { by: 'bot' });
});

test('keys that reach an object from behind are left out', async () => {
  const { id } = await world.conversation();
  const body = '{"custom_attributes":{"__proto__":{"polluted":1},"constructor":{"a":1},"ok":1}}';
  const answer = await ada.post(`/conversations/${id}/custom_attributes`, body, {
    'content-type': 'application/json',
  });
  assert.deepEqual(answer.body, { custom_attributes: { ok: 1 } });
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('a form can carry them', async () => {
  const { id } = await world.conversation();
  const answer = await ada.post(
    `/conversations/${id}/custom_attributes`,
    'custom_attributes%5Border_id%5D=A%26B&custom_attributes[tags][]=x&custom_attributes[tags][]=y',
    { 'content-type': 'application/x-www-form-urlencoded' },
  );
  assert.deepEqual(answer.body, { custom_attributes: { order_id: 'A&B', tags: ['x', 'y'] } });
});
