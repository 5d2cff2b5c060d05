import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, gil } = world;
const path = '/automation_rules';

const condition = (attribute_key: string, query_operator: string | null = null) => ({
  attribute_key,
  filter_operator: 'equal_to',
  values: ['open'],
  query_operator,
});
const usual = {
  name: 'Greet',
  description: 'Says hello',
  event_name: 'conversation_created',
  conditions: [condition('status')],
  actions: [{ action_name: 'add_label', action_params: ['new'] }],
};

const make = async (more: object = {}): Promise<number> => {
  const { status, body, text } = await ada.post(path, { ...usual, ...more });
  assert.equal(status, 200, text);
  return body.id;
};

test('a new rule is answered bare, and everywhere else under payload', async () => {
  const made = await ada.post(path, usual);
  assert.deepEqual(Object.keys(made.body), [
    'id', 'account_id', 'name', 'description', 'event_name', 'conditions', 'actions', 'created_on', 'active', 'position', 'problem', 'last_run',
  ]); // prettier-ignore
  const { id, created_on, ...rest } = made.body;
  assert.deepEqual(rest, {
    ...usual,
    account_id: acme.id,
    active: true,
    position: 0,
    problem: null,
    last_run: null,
  });
  assert.ok(Number.isInteger(created_on));
  assert.deepEqual((await ada.get(`${path}/${id}`)).body, { payload: made.body });
  assert.deepEqual((await ada.get(path)).body, { payload: [made.body] });
  const changed = await ada.patch(`${path}/${id}`, { active: false });
  assert.deepEqual(changed.body, { payload: { ...made.body, active: false } });
  assert.equal((await ada.put(`${path}/${id}`, { name: 'Hail' })).body.payload.name, 'Hail');
});

test('a copy has another number, everything else, and waits to be switched on', async () => {
  const id = await make();
  const { body } = await ada.post(`${path}/${id}/clone`);
  assert.notEqual(body.payload.id, id);
  assert.equal(body.payload.active, false);
  assert.deepEqual(body.payload.conditions, usual.conditions);
  assert.equal((await ada.get(`${path}/${id}`)).body.payload.active, true);
});

test('a deleted rule is gone', async () => {
  const id = await make();
  const answer = await ada.delete(`${path}/${id}`);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.equal((await ada.get(`${path}/${id}`)).status, 404);
});

const refusals: [what: string, more: object, body: object][] = [
  ['an unknown condition', { conditions: [condition('shoe_size')] }, { error: { conditions: ['Automation conditions shoe_size not supported.'] } }],
  ['an unknown action', { actions: [{ action_name: 'dance' }, { action_name: 'add_label' }] }, { error: { actions: ['Automation actions dance not supported.'] } }],
  ['two conditions with nothing between them', { conditions: [condition('status'), condition('team_id')] }, { error: { conditions: ['Automation conditions should have query operator.'] } }],
  ['a strange word between conditions', { conditions: [condition('status', 'xor'), condition('team_id')] }, { error: { conditions: ['Query operator must be either "AND" or "OR"'] } }],
  ['conditions that are no list', { conditions: 'x' }, { error: { conditions: ['Automation conditions must be a list of objects.'] } }],
  ['no name', { name: ' ' }, { message: "Name can't be blank", attributes: ['name'] }],
  ['an unknown event', { event_name: 'full_moon' }, { message: 'Event name must be one of conversation_created, conversation_updated, conversation_opened, conversation_resolved, message_created', attributes: ['event_name'] }],
]; // prettier-ignore

for (const [what, more, body] of refusals) {
  test(`${what} is refused, when a rule is made and when it is changed`, async () => {
    const id = await make();
    const before = await ada.get(`${path}/${id}`);
    for (const answer of [
      await ada.post(path, { ...usual, ...more }),
      await ada.patch(`${path}/${id}`, more),
    ]) {
      assert.deepEqual([answer.status, answer.body], [422, body]);
    }
    assert.equal((await ada.get(`${path}/${id}`)).text, before.text);
  });
}

test('custom attributes of the account are conditions too', async () => {
  const conditions = [condition('order_id', 'and'), condition('status')];
  assert.equal((await ada.post(path, { ...usual, conditions })).status, 422);
  await sql(
    world,
    `insert into custom_attribute_definitions (account_id, attribute_model, attribute_key, attribute_display_name, attribute_display_type)
     values ($1, 'conversation_attribute', 'order_id', 'Order', 'text')`,
    [acme.id],
  );
  assert.equal((await ada.post(path, { ...usual, conditions })).status, 200);
});

test('only administrators see and change rules, and only those of their account', async () => {
  const id = await make();
  for (const answer of [
    await ben.get(path),
    await ben.get(`${path}/${id}`),
    await ben.post(path, usual),
    await ben.delete(`${path}/${id}`),
  ]) {
    assert.deepEqual(
      [answer.status, answer.body.error],
      [401, 'You are not authorized to do this action'],
    );
  }
  for (const answer of [
    await gil.get(`${path}/${id}`),
    await gil.patch(`${path}/${id}`, { name: 'x' }),
    await gil.post(`${path}/${id}/clone`),
    await gil.delete(`${path}/${id}`),
  ]) {
    assert.equal(answer.status, 404);
  }
  assert.equal((await ada.get(`${path}/${id}`)).body.payload.name, 'Greet');
  assert.deepEqual((await gil.get(path)).body, { payload: [] });
});

test('what administrators do with rules is in the audit log', async () => {
  const id = await make();
  await ada.patch(`${path}/${id}`, { name: 'Hail' });
  await ada.delete(`${path}/${id}`);
  const lines = await sql<{ action: string; audited_changes: Record<string, unknown> }>(
    world,
    `select action, audited_changes from audits where auditable_type = 'AutomationRule' and auditable_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(
    lines.map(({ action }) => action),
    ['create', 'update', 'destroy'],
  );
  assert.deepEqual(lines[1]?.audited_changes, { name: ['Greet', 'Hail'] });
});
