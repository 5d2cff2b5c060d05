import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../world.ts';
import { allMethods, listen, openSdk, type Anything } from './client.ts';

// Every method of the SDK's application API, called against a server that listens. The last test
// counts them.

const world = await createWorld();
const { acme, ada, ben, cleo } = world;
const address = await listen(world);
const called = new Set<string>();
const application = openSdk(address, ada, called);
const accountId = acme.id;

/** Methods that cannot work with any server, and why. */
const broken: Record<string, string> = {
  'teams.listMembers': 'asks for /accounts/… instead of /api/v1/accounts/…',
  'teams.addAgent': 'asks for /accounts/… instead of /api/v1/accounts/…',
  'teams.updateAgentsInTeam': 'asks for /accounts/… instead of /api/v1/accounts/…',
  'teams.removeAgent': 'asks for /accounts/… instead of /api/v1/accounts/…',
};

const ids = (list: Anything): number[] => list.map(({ id }: Anything) => id);

test('agent bots of the account', async () => {
  const bots = application.accountAgentBots;
  const made = await bots.create({
    accountId,
    data: { name: 'Pip', outgoing_url: 'https://bot.example.com' },
  });
  assert.equal(made.name, 'Pip');
  assert.ok(ids(await bots.list({ accountId })).includes(made.id));
  const renamed = await bots.update({ accountId, id: made.id, data: { name: 'Pop' } });
  assert.equal(renamed.name, 'Pop');
  assert.equal((await bots.get({ accountId, id: made.id })).name, 'Pop');
  await bots.delete({ accountId, id: made.id });
  await assert.rejects(bots.get({ accountId, id: made.id }), { status: 404 });
});

test('agents', async () => {
  const { agents } = application;
  const data = { name: 'Eve', email: 'eve@acme.example.com', role: 'agent' };
  const made = await agents.create({ accountId, data });
  assert.equal(made.email, data.email);
  assert.ok(ids(await agents.list({ accountId })).includes(made.id));
  const promoted = await agents.update({ accountId, id: made.id, data: { role: 'administrator' } });
  assert.equal(promoted.role, 'administrator');
  await agents.delete({ accountId, id: made.id });
  assert.ok(!ids(await agents.list({ accountId })).includes(made.id));
});

test('automation rules', async () => {
  const rules = application.automationRule;
  const data = {
    name: 'Greet',
    description: 'Says hello',
    event_name: 'conversation_created',
    conditions: [
      {
        attribute_key: 'status',
        filter_operator: 'equal_to',
        values: ['open'],
        query_operator: null,
      },
    ],
    actions: [{ action_name: 'send_message', action_params: ['Hello'] }],
  };
  const made = await rules.create({ accountId, data });
  assert.equal(made.name, 'Greet');
  assert.ok(ids((await rules.list({ accountId })).payload).includes(made.id));
  const changed = await rules.update({
    accountId,
    id: made.id,
    data: { ...data, name: 'Welcome' },
  });
  assert.equal(changed.payload.name, 'Welcome');
  assert.equal((await rules.get({ accountId, id: made.id })).payload.name, 'Welcome');
  await rules.delete({ accountId, id: made.id });
  await assert.rejects(rules.get({ accountId, id: made.id }), { status: 404 });
});

test('canned responses', async () => {
  const responses = application.cannedResponses;
  const made = await responses.create({ accountId, data: { short_code: 'hi', content: 'Hello!' } });
  assert.equal(made.short_code, 'hi');
  assert.ok(ids(await responses.list({ accountId })).includes(made.id));
  const changed = await responses.update({
    accountId,
    id: made.id,
    data: { short_code: 'hi', content: 'Hi!' },
  });
  assert.equal(changed.content, 'Hi!');
  await responses.delete({ accountId, id: made.id });
  assert.ok(!ids(await responses.list({ accountId })).includes(made.id));
});

test('contacts and their inboxes', async () => {
  const { contacts, contact } = application;
  const made = await contacts.create({
    accountId,
    data: {
      inbox_id: acme.support.id,
      name: 'Zoe',
      email: 'zoe@example.com',
      phone_number: '+14155550111',
    },
  });
  const { id } = made.payload.contact;
  assert.ok(made.payload.contact_inbox.source_id);
  assert.ok(ids((await contacts.list({ accountId, sort: '-name', page: 1 })).payload).includes(id));
  await contacts.update({ accountId, id, data: { name: 'Zoe Two' } });
  assert.equal((await contacts.get({ accountId, id })).payload.name, 'Zoe Two');
  assert.deepEqual(ids((await contacts.search({ accountId, q: 'zoe two' })).payload), [id]);
  const filter = {
    attribute_key: 'email',
    filter_operator: 'equal_to',
    values: ['zoe@example.com'],
  };
  assert.deepEqual(ids((await contacts.filter({ accountId, payload: [filter] })).payload), [id]);
  const tie = await contact.create({
    accountId,
    id,
    data: { inbox_id: acme.sales.id, source_id: 'crm:1' },
  });
  assert.equal(tie.source_id, 'crm:1');
  const reachable = await contact.getContactable({ accountId, id });
  assert.ok(reachable.payload.some((each: Anything) => each.inbox.id === acme.sales.id));
  await application.conversations.create({ accountId, data: { source_id: 'crm:1' } });
  assert.equal((await contacts.listConversations({ accountId, id })).payload.length, 1);
  await contacts.delete({ accountId, id });
  await assert.rejects(contacts.get({ accountId, id }), { status: 404 });
});

test('conversations, their messages, labels and assignments', async () => {
  const { conversations, messages, conversationLabels, conversationAssignment } = application;
  const data = { inbox_id: String(acme.support.id), contact_id: String(acme.mia.id) };
  const made = await conversations.create({ accountId, data });
  const at = { accountId, conversationId: made.id };
  assert.equal((await conversations.get(at)).id, made.id);
  assert.ok(
    ids((await conversations.list({ accountId, status: 'open' })).data.payload).includes(made.id),
  );
  assert.ok((await conversations.getMeta({ accountId, status: 'open' })).meta.all_count >= 1);
  const filter = { attribute_key: 'display_id', filter_operator: 'equal_to', values: [made.id] };
  assert.deepEqual(ids((await conversations.filter({ accountId, payload: [filter] })).payload), [
    made.id,
  ]);
  const sent = await messages.create({ ...at, data: { content: 'On its way' } });
  const marked = await messages.update({
    ...at,
    messageId: sent.id,
    data: { status: 'delivered' },
  });
  assert.equal(marked.status, 'delivered');
  assert.ok(ids((await messages.list(at)).payload).includes(sent.id));
  await messages.delete({ ...at, messageId: sent.id });
  assert.deepEqual((await conversationLabels.add({ ...at, data: { labels: ['vip'] } })).payload, [
    'vip',
  ]);
  assert.deepEqual((await conversationLabels.list(at)).payload, ['vip']);
  const { name } = await conversationAssignment.assign({ ...at, data: { assignee_id: ben.id } });
  assert.equal(name, 'Ben');
  const toggled = await conversations.toggleStatus({ ...at, data: { status: 'resolved' } });
  assert.equal(toggled.payload.current_status, 'resolved');
});

test('custom attributes and filters', async () => {
  const { customAttributes, customFilters } = application;
  const data = {
    attribute_display_name: 'Plan', attribute_display_type: 0, attribute_description: 'What they pay for',
    attribute_key: 'plan', attribute_model: 0,
  }; // prettier-ignore
  const made = await customAttributes.create({ accountId, data });
  assert.equal(made.attribute_key, 'plan');
  assert.ok(ids(await customAttributes.list({ accountId, attributeModel: '0' })).includes(made.id));
  await customAttributes.update({
    accountId,
    id: made.id,
    data: { ...data, attribute_display_name: 'Tier' },
  });
  assert.equal(
    (await customAttributes.get({ accountId, id: made.id })).attribute_display_name,
    'Tier',
  );
  await customAttributes.delete({ accountId, id: made.id });

  const view = { name: 'Open', type: 'conversation', query: { payload: [] } };
  const saved = await customFilters.create({ accountId, filterType: 'conversation', data: view });
  const customFilterId = saved.id;
  assert.ok(
    ids(await customFilters.list({ accountId, filterType: 'conversation' })).includes(
      customFilterId,
    ),
  );
  await customFilters.update({
    accountId,
    customFilterId,
    filterType: 'conversation',
    data: { ...view, name: 'All' },
  });
  assert.equal((await customFilters.get({ accountId, customFilterId })).name, 'All');
  await customFilters.delete({ accountId, customFilterId });
});

test('inboxes, their members and bots', async () => {
  const { inboxes } = application;
  const made = await inboxes.create({
    accountId,
    data: { name: 'Phone', channel: { type: 'api', webhook_url: 'https://hook.example.com' } },
  });
  const { id } = made;
  assert.ok(ids((await inboxes.list({ accountId })).payload).includes(id));
  await inboxes.update({ accountId, id, data: { name: 'Phones', channel: {} } });
  assert.equal((await inboxes.get({ accountId, id })).name, 'Phones');
  await inboxes.updateAgentBot({ accountId, id, data: { agent_bot: world.rex.id } });
  assert.equal((await inboxes.getAgentBot({ accountId, id })).agent_bot.id, world.rex.id);
  const data = { inbox_id: String(id), user_ids: [ben.id] };
  assert.deepEqual(ids((await inboxes.addAgent({ accountId, data })).payload), [ben.id]);
  const both = { ...data, user_ids: [ben.id, cleo.id] };
  assert.equal((await inboxes.updateAgentsInInbox({ accountId, data: both })).payload.length, 2);
  await inboxes.removeAgent({ accountId, inboxId: id, data });
  assert.deepEqual(ids((await inboxes.listAgents({ accountId, inboxId: id })).payload), [cleo.id]);
});

test('integrations, webhooks, the profile and teams', async () => {
  const { integrations, webhooks, profile, teams } = application;
  assert.ok((await integrations.list({ accountId })).payload.length > 0);
  const hook = await integrations.create({
    accountId,
    data: {
      app_id: 'dialogflow',
      inbox_id: String(acme.support.id),
      settings: { project_id: 'p', credentials: {} },
    },
  });
  const at = { accountId, hookId: hook.id };
  assert.equal((await integrations.update({ ...at, data: { status: 0 } })).id, hook.id);
  await integrations.delete(at);

  const url = 'https://example.com/hook';
  const made = await webhooks.create({
    accountId,
    data: { url, subscriptions: ['message_created'] },
  });
  const webhookId = made.payload.webhook.id;
  assert.ok(ids((await webhooks.list({ accountId })).payload.webhooks).includes(webhookId));
  await webhooks.update({
    accountId,
    webhookId,
    data: { url: `${url}/2`, subscriptions: ['message_created'] },
  });
  await webhooks.delete({ accountId, webhookId });

  assert.equal((await profile.profile()).id, ada.id);

  const team = await teams.create({
    accountId,
    data: { name: 'Night shift', allow_auto_assign: false },
  });
  const teamId = team.id;
  assert.ok(ids(await teams.list({ accountId })).includes(teamId));
  assert.equal(
    (await teams.update({ accountId, teamId, data: { name: 'Day shift' } })).name,
    'day shift',
  );
  assert.equal((await teams.get({ accountId, teamId })).name, 'day shift');
  await teams.delete({ accountId, teamId });
});

test('reports', async () => {
  const { reports } = application;
  const until = String(Math.ceil(Date.now() / 1000));
  const range = { accountId, type: 'account', since: String(Number(until) - 86_400), until };
  assert.ok((await reports.list({ ...range, metric: 'conversations_count' })).length > 0);
  assert.ok((await reports.listSummaries(range)).conversations_count > 0);
  assert.ok((await reports.getMetrics({ accountId, type: 'account' })).open >= 0);
  assert.ok(
    Array.isArray(
      await reports.getAgentMetrics({ accountId, type: 'agent', userId: String(ben.id) }),
    ),
  );
});

test('methods that no server can answer are the ones listed, for the reason listed', async () => {
  const { teams } = application;
  const at = { accountId, teamId: acme.billing.id, data: { user_ids: [ben.id] } };
  for (const name of Object.keys(broken)) {
    await assert.rejects(teams[name.replace('teams.', '')](at), { status: 404 }, name);
  }
});

test('no method was left out', () => {
  const own = allMethods().filter((name) => !/^(client|platform)\./.test(name));
  assert.equal(own.length, 83);
  assert.deepEqual(
    own.filter((name) => !called.has(name) && !(name in broken)),
    [],
  );
});
