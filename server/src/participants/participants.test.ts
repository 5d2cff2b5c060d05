import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, gil } = world;

const path = (id: number): string => `/conversations/${id}/participants`;
const names = ({ body }: Answer): string[] => body.map(({ name }: { name: string }) => name);
const stored = async (id: number): Promise<string[]> => names(await ada.get(path(id)));

test('a new conversation has no participants: a bare empty list', async () => {
  const { id } = await world.conversation();
  const answer = await ada.get(path(id));
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '[]');
});

test('participants are shown as agents', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const { body } = await ada.get(path(id));
  assert.deepEqual(body, [(await ada.get(`/conversations/${id}`)).body.assignee]);
});

test('adding answers with those who were added, not with those who took part already', async () => {
  const { id } = await world.conversation();
  const first = await ada.post(path(id), { user_ids: [ben.id] });
  assert.equal(first.status, 200);
  assert.deepEqual(names(first), ['Ben']);
  assert.deepEqual(names(await ada.post(path(id), { user_ids: [ben.id, ada.id] })), ['Ada']);
  assert.deepEqual(names(await ada.post(path(id), { user_ids: [ben.id, ada.id] })), []);
  assert.deepEqual(await stored(id), ['Ben', 'Ada']);
});

for (const method of ['patch', 'put'] as const) {
  test(`${method.toUpperCase()} makes the participants exactly these, and answers with all of them`, async () => {
    const { id } = await world.conversation();
    await ada.post(path(id), { user_ids: [ben.id] });
    const answer = await ada[method](path(id), { user_ids: [ada.id] });
    assert.deepEqual(names(answer), ['Ada']);
    assert.deepEqual(await stored(id), ['Ada']);
    assert.deepEqual(names(await ada[method](path(id), { user_ids: [] })), []);
    assert.deepEqual(await stored(id), []);
  });
}

test('removing answers with nothing and minds no id that does not take part', async () => {
  const { id } = await world.conversation();
  await ada.post(path(id), { user_ids: [ben.id, ada.id] });
  const answer = await ada.delete(path(id), { user_ids: [ben.id, cleo.id, 999_999] });
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  assert.deepEqual(await stored(id), ['Ada']);
});

test('members of the inbox and administrators can take part; others are left out of store and answer', async () => {
  const { id } = await world.conversation({ team_id: acme.escalations.id });
  const answer = await ada.post(path(id), { user_ids: [ada.id, ben.id, cleo.id, dora.id] });
  assert.deepEqual(names(answer).toSorted(), ['Ada', 'Ben']);
  const synced = await ada.patch(path(id), { user_ids: [cleo.id, ben.id] });
  assert.deepEqual(names(synced), ['Ben']);
});

test('ids may be text, alone, or from a form', async () => {
  const { id } = await world.conversation();
  assert.deepEqual(names(await ada.post(path(id), { user_ids: [String(ben.id)] })), ['Ben']);
  assert.deepEqual(names(await ada.patch(path(id), { user_ids: [String(ben.id)] })), ['Ben']);
  assert.deepEqual(names(await ada.patch(path(id), { user_ids: ada.id })), ['Ada']);
  const form = await ada.patch(path(id), `user_ids[]=${ben.id}&user_ids%5B%5D=${ada.id}`, {
    'content-type': 'application/x-www-form-urlencoded',
  });
  assert.deepEqual(names(form).toSorted(), ['Ada', 'Ben']);
});

test('the same id twice is one participant', async () => {
  const { id } = await world.conversation();
  assert.deepEqual(names(await ada.post(path(id), { user_ids: [ben.id, ben.id] })), ['Ben']);
});

for (const [what, user_ids] of Object.entries({
  'no ids': undefined,
  null: null,
  'a word': ['ben'],
  'a negative id': [-1],
  'an id with a fraction': [1.5],
  'a list in a list': [[1]],
  'an id beyond all ids': ['99999999999999999999'],
  'an unknown user': [999_999],
  'a user of another account': [gil.id],
})) {
  test(`adding or replacing with ${what} is refused and changes nothing`, async () => {
    const { id } = await world.conversation();
    await ada.post(path(id), { user_ids: [ben.id] });
    for (const answer of [
      await ada.post(path(id), { user_ids }),
      await ada.patch(path(id), { user_ids }),
    ]) {
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.body.error, /user_ids/);
    }
    assert.deepEqual(await stored(id), ['Ben']);
  });
}

test('somebody who left the account cannot be added any more', async () => {
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [ben.id]);
  const { id } = await world.conversation();
  assert.deepEqual(names(await ada.post(path(id), { user_ids: [ben.id] })), []);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [ben.id]);
});

test('taking part is no change of the conversation: no line, no event', async () => {
  const { id } = await world.conversation();
  const events = await eventsOf(world, async () => {
    await ada.post(path(id), { user_ids: [ben.id] });
    await ada.patch(path(id), { user_ids: [ada.id] });
    await ada.delete(path(id), { user_ids: [ada.id] });
  });
  assert.deepEqual(namesOf(events), []);
});

test('a bot sees no participants', async () => {
  const { id } = await world.conversation();
  assert.equal((await rex.get(path(id))).status, 401);
  assert.equal((await rex.post(path(id), { user_ids: [ben.id] })).status, 401);
});
