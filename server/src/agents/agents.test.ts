import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, dora, rex, gil } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';
const keys = [
  'id',
  'account_id',
  'availability_status',
  'auto_offline',
  'confirmed',
  'email',
  'provider',
  'available_name',
  'name',
  'role',
  'thumbnail',
  'custom_role_id',
];

let serial = 0;
const address = (): string => `new${(serial += 1)}@example.com`;
async function add(input: object = {}): Promise<Answer['body']> {
  const { status, body, text } = await ada.post('/agents', {
    name: 'Zoe',
    email: address(),
    ...input,
  });
  assert.equal(status, 200, text);
  return body;
}
async function customRole(caller: Caller = ada): Promise<number> {
  return (await caller.post('/custom_roles', { name: 'Night' })).body.id;
}
const auditsOf = async (id: number): Promise<unknown[]> =>
  sql(
    world,
    `select action, audited_changes as changes from audits
     where account_id = $1 and auditable_type = 'AccountUser' and auditable_id = $2 order by id`,
    [acme.id, id],
  );

test('agents are a bare list by name, with exactly their keys, for every member', async () => {
  await sql(world, `update users set name = 'aaron' where id = $1`, [dora.id]);
  const { status, body } = await ben.get('/agents');
  assert.equal(status, 200);
  assert.deepEqual(
    body.map(({ name }: { name: string }) => name),
    ['aaron', 'Ada', 'Ben', 'Cleo'],
  );
  for (const each of body) assert.deepEqual(Object.keys(each), keys);
  assert.deepEqual(
    body.find(({ id }: { id: number }) => id === ben.id),
    {
      id: ben.id,
      account_id: acme.id,
      availability_status: 'offline',
      auto_offline: true,
      confirmed: true,
      email: 'ben@acme.example.com',
      provider: 'email',
      available_name: 'Ben',
      name: 'Ben',
      role: 'agent',
      thumbnail: '',
      custom_role_id: null,
    },
  );
  await sql(world, `update users set name = 'Dora' where id = $1`, [dora.id]);
});

test('a new person becomes an agent who has yet to confirm their address', async () => {
  const email = address();
  const made = await add({ email: ` ${email.toUpperCase()} `, name: 'Zoe' });
  assert.deepEqual(Object.keys(made), keys);
  assert.deepEqual(
    [made.email, made.name, made.role, made.confirmed, made.auto_offline, made.account_id],
    [email, 'Zoe', 'agent', false, true, acme.id],
  );
  const [stored] = await sql(
    world,
    'select availability, inviter_id from memberships where user_id = $1',
    [made.id],
  );
  assert.deepEqual(stored, { availability: 'online', inviter_id: ada.id });
  const mails = await sql(
    world,
    `select data from jobs.job where name = 'send_access_mail' and data ->> 'user_id' = $1`,
    [String(made.id)],
  );
  assert.deepEqual(mails, [
    { data: { kind: 'invitation', user_id: made.id, account_id: acme.id, inviter_id: ada.id } },
  ]);
  const signIn = await ada.post('/auth/sign_in', { email, password: '' });
  assert.equal(signIn.status, 401);
});

test('an invitation is sent again to whoever has not begun, a few times an hour, by administrators', async () => {
  const { id } = await add();
  const mails = async (): Promise<number> =>
    (
      await sql(
        world,
        `select 1 from jobs.job where name = 'send_access_mail' and data ->> 'user_id' = $1`,
        [String(id)],
      )
    ).length;
  assert.equal(await mails(), 1);
  assert.equal((await ben.post(`/agents/${id}/invitation`)).status, 401);
  assert.equal((await gil.post(`/agents/${id}/invitation`)).text, NOT_FOUND);
  assert.equal((await ada.post(`/agents/${id}/invitation`)).status, 200);
  assert.equal(await mails(), 2);
  assert.equal((await ada.post(`/agents/${id}/invitation`)).status, 200);
  assert.equal((await ada.post(`/agents/${id}/invitation`)).status, 200);
  const tooOften = await ada.post(`/agents/${id}/invitation`);
  assert.equal(tooOften.status, 429);
  const begun = await ada.post(`/agents/${ben.id}/invitation`);
  assert.equal(begun.status, 422);
  assert.match(begun.text, /confirmed already/);
});

test('whoever works in the account hears that its settings are others, and which', async () => {
  const since = await sql<{ id: number }>(world, 'select max(id) as id from events');
  const made = await add();
  await ada.patch(`/agents/${made.id}`, { role: 'administrator' });
  await ada.delete(`/agents/${made.id}`);
  const told = await sql(
    world,
    `select payload from events where account_id = $1 and id > $2 and name = 'settings.changed' order by id`,
    [acme.id, since[0]?.id],
  );
  const payload = { id: made.id, kind: 'agents' };
  assert.deepEqual(told, [{ payload }, { payload }, { payload }]);
});

test('colleagues hear that somebody is called something else, and not that they set their own console up', async () => {
  const told = async (): Promise<unknown[]> =>
    sql(
      world,
      `select account_id from events where name = 'settings.changed' and payload ->> 'id' = $1`,
      [String(cleo.id)],
    );
  const before = (await told()).length;
  await cleo.put('/api/v1/profile', { profile: { ui_settings: { theme: 'dark' } } });
  assert.equal((await told()).length, before);
  const { status } = await cleo.put('/api/v1/profile', { profile: { display_name: 'Cleo C.' } });
  assert.equal(status, 200);
  assert.equal((await told()).length, before + 1);
  await cleo.put('/api/v1/profile', { profile: { display_name: '' } });
});

test('what is given about them is kept', async () => {
  const custom_role_id = await customRole();
  const made = await add({ availability: 'busy', auto_offline: false, custom_role_id });
  assert.deepEqual(
    [made.availability_status, made.auto_offline, made.custom_role_id],
    ['busy', false, custom_role_id],
  );
  const admin = await add({ role: 'administrator' });
  assert.equal(admin.role, 'administrator');
  const wrapped = await ada.post('/agents', {
    agent: { name: 'Yan', email: address() },
    custom_role_id,
  });
  assert.deepEqual([wrapped.body.name, wrapped.body.custom_role_id], ['Yan', custom_role_id]);
});

test('somebody whom we know is attached as they are, whatever the case of the address', async () => {
  const answer = await ada.post('/agents', { name: 'Impostor', email: 'GIL@globex.example.com' });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(
    [answer.body.id, answer.body.name, answer.body.confirmed],
    [gil.id, 'Gil', true],
  );
  assert.equal((await gil.get(`/api/v1/accounts/${acme.id}/agents`)).status, 200);
  const removed = await ada.delete(`/agents/${gil.id}`);
  assert.equal(removed.status, 200, removed.text);
});

test('who is a member already is refused', async () => {
  const { status, body } = await ada.post('/agents', { name: 'Ben', email: ben.email });
  assert.equal(status, 422);
  assert.deepEqual(body, { message: 'User has already been taken', attributes: ['user_id'] });
});

for (const [what, input, attribute, message] of [
  ['no address', { name: 'x' }, 'email', "Email can't be blank"],
  ['an address that is none', { name: 'x', email: 'nowhere' }, 'email', 'Email is invalid'],
  [
    'two addresses',
    { name: 'x', email: 'a@example.com,b@example.com' },
    'email',
    'Email is invalid',
  ],
  ['no name', { email: 'z@example.com' }, 'name', "Name can't be blank"],
  [
    'a custom role that there is not',
    { name: 'x', email: 'z@example.com', custom_role_id: 999_999 },
    'custom_role',
    'Custom role must exist',
  ],
  [
    'an administrator with a custom role',
    { name: 'x', email: 'z@example.com', role: 'administrator', custom_role_id: 1 },
    'custom_role',
    'Custom role is for agents, not for administrators',
  ],
] as const) {
  test(`${what} is refused by name, and nobody is made`, async () => {
    const { status, body } = await ada.post('/agents', input);
    assert.equal(status, 422);
    assert.deepEqual(body, { message, attributes: [attribute] });
    assert.deepEqual(await sql(world, `select 1 from users where email = 'z@example.com'`), []);
  });
}

test('a role or availability that there is not is refused by name', async () => {
  for (const [name, value] of [
    ['role', 'owner'],
    ['availability', 'asleep'],
  ]) {
    const input = { name: 'x', email: address(), [name as string]: value };
    const { status, body } = await ada.post('/agents', input);
    assert.equal(status, 422);
    assert.deepEqual(body, { error: `'${value}' is not a valid ${name}` });
  }
});

test('an account that is full takes nobody more', async () => {
  const [{ members } = { members: 0 }] = await sql<{ members: number }>(
    world,
    'select count(*) as members from memberships where account_id = $1 and removed_at is null',
    [acme.id],
  );
  await sql(world, 'update accounts set custom_attributes = $1 where id = $2', [
    { subscribed_quantity: members + 1 },
    acme.id,
  ]);
  await add();
  const full = '{"error":"Account limit exceeded. Please purchase more licenses"}';
  const one = await ada.post('/agents', { name: 'x', email: address() });
  assert.deepEqual([one.status, one.text], [402, full]);
  await sql(world, 'update accounts set custom_attributes = $1 where id = $2', [
    { subscribed_quantity: members + 2 },
    acme.id,
  ]);
  const [first, second] = [address(), address()];
  const many = await ada.post('/agents/bulk_create', { emails: [first, second] });
  assert.deepEqual([many.status, many.text], [402, full]);
  assert.deepEqual(await sql(world, 'select 1 from users where email = $1', [first]), []);
  const atOnce = await Promise.all(Array.from({ length: 6 }, async () => ada.post('/agents', { name: 'x', email: address() }))); // prettier-ignore
  assert.deepEqual(
    atOnce.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 402, 402, 402, 402, 402],
  );
  await sql(world, `update accounts set custom_attributes = '{}' where id = $1`, [acme.id]);
});

test('many are added at once, those left out that are none or members already', async () => {
  await sql(
    world,
    `update accounts set custom_attributes = '{"onboarding_step": "invite_team", "industry": "x"}' where id = $1`,
    [acme.id],
  );
  const email = address();
  const emails = [email, 'nowhere', ben.email, email.toUpperCase(), address()];
  const answer = await ada.post('/agents/bulk_create', { emails });
  assert.deepEqual([answer.status, answer.text], [200, '']);
  const { body } = await ada.get('/agents');
  const added = body.filter((each: { email: string }) => each.email === email);
  assert.equal(added.length, 1);
  assert.deepEqual([added[0].name, added[0].role], [email.split('@')[0], 'agent']);
  const [account] = await sql(world, 'select custom_attributes from accounts where id = $1', [
    acme.id,
  ]);
  assert.deepEqual(account, { custom_attributes: { industry: 'x' } });
  const none = await ada.post('/agents/bulk_create', {});
  assert.equal(none.status, 422);
  assert.equal(none.text, '{"error":"param is missing or the value is empty: emails"}');
});

for (const method of ['patch', 'put'] as const) {
  test(`an update by ${method} changes what it names and leaves the rest`, async () => {
    const custom_role_id = await customRole();
    const made = await add({ custom_role_id });
    const path = `/agents/${made.id}`;
    const first = await ada[method](path, {
      name: 'Zora',
      availability: 'busy',
      auto_offline: false,
    });
    assert.equal(first.status, 200, first.text);
    assert.deepEqual(
      [first.body.name, first.body.availability_status, first.body.custom_role_id],
      ['Zora', 'busy', custom_role_id],
      'the custom role was not named',
    );
    const cleared = await ada[method](path, { custom_role_id: null });
    assert.equal(cleared.body.custom_role_id, null);
    const again = await ada[method](path, { agent: { role: 'agent' }, custom_role_id });
    assert.equal(again.body.custom_role_id, custom_role_id);
    const same = await ada[method](path, {
      name: null,
      role: null,
      email: 'other@example.com',
      auto_offline: null,
      availability: 'busy',
    });
    assert.deepEqual(same.body, again.body);
  });
}

test('who becomes an administrator has no custom role any more', async () => {
  const custom_role_id = await customRole();
  const made = await add({ custom_role_id });
  const both = await ada.patch(`/agents/${made.id}`, { role: 'administrator', custom_role_id });
  assert.equal(both.status, 422);
  assert.deepEqual(both.body.attributes, ['custom_role']);
  const { body } = await ada.patch(`/agents/${made.id}`, { role: 'administrator' });
  assert.deepEqual([body.role, body.custom_role_id], ['administrator', null]);
});

test('the last administrator can neither step down nor leave', async () => {
  const others = await sql<{ id: number }>(
    world,
    `select user_id as id from memberships where account_id = $1 and role = 'administrator' and user_id <> $2 and removed_at is null`,
    [acme.id, ada.id],
  );
  for (const { id } of others) {
    assert.equal((await ada.patch(`/agents/${id}`, { role: 'agent' })).status, 200);
  }
  const down = await ada.patch(`/agents/${ada.id}`, { role: 'agent' });
  assert.equal(down.status, 422);
  assert.deepEqual(down.body, {
    message: 'Role must stay: they are the last administrator of the account',
    attributes: ['role'],
  });
  const away = await ada.delete(`/agents/${ada.id}`);
  assert.equal(away.status, 422);
  assert.deepEqual(away.body.attributes, ['user']);
  assert.equal((await ada.get('/agents')).status, 200);
});

test('two administrators who remove each other do not both succeed', async () => {
  await ada.patch(`/agents/${cleo.id}`, { role: 'administrator' });
  const answers = await Promise.all([
    ada.patch(`/agents/${cleo.id}`, { role: 'agent' }),
    cleo.patch(`/agents/${ada.id}`, { role: 'agent' }),
  ]);
  // Who came second is refused as the last one, or has no say any more.
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  assert.equal(statuses[0], 200);
  assert.notEqual(statuses[1], 200);
  const left = await sql(
    world,
    `select 1 from memberships where account_id = $1 and role = 'administrator' and removed_at is null`,
    [acme.id],
  );
  assert.equal(left.length, 1);
  await sql(
    world,
    `update memberships set role = case when user_id = $1 then 'administrator' else 'agent' end where account_id = $2`,
    [ada.id, acme.id],
  );
});

test('an agent of another account is one that does not exist', async () => {
  for (const id of [gil.id, 999_999, rex.id + 1_000_000, 'x']) {
    assert.equal((await ada.patch(`/agents/${id}`, { name: 'Mine' })).text, NOT_FOUND);
    assert.equal((await ada.delete(`/agents/${id}`)).text, NOT_FOUND);
  }
  assert.equal((await gil.get('/agents')).body[0].name, 'Gil');
});

test('keys beyond the documented ones change nothing', async () => {
  const made = await add();
  const extra = {
    id: 999,
    account_id: globex.id,
    email: 'x@example.com',
    confirmed: true,
    name: 'Zoe',
  };
  const { body } = await ada.patch(`/agents/${made.id}`, { ...extra, password: 'x', active_at: 1 });
  assert.deepEqual(body, made);
});

test('only administrators change who is there', async () => {
  for (const answer of [
    await ben.post('/agents', { name: 'x', email: address() }),
    await ben.post('/agents/bulk_create', { emails: [address()] }),
    await ben.patch(`/agents/${cleo.id}`, { name: 'x' }),
    await ben.delete(`/agents/${cleo.id}`),
  ]) {
    assert.equal(answer.status, 401);
    assert.equal(answer.text, '{"error":"You are not authorized to do this action"}');
  }
});

test('adding, changing and removing leave their lines in the audit log', async () => {
  const made = await add();
  await ada.patch(`/agents/${made.id}`, { role: 'administrator' });
  await ada.delete(`/agents/${made.id}`);
  assert.deepEqual(await auditsOf(made.id), [
    { action: 'create', changes: { user_id: made.id, role: 'agent' } },
    { action: 'update', changes: { role: ['agent', 'administrator'] } },
    {
      action: 'destroy',
      changes: { user_id: made.id, role: 'administrator', custom_role_id: null },
    },
  ]);
});

test('the list is the same number of statements however many there are', async () => {
  const before = (await statementsOf(async () => ada.get('/agents'))).length;
  await add();
  await add();
  assert.equal((await statementsOf(async () => ada.get('/agents'))).length, before);
});

test('assignable are the common members of the inboxes, and administrators', async () => {
  const names = async (query: string, who = ada): Promise<string[]> => {
    const { body } = await who.get(`/assignable_agents?${query}`);
    return body.payload.map(({ name }: { name: string }) => name);
  };
  const [support, sales, mail] = [acme.support.id, acme.sales.id, acme.mail.id];
  assert.deepEqual(await names(`inbox_ids[]=${support}`), ['Ada', 'Ben']);
  assert.deepEqual(await names(`inbox_ids=${support}`, ben), ['Ada', 'Ben']);
  assert.deepEqual(await names(`inbox_ids[]=${support}&inbox_ids[]=${mail}`), ['Ada', 'Ben']);
  assert.deepEqual(await names(`inbox_ids[]=${support}&inbox_ids[]=${sales}`), ['Ada']);
  const one = await cleo.get(`/inboxes/${sales}/assignable_agents`);
  assert.deepEqual(
    one.body.payload.map(({ name }: { name: string }) => name),
    ['Ada', 'Cleo'],
  );
  assert.deepEqual(Object.keys(one.body.payload[0]), keys);
});

test('an inbox that the caller does not see, or that there is not, is not found', async () => {
  for (const answer of [
    await ada.get('/assignable_agents'),
    await ada.get('/assignable_agents?inbox_ids[]=x'),
    await ada.get(`/assignable_agents?inbox_ids[]=${acme.support.id}&inbox_ids[]=999999`),
    await ada.get(`/assignable_agents?inbox_ids[]=${globex.inbox.id}`),
    await ben.get(`/assignable_agents?inbox_ids[]=${acme.support.id}&inbox_ids[]=${acme.sales.id}`),
    await ben.get(`/inboxes/${acme.sales.id}/assignable_agents`),
    await ada.get(`/inboxes/${globex.inbox.id}/assignable_agents`),
  ]) {
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
});
