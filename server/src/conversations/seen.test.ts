import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben } = world;

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const seen = async (id: number, who = ada): Promise<Answer> =>
  who.post(`/conversations/${id}/update_last_seen`);
const unread = async (id: number): Promise<Answer> => ada.post(`/conversations/${id}/unread`);
const write = async (id: number, message_type: string, rest: object = {}): Promise<Answer> =>
  ada.post(`/conversations/${id}/messages`, { content: 'Hi', message_type, ...rest });

const isNow = (value: number): boolean => Math.abs(value - Date.now() / 1000) < 30;

test('unread_count counts what customers wrote, and nothing else', async () => {
  const { id } = await world.conversation();
  assert.equal((await show(id)).unread_count, 0);
  await write(id, 'incoming');
  await write(id, 'outgoing');
  await write(id, 'outgoing', { private: true });
  await write(id, 'incoming');
  await ada.patch(`/conversations/${id}`, { priority: 'low' });
  assert.equal((await show(id)).unread_count, 2);
});

test('unread_count stops at 10', async () => {
  const { id } = await world.conversation();
  for (let n = 0; n < 12; n += 1) await write(id, 'incoming');
  assert.equal((await show(id)).unread_count, 10);
});

test('what came before the last look is read, what comes after is not', async () => {
  const { id } = await world.conversation();
  await write(id, 'incoming');
  const { status, body } = await seen(id);
  assert.equal(status, 200);
  assert.equal(body.unread_count, 0);
  assert.ok(isNow(body.agent_last_seen_at));
  await write(id, 'incoming');
  assert.equal((await show(id)).unread_count, 1);
});

test("the assignee's own look is noted apart from the looks of the others", async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const others = (await seen(id)).body;
  assert.ok(isNow(others.agent_last_seen_at));
  assert.equal(others.assignee_last_seen_at, 0);
  const own = (await seen(id, ben)).body;
  assert.ok(isNow(own.assignee_last_seen_at));
});

test('looking leaves updated_at, the last activity and the events alone', async () => {
  const { id, updated_at, last_activity_at } = await world.conversation();
  const events = await eventsOf(world, async () => {
    await seen(id);
    await unread(id);
  });
  assert.deepEqual(namesOf(events), []);
  const after = await show(id);
  assert.equal(after.updated_at, updated_at);
  assert.equal(after.last_activity_at, last_activity_at);
});

test('marking as unread goes back to a second before the newest customer message', async () => {
  const { id } = await world.conversation();
  await write(id, 'incoming');
  await sql(
    world,
    `update messages set created_at = created_at - interval '1 hour' where conversation_id =
       (select id from conversations where account_id = $1 and display_id = $2)`,
    [acme.id, id],
  );
  const newest = (await write(id, 'incoming')).body.created_at;
  await write(id, 'outgoing');
  await seen(id);
  const { status, body } = await unread(id);
  assert.equal(status, 200);
  assert.equal(body.agent_last_seen_at, newest - 1);
  assert.equal(body.assignee_last_seen_at, newest - 1);
  assert.equal(body.unread_count, 1, 'the hour-old one stays read');
  assert.deepEqual(body, await show(id));
});

test('marking as unread where no customer wrote forgets that anybody looked', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await seen(id, ben);
  const { body } = await unread(id);
  assert.equal(body.agent_last_seen_at, 0);
  assert.equal(body.assignee_last_seen_at, 0);
  assert.equal(body.unread_count, 0);
});

test('contact_last_seen_at is never moved by agents', async () => {
  const { id } = await world.conversation();
  await seen(id);
  await unread(id);
  assert.equal((await show(id)).contact_last_seen_at, 0);
});
