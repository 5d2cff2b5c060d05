import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, sql, type Recorded } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, rex } = world;

/** The payload of the newest event that the act records about a conversation of its own. */
async function pushed(
  input: Record<string, unknown>,
  act: (path: string) => Promise<unknown> = async (path) =>
    ada.post(`${path}/custom_attributes`, { custom_attributes: { n: Math.random() } }),
): Promise<{ event: Recorded; data: Answer['body']; id: number }> {
  const { id } = await world.conversation(input);
  const events = await eventsOf(world, async () => act(`/conversations/${id}`));
  const event = events.find(({ name }) => name.startsWith('conversation.')) as Recorded;
  return { event, data: event.payload.data, id };
}

// jsonb does not keep the order of keys, so sockets and webhooks have no order either.
const keys = [
  'additional_attributes',
  'can_reply',
  'channel',
  'contact_inbox',
  'id',
  'inbox_id',
  'messages',
  'labels',
  'meta',
  'status',
  'custom_attributes',
  'snoozed_until',
  'unread_count',
  'first_reply_created_at',
  'priority',
  'waiting_since',
  'agent_last_seen_at',
  'contact_last_seen_at',
  'last_activity_at',
  'timestamp',
  'created_at',
  'updated_at',
  // An addition: where it went when it was merged.
  'merged_into',
];

test('an event carries the conversation with the keys of the contract', async () => {
  const { data, id } = await pushed({});
  assert.deepEqual(Object.keys(data).toSorted(), keys.toSorted());
  assert.equal(data.id, id);
  assert.equal(data.channel, 'Channel::Api');
});

test('what is missing is null in an event, not left out', async () => {
  const { data } = await pushed({});
  const { sender: _, ...meta } = data.meta;
  assert.deepEqual(meta, {
    assignee: null,
    assignee_type: null,
    team: null,
    hmac_verified: false,
  });
  assert.equal(data.first_reply_created_at, null);
  assert.equal(data.priority, null);
  assert.equal(data.snoozed_until, null);
  assert.equal(data.agent_last_seen_at, 0);
  assert.deepEqual(data.messages, []);
});

test('times are seconds, but the first reply is told in words', async () => {
  const { data } = await pushed({}, async (path) => {
    await ada.post(`${path}/messages`, { content: 'Hello' });
    await ada.post(`${path}/toggle_status`);
  });
  assert.match(data.first_reply_created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  for (const key of ['created_at', 'timestamp', 'last_activity_at']) {
    assert.ok(Number.isInteger(data[key]), key);
  }
  assert.equal(typeof data.updated_at, 'number');
});

test('the contact inbox is there with its source id and the key to its own events', async () => {
  const { data } = await pushed({ source_id: 'pushed' });
  const { contact_inbox } = data;
  assert.deepEqual(Object.keys(contact_inbox).toSorted(), [
    'contact_id',
    'created_at',
    'hmac_verified',
    'id',
    'inbox_id',
    'pubsub_token',
    'source_id',
    'updated_at',
  ]);
  assert.equal(contact_inbox.source_id, 'pushed');
  assert.equal(contact_inbox.contact_id, acme.mia.id);
  assert.match(contact_inbox.pubsub_token, /^\w{32,}$/);
});

test('meta has the contact, the agent and the team in their short forms', async () => {
  const { data } = await pushed({ assignee_id: ben.id, team_id: acme.billing.id });
  const { sender, assignee, assignee_type, team } = data.meta;
  assert.equal(sender.type, 'contact');
  assert.equal(sender.name, 'Mia');
  assert.equal(assignee.type, 'user');
  assert.equal(assignee.id, ben.id);
  assert.equal(assignee_type, 'User');
  assert.deepEqual(team, { id: acme.billing.id, name: 'billing' });
});

test('a bot that is assigned stands in meta as a bot', async () => {
  const { data } = await pushed({}, async (path) =>
    ada.post(`${path}/assignments`, { assignee_id: rex.id, assignee_type: 'AgentBot' }),
  );
  assert.equal(data.meta.assignee_type, 'AgentBot');
  assert.equal(data.meta.assignee.type, 'agent_bot');
});

test('the newest message in an event is public and no line of the team', async () => {
  const { data } = await pushed({ message: { content: 'Public' } }, async (path) => {
    await ada.post(`${path}/messages`, { content: 'Psst', private: true });
    await ada.patch(path, { priority: 'high' });
  });
  assert.deepEqual(
    data.messages.map(({ content }: { content: string }) => content),
    ['Public'],
  );
});

test('an event tells who did it: a person, a bot, or nobody', async () => {
  const act = async (path: string) => ada.patch(path, { priority: 'low' });
  assert.deepEqual((await pushed({}, act)).event.payload.performer, {
    type: 'User',
    id: ada.id,
    name: 'Ada',
  });
  const bot = async (path: string) => rex.patch(path, { priority: 'low' });
  assert.deepEqual((await pushed({}, bot)).event.payload.performer, {
    type: 'AgentBot',
    id: rex.id,
    name: 'Rex',
  });
});

test('an event belongs to the account and the conversation it is about', async () => {
  const { id } = await pushed({});
  const found = await sql<{ account_id: number; display_id: number }>(
    world,
    `select e.account_id, c.display_id from events e join conversations c on c.id = e.conversation_id
     where c.account_id = e.account_id order by e.id desc limit 1`,
  );
  assert.deepEqual(found, [{ account_id: acme.id, display_id: id }]);
});

test('an event stays as it was, whatever becomes of the conversation', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}`;
  const [first] = await eventsOf(world, async () => ada.patch(path, { priority: 'low' }));
  const [second] = await eventsOf(world, async () => ada.patch(path, { priority: 'high' }));
  assert.equal(first?.payload.data.priority, 'low');
  assert.equal(second?.payload.data.priority, 'high');
});
