import assert from 'node:assert/strict';
import { test } from 'node:test';
import { employRex, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, rex } = world;

const toggle = async (id: number, body?: unknown, who = ada): Promise<Answer> =>
  who.post(`/conversations/${id}/toggle_status`, body);

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;

test('without a status open and resolved change places', async () => {
  const { id } = await world.conversation();
  assert.equal((await toggle(id)).body.payload.current_status, 'resolved');
  assert.equal((await toggle(id)).body.payload.current_status, 'open');
  assert.equal((await toggle(id, { status: '' })).body.payload.current_status, 'resolved');
  assert.equal((await toggle(id, { status: null })).body.payload.current_status, 'open');
});

for (const status of ['pending', 'snoozed']) {
  test(`without a status a ${status} conversation opens, whatever snoozed_until says`, async () => {
    const { id } = await world.conversation({ status });
    const { payload } = (await toggle(id, { snoozed_until: 4_000_000_000 })).body;
    assert.equal(payload.current_status, 'open');
    assert.equal(payload.snoozed_until, null);
  });
}

for (const status of ['open', 'resolved', 'pending', 'snoozed']) {
  test(`the status can be set to ${status} from every other`, async () => {
    for (const from of ['open', 'resolved', 'pending', 'snoozed']) {
      const { id } = await world.conversation({ status: from });
      const answer = await toggle(id, { status });
      assert.equal(answer.status, 200);
      assert.equal((await show(id)).status, status, `from ${from}`);
    }
  });
}

test('the answer is a payload with the keys that clients read, and nothing beside it', async () => {
  const { id } = await world.conversation();
  const { text } = await toggle(id, { status: 'snoozed', snoozed_until: 1_900_000_000 });
  assert.equal(
    text,
    `{"payload":{"success":true,"conversation_id":${id},"current_status":"snoozed","snoozed_until":"2030-03-17T17:46:40.000Z"}}`,
  );
});

test('a status that does not exist is refused and named', async () => {
  const { id } = await world.conversation();
  for (const status of ['closed', 'OPEN', '1', 4, -1, 1.5, true, {}, ['open', 'x']]) {
    const answer = await toggle(id, { status });
    assert.equal(answer.status, 422, JSON.stringify(status));
    assert.match(answer.body.error, /^'.*' is not a valid status$/);
  }
  assert.equal((await show(id)).status, 'open');
  assert.equal((await toggle(id, { status: 'foo' })).body.error, "'foo' is not a valid status");
});

test('a status by its stored number is good', async () => {
  const { id } = await world.conversation();
  assert.equal((await toggle(id, { status: 2 })).body.payload.current_status, 'pending');
});

test('each change of status is told in a line with the name of who made it', async () => {
  const { id } = await world.conversation();
  for (const status of ['resolved', 'open', 'pending', 'snoozed']) await toggle(id, { status });
  assert.deepEqual(await linesOf(world, id), [
    'Conversation was marked resolved by Ada',
    'Conversation was reopened by Ada',
    'Conversation was marked as pending by Ada',
    'Conversation was snoozed by Ada',
  ]);
});

test('setting the status that already is leaves no line and no event, and is 200', async () => {
  for (const status of ['open', 'resolved', 'pending', 'snoozed']) {
    const { id } = await world.conversation({ status });
    const events = await eventsOf(world, async () =>
      assert.equal((await toggle(id, { status })).status, 200),
    );
    assert.deepEqual(namesOf(events), []);
    assert.deepEqual(await linesOf(world, id), []);
  }
});

test('resolving ends the waiting; opening again does not begin it', async () => {
  const { id } = await world.conversation();
  assert.notEqual((await show(id)).waiting_since, 0);
  await toggle(id, { status: 'resolved' });
  assert.equal((await show(id)).waiting_since, 0);
  await toggle(id, { status: 'open' });
  assert.equal((await show(id)).waiting_since, 0);
  await ada.post(`/conversations/${id}/messages`, { content: 'Hi', message_type: 'incoming' });
  assert.notEqual((await show(id)).waiting_since, 0);
});

test('snoozing and setting aside do not end the waiting', async () => {
  const { id } = await world.conversation();
  for (const status of ['pending', 'snoozed', 'open']) {
    await toggle(id, { status });
    assert.notEqual((await show(id)).waiting_since, 0, status);
  }
});

test('an agent who opens a conversation takes it', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  await toggle(id, { status: 'open' }, ben);
  assert.equal((await show(id)).assignee.id, ben.id);
  assert.deepEqual(await linesOf(world, id), [
    'Conversation was reopened by Ben',
    'Ben self-assigned this conversation',
  ]);
});

test('an agent who opens takes the conversation even from somebody else, and even when it was open', async () => {
  const { id } = await world.conversation({ assignee_id: cleo.id });
  await toggle(id, { status: 'open' }, ben);
  assert.equal((await show(id)).assignee.id, ben.id);
});

test('an agent who toggles to open takes it as well; resolving takes nothing', async () => {
  const { id } = await world.conversation();
  await toggle(id, {}, ben);
  assert.equal((await show(id)).assignee, null);
  await toggle(id, {}, ben);
  assert.equal((await show(id)).assignee.id, ben.id);
});

test('an agent who opens takes the conversation from a bot', async () => {
  const { id } = await world.conversation({ status: 'pending' });
  await ada.post(`/conversations/${id}/assignments`, {
    assignee_id: rex.id,
    assignee_type: 'AgentBot',
  });
  await toggle(id, { status: 'open' }, ben);
  assert.equal((await show(id)).meta.assignee_type, 'User');
  assert.equal((await show(id)).assignee.id, ben.id);
});

test('an administrator or a bot who opens takes nothing', async () => {
  const { id } = await world.conversation({ status: 'resolved', assignee_id: cleo.id });
  await toggle(id, { status: 'open' });
  assert.equal((await show(id)).assignee.id, cleo.id);
  await toggle(id, { status: 'resolved' });
  await toggle(id, { status: 'open' }, rex);
  assert.equal((await show(id)).assignee.id, cleo.id);
});

test('a bot that opens a pending conversation hands it over to people', async () => {
  await employRex(world, acme.support);
  const { id, status } = await world.conversation();
  assert.equal(status, 'pending');
  let answer: Answer | undefined;
  const events = await eventsOf(world, async () => {
    answer = await toggle(id, { status: 'open' }, rex);
  });
  assert.deepEqual(answer?.body.payload, {
    success: null,
    conversation_id: id,
    current_status: 'open',
    snoozed_until: null,
  });
  assert.equal(namesOf(events).filter((name) => name === 'conversation.bot_handoff').length, 1);
  await employRex(world, acme.support, 'inactive');
});

test('a bot that opens what is not pending hands nothing over', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  const events = await eventsOf(world, async () => {
    const answer = await toggle(id, { status: 'open' }, rex);
    assert.equal(answer.body.payload.success, true);
  });
  assert.ok(!namesOf(events).includes('conversation.bot_handoff'));
});

test('people who open a pending conversation are no bot handing over', async () => {
  const { id } = await world.conversation({ status: 'pending' });
  const events = await eventsOf(world, async () => {
    const answer = await toggle(id, { status: 'open' });
    assert.equal(answer.body.payload.success, true);
  });
  assert.ok(!namesOf(events).includes('conversation.bot_handoff'));
});

test('a rating is asked for once, when the inbox wants it and the customer has written', async () => {
  await sql(world, 'update inboxes set csat_survey_enabled = true where id = $1', [acme.sales.id]);
  const asked = async (id: number): Promise<number> => {
    const { body } = await ada.get(`/conversations/${id}/messages`);
    return body.payload.filter((m: { content_type: string }) => m.content_type === 'input_csat')
      .length;
  };
  const silent = await world.conversation({ inbox_id: acme.sales.id });
  await toggle(silent.id, { status: 'resolved' });
  assert.equal(await asked(silent.id), 0);
  const { id } = await world.conversation({
    inbox_id: acme.sales.id,
    message: { content: 'Hi', message_type: 'incoming' },
  });
  await toggle(id, { status: 'resolved' });
  await toggle(id, { status: 'open' });
  await toggle(id, { status: 'resolved' });
  assert.equal(await asked(id), 1);
});
