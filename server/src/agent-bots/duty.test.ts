import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { pino } from 'pino';
import { employRex, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { permit, platformApp } from '../../test/platform-app.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { openWithoutBot } from '../conversations/release.ts';

const world = await createWorld();
const { acme, ada, ben, rex, pool } = world;

const shown = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const connect = async (agent_bot: number | null): Promise<Answer> =>
  ada.post(`/inboxes/${acme.support.id}/set_agent_bot`, { agent_bot });

/** Does what jobs do once a bot is gone. */
async function work(): Promise<number> {
  type Data = Parameters<typeof openWithoutBot>[1];
  const jobs = await sql<{ data: Data }>(
    world,
    `delete from jobs.job where name = 'open_without_bot' returning data`,
  );
  const parts = { pool, log: pino({ level: 'silent' }) };
  for (const { data } of jobs) await openWithoutBot(parts, data);
  return jobs.length;
}

beforeEach(async () => {
  await sql(world, 'update conversations set status = 1');
  await employRex(world, acme.support);
});

test('what a connected bot deals with is pending until it hands it over', async () => {
  const talk = await world.conversation({ status: 'open' });
  assert.equal(talk.status, 'pending');
  const path = `/conversations/${talk.id}`;
  const answer = await rex.post(`${path}/messages`, { content: 'What is it about?' });
  assert.equal(answer.body.sender.type, 'agent_bot');
  assert.equal(
    (await rex.post(`${path}/custom_attributes`, { custom_attributes: { topic: 'money' } })).status,
    200,
  );
  assert.equal((await rex.post(`${path}/toggle_priority`, { priority: 'high' })).status, 200);
  assert.equal((await rex.post(`${path}/assignments`, { assignee_id: ben.id })).body.id, ben.id);
  assert.equal((await shown(talk.id)).status, 'pending');
  const events = await eventsOf(world, async () => {
    const handed = await rex.post(`${path}/toggle_status`, { status: 'open' });
    assert.deepEqual(handed.body.payload, {
      success: null,
      conversation_id: talk.id,
      current_status: 'open',
      snoozed_until: null,
    });
  });
  assert.ok(namesOf(events).includes('conversation.bot_handoff'));
  const now = await shown(talk.id);
  assert.deepEqual(
    [now.status, now.priority, now.custom_attributes, now.meta.assignee.id],
    ['open', 'high', { topic: 'money' }, ben.id],
  );
  for (const refused of [
    await rex.get(path),
    await rex.post(`${path}/labels`, { labels: ['x'] }),
  ]) {
    assert.deepEqual(
      [refused.status, refused.body],
      [401, { error: 'Access to this endpoint is not authorized for bots' }],
    );
  }
});

test('what customers write where it was resolved is the bot’s again', async () => {
  const talk = await world.conversation();
  await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'resolved' });
  await ada.post(`/conversations/${talk.id}/messages`, {
    content: 'Once more',
    message_type: 'incoming',
  });
  assert.equal((await shown(talk.id)).status, 'pending');
});

test('a bot that is disconnected leaves what it dealt with to people, who are told', async () => {
  const talk = await world.conversation();
  const resolved = await world.conversation();
  await ada.post(`/conversations/${resolved.id}/toggle_status`, { status: 'resolved' });
  const elsewhere = await world.conversation({ inbox_id: acme.sales.id, status: 'pending' });
  await connect(null);
  const events = await eventsOf(world, async () => assert.equal(await work(), 1));
  assert.deepEqual(
    [
      (await shown(talk.id)).status,
      (await shown(resolved.id)).status,
      (await shown(elsewhere.id)).status,
    ],
    ['open', 'resolved', 'pending'],
  );
  assert.equal((await linesOf(world, talk.id)).at(-1), 'Conversation was reopened by Ada');
  const handed = events.filter(({ name }) => name === 'conversation.bot_handoff');
  assert.deepEqual(
    handed.map(({ payload }) => [payload.data.id, payload.performer.id]),
    [[talk.id, ada.id]],
  );
});

test('another bot in its place goes on, and so does one that is back before anybody took over', async () => {
  const talk = await world.conversation();
  const { body: other } = await ada.post('/agent_bots', { name: 'Rosie' });
  await connect(other.id);
  assert.equal(await work(), 0);
  await connect(null);
  await connect(rex.id);
  assert.equal(await work(), 1);
  assert.equal((await shown(talk.id)).status, 'pending');
});

test('a bot that is deleted leaves what was given to it elsewhere to people, too', async () => {
  const { body: doomed } = await ada.post('/agent_bots', { name: 'Doomed' });
  await connect(doomed.id);
  const here = await world.conversation();
  const given = await world.conversation({ inbox_id: acme.sales.id, status: 'pending' });
  const pending = await world.conversation({ inbox_id: acme.sales.id, status: 'pending' });
  await ada.post(`/conversations/${given.id}/assignments`, {
    assignee_id: doomed.id,
    assignee_type: 'AgentBot',
  });
  assert.equal((await ada.delete(`/agent_bots/${doomed.id}`)).status, 200);
  await work();
  const states = [here, given, pending].map(async ({ id }) => (await shown(id)).status);
  assert.deepEqual(await Promise.all(states), ['open', 'open', 'pending']);
});

test('the same when a platform app deletes it, without a name on the lines', async () => {
  const app = await platformApp(world);
  await permit(world, app, 'account_id', acme.id);
  const { id } = (await app.post('/agent_bots', { name: 'Rented', account_id: acme.id })).body;
  const connected = await connect(id);
  assert.equal(connected.status, 200, connected.text);
  const talk = await world.conversation();
  assert.equal(talk.status, 'pending');
  assert.equal((await app.delete(`/agent_bots/${id}`)).status, 200);
  await work();
  assert.equal((await shown(talk.id)).status, 'open');
  assert.deepEqual(await linesOf(world, talk.id), []);
});
