import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, gil, globex } = world;

const assign = async (id: number, body?: unknown, who = ada): Promise<Answer> =>
  who.post(`/conversations/${id}/assignments`, body);
const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;

test('assigning an agent answers with the agent', async () => {
  const { id } = await world.conversation();
  const { status, body } = await assign(id, { assignee_id: ben.id });
  assert.equal(status, 200);
  assert.deepEqual(body, (await show(id)).meta.assignee);
  assert.equal(body.name, 'Ben');
});

test('the agent need not be in the inbox, only in the account', async () => {
  const { id } = await world.conversation();
  assert.equal((await assign(id, { assignee_id: cleo.id })).body.id, cleo.id);
  assert.equal((await assign(id, { assignee_id: String(dora.id) })).body.id, dora.id);
});

for (const [what, assignee_id] of Object.entries({
  null: null,
  '0': 0,
  'an unknown id': 999_999,
  'a word': 'nobody',
  'an empty text': '',
  'somebody of another account': gil.id,
})) {
  test(`assigning ${what} takes the assignment away and answers null`, async () => {
    const { id } = await world.conversation({ assignee_id: ben.id });
    const answer = await assign(id, { assignee_id });
    assert.equal(answer.status, 200);
    assert.equal(answer.text, 'null');
    assert.equal((await show(id)).assignee, null);
    assert.equal((await linesOf(world, id)).at(-1), 'Conversation unassigned by Ada');
  });
}

test('somebody who left the account cannot be assigned', async () => {
  const { id } = await world.conversation();
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [dora.id]);
  assert.equal((await assign(id, { assignee_id: dora.id })).text, 'null');
  assert.equal((await show(id)).assignee, null);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [dora.id]);
});

test('unassigning takes a bot away too', async () => {
  const { id } = await world.conversation();
  await assign(id, { assignee_id: rex.id, assignee_type: 'AgentBot' });
  await assign(id, { assignee_id: null });
  assert.equal((await show(id)).assignee, null);
});

test('a bot takes the place of the agent, and an agent the place of the bot', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const bot = await assign(id, { assignee_id: rex.id, assignee_type: 'AgentBot' });
  assert.equal(bot.body.bot_type, 'webhook');
  assert.deepEqual((await show(id)).meta.assignee, bot.body);
  await assign(id, { assignee_id: ben.id });
  assert.equal((await show(id)).meta.assignee_type, 'User');
  const [stored] = await sql(
    world,
    'select assignee_id, assignee_agent_bot_id from conversations where account_id = $1 and display_id = $2',
    [acme.id, id],
  );
  assert.deepEqual(stored, { assignee_id: ben.id, assignee_agent_bot_id: null });
});

test('a bot that takes over leaves no line', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const before = await linesOf(world, id);
  await assign(id, { assignee_id: rex.id, assignee_type: 'AgentBot' });
  assert.deepEqual(await linesOf(world, id), before);
});

test('a bot that is unknown, or of another account, changes nothing', async () => {
  const [theirs] = await sql<{ id: number }>(
    world,
    `insert into agent_bots (account_id, name) values ($1, 'Spy') returning id`,
    [globex.id],
  );
  const { id } = await world.conversation({ assignee_id: ben.id });
  for (const assignee_id of [999_999, null, undefined, theirs?.id]) {
    const answer = await assign(id, { assignee_id, assignee_type: 'AgentBot' });
    assert.equal(answer.status, 200);
    assert.equal(answer.text, 'null');
    assert.equal((await show(id)).assignee.id, ben.id);
  }
});

test('assigning a team answers with the team as it is stored', async () => {
  const { id } = await world.conversation();
  const { body } = await assign(id, { team_id: acme.billing.id });
  assert.deepEqual(Object.keys(body), [
    'id',
    'name',
    'description',
    'allow_auto_assign',
    'account_id',
    'created_at',
    'updated_at',
  ]);
  assert.equal(body.name, 'billing');
  assert.match(body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal((await show(id)).meta.team.id, acme.billing.id);
});

test('a new team drops an assignee who is not in it, and keeps one who is', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await assign(id, { team_id: acme.billing.id });
  assert.equal((await show(id)).assignee.id, ben.id);
  await assign(id, { team_id: acme.escalations.id });
  assert.equal((await show(id)).assignee, null);
});

for (const [what, team_id] of Object.entries({
  null: null,
  '0': 0,
  'an unknown id': 999_999,
  'a team of another account': globex.team.id,
})) {
  test(`the team ${what} clears the team, keeps the assignee and answers null`, async () => {
    const { id } = await world.conversation({ team_id: acme.billing.id, assignee_id: ben.id });
    const answer = await assign(id, { team_id });
    assert.equal(answer.status, 200);
    assert.equal(answer.text, 'null');
    const after = await show(id);
    assert.equal('team' in after.meta, false);
    assert.equal(after.assignee.id, ben.id);
  });
}

test('assignee_id goes before team_id, even when it is null', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  assert.equal((await assign(id, { assignee_id: null, team_id: acme.billing.id })).text, 'null');
  const after = await show(id);
  assert.equal(after.assignee, null);
  assert.equal('team' in after.meta, false);
  const n8n = await assign(id, { assignee_id: ben.id, team_id: 0 });
  assert.equal(n8n.body.id, ben.id);
});

test('a phone sends team_id in the query, with no body', async () => {
  const { id } = await world.conversation();
  const { body } = await ada.post(
    `/conversations/${id}/assignments?team_id=${acme.billing.id}`,
    undefined,
    { 'content-type': 'application/x-www-form-urlencoded' },
  );
  assert.equal(body.id, acme.billing.id);
  const json = await ada.post(
    `/conversations/${id}/assignments?team_id=${acme.escalations.id}`,
    '',
    { 'content-type': 'application/json' },
  );
  assert.equal(json.body.id, acme.escalations.id);
});

test('without either key nothing happens and the answer is null', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  for (const body of [undefined, {}, { assignee_type: 'User' }]) {
    const answer = await assign(id, body);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, 'null');
  }
  assert.equal((await show(id)).assignee.id, ben.id);
});

test('every kind of assignment is told in a line of its own', async () => {
  const { id } = await world.conversation();
  await assign(id, { assignee_id: ben.id }, ben);
  await assign(id, { assignee_id: ben.id }, ada);
  await assign(id, { assignee_id: cleo.id }, ben);
  await assign(id, { assignee_id: null }, ben);
  await assign(id, { team_id: acme.billing.id });
  await assign(id, { assignee_id: ben.id });
  await assign(id, { team_id: acme.escalations.id });
  await assign(id, { team_id: null });
  await assign(id, { assignee_id: cleo.id }, rex);
  assert.deepEqual(await linesOf(world, id), [
    'Ben self-assigned this conversation',
    'Assigned to Cleo by Ben',
    'Conversation unassigned by Ben',
    'Assigned to billing by Ada',
    'Assigned to Ben by Ada',
    'Assigned to escalations by Ada',
    'Unassigned from escalations by Ada',
    'Assigned to Cleo by Rex',
  ]);
});

test('a bot with the id of an agent does not assign itself', async () => {
  assert.equal(rex.id, ada.id);
  const { id } = await world.conversation();
  await assign(id, { assignee_id: ada.id }, rex);
  assert.deepEqual(await linesOf(world, id), ['Assigned to Ada by Rex']);
});

test('a line names people by the name they show', async () => {
  await sql(world, `update users set display_name = 'Benny' where id = $1`, [ben.id]);
  const { id } = await world.conversation();
  await assign(id, { assignee_id: ben.id });
  await assign(id, { assignee_id: null }, ben);
  assert.deepEqual(await linesOf(world, id), [
    'Assigned to Benny by Ada',
    'Conversation unassigned by Benny',
  ]);
  await sql(world, 'update users set display_name = null where id = $1', [ben.id]);
});

test('assigning what is assigned already is no event', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id, team_id: acme.billing.id });
  const events = await eventsOf(world, async () => {
    await assign(id, { assignee_id: ben.id });
    await assign(id, { team_id: acme.billing.id });
  });
  assert.deepEqual(namesOf(events), []);
});

test('whoever is assigned takes part from then on', async () => {
  const { id } = await world.conversation();
  await assign(id, { assignee_id: ben.id });
  await assign(id, { assignee_id: cleo.id });
  const { body } = await ada.get(`/conversations/${id}/participants`);
  assert.deepEqual(
    body.map((agent: { id: number }) => agent.id),
    [ben.id, cleo.id],
  );
});

test('a bot may assign', async () => {
  const { id } = await world.conversation();
  assert.equal((await assign(id, { assignee_id: ben.id }, rex)).body.id, ben.id);
});
