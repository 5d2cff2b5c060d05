import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, rex } = world;
const path = (id: number): string => `/conversations/${id}/draft_messages`;

test('without a draft there is none', async () => {
  const { id } = await world.conversation();
  assert.equal((await ada.get(path(id))).text, '{"has_draft":false}');
});

for (const method of ['patch', 'put'] as const) {
  test(`${method.toUpperCase()} keeps a draft, and the next one replaces it`, async () => {
    const { id } = await world.conversation();
    const answer = await ada[method](path(id), { draft_message: { message: 'Dear Mia' } });
    assert.equal(answer.status, 200);
    assert.equal(answer.text, '');
    assert.deepEqual((await ada.get(path(id))).body, { has_draft: true, message: 'Dear Mia' });
    await ada[method](path(id), { draft_message: { message: 'Dear Noah' } });
    assert.equal((await ada.get(path(id))).body.message, 'Dear Noah');
  });
}

test('the whole team shares the draft of a conversation, and each conversation has its own', async () => {
  const [one, other] = [await world.conversation(), await world.conversation()];
  await ada.patch(path(one.id), { draft_message: { message: 'Dear Mia' } });
  assert.equal((await ben.get(path(one.id))).body.message, 'Dear Mia');
  assert.equal((await ben.get(path(other.id))).body.has_draft, false);
});

test('a draft may come without the object around it', async () => {
  const { id } = await world.conversation();
  await ada.patch(path(id), { message: 'Plain' });
  assert.equal((await ada.get(path(id))).body.message, 'Plain');
});

test('a draft without a message is an empty draft', async () => {
  const { id } = await world.conversation();
  for (const body of [{}, { draft_message: {} }, { draft_message: { message: null } }]) {
    await ada.patch(path(id), { message: 'x' });
    assert.equal((await ada.patch(path(id), body)).status, 200);
    assert.deepEqual((await ada.get(path(id))).body, { has_draft: true, message: '' });
  }
});

test('a draft is deleted, also when there is none', async () => {
  const { id } = await world.conversation();
  await ada.patch(path(id), { message: 'x' });
  for (let n = 0; n < 2; n += 1) {
    const answer = await ada.delete(path(id));
    assert.equal(answer.status, 200);
    assert.equal(answer.text, '');
    assert.equal((await ada.get(path(id))).text, '{"has_draft":false}');
  }
});

test('a draft has the length of a message, and is text', async () => {
  const { id } = await world.conversation();
  assert.equal((await ada.patch(path(id), { message: 'x'.repeat(150_000) })).status, 200);
  assert.equal((await ada.patch(path(id), { message: 'x'.repeat(150_001) })).status, 422);
  assert.equal((await ada.patch(path(id), { draft_message: { message: { a: 1 } } })).status, 422);
  assert.equal((await ada.get(path(id))).body.message.length, 150_000);
});

test('who cannot see the conversation cannot see, write or delete its draft', async () => {
  const { id } = await world.conversation();
  await ada.patch(path(id), { message: 'Secret' });
  for (const answer of [
    await cleo.get(path(id)),
    await cleo.patch(path(id), { message: 'Mine' }),
    await cleo.delete(path(id)),
  ]) {
    assert.equal(answer.status, 404);
  }
  assert.equal((await ada.get(path(id))).body.message, 'Secret');
  assert.equal((await rex.get(path(id))).status, 401);
});
