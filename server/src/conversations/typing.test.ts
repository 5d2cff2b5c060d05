import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex } = world;
const { id } = await world.conversation();

const type = async (body: unknown, who = ada): Promise<Answer> =>
  who.post(`/conversations/${id}/toggle_typing_status`, body);

for (const typing_status of ['on', 'off']) {
  test(`typing ${typing_status} is an event with who types, and an empty answer`, async () => {
    const [event, ...more] = await eventsOf(world, async () => {
      const answer = await type({ typing_status, is_private: true }, ben);
      assert.equal(answer.status, 200);
      assert.equal(answer.text, '');
    });
    assert.deepEqual(more, []);
    assert.equal(event?.name, `conversation.typing_${typing_status}`);
    assert.equal(event?.payload.is_private, true);
    assert.deepEqual(event?.payload.performer, { type: 'User', id: ben.id, name: 'Ben' });
    assert.equal(event?.payload.data.id, id);
  });
}

test('a reply is what is being typed unless a private note is', async () => {
  for (const is_private of [undefined, false, 'false', '0', null, '']) {
    const [event] = await eventsOf(world, async () => type({ typing_status: 'on', is_private }));
    assert.equal(event?.payload.is_private, false, String(is_private));
  }
  const [event] = await eventsOf(world, async () =>
    type({ typing_status: 'on', is_private: 'true' }),
  );
  assert.equal(event?.payload.is_private, true);
});

test('any other word is ignored, without an error', async () => {
  for (const body of [
    { typing_status: 'maybe' },
    { typing_status: 1 },
    { typing_status: ['on'] },
    {},
    undefined,
  ]) {
    const events = await eventsOf(world, async () => {
      const answer = await type(body);
      assert.equal(answer.status, 200);
      assert.equal(answer.text, '');
    });
    assert.deepEqual(namesOf(events), []);
  }
});

test('typing changes nothing about the conversation', async () => {
  const before = await ada.get(`/conversations/${id}`);
  await type({ typing_status: 'on' });
  assert.equal((await ada.get(`/conversations/${id}`)).text, before.text);
});

test('a bot does not type', async () => {
  const answer = await type({ typing_status: 'on' }, rex);
  assert.equal(answer.status, 401);
  assert.deepEqual(answer.body, { error: 'Access to this endpoint is not authorized for bots' });
});
