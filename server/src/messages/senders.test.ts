import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, acme, globex } = world;
const { id: talk } = await world.conversation();
const messages = `/conversations/${talk}/messages`;

const send = async (body: unknown, caller = ben): Promise<Answer['body']> => {
  const { status, body: message, text } = await caller.post(messages, body);
  assert.equal(status, 200, text);
  return message;
};

const bot = { id: rex.id, name: 'Rex', avatar_url: '', type: 'agent_bot' };
const contact = {
  additional_attributes: {},
  custom_attributes: {},
  email: 'mia@example.com',
  id: acme.mia.id,
  identifier: null,
  name: 'Mia',
  phone_number: null,
  thumbnail: '',
  blocked: false,
  type: 'contact',
};

test('what a bot sends is from the bot', async () => {
  assert.deepEqual((await send({ content: 'Beep' }, rex)).sender, bot);
});

for (const message_type of ['incoming', 'template', 'activity']) {
  test(`a message of type ${message_type} is from the contact, whoever posts it`, async () => {
    for (const caller of [ben, rex]) {
      assert.deepEqual((await send({ content: 'x', message_type }, caller)).sender, contact);
    }
    const asBot = { sender_type: 'AgentBot', sender_id: rex.id };
    assert.deepEqual((await send({ content: 'x', message_type, ...asBot })).sender, contact);
  });
}

test('the sender of a message stands in its events by kind and number as well', async () => {
  const events = await eventsOf(world, async () => {
    await send({ content: 'a' });
    await send({ content: 'b' }, rex);
    await send({ content: 'c', message_type: 'incoming' });
  });
  const senders = events
    .filter(({ name }) => name === 'message.created')
    .map(({ payload }) => [payload.data.sender_type, payload.data.sender_id, payload.performer]);
  const byBen = { type: 'User', id: ben.id, name: 'Ben' };
  assert.deepEqual(senders, [
    ['User', ben.id, byBen],
    ['AgentBot', rex.id, { type: 'AgentBot', id: rex.id, name: 'Rex' }],
    ['Contact', acme.mia.id, byBen],
  ]);
});

test('somebody may post as a bot of the account, its number being a number or a text', async () => {
  for (const sender_id of [rex.id, String(rex.id)]) {
    assert.deepEqual(
      (await send({ content: 'x', sender_type: 'AgentBot', sender_id })).sender,
      bot,
    );
  }
});

test('somebody may post as a bot of the installation', async () => {
  const [made] = await sql<{ id: number }>(
    world,
    `insert into agent_bots (name) values ('Helper') returning id`,
  );
  const sent = await send({ content: 'x', sender_type: 'AgentBot', sender_id: made?.id });
  assert.deepEqual(sent.sender, { ...bot, id: made?.id, name: 'Helper' });
});

test('a bot that is unknown, or of another account, does not speak: the caller does', async () => {
  const [foreign] = await sql<{ id: number }>(
    world,
    `insert into agent_bots (account_id, name) values ($1, 'Spy') returning id`,
    [globex.id],
  );
  for (const sender_id of [foreign?.id, 999_999, 0, -1, 'abc', null, true, {}, '9'.repeat(30)]) {
    const sent = await send({ content: 'x', sender_type: 'AgentBot', sender_id });
    assert.equal(sent.sender.type, 'user', JSON.stringify(sender_id));
    assert.equal(sent.sender.id, ben.id);
  }
  assert.equal(
    (await send({ content: 'x', sender_type: 'User', sender_id: ada.id })).sender.id,
    ben.id,
  );
  assert.equal((await send({ content: 'x', sender_id: rex.id })).sender.id, ben.id);
});

test('a member who left the account still stands at what they wrote', async () => {
  const sent = await send({ content: 'goodbye' });
  const set = 'update memberships set removed_at = $3 where account_id = $1 and user_id = $2';
  await sql(world, set, [acme.id, ben.id, new Date()]);
  const { payload } = (await ada.get(messages)).body;
  const shown = payload.find(({ id }: { id: number }) => id === sent.id);
  assert.equal(shown.sender.name, 'Ben');
  assert.equal(shown.sender.availability_status, null);
  await sql(world, set, [acme.id, ben.id, null]);
});

test('the message that another answers is found by its id, and its id elsewhere is added', async () => {
  const first = await send({ content: 'Question', message_type: 'incoming', source_id: 'wamid.9' });
  for (const in_reply_to of [first.id, String(first.id), `${first.id}x`]) {
    const sent = await send({ content: 'Answer', content_attributes: { in_reply_to, kept: 1 } });
    assert.deepEqual(sent.content_attributes, {
      kept: 1,
      in_reply_to: first.id,
      in_reply_to_external_id: 'wamid.9',
    });
  }
});

test('the message that another answers is found by its id elsewhere, the newest of that id', async () => {
  await send({ content: 'Question', message_type: 'incoming', source_id: 'wamid.10' });
  const second = await send({ content: 'Again', message_type: 'incoming', source_id: 'wamid.10' });
  const content_attributes = { in_reply_to_external_id: 'wamid.10' };
  const sent = await send({ content: 'Answer', content_attributes });
  assert.deepEqual(sent.content_attributes, {
    in_reply_to: second.id,
    in_reply_to_external_id: 'wamid.10',
  });
});

test('of the two ids of an answered message the own one decides', async () => {
  const first = await send({ content: 'One', source_id: 'one' });
  const second = await send({ content: 'Two', source_id: 'two' });
  const content_attributes = { in_reply_to: first.id, in_reply_to_external_id: second.source_id };
  const sent = await send({ content: 'Answer', content_attributes });
  assert.deepEqual(sent.content_attributes, {
    in_reply_to: first.id,
    in_reply_to_external_id: 'one',
  });
});

test('an answer to a message that has no id elsewhere says so', async () => {
  const first = await send({ content: 'plain' });
  const sent = await send({ content: 'Answer', content_attributes: { in_reply_to: first.id } });
  assert.deepEqual(sent.content_attributes, {
    in_reply_to: first.id,
    in_reply_to_external_id: null,
  });
});

test('an answer to a message of another conversation or account answers nothing', async () => {
  const { id: other } = await world.conversation();
  const elsewhere = await ben.post(`/conversations/${other}/messages`, {
    content: 'elsewhere',
    source_id: 'elsewhere',
  });
  const nothing = { in_reply_to: null, in_reply_to_external_id: null };
  for (const content_attributes of [
    { in_reply_to: elsewhere.body.id },
    { in_reply_to_external_id: 'elsewhere' },
    { in_reply_to: 999_999_999 },
    { in_reply_to: 'abc' },
    { in_reply_to: { id: 1 } },
    { in_reply_to: -1 },
    { in_reply_to_external_id: 'never' },
  ]) {
    const sent = await send({ content: 'Answer', content_attributes });
    assert.deepEqual(sent.content_attributes, nothing);
  }
});

test('an empty in_reply_to, as clients send it without an answer, stays as it is', async () => {
  for (const content_attributes of [{ in_reply_to: null }, { in_reply_to: '' }]) {
    const sent = await send({ content: 'no answer', content_attributes });
    assert.deepEqual(sent.content_attributes, content_attributes);
  }
});
