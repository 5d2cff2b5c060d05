import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, eventsOf, namesOf, sql, type Recorded } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { tellOfMessage } from './insert.ts';

const world = await createWorld();
const { ada, ben, rex, acme } = world;
await configure(world, acme.support, { enable_auto_assignment: false });

const send = async (id: number, body: object, caller = ben): Promise<Answer['body']> => {
  const answer = await caller.post(`/conversations/${id}/messages`, { content: 'x', ...body });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const incoming = { message_type: 'incoming' };
const only = (events: Recorded[], name: string): Answer['body'] =>
  events.find((event) => event.name === name)!.payload;

const sequences: [what: string, prepare: object[], body: object, names: string[]][] = [
  ['the first answer', [], {}, ['message.created', 'first.reply.created', 'conversation.updated']],
  ['an answer to somebody who does not wait', [{}], {}, ['message.created']],
  [
    'an answer to somebody who waits',
    [{}, incoming],
    {},
    ['message.created', 'reply.created', 'conversation.updated'],
  ],
  ['a private note', [], { private: true }, ['message.created']],
  ['a template', [], { message_type: 'template' }, ['message.created', 'contact.updated']],
  [
    'a message by a rule',
    [],
    { content_attributes: { automation_rule_id: 1 } },
    ['message.created'],
  ],
  ['a message of somebody who waits', [], incoming, ['message.created', 'contact.updated']],
  [
    'a message of somebody who did not wait',
    [{}],
    incoming,
    ['message.created', 'conversation.updated', 'contact.updated'],
  ],
];

for (const [what, prepare, body, names] of sequences) {
  test(`${what} is told as ${names.join(', ')}`, async () => {
    const { id } = await world.conversation();
    for (const each of prepare) await send(id, each);
    const events = await eventsOf(world, async () => send(id, body));
    assert.deepEqual(namesOf(events), names);
  });
}

test('a message that reopens is told after the new status, and its line comes behind it', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const events = await eventsOf(world, async () => send(id, incoming));
  assert.deepEqual(namesOf(events), [
    'conversation.opened',
    'conversation.status_changed',
    'conversation.updated',
    'message.created',
    'message.created',
    'contact.updated',
  ]);
  const [line, message] = events.slice(3).map(({ payload }) => payload.data);
  assert.match(line.content, /^System reopened/);
  assert.equal(message.content, 'x');
  assert.ok(line.id > message.id);
  const { changes } = only(events, 'conversation.updated');
  assert.deepEqual(Object.keys(changes), ['status', 'waiting_since']);
  assert.deepEqual(changes.status, ['resolved', 'open']);
});

test('the event of a message has the keys of the contract in its order and their types', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const body = { ...incoming, content: 'Hello <b>', source_id: 'wamid', echo_id: 'echo' };
  const events = await eventsOf(world, async () => {
    await send(id, incoming);
    await send(id, body);
  });
  const { data, performer } = events.findLast(({ name }) => name === 'message.created')!.payload;
  const [stored] = await sql<{ text: string }>(
    world,
    `select to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as text from messages where id = $1`,
    [data.id],
  );
  const { conversation, sender, created_at, updated_at, ...rest } = data;
  assert.equal(updated_at, stored!.text);
  assert.equal(created_at, Math.floor(Date.parse(updated_at) / 1000));
  assert.deepEqual(rest, {
    id: data.id,
    content: 'Hello <b>',
    account_id: acme.id,
    inbox_id: acme.support.id,
    conversation_id: id,
    message_type: 0,
    private: false,
    status: 'sent',
    source_id: 'wamid',
    content_type: 'text',
    content_attributes: {},
    sender_type: 'Contact',
    sender_id: acme.mia.id,
    external_source_ids: {},
    additional_attributes: {},
    processed_message_content: 'Hello <b>',
    sentiment: {},
    echo_id: 'echo',
  });
  const { contact_inbox, ...now } = conversation;
  assert.deepEqual(now, { assignee_id: ben.id, unread_count: 2, last_activity_at: created_at });
  assert.deepEqual(Object.keys(contact_inbox), ['source_id']);
  assert.match(contact_inbox.source_id, /^[\da-f-]{36}$/);
  assert.deepEqual(sender.type, 'contact');
  assert.deepEqual(performer, { type: 'User', id: ben.id, name: 'Ben' });
});

test('the echo_id in the event is the one of the request, text or number, and no other event has it', async () => {
  const { id } = await world.conversation();
  for (const echo_id of ['7c1e', 42]) {
    const events = await eventsOf(world, async () =>
      send(id, { content: String(echo_id), echo_id }),
    );
    assert.equal(only(events, 'message.created').data.echo_id, echo_id);
  }
  const events = await eventsOf(world, async () => send(id, {}));
  assert.ok(!('echo_id' in only(events, 'message.created').data));
});

test('first.reply.created and reply.created carry the message that answers', async () => {
  const { id } = await world.conversation();
  const first = await eventsOf(world, async () => send(id, { content: 'first' }));
  assert.equal(only(first, 'first.reply.created').data.content, 'first');
  await send(id, incoming);
  const second = await eventsOf(world, async () => send(id, { content: 'second' }));
  assert.equal(only(second, 'reply.created').data.content, 'second');
});

test('an event shows the state at its time, whatever happens later', async () => {
  const { id } = await world.conversation();
  const events = await eventsOf(world, async () => {
    for (const n of [1, 2, 3]) await send(id, { ...incoming, content: `m${n}` });
    await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
    await ben.post(`/conversations/${id}/update_last_seen`);
    await send(id, { ...incoming, content: 'm4' });
  });
  const told = events
    .filter(({ name, payload }) => name === 'message.created' && payload.data.message_type === 0)
    .map(({ payload: { data } }) => [
      data.content,
      data.conversation.unread_count,
      data.conversation.assignee_id,
    ]);
  assert.deepEqual(told, [
    ['m1', 1, null],
    ['m2', 2, null],
    ['m3', 3, null],
    ['m4', 1, ben.id],
  ]);
});

test('conversation.updated after an answer shows the conversation with it', async () => {
  const { id } = await world.conversation();
  const events = await eventsOf(world, async () => send(id, { content: 'answer' }));
  const { data, changes } = only(events, 'conversation.updated');
  assert.equal(data.id, id);
  assert.equal(data.messages[0].content, 'answer');
  assert.equal(data.waiting_since, 0);
  assert.match(data.first_reply_created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(Object.keys(changes).toSorted(), ['first_reply_created_at', 'waiting_since']);
});

test('the conversation that sockets show carries the newest message that customers may see', async () => {
  const { id } = await world.conversation();
  await send(id, { content: 'public' });
  const events = await eventsOf(world, async () => {
    await send(id, { content: 'secret', private: true });
    await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' });
  });
  assert.equal(only(events, 'conversation.updated').data.messages[0].content, 'public');
});

test('who is not there is null in an event: a bot performs, nobody is assigned', async () => {
  const { id } = await world.conversation();
  const events = await eventsOf(world, async () => send(id, { content: null }, rex));
  const { data, performer } = only(events, 'message.created');
  assert.equal(performer.type, 'AgentBot');
  assert.equal(data.conversation.assignee_id, null);
  assert.equal(data.content, null);
  assert.equal(data.processed_message_content, null);
  assert.equal(data.source_id, null);
});

test('on the wire what could end a script is escaped, and everything else is as it was written', async () => {
  const { id } = await world.conversation();
  const content = '</script> & \u2028\u2029 "ü" \\ 🐘 \u0007\n\t';
  const answer = await ben.post(`/conversations/${id}/messages`, { content });
  assert.equal(answer.body.content, content);
  const listed = await ben.get(`/conversations/${id}/messages`);
  for (const text of [answer.text, listed.text]) {
    assert.ok(!/[<>&\u2028\u2029]/.test(text));
    assert.ok(text.includes('\\u003c/script\\u003e \\u0026 \\u2028\\u2029 \\"ü\\" \\\\ 🐘 '));
    assert.ok(!/[:,] /.test(text.replaceAll(/"(\\.|[^"\\])*"/g, '""')), 'compact');
  }
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
});

test('halves of characters become the sign for what cannot be read', async () => {
  const { id } = await world.conversation();
  const headers = { 'content-type': 'application/json' };
  const body =
    '{"content":"a\\ud800b","content_attributes":{"k\\udc00":"\\ud83d"},"echo_id":"\\ud800"}';
  const answer = await ben.post(`/conversations/${id}/messages`, body, headers);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.content, 'a\ufffdb');
  assert.deepEqual(answer.body.content_attributes, { 'k\ufffd': '\ufffd' });
  const text = await send(id, { content_attributes: '{"a":"\\ud800"}' });
  assert.deepEqual(text.content_attributes, { a: '\ufffd' });
});

test('the page tells who the conversation is with and who has it, in the order of the contract', async () => {
  const { id } = await world.conversation({ additional_attributes: { browser: 'x' } });
  const path = `/conversations/${id}/messages`;
  const meta = async (): Promise<Answer['body']> => (await ada.get(path)).body.meta;
  const keys =
    'labels additional_attributes contact agent_last_seen_at assignee_last_seen_at has_more next_cursor cursor';
  assert.deepEqual(Object.keys(await meta()), keys.split(' '));
  await ada.post(`/conversations/${id}/labels`, { labels: ['b', 'A'] });
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await ben.post(`/conversations/${id}/update_last_seen`);
  const { contact, assignee, agent_last_seen_at, cursor, ...rest } = await meta();
  assert.equal(typeof cursor, 'string');
  assert.deepEqual(Object.keys(await meta()).slice(2, 5), [
    'contact',
    'assignee',
    'agent_last_seen_at',
  ]);
  assert.equal(contact.id, acme.mia.id);
  assert.equal(contact.type, 'contact');
  assert.equal(assignee.id, ben.id);
  assert.equal(assignee.type, 'user');
  assert.match(agent_last_seen_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(rest, {
    labels: ['b', 'A'],
    additional_attributes: { browser: 'x' },
    assignee_last_seen_at: agent_last_seen_at,
    has_more: false,
    next_cursor: null,
  });
  const leave = 'update memberships set removed_at = $3 where account_id = $1 and user_id = $2';
  await sql(world, leave, [acme.id, ben.id, new Date()]);
  assert.equal((await meta()).assignee.name, 'Ben');
  assert.ok(!('assignee' in (await ada.get(`/conversations/${id}`)).body.meta));
  await sql(world, leave, [acme.id, ben.id, null]);
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: null });
  assert.ok(!('assignee' in (await meta())));
});

test('what is told gets its place when its transaction ends: two who change one contact are told of in their order', async () => {
  const [first, second] = [await world.conversation(), await world.conversation()];
  const keyOf = async (id: number) => {
    const { id: message } = await send(id, {});
    const [key] = await sql<{ account_id: number; conversation_id: number; id: number }>(
      world,
      'select account_id, conversation_id, id from messages where account_id = $1 and id = $2',
      [acme.id, message],
    );
    return key!;
  };
  const [early, late] = [await keyOf(first.id), await keyOf(second.id)];
  const told = { actor: null, facts: [{ name: 'message.updated' as const }] };
  const events = await eventsOf(world, async () =>
    // Told first, and ended last.
    transaction(world.pool, async (tx) => {
      await tellOfMessage(tx, early, told);
      await transaction(world.pool, async (other) => tellOfMessage(other, late, told));
    }),
  );
  assert.deepEqual(
    events.map(({ payload }) => payload.data.id),
    [late.id, early.id],
  );
});
