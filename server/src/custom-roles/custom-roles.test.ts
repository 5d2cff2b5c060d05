import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';
const make = async (input: object = {}): Promise<Answer['body']> => {
  const { status, body, text } = await ada.post('/custom_roles', { name: 'Night', ...input });
  assert.equal(status, 200, text);
  return body;
};

test('a custom role answers at the top level with exactly its keys', async () => {
  const made = await make({ description: 'At night', permissions: ['report_manage'] });
  assert.deepEqual(Object.keys(made), [
    'id',
    'name',
    'description',
    'permissions',
    'created_at',
    'updated_at',
  ]);
  assert.deepEqual(
    [made.name, made.description, made.permissions],
    ['Night', 'At night', ['report_manage']],
  );
  assert.match(made.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual((await ada.get(`/custom_roles/${made.id}`)).body, made);
  const list = await ada.get('/custom_roles');
  assert.deepEqual(list.body.at(-1), made, 'a bare list');
});

test('it may come under its root key', async () => {
  const { body } = await ada.post('/custom_roles', { custom_role: { name: 'Wrapped' } });
  assert.equal(body.name, 'Wrapped');
  const nothing = await ada.post('/custom_roles', {});
  assert.equal(nothing.status, 422);
  assert.equal(nothing.text, '{"error":"param is missing or the value is empty: custom_role"}');
});

test('an update changes what it names, by either method', async () => {
  const made = await make({ permissions: ['contact_manage', 'conversation_manage'] });
  assert.deepEqual(made.permissions, ['conversation_manage', 'contact_manage'], 'in one order');
  const patched = await ada.patch(`/custom_roles/${made.id}`, { name: 'Day' });
  assert.deepEqual(
    [patched.body.name, patched.body.permissions],
    ['Day', ['conversation_manage', 'contact_manage']],
  );
  const put = await ada.put(`/custom_roles/${made.id}`, { permissions: [], description: null });
  assert.deepEqual([put.body.name, put.body.permissions, put.body.description], ['Day', [], null]);
});

for (const [what, input, answer] of [
  ['no name', { description: 'x' }, { message: "Name can't be blank", attributes: ['name'] }],
  ['a blank name', { name: '  ' }, { message: "Name can't be blank", attributes: ['name'] }],
  [
    'a long name',
    { name: 'x'.repeat(256) },
    { message: 'Name is too long (maximum is 255 characters)', attributes: ['name'] },
  ],
] as const) {
  test(`${what} is refused by name`, async () => {
    const { status, body } = await ada.post('/custom_roles', input);
    assert.equal(status, 422);
    assert.deepEqual(body, answer);
  });
}

test('a permission that there is not is refused, and changes nothing', async () => {
  const made = await make();
  for (const permissions of [['administrator'], ['conversation_manage', '']]) {
    const { status, body } = await ada.patch(`/custom_roles/${made.id}`, { permissions });
    assert.equal(status, 422);
    assert.deepEqual(body.attributes, ['permissions']);
  }
  assert.deepEqual((await ada.get(`/custom_roles/${made.id}`)).body, made);
});

test('keys beyond the documented ones change nothing', async () => {
  const made = await make();
  const extra = { id: 999, account_id: globex.id, created_at: '2000-01-01', name: 'Other' };
  const { body } = await ada.patch(`/custom_roles/${made.id}`, extra);
  assert.deepEqual([body.id, body.created_at], [made.id, made.created_at]);
  const [stored] = await sql(world, 'select account_id from custom_roles where id = $1', [made.id]);
  assert.deepEqual(stored, { account_id: acme.id });
});

test('a custom role of another account is one that does not exist', async () => {
  const { body: theirs } = await gil.post('/custom_roles', { name: 'Theirs' });
  for (const id of [theirs.id, 999_999, 'x']) {
    assert.equal((await ada.get(`/custom_roles/${id}`)).text, NOT_FOUND);
    assert.equal((await ada.patch(`/custom_roles/${id}`, { name: 'Mine' })).text, NOT_FOUND);
    assert.equal((await ada.delete(`/custom_roles/${id}`)).text, NOT_FOUND);
  }
  assert.deepEqual((await gil.get(`/custom_roles/${theirs.id}`)).body, theirs);
  assert.ok(!(await ada.get('/custom_roles')).text.includes('Theirs'));
});

test('only administrators deal with them', async () => {
  const made = await make();
  for (const answer of [
    await ben.get('/custom_roles'),
    await ben.get(`/custom_roles/${made.id}`),
    await ben.post('/custom_roles', { name: 'x' }),
    await ben.patch(`/custom_roles/${made.id}`, { name: 'x' }),
    await ben.delete(`/custom_roles/${made.id}`),
  ]) {
    assert.equal(answer.status, 401);
    assert.equal(answer.text, '{"error":"You are not authorized to do this action"}');
  }
});

test('making, changing and deleting one leaves its lines in the audit log', async () => {
  const made = await make();
  await ada.patch(`/custom_roles/${made.id}`, { name: 'Later', permissions: ['report_manage'] });
  const gone = await ada.delete(`/custom_roles/${made.id}`);
  assert.deepEqual([gone.status, gone.text], [200, '']);
  assert.equal((await ada.get(`/custom_roles/${made.id}`)).status, 404);
  const lines = await sql(
    world,
    `select action, audited_changes as changes from audits where auditable_type = 'CustomRole' and auditable_id = $1 order by id`,
    [made.id],
  );
  assert.deepEqual(lines, [
    { action: 'create', changes: { name: 'Night', description: null, permissions: [] } },
    {
      action: 'update',
      changes: { name: ['Night', 'Later'], permissions: [[], ['report_manage']] },
    },
    {
      action: 'destroy',
      changes: { name: 'Later', description: null, permissions: ['report_manage'] },
    },
  ]);
});

test('who held a deleted one is an agent without a custom role', async () => {
  const made = await make({ permissions: [] });
  await sql(world, 'update memberships set custom_role_id = $1 where user_id = $2', [
    made.id,
    ben.id,
  ]);
  const { id } = await world.conversation();
  assert.equal((await ben.get(`/conversations/${id}`)).status, 404);
  await ada.delete(`/custom_roles/${made.id}`);
  assert.equal((await ben.get(`/conversations/${id}`)).status, 200);
});
