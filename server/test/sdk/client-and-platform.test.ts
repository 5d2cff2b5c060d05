import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../inside.ts';
import { createWorld } from '../world.ts';
import { allMethods, listen, openSdk, type Anything } from './client.ts';
import { platformApp } from './platform-app.ts';

// Every method of the SDK's client and platform APIs, called against a server that listens. The last
// test counts them.

const world = await createWorld();
const { acme } = world;
const address = await listen(world);
const called = new Set<string>();
const ids = (list: Anything): number[] => list.map(({ id }: Anything) => id);

test('the client API', async () => {
  const { client } = openSdk(address, { token: '' }, called);
  const [inbox] = await sql<{ identifier: string }>(
    world,
    'select identifier from inboxes where id = $1',
    [acme.support.id],
  );
  const inboxIdentifier = inbox?.identifier;
  const made = await client.contacts.create({
    inboxIdentifier,
    data: { name: 'Kim', email: 'kim@example.com' },
  });
  const who = { inboxIdentifier, contactIdentifier: made.source_id };
  assert.equal((await client.contacts.get(who)).name, 'Kim');
  assert.equal(
    (await client.contacts.update({ ...who, data: { name: 'Kim Two' } })).name,
    'Kim Two',
  );
  const conversation = await client.conversations.create(who);
  const at = { ...who, conversationId: conversation.id };
  const sent = await client.messages.create({ ...at, data: { content: 'Hello', echo_id: 'e1' } });
  assert.equal(sent.content, 'Hello');
  assert.deepEqual(ids(await client.messages.list(at)), [sent.id]);
  const values = { submitted_values: [{ name: 'a', title: 'A', value: 'a' }] };
  assert.equal(
    (await client.messages.update({ ...at, messageId: sent.id, data: values })).id,
    sent.id,
  );
  assert.deepEqual(ids(await client.conversations.list(who)), [conversation.id]);
});

test('the platform API', async () => {
  const { platform } = openSdk(address, await platformApp(world), called);
  const { accounts, accountUsers, users, agentBots } = platform;
  const account = await accounts.create({ data: { name: 'Initech' } });
  assert.equal((await accounts.get({ accountId: account.id })).name, 'Initech');
  assert.equal(
    (await accounts.update({ accountId: account.id, data: { name: 'Initrode' } })).name,
    'Initrode',
  );
  const user = await users.create({
    data: {
      name: 'Sam',
      email: 'sam@initech.example.com',
      password: 'Password1!',
      custom_attributes: {},
    },
  });
  assert.equal((await users.get({ id: user.id })).email, 'sam@initech.example.com');
  assert.equal((await users.update({ id: user.id, data: { name: 'Samir' } })).name, 'Samir');
  assert.match((await users.getSSOUrl({ id: user.id })).url, /sso_auth_token=/);
  const member = { accountId: account.id, data: { user_id: user.id, role: 'administrator' } };
  await accountUsers.create(member);
  assert.equal((await accountUsers.list({ accountId: account.id })).length, 1);
  await accountUsers.delete({ accountId: account.id, data: { user_id: user.id } });
  const bot = await agentBots.create({
    data: { name: 'Bolt', outgoing_url: 'https://bot.example.com' },
  });
  assert.ok(ids(await agentBots.list()).includes(bot.id));
  assert.equal((await agentBots.update({ id: bot.id, data: { name: 'Volt' } })).name, 'Volt');
  assert.equal((await agentBots.get({ id: bot.id })).name, 'Volt');
  await agentBots.delete({ id: bot.id });
  await users.delete({ id: user.id });
  await accounts.delete({ accountId: account.id });
});

test('no method was left out', () => {
  const own = allMethods().filter((name) => /^(client|platform)\./.test(name));
  assert.equal(own.length, 25);
  assert.deepEqual(
    own.filter((name) => !called.has(name)),
    [],
  );
});
