import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, dora, rex } = world;

const agentKeys = [
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

const contactKeys = [
  'additional_attributes',
  'availability_status',
  'email',
  'id',
  'name',
  'phone_number',
  'blocked',
  'identifier',
  'thumbnail',
  'custom_attributes',
  'created_at',
];

const isUnix = (value: unknown): boolean =>
  Number.isInteger(value) && Math.abs((value as number) - Date.now() / 1000) < 60;

test('meta.sender is the contact with all that is known of them', async () => {
  const { meta, contact } = await world.conversation();
  assert.deepEqual(Object.keys(meta.sender), contactKeys, 'no last_activity_at yet');
  assert.equal(meta.sender.name, 'Mia');
  assert.equal(meta.sender.email, 'mia@example.com');
  assert.equal(meta.sender.availability_status, 'offline');
  assert.equal(meta.sender.thumbnail, '');
  assert.deepEqual(contact, meta.sender);
});

test('meta.sender tells when the contact was last active, once they were', async () => {
  const { id } = await world.conversation({ message: { content: 'Hi', message_type: 'incoming' } });
  const { sender } = (await ada.get(`/conversations/${id}`)).body.meta;
  assert.ok(isUnix(sender.last_activity_at));
  assert.deepEqual(Object.keys(sender), [
    ...contactKeys.slice(0, -1),
    'last_activity_at',
    'created_at',
  ]);
});

test('a contact who is on the website right now is online', async () => {
  const { id } = await world.conversation({ contact_id: acme.noah.id });
  await sql(world, `insert into presence (account_id, kind, id) values ($1, 'Contact', $2)`, [
    acme.id,
    acme.noah.id,
  ]);
  const status = async (): Promise<string> =>
    (await ada.get(`/conversations/${id}`)).body.meta.sender.availability_status;
  assert.equal(await status(), 'online');
  await sql(world, `update presence set seen_at = now() - interval '21 seconds'`);
  assert.equal(await status(), 'offline');
});

test('meta leaves out assignee, type and team where there are none', async () => {
  const { meta } = await world.conversation();
  assert.deepEqual(Object.keys(meta), ['sender', 'channel', 'hmac_verified']);
  assert.equal(meta.channel, 'Channel::Api');
  assert.equal(meta.hmac_verified, false);
});

test('meta keeps its order when everything is there', async () => {
  const { meta } = await world.conversation({ assignee_id: ben.id, team_id: acme.billing.id });
  assert.deepEqual(Object.keys(meta), [
    'sender',
    'channel',
    'assignee',
    'assignee_type',
    'team',
    'hmac_verified',
  ]);
});

test('meta.assignee is the agent, and the same stands at the end', async () => {
  const body = await world.conversation({ assignee_id: ben.id });
  assert.deepEqual(Object.keys(body.meta.assignee), agentKeys);
  assert.equal(body.meta.assignee_type, 'User');
  assert.deepEqual(body.assignee, body.meta.assignee);
  const { id, name, email, role, confirmed, account_id } = body.assignee;
  assert.deepEqual(
    { id, name, email, role, confirmed, account_id },
    {
      id: ben.id,
      name: 'Ben',
      email: ben.email,
      role: 'agent',
      confirmed: true,
      account_id: acme.id,
    },
  );
});

test("an agent's custom attributes are shown when there are any, after their available name", async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await sql(world, `update users set custom_attributes = '{"floor": 2}' where id = $1`, [ben.id]);
  const { assignee } = (await ada.get(`/conversations/${id}`)).body;
  assert.deepEqual(assignee.custom_attributes, { floor: 2 });
  assert.deepEqual(Object.keys(assignee), agentKeys.toSpliced(8, 0, 'custom_attributes'));
  await sql(world, `update users set custom_attributes = '{}' where id = $1`, [ben.id]);
});

test('an agent is online while connected, unless they chose their availability themselves', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const status = async (): Promise<string> =>
    (await ada.get(`/conversations/${id}`)).body.assignee.availability_status;
  assert.equal(await status(), 'offline');
  await connect(world, ben);
  assert.equal(await status(), 'online');
  await sql(world, `update presence set seen_at = now() - interval '21 seconds'`);
  assert.equal(await status(), 'offline', 'not heard of for 20 seconds');
  await sql(world, `update presence set seen_at = now() + interval '10 days'`);
  assert.equal(await status(), 'offline', 'the clock was put back, and they may be gone');
  const choose = async (auto_offline: boolean, availability: string): Promise<unknown> =>
    sql(world, 'update memberships set auto_offline = $2, availability = $3 where user_id = $1', [
      ben.id,
      auto_offline,
      availability,
    ]);
  await choose(false, 'busy');
  assert.equal(await status(), 'busy');
  await choose(true, 'online');
  await connect(world);
});

test('an assignee who left the account is not shown', async () => {
  const { id } = await world.conversation({ assignee_id: dora.id });
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [dora.id]);
  const { body } = await ada.get(`/conversations/${id}`);
  assert.equal('assignee' in body.meta, false);
  assert.equal('assignee_type' in body.meta, false);
  assert.equal(body.assignee, null);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [dora.id]);
  assert.equal((await ada.get(`/conversations/${id}`)).body.assignee.name, 'Dora');
});

test('a bot that is assigned stands where the agent would', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, {
    assignee_id: rex.id,
    assignee_type: 'AgentBot',
  });
  const { meta, assignee } = (await ada.get(`/conversations/${id}`)).body;
  assert.equal(meta.assignee_type, 'AgentBot');
  assert.equal(
    JSON.stringify(meta.assignee),
    `{"id":${rex.id},"name":"Rex","description":null,"thumbnail":"","outgoing_url":null,"bot_type":"webhook"}`,
  );
  assert.deepEqual(assignee, meta.assignee);
});

test('a bot of the installation does not show where it lives', async () => {
  const [bot] = await sql<{ id: number }>(
    world,
    `insert into agent_bots (name, outgoing_url) values ('Max', 'https://max.example.com') returning id`,
  );
  const { id } = await world.conversation();
  const body = { assignee_id: bot?.id, assignee_type: 'AgentBot' };
  const answer = await ada.post(`/conversations/${id}/assignments`, body);
  assert.equal(answer.body.name, 'Max');
  assert.equal('outgoing_url' in answer.body, false);
});

test('meta.team says whether the caller is in it', async () => {
  const { id } = await world.conversation({ team_id: acme.billing.id });
  const team = async (who: typeof ada) => (await who.get(`/conversations/${id}`)).body.meta.team;
  assert.deepEqual(await team(ben), {
    id: acme.billing.id,
    name: 'billing',
    description: null,
    allow_auto_assign: false,
    account_id: acme.id,
    is_member: true,
  });
  assert.equal((await team(ada)).is_member, false);
});
