import assert from 'node:assert/strict';
import { test } from 'node:test';
import { employRex, eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, rex } = world;

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const write = async (id: number, message_type: string, rest: object = {}): Promise<Answer> =>
  ada.post(`/conversations/${id}/messages`, { content: 'Hi', message_type, ...rest });

test('a customer who writes opens a resolved conversation', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  await write(id, 'incoming');
  assert.equal((await show(id)).status, 'open');
  assert.deepEqual(await linesOf(world, id), [
    'System reopened the conversation due to a new incoming message.',
  ]);
});

test('a customer who writes wakes a snoozed conversation, and its end is forgotten', async () => {
  const { id } = await world.conversation({ status: 'snoozed', snoozed_until: '2031-01-01' });
  await write(id, 'incoming');
  const { status, snoozed_until } = await show(id);
  assert.deepEqual({ status, snoozed_until }, { status: 'open', snoozed_until: null });
  assert.deepEqual(await linesOf(world, id), ['Conversation was reopened by Ada']);
});

test('a customer who writes leaves open and pending conversations as they are', async () => {
  for (const status of ['open', 'pending']) {
    const { id } = await world.conversation({ status });
    await write(id, 'incoming');
    assert.equal((await show(id)).status, status);
    assert.deepEqual(await linesOf(world, id), []);
  }
});

test('where a bot answers first a resolved conversation goes back to it', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  await employRex(world, acme.support);
  await write(id, 'incoming');
  assert.equal((await show(id)).status, 'pending');
  await employRex(world, acme.support, 'inactive');
});

test('what agents write opens nothing', async () => {
  for (const status of ['resolved', 'snoozed', 'pending']) {
    const { id } = await world.conversation({ status });
    await write(id, 'outgoing');
    await write(id, 'outgoing', { private: true });
    assert.equal((await show(id)).status, status);
  }
});

test('reopening by a message is the same events as by hand', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  const names = namesOf(await eventsOf(world, async () => write(id, 'incoming')));
  for (const name of [
    'conversation.opened',
    'conversation.status_changed',
    'conversation.updated',
    'message.created',
  ]) {
    assert.ok(names.includes(name), name);
  }
});

test('every message moves the last activity, lines and notes too', async () => {
  const { id, last_activity_at } = await world.conversation();
  assert.ok(last_activity_at > 0);
  for (const act of [
    async () => write(id, 'incoming'),
    async () => write(id, 'outgoing', { private: true }),
    async () => ada.patch(`/conversations/${id}`, { priority: 'high' }),
  ]) {
    const before = await ada.get(`/conversations/${(await world.conversation()).id}`);
    await act();
    const first = (await ada.get('/conversations?per_page=1')).body.data.payload[0];
    assert.equal(first.id, id, `newer than ${before.body.id}`);
  }
});

test('a new conversation has its customer waiting since it began', async () => {
  const { waiting_since, created_at } = await world.conversation();
  assert.equal(waiting_since, created_at);
});

test('the first answer by a person ends the waiting and is remembered once', async () => {
  const { id } = await world.conversation();
  const { created_at } = (await write(id, 'outgoing')).body;
  const after = await show(id);
  assert.equal(after.first_reply_created_at, created_at);
  assert.equal(after.waiting_since, 0);
  await write(id, 'incoming');
  await write(id, 'outgoing');
  assert.equal((await show(id)).first_reply_created_at, created_at);
});

test('a customer who writes again begins to wait again, and goes on waiting', async () => {
  const { id } = await world.conversation();
  await write(id, 'outgoing');
  const since = (await write(id, 'incoming')).body.created_at;
  assert.equal((await show(id)).waiting_since, since);
  await write(id, 'incoming');
  assert.equal((await show(id)).waiting_since, since, 'not moved by the next one');
});

for (const [what, rest] of [
  ['a private note', { private: true }],
  ['an answer by a rule', { content_attributes: { automation_rule_id: 7 } }],
  ['an answer by a campaign', { campaign_id: 7 }],
  ['a template', { message_type: 'template' }],
  ['an activity', { message_type: 'activity' }],
] as const) {
  test(`${what} is no reply: the customer goes on waiting`, async () => {
    const { id, waiting_since } = await world.conversation();
    const events = await eventsOf(world, async () => write(id, 'outgoing', rest));
    const after = await show(id);
    assert.equal(after.waiting_since, waiting_since);
    assert.equal(after.first_reply_created_at, 0);
    assert.deepEqual(
      namesOf(events).filter((name) => name.includes('reply')),
      [],
    );
  });
}

test("a bot's answer ends the waiting, but is not the first reply of a person", async () => {
  const { id } = await world.conversation();
  await rex.post(`/conversations/${id}/messages`, { content: 'Beep' });
  const after = await show(id);
  assert.equal(after.waiting_since, 0);
  assert.equal(after.first_reply_created_at, 0);
});

test('the first reply and later replies are events of their own', async () => {
  const { id } = await world.conversation();
  const replies = async (): Promise<string[]> =>
    namesOf(
      await eventsOf(world, async () =>
        ben.post(`/conversations/${id}/messages`, { content: 'Hello' }),
      ),
    ).filter((name) => name.includes('reply'));
  assert.deepEqual(await replies(), ['first.reply.created']);
  assert.deepEqual(await replies(), [], 'nobody was waiting');
  await write(id, 'incoming');
  assert.deepEqual(await replies(), ['reply.created']);
});

test('a message by the customer is noted as the last activity of the contact', async () => {
  const { id } = await world.conversation({ contact_id: acme.noah.id });
  assert.equal('last_activity_at' in (await show(id)).contact, false);
  const { created_at } = (await write(id, 'incoming')).body;
  assert.equal((await show(id)).contact.last_activity_at, created_at);
});
