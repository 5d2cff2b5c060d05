import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, dora, rex, gil } = world;

const find = async (who: Caller, section: string, query: string): Promise<Answer['body'][]> => {
  const answer = await who.get(`/search/${section}?${query}`);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(Object.keys(answer.body.payload), [section]);
  return answer.body.payload[section];
};
const contents = async (who: Caller, query: string): Promise<string[]> =>
  (await find(who, 'messages', query)).map(({ content }) => content);
const numbers = async (who: Caller, query: string): Promise<number[]> =>
  (await find(who, 'conversations', query)).map(({ id }) => id);
const names = async (who: Caller, query: string): Promise<string[]> =>
  (await find(who, 'contacts', query)).map(({ name }) => name);

const open = async (input: object, ...texts: string[]): Promise<number> => {
  const { id } = await world.conversation(input as Record<string, unknown>);
  for (const content of texts) await ada.post(`/conversations/${id}/messages`, { content });
  return id;
};

let support = 0;
let sales = 0;
before(async () => {
  support = await open({ assignee_id: ben.id }, 'Où est ma Crème brûlée?', 'we ship cremes');
  sales = await open({ inbox_id: acme.sales.id, contact_id: acme.noah.id }, 'creme for sale');
  await ada.post(`/conversations/${support}/messages`, { content: 'note: crème', private: true });
  const theirs = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
    message: { content: 'their creme' },
  });
  assert.equal(theirs.status, 200);
});

test('messages are found newest first, whatever case and accents, each with where the text is', async () => {
  assert.deepEqual(await contents(ada, 'q=CREME'), [
    'note: crème',
    'creme for sale',
    'we ship cremes',
    'Où est ma Crème brûlée?',
  ]);
  const [last] = (await find(ada, 'messages', 'q=brulee')).slice(-1);
  assert.deepEqual(Object.keys(last), [
    'id', 'content', 'inbox_id', 'conversation_id', 'message_type', 'content_type', 'status', 'content_attributes',
    'created_at', 'private', 'source_id', 'sender', 'highlights',
  ]); // prettier-ignore
  assert.equal(last.conversation_id, support);
  assert.deepEqual(last.highlights, [{ start: 16, length: 6 }]);
  assert.equal(last.content.slice(16, 22), 'brûlée');
});

test('agents find what is in their inboxes, and bots nothing', async () => {
  assert.deepEqual(await contents(cleo, 'q=creme'), ['creme for sale']);
  assert.equal((await contents(ben, 'q=creme')).length, 3);
  assert.deepEqual(await contents(dora, 'q=creme'), []);
  assert.deepEqual(await contents(gil, 'q=creme'), ['their creme']);
  assert.deepEqual(await numbers(cleo, 'q=Noah'), [sales]);
  assert.deepEqual(await numbers(ben, 'q=Noah'), []);
  assert.deepEqual(await numbers(dora, 'q=example.com'), []);
  const everything = await cleo.get('/search?q=creme');
  assert.deepEqual(everything.body.payload.messages.length, 1);
  assert.equal((await rex.get('/search?q=creme')).status, 401);
});

test('a custom role that leaves somebody their own conversations leaves the search these', async () => {
  const role = await ada.post('/custom_roles', {
    name: 'Own only',
    permissions: ['conversation_participating_manage'],
  });
  const setRole = (id: number | null) =>
    sql(world, 'update memberships set custom_role_id = $2 where user_id = $1', [ben.id, id]);
  const other = await open({}, 'creme of nobody');
  assert.ok((await contents(ben, 'q=creme')).includes('creme of nobody'));
  assert.ok((await numbers(ben, 'q=Mia')).includes(other));
  await setRole(role.body.id);
  assert.deepEqual(await contents(ben, 'q=creme'), [
    'note: crème',
    'we ship cremes',
    'Où est ma Crème brûlée?',
  ]);
  assert.deepEqual(await numbers(ben, 'q=Mia'), [support]);
  await setRole(null);
});

test('a contact is found by name, address, number and identifier, if it can be reached', async () => {
  await sql(
    world,
    `insert into contacts (account_id, name, email, phone_number, identifier, last_activity_at) values
      ($1, 'Zoë Quick', null, '+4915550001', null, '2024-01-01'),
      ($1, 'Zoe Slow', null, null, 'zoe-77', '2024-02-01'),
      ($1, 'Zoe Mail', 'zoe_1@example.org', null, null, null),
      ($1, 'Zoe Unreachable', null, null, null, now()),
      ($2, 'Zoe Elsewhere', 'zoe@example.net', null, null, now())`,
    [acme.id, globex.id],
  );
  assert.deepEqual(await names(cleo, 'q=zoé'), ['Zoe Slow', 'Zoë Quick', 'Zoe Mail']);
  assert.deepEqual(await names(ben, 'q=5550001'), ['Zoë Quick']);
  assert.deepEqual(await names(ben, 'q=ZOE-7'), ['Zoe Slow']);
  assert.deepEqual(await names(ben, 'q=zoe_1'), ['Zoe Mail'], '_ stands for itself');
  assert.deepEqual(await names(ben, 'q=zoe%25'), []);
  assert.deepEqual(await names(ben, 'q=zoe&since=1706000000&until=1707000000'), ['Zoe Slow']);
  const [slow] = await find(ben, 'contacts', 'q=zoe-77');
  const { id: _, ...rest } = slow;
  assert.deepEqual(rest, {
    email: null,
    name: 'Zoe Slow',
    phone_number: null,
    identifier: 'zoe-77',
    additional_attributes: {},
    last_activity_at: 1706745600,
  });
  assert.deepEqual(Object.keys(slow), [
    'email', 'id', 'name', 'phone_number', 'identifier', 'additional_attributes', 'last_activity_at',
  ]); // prettier-ignore
});

test('a conversation is found by whom it is with and by its number, with its first message', async () => {
  const found = await find(ada, 'conversations', 'q=noah@');
  assert.deepEqual(
    found.map(({ id }) => id),
    [sales],
  );
  const [hit] = found;
  assert.deepEqual(Object.keys(hit), [
    'id', 'account_id', 'created_at', 'message', 'contact', 'inbox', 'additional_attributes',
  ]); // prettier-ignore
  assert.equal(hit.message.content, 'creme for sale');
  assert.equal(hit.contact.email, 'noah@example.com');
  assert.deepEqual(hit.inbox, {
    id: acme.sales.id,
    channel_id: acme.sales.id,
    name: 'Sales',
    channel_type: 'Channel::Api',
  });
  const numbered = await find(ada, 'conversations', `q=${support}`);
  const assigned = numbered.find(({ id }) => id === support);
  assert.deepEqual(assigned.agent, {
    id: ben.id,
    available_name: 'Ben',
    email: 'ben@acme.example.com',
    name: 'Ben',
    role: 'agent',
  });
});

test('a conversation without messages has no message, and everything has no attributes of it', async () => {
  const made = await ada.post('/conversations', {
    inbox_id: acme.mail.id,
    contact_id: acme.mia.id,
  });
  const { body } = await ada.get(`/search?q=${made.body.id}`);
  assert.deepEqual(Object.keys(body.payload), [
    'conversations',
    'contacts',
    'messages',
    'articles',
  ]);
  assert.deepEqual(body.payload.articles, []);
  const hit = body.payload.conversations.find(({ id }: { id: number }) => id === made.body.id);
  assert.deepEqual(Object.keys(hit), ['id', 'account_id', 'created_at', 'contact', 'inbox']);
  assert.deepEqual(await find(ada, 'articles', 'q=x'), []);
});

test('who wrote, which inbox and when narrow it down; what is foreign is nobody and nowhere', async () => {
  const { id } = await world.conversation();
  const incoming = { content: 'narrow one', message_type: 'incoming' };
  await ada.post(`/conversations/${id}/messages`, incoming);
  await ben.post(`/conversations/${id}/messages`, { content: 'narrow two' });
  await open({ inbox_id: acme.sales.id }, 'narrow three');
  await sql(
    world,
    `update messages set created_at = '2020-05-01T10:00:00Z' where content = 'narrow one'`,
  );
  const all = ['narrow three', 'narrow two', 'narrow one'];
  assert.deepEqual(await contents(ada, 'q=narrow'), all, 'years ago is found too');
  assert.deepEqual(await contents(ada, `q=narrow&from=contact:${acme.mia.id}`), ['narrow one']);
  assert.deepEqual(await contents(ada, `q=narrow&from=agent:${ben.id}`), ['narrow two']);
  assert.deepEqual(await contents(ada, `q=narrow&from=agent:${gil.id}`), []);
  assert.deepEqual(await contents(ada, `q=narrow&inbox_id=${acme.sales.id}`), ['narrow three']);
  assert.deepEqual(await contents(ada, `q=narrow&inbox_id=${globex.inbox.id}`), []);
  assert.deepEqual(await contents(ben, `q=narrow&inbox_id=${acme.sales.id}`), []);
  assert.deepEqual(await contents(ada, 'q=narrow&since=&until=&from=&inbox_id=0'), all);
  assert.deepEqual(await contents(ada, 'q=narrow&since=2020-05-01&until=2020-05-02'), [
    'narrow one',
  ]);
  assert.deepEqual(await contents(ada, 'q=narrow&since=1588327200&until=1588327201'), [
    'narrow one',
  ]);
  assert.deepEqual(await contents(ada, 'q=narrow&until=1588327200'), [], 'until is not included');
  for (const [key, value] of [
    ['since', 'yesterday'],
    ['until', '-1'],
    ['from', 'ben'],
    ['from', 'agent:x'],
  ] as const) {
    const answer = await ada.get(`/search/messages?q=narrow&${key}=${value}`);
    assert.deepEqual([answer.status, answer.body.error], [422, `'${value}' is not a valid ${key}`]);
  }
});

test('fifteen a page, and after the last page nothing', async () => {
  const { id } = await world.conversation({ inbox_id: acme.mail.id });
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select account_id, id, inbox_id, 1, 'paged ' || n from conversations, generate_series(1, 32) n
     where account_id = $1 and display_id = $2`,
    [acme.id, id],
  );
  const pages = await Promise.all(
    [1, 2, 3, 4].map(async (page) => contents(ada, `q=paged&page=${page}`)),
  );
  assert.deepEqual(
    pages.map((page) => page.length),
    [15, 15, 2, 0],
  );
  assert.deepEqual(
    pages.flat(),
    Array.from({ length: 32 }, (_, index) => `paged ${32 - index}`),
  );
  assert.equal((await contents(ada, 'q=paged&page=x')).length, 15);
});

test('what lies beyond the newest is found as well', async () => {
  const old = await open({ contact_id: acme.noah.id, inbox_id: acme.mail.id }, 'needle of old');
  const [first] = await sql<{ id: number; contact_inbox_id: number }>(
    world,
    'select id, contact_inbox_id from conversations where account_id = $1 and display_id = $2',
    [acme.id, old],
  );
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select account_id, id, inbox_id, 1, 'hay' from conversations, generate_series(1, 20100) n where id = $1`,
    [first?.id],
  );
  await sql(world, 'select setval(confab_display_ids($1::bigint)::regclass, 100000)', [acme.id]);
  await sql(
    world,
    `insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id)
     select account_id, inbox_id, $2, contact_inbox_id from conversations, generate_series(1, 5100) n
     where id = $1`,
    [first?.id, acme.mia.id],
  );
  assert.deepEqual(await contents(ada, 'q=needle'), ['needle of old']);
  assert.deepEqual(await contents(ben, 'q=needle'), ['needle of old']);
  assert.deepEqual(await contents(cleo, 'q=needle'), []);
  assert.deepEqual(await numbers(ada, 'q=noah'), [old, sales]);
  assert.deepEqual(await numbers(cleo, 'q=noah'), [sales]);
  assert.deepEqual(await numbers(ada, 'q=104321'), [104_321]);
  assert.deepEqual(await numbers(cleo, 'q=104321'), [], 'in an inbox that is not hers');
  assert.deepEqual(await numbers(ada, 'q=100001'), [100_001], 'beyond the walk');
});
