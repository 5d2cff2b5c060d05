import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The keys of contract §3.1 in its order, and then those of appendix B. */
const keys = [
  'meta',
  'id',
  'messages',
  'account_id',
  'uuid',
  'additional_attributes',
  'agent_last_seen_at',
  'assignee_last_seen_at',
  'can_reply',
  'contact_last_seen_at',
  'custom_attributes',
  'inbox_id',
  'labels',
  'muted',
  'snoozed_until',
  'status',
  'created_at',
  'updated_at',
  'timestamp',
  'first_reply_created_at',
  'unread_count',
  'last_non_activity_message',
  'last_activity_at',
  'priority',
  'waiting_since',
  'sla_policy_id',
  'display_id',
  'assignee',
  'contact',
  'merged_into',
];

const pushKeys = [
  'id',
  'content',
  'account_id',
  'inbox_id',
  'conversation_id',
  'message_type',
  'created_at',
  'updated_at',
  'private',
  'status',
  'source_id',
  'content_type',
  'content_attributes',
  'sender_type',
  'sender_id',
  'external_source_ids',
  'additional_attributes',
  'processed_message_content',
  'sentiment',
  'conversation',
  'sender',
];

const isUnix = (value: unknown): boolean =>
  Number.isInteger(value) && Math.abs((value as number) - Date.now() / 1000) < 60;

test('a new conversation has the keys that every client reads, in their order', async () => {
  const { body } = await ada.get(`/conversations/${(await world.conversation()).id}`);
  assert.deepEqual(Object.keys(body), keys);
});

test('what has not happened yet is 0 for a time, null for a thing, and an empty map or list', async () => {
  const body = await world.conversation();
  const expected = {
    messages: [],
    additional_attributes: {},
    agent_last_seen_at: 0,
    assignee_last_seen_at: 0,
    contact_last_seen_at: 0,
    can_reply: true,
    custom_attributes: {},
    labels: [],
    muted: false,
    snoozed_until: null,
    status: 'open',
    first_reply_created_at: 0,
    unread_count: 0,
    last_non_activity_message: null,
    priority: null,
    sla_policy_id: null,
    assignee: null,
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((key) => [key, body[key]])),
    expected,
  );
});

test('the ids are of the account, the inbox and the contact', async () => {
  const body = await world.conversation();
  assert.equal(body.account_id, acme.id);
  assert.equal(body.inbox_id, acme.support.id);
  assert.equal(body.display_id, body.id);
  assert.equal(body.contact.id, acme.mia.id);
  assert.match(body.uuid, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('times are whole unix seconds; updated_at alone has a fraction', async () => {
  const body = await world.conversation();
  for (const key of ['created_at', 'timestamp', 'last_activity_at', 'waiting_since']) {
    assert.ok(isUnix(body[key]), key);
  }
  assert.equal(body.timestamp, body.last_activity_at);
  assert.equal(body.waiting_since, body.created_at);
  await sql(
    world,
    `update conversations set updated_at = '2026-03-04T05:06:07.683209Z', created_at = '2026-03-04T05:06:07.999999Z'
     where account_id = $1 and display_id = $2`,
    [acme.id, body.id],
  );
  const { text } = await ada.get(`/conversations/${body.id}`);
  assert.match(text, /"updated_at":1772600767\.683209,/);
  assert.match(text, /"created_at":1772600767,/, 'rounded down');
});

test('messages holds the newest message of any kind', async () => {
  const { id } = await world.conversation({ message: { content: 'Hello' } });
  assert.deepEqual(
    (await ada.get(`/conversations/${id}`)).body.messages.map(
      (m: { content: string }) => m.content,
    ),
    ['Hello'],
  );
  await ada.patch(`/conversations/${id}`, { priority: 'high' });
  const { messages, last_non_activity_message } = (await ada.get(`/conversations/${id}`)).body;
  assert.deepEqual(
    messages.map((m: { content: string }) => m.content),
    ['Ada set the priority to high'],
  );
  assert.equal(last_non_activity_message.content, 'Hello');
});

test('last_non_activity_message counts private notes', async () => {
  const { id } = await world.conversation({ message: { content: 'Hello' } });
  await ada.post(`/conversations/${id}/messages`, { content: 'Careful', private: true });
  const { body } = await ada.get(`/conversations/${id}`);
  assert.equal(body.last_non_activity_message.content, 'Careful');
  assert.equal(body.last_non_activity_message.private, true);
});

test('the message inside a conversation has the keys of a pushed message', async () => {
  const { messages } = await world.conversation({ message: { content: 'Hello' } });
  const [message] = messages;
  assert.deepEqual(Object.keys(message), pushKeys);
  assert.deepEqual(Object.keys(message.conversation), [
    'assignee_id',
    'unread_count',
    'last_activity_at',
    'contact_inbox',
  ]);
  assert.deepEqual(Object.keys(message.conversation.contact_inbox), ['source_id']);
  assert.equal(message.sender_type, 'User');
  assert.equal(message.sender.type, 'user');
  assert.match(message.updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(isUnix(message.created_at));
  for (const key of [
    'content_attributes',
    'external_source_ids',
    'additional_attributes',
    'sentiment',
  ]) {
    assert.ok(isObject(message[key]), key);
  }
});

test('the list, the answer to creating and the conversation itself have the same form', async () => {
  const created = await world.conversation({ message: { content: 'Hello' } });
  const shown = await ada.get(`/conversations/${created.id}`);
  assert.equal(shown.text, JSON.stringify(created));
  const { body } = await ada.get('/conversations?sort_by=created_at_desc&per_page=1');
  assert.deepEqual(body.data.payload[0], created);
});

test('<, > and & in what customers write cannot end a script element', async () => {
  const { id } = await world.conversation({ message: { content: '</script>&\u2028\u2029é' } });
  const { text, body } = await ada.get(`/conversations/${id}`);
  assert.match(text, /"content":"\\u003c\/script\\u003e\\u0026\\u2028\\u2029é"/);
  assert.equal(body.messages[0].content, '</script>&\u2028\u2029é');
});

for (const id of ['999999', 'abc', '-1', '0', '99999999999999999999', '%00', 'null', '%20']) {
  test(`the conversation "${id}" does not exist: 404`, async () => {
    const answer = await ada.get(`/conversations/${id}`);
    assert.equal(answer.status, 404);
    assert.equal(answer.text, '{"error":"Resource could not be found"}');
  });
}

test('an id is read as far as it is a number', async () => {
  const { id } = await world.conversation();
  assert.equal((await ada.get(`/conversations/${id}abc`)).body.id, id);
  assert.equal((await ada.get(`/conversations/${id}.7`)).body.id, id);
});
