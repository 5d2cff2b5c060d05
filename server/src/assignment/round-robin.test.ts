import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  configure,
  connect,
  employRex,
  eventsOf,
  linesOf,
  namesOf,
  sql,
} from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex } = world;
const support = acme.support.id;

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const assigneeOf = async (input?: Record<string, unknown>): Promise<string | undefined> =>
  (await world.conversation(input)).assignee?.name;

async function admit(...people: Caller[]): Promise<void> {
  await sql(world, 'delete from inbox_members where account_id = $1 and inbox_id = $2', [
    acme.id,
    support,
  ]);
  await sql(
    world,
    'insert into inbox_members (account_id, inbox_id, user_id) select $1, $2, unnest($3::bigint[])',
    [acme.id, support, people.map(({ id }) => id)],
  );
}

beforeEach(async () => {
  await admit(ben, cleo, dora);
  await connect(world);
  await configure(world, acme.support, { enable_auto_assignment: true });
});

test('nobody is assigned while nobody is online', async () => {
  assert.equal(await assigneeOf(), undefined);
});

test('new conversations go round among the members who are online', async () => {
  await connect(world, ben, cleo, dora, ada);
  const names: (string | undefined)[] = [];
  for (let n = 0; n < 6; n += 1) names.push(await assigneeOf());
  assert.deepEqual(names, ['Ben', 'Cleo', 'Dora', 'Ben', 'Cleo', 'Dora']);
});

test('who is not connected is passed over, and comes first when back', async () => {
  await connect(world, ben, cleo);
  assert.deepEqual(
    [await assigneeOf(), await assigneeOf(), await assigneeOf()],
    ['Ben', 'Cleo', 'Ben'],
  );
  await connect(world, ben, cleo, dora);
  assert.equal(await assigneeOf(), 'Dora');
});

test('a connection that went silent 20 seconds ago no longer counts', async () => {
  await connect(world, ben);
  await sql(world, `update presence set seen_at = now() - interval '21 seconds'`);
  assert.equal(await assigneeOf(), undefined);
});

test('somebody who is busy or away is not assigned, although connected', async () => {
  await connect(world, ben, cleo);
  for (const availability of ['busy', 'offline']) {
    await sql(world, 'update memberships set availability = $2 where user_id = $1', [
      ben.id,
      availability,
    ]);
    assert.equal(await assigneeOf(), 'Cleo');
  }
  await sql(world, `update memberships set availability = 'online' where user_id = $1`, [ben.id]);
});

test('somebody who chose to stay online is assigned without being connected', async () => {
  await sql(world, 'update memberships set auto_offline = false where user_id = $1', [dora.id]);
  assert.equal(await assigneeOf(), 'Dora');
  await sql(world, 'update memberships set auto_offline = true where user_id = $1', [dora.id]);
});

test('somebody who left the account is not assigned', async () => {
  await connect(world, cleo);
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [cleo.id]);
  assert.equal(await assigneeOf(), undefined);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [cleo.id]);
});

test('an inbox can do without', async () => {
  await connect(world, ben);
  await configure(world, acme.support, { enable_auto_assignment: false });
  assert.equal(await assigneeOf(), undefined);
});

test('only conversations that begin open are assigned', async () => {
  await connect(world, ben);
  for (const status of ['pending', 'resolved', 'snoozed']) {
    assert.equal(await assigneeOf({ status }), undefined, status);
  }
});

test('an assignee who is in the inbox stays; one who is not gives way', async () => {
  await admit(ben);
  await connect(world, ben, cleo);
  assert.equal(await assigneeOf({ assignee_id: ben.id }), 'Ben');
  assert.equal(await assigneeOf({ assignee_id: cleo.id }), 'Ben');
  await connect(world);
  assert.equal(await assigneeOf({ assignee_id: cleo.id }), 'Cleo', 'unless nobody is there');
});

test('an assignee who left the account gives way when the conversation opens', async () => {
  const { id } = await world.conversation({ assignee_id: dora.id, status: 'resolved' });
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [dora.id]);
  await connect(world, ben);
  await ada.post(`/conversations/${id}/toggle_status`);
  assert.equal((await show(id)).assignee?.name, 'Ben');
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [dora.id]);
});

test('being assigned by the round is told like any assignment, by whoever caused it', async () => {
  await connect(world, ben);
  const { id } = await world.conversation();
  assert.deepEqual(await linesOf(world, id), ['Assigned to Ben by Ada']);
  const participants = await ada.get(`/conversations/${id}/participants`);
  assert.deepEqual(
    participants.body.map((agent: { name: string }) => agent.name),
    ['Ben'],
  );
});

test('a conversation that opens is assigned, with its own events and line as well', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  await connect(world, cleo);
  const names = namesOf(
    await eventsOf(world, async () => ada.post(`/conversations/${id}/toggle_status`)),
  );
  for (const name of [
    'conversation.opened',
    'conversation.status_changed',
    'conversation.updated',
    'assignee.changed',
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.equal((await show(id)).assignee.id, cleo.id);
  assert.deepEqual(await linesOf(world, id), [
    'Conversation was reopened by Ada',
    'Assigned to Cleo by Ada',
  ]);
});

test('a customer who reopens a conversation gets somebody who is there', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  await connect(world, cleo);
  await ada.post(`/conversations/${id}/messages`, { content: 'Hi', message_type: 'incoming' });
  assert.equal((await show(id)).assignee?.id, cleo.id);
  assert.deepEqual(await linesOf(world, id), [
    'System reopened the conversation due to a new incoming message.',
    'Assigned to Cleo by Ada',
  ]);
});

test('an agent who opens a conversation takes it, whoever else is there', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  await connect(world, cleo, dora);
  await ben.post(`/conversations/${id}/toggle_status`, { status: 'open' });
  assert.equal((await show(id)).assignee.id, ben.id);
  await connect(world, cleo, dora);
  assert.equal(await assigneeOf(), 'Cleo', 'nobody lost their turn');
});

test('when a bot hands over, the agent who is picked takes its place', async () => {
  await employRex(world, acme.support);
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, {
    assignee_id: rex.id,
    assignee_type: 'AgentBot',
  });
  await connect(world, cleo);
  await rex.post(`/conversations/${id}/toggle_status`, { status: 'open' });
  const { meta } = await show(id);
  assert.equal(meta.assignee_type, 'User');
  assert.equal(meta.assignee.id, cleo.id);
  await employRex(world, acme.support, 'inactive');
});

test('a team that assigns by itself picks among those who are in team and inbox and online', async () => {
  await sql(world, 'update teams set allow_auto_assign = true where account_id = $1', [acme.id]);
  await connect(world, ben, cleo, dora);
  const { id } = await world.conversation({ status: 'pending' });
  await ada.post(`/conversations/${id}/assignments`, { team_id: acme.escalations.id });
  assert.equal((await show(id)).assignee.id, dora.id);
  assert.deepEqual(await linesOf(world, id), ['Assigned to Dora via escalations by Ada']);
  assert.equal(await assigneeOf({ status: 'pending', team_id: acme.billing.id }), 'Ben');
  await admit(ben);
  assert.equal(await assigneeOf({ status: 'pending', team_id: acme.escalations.id }), undefined);
  await sql(world, 'update teams set allow_auto_assign = false where account_id = $1', [acme.id]);
});

test('when a team picks, its agent takes the place of a bot', async () => {
  await sql(world, 'update teams set allow_auto_assign = true where account_id = $1', [acme.id]);
  await connect(world, dora);
  const { id } = await world.conversation({ status: 'pending' });
  const path = `/conversations/${id}/assignments`;
  await ada.post(path, { assignee_id: rex.id, assignee_type: 'AgentBot' });
  await ada.post(path, { team_id: acme.escalations.id });
  assert.equal((await show(id)).meta.assignee_type, 'User');
  await sql(world, 'update teams set allow_auto_assign = false where account_id = $1', [acme.id]);
});

test('a team that does not assign by itself leaves the conversation to the inbox', async () => {
  await connect(world, dora);
  assert.equal(await assigneeOf({ status: 'pending', team_id: acme.escalations.id }), undefined);
});

test('conversations that begin at the same moment go to different people', async () => {
  await connect(world, ben, cleo, dora);
  for (let round = 0; round < 5; round += 1) {
    const names = await Promise.all([assigneeOf(), assigneeOf(), assigneeOf()]);
    assert.deepEqual(names.toSorted(), ['Ben', 'Cleo', 'Dora'], `round ${round}`);
  }
});
