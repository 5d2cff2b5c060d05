import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  configure,
  connect,
  employRex,
  eventsOf,
  linesOf,
  namesOf,
  sql,
} from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, acme } = world;
await configure(world, acme.support, { enable_auto_assignment: false });

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const send = async (id: number, body: object, caller = ben): Promise<Answer['body']> => {
  const answer = await caller.post(`/conversations/${id}/messages`, { content: 'x', ...body });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const incoming = { message_type: 'incoming' };

/** A conversation in this status, with a contact of its own. */
async function inStatus(status: string, more: object = {}): Promise<number> {
  const [contact] = await sql<{ id: number }>(
    world,
    `insert into contacts (account_id, name) values ($1, 'Nora') returning id`,
    [acme.id],
  );
  const { id } = await world.conversation({ contact_id: contact?.id, ...more });
  if (status !== 'open') await ada.post(`/conversations/${id}/toggle_status`, { status });
  assert.equal((await show(id)).status, status);
  return id;
}

const bySystem = 'System reopened the conversation due to a new incoming message.';

for (const [before, after, line] of [
  ['open', 'open', undefined],
  ['pending', 'pending', undefined],
  ['resolved', 'open', bySystem],
  ['snoozed', 'open', 'Conversation was reopened by Ben'],
] as const) {
  test(`a customer's message in a conversation that is ${before} leaves it ${after}`, async () => {
    const id = await inStatus(before);
    const lines = await linesOf(world, id);
    await send(id, incoming);
    assert.equal((await show(id)).status, after);
    const added = (await linesOf(world, id)).slice(lines.length);
    assert.deepEqual(added, line === undefined ? [] : [line]);
  });

  test(`a muted customer's message leaves a conversation ${before}`, async () => {
    const id = await inStatus(before);
    await sql(world, `update contacts set blocked = true where name = 'Nora'`);
    const lines = await linesOf(world, id);
    await send(id, incoming);
    await sql(world, `update contacts set blocked = false where name = 'Nora'`);
    assert.equal((await show(id)).status, before);
    assert.deepEqual(await linesOf(world, id), lines);
  });

  test(`a message that is not the customer's leaves a conversation ${before}`, async () => {
    const id = await inStatus(before);
    const lines = await linesOf(world, id);
    await send(id, { content: 'reply' });
    await send(id, { content: 'note', private: true });
    await send(id, { message_type: 'template' });
    await send(id, { content: 'bot' }, rex);
    assert.equal((await show(id)).status, before);
    assert.deepEqual(await linesOf(world, id), lines);
  });
}

for (const [before, after, line] of [
  ['open', 'open', undefined],
  ['pending', 'pending', undefined],
  ['resolved', 'pending', 'Conversation was marked as pending by Ben'],
  ['snoozed', 'open', 'Conversation was reopened by Ben'],
] as const) {
  test(`where a bot answers first, a conversation that is ${before} becomes ${after}`, async () => {
    const id = await inStatus(before);
    await employRex(world, acme.support);
    const lines = await linesOf(world, id);
    await send(id, incoming);
    await employRex(world, acme.support, 'inactive');
    assert.equal((await show(id)).status, after);
    const added = (await linesOf(world, id)).slice(lines.length);
    assert.deepEqual(added, line === undefined ? [] : [line]);
  });
}

test('a bot that posts for the customer wakes a snoozed conversation under its own name', async () => {
  const id = await inStatus('snoozed');
  await send(id, incoming, rex);
  assert.deepEqual((await linesOf(world, id)).at(-1), 'Conversation was reopened by Rex');
});

test('a snooze with an end is over when the customer writes', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/toggle_status`, {
    status: 'snoozed',
    snoozed_until: '2035-01-01T00:00:00Z',
  });
  await send(id, incoming);
  assert.equal((await show(id)).snoozed_until, null);
});

test('a conversation that reopens goes to somebody online', async () => {
  const id = await inStatus('resolved');
  await configure(world, acme.support, { enable_auto_assignment: true });
  await connect(world, ben);
  const events = await eventsOf(world, async () => send(id, incoming));
  await configure(world, acme.support, { enable_auto_assignment: false });
  assert.equal((await show(id)).meta.assignee.id, ben.id);
  assert.ok(namesOf(events).includes('assignee.changed'));
  assert.ok((await linesOf(world, id)).includes(bySystem));
});

test('a new conversation waits for an answer since it was made', async () => {
  const made = await world.conversation();
  assert.equal(made.waiting_since, made.created_at);
  assert.equal(made.first_reply_created_at, 0);
});

test('the first answer of a person ends the waiting and is kept for ever', async () => {
  const { id } = await world.conversation();
  const first = await send(id, { content: 'first' });
  const answered = await show(id);
  assert.equal(answered.waiting_since, 0);
  assert.equal(answered.first_reply_created_at, first.created_at);
  await sql(
    world,
    `update conversations set first_reply_created_at = now() - interval '1 day' where display_id = $1`,
    [id],
  );
  await send(id, incoming);
  await send(id, { content: 'second' }, ada);
  assert.equal((await show(id)).waiting_since, 0);
  assert.ok((await show(id)).first_reply_created_at < first.created_at - 80_000);
});

for (const [what, body, caller] of [
  ['a private note', { private: true }, ben],
  ['a template', { message_type: 'template' }, ben],
  ['an activity line', { message_type: 'activity' }, ben],
  ['a message by a rule', { content_attributes: { automation_rule_id: 1 } }, ben],
  ['a message of a campaign', { campaign_id: 1 }, ben],
  ['a note by a bot', { private: true }, rex],
  ['a message of a campaign by a bot', { campaign_id: 1 }, rex],
  ['a further message of the customer', incoming, ben],
] as const) {
  test(`${what} is no answer: the customer goes on waiting`, async () => {
    const made = await world.conversation();
    await send(made.id, body, caller);
    const after = await show(made.id);
    assert.equal(after.waiting_since, made.waiting_since);
    assert.equal(after.first_reply_created_at, 0);
  });
}

test('the answer of a bot ends the waiting without being the first reply', async () => {
  for (const [body, caller] of [
    [{}, rex],
    [{ sender_type: 'AgentBot', sender_id: rex.id }, ben],
  ] as const) {
    const { id } = await world.conversation();
    const events = await eventsOf(world, async () => send(id, body, caller));
    assert.equal((await show(id)).waiting_since, 0);
    assert.equal((await show(id)).first_reply_created_at, 0);
    assert.deepEqual(namesOf(events), ['message.created', 'conversation.updated']);
  }
});

test('the customer waits again since their first message after an answer', async () => {
  const { id } = await world.conversation();
  await send(id, {});
  const first = await send(id, incoming);
  await sql(
    world,
    `update conversations set waiting_since = waiting_since - interval '1 hour' where display_id = $1`,
    [id],
  );
  await send(id, incoming);
  assert.equal((await show(id)).waiting_since, first.created_at - 3600);
});

test('resolving ends the waiting, reopening does not begin it, the next message does', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  assert.equal((await show(id)).waiting_since, 0);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'open' });
  assert.equal((await show(id)).waiting_since, 0);
  const { created_at } = await send(id, incoming);
  assert.equal((await show(id)).waiting_since, created_at);
});

test('the unread count is that of the customer messages since an agent looked, up to 10', async () => {
  const { id } = await world.conversation();
  const unread = async (): Promise<number> => (await show(id)).unread_count;
  for (const body of [{}, { private: true }, { message_type: 'template' }]) await send(id, body);
  assert.equal(await unread(), 0);
  for (let sent = 1; sent <= 12; sent += 1) {
    await send(id, incoming);
    assert.equal(await unread(), Math.min(sent, 10));
  }
  await ben.post(`/conversations/${id}/update_last_seen`);
  assert.equal(await unread(), 0);
  await send(id, incoming);
  assert.equal(await unread(), 1);
});

for (const [what, body] of [
  ['an answer', {}],
  ['a private note', { private: true }],
  ['a message of the customer', incoming],
  ['a template', { message_type: 'template' }],
  ['an activity line', { message_type: 'activity' }],
] as const) {
  test(`${what} moves last_activity_at and updated_at, so that lists show the conversation first`, async () => {
    const { id } = await world.conversation();
    await sql(
      world,
      `update conversations set last_activity_at = now() - interval '1 day', updated_at = now() - interval '1 day'
       where display_id = $1`,
      [id],
    );
    const sent = await send(id, body);
    const after = await show(id);
    assert.equal(after.last_activity_at, sent.created_at);
    assert.equal(after.timestamp, sent.created_at);
    assert.ok(Math.abs(after.updated_at - sent.created_at) < 2);
    const { payload } = (await ada.get('/conversations?status=all')).body.data;
    assert.equal(payload[0].id, id);
  });
}

test("a message of the contact moves the contact's own last activity, and that is told", async () => {
  const id = await inStatus('open');
  const before = await show(id);
  assert.ok(!('last_activity_at' in before.meta.sender));
  await send(id, {});
  assert.ok(!('last_activity_at' in (await show(id)).meta.sender));
  const first = await send(id, incoming);
  assert.equal((await show(id)).meta.sender.last_activity_at, first.created_at);
  const events = await eventsOf(world, async () => send(id, incoming));
  const told = events.find(({ name }) => name === 'contact.updated')!;
  assert.equal(told.payload.contact_id, before.meta.sender.id);
  const [was, is] = told.payload.changes.last_activity_at;
  assert.equal(Math.floor(Date.parse(was) / 1000), first.created_at);
  assert.ok(Date.parse(is) > Date.parse(was));
});
