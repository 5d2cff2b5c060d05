import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex } = world;

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;

for (const method of ['patch', 'put'] as const) {
  test(`${method.toUpperCase()} sets the priority and answers with the conversation`, async () => {
    const { id } = await world.conversation();
    for (const priority of ['low', 'medium', 'high', 'urgent']) {
      const { status, body } = await ada[method](`/conversations/${id}`, { priority });
      assert.equal(status, 200);
      assert.equal(body.priority, priority);
      assert.deepEqual(body, await show(id));
    }
  });
}

test('toggle_priority sets it as well, and answers with nothing at all', async () => {
  const { id } = await world.conversation();
  const answer = await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' });
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  assert.equal(answer.headers['content-type'], 'application/json');
  assert.equal((await show(id)).priority, 'high');
});

for (const priority of [null, '', 'none', 'null']) {
  test(`${JSON.stringify(priority)} clears the priority`, async () => {
    const { id } = await world.conversation();
    await ada.patch(`/conversations/${id}`, { priority: 'high' });
    assert.equal((await ada.patch(`/conversations/${id}`, { priority })).body.priority, null);
    await ada.patch(`/conversations/${id}`, { priority: 'low' });
    await ada.post(`/conversations/${id}/toggle_priority`, { priority });
    assert.equal((await show(id)).priority, null);
  });
}

test('without a priority PATCH leaves it, and toggle_priority clears it', async () => {
  const { id } = await world.conversation();
  await ada.patch(`/conversations/${id}`, { priority: 'high' });
  assert.equal((await ada.patch(`/conversations/${id}`, {})).body.priority, 'high');
  assert.equal((await ada.patch(`/conversations/${id}`)).body.priority, 'high');
  await ada.post(`/conversations/${id}/toggle_priority`);
  assert.equal((await show(id)).priority, null);
});

test('a priority by its stored number is good', async () => {
  const { id } = await world.conversation();
  for (const [number, name] of ['low', 'medium', 'high', 'urgent'].entries()) {
    assert.equal(
      (await ada.patch(`/conversations/${id}`, { priority: number })).body.priority,
      name,
    );
  }
});

test('a priority that does not exist is refused and named', async () => {
  const { id } = await world.conversation();
  for (const priority of ['highest', 'HIGH', '2', 4, -1, true, ['high', 'low'], { a: 1 }]) {
    for (const answer of [
      await ada.patch(`/conversations/${id}`, { priority }),
      await ada.post(`/conversations/${id}/toggle_priority`, { priority }),
    ]) {
      assert.equal(answer.status, 422, JSON.stringify(priority));
      assert.match(answer.body.error, /^'.*' is not a valid priority$/);
    }
  }
  assert.equal((await show(id)).priority, null);
});

test('setting, changing and removing a priority are told in lines', async () => {
  const { id } = await world.conversation();
  await ada.patch(`/conversations/${id}`, { priority: 'high' });
  await ben.patch(`/conversations/${id}`, { priority: 'urgent' });
  await rex.post(`/conversations/${id}/toggle_priority`);
  assert.deepEqual(await linesOf(world, id), [
    'Ada set the priority to high',
    'Ben changed the priority from high to urgent',
    'Rex removed the priority',
  ]);
});

test('the priority that already is leaves no line and no event', async () => {
  const { id } = await world.conversation();
  await ada.patch(`/conversations/${id}`, { priority: 'high' });
  const events = await eventsOf(world, async () => {
    await ada.patch(`/conversations/${id}`, { priority: 'high' });
    await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' });
  });
  assert.deepEqual(namesOf(events), []);
});

test('PATCH changes nothing but the priority', async () => {
  const { id } = await world.conversation();
  const before = await show(id);
  const { status, body } = await ada.patch(`/conversations/${id}`, {
    status: 'resolved',
    assignee_id: ben.id,
    team_id: world.acme.billing.id,
    labels: ['x'],
    custom_attributes: { x: 1 },
    sla_policy_id: 7,
  });
  assert.equal(status, 200);
  assert.deepEqual(body, before);
});
