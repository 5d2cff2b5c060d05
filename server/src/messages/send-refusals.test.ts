import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { eventsOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, acme } = world;

const open = async (inbox: { id: number }): Promise<string> =>
  `/conversations/${(await world.conversation({ inbox_id: inbox.id })).id}/messages`;
const support = await open(acme.support);
const website = await open(acme.website);
const mail = await open(acme.mail);

async function refused(answer: Promise<Answer>, error: string): Promise<void> {
  const { status, body } = await answer;
  assert.deepEqual({ status, body }, { status: 422, body: { error } });
}
const accepted = async (answer: Promise<Answer>): Promise<Answer['body']> => {
  const { status, body, text } = await answer;
  assert.equal(status, 200, text.slice(0, 300));
  return body;
};

const items = (list: unknown): { content_attributes: { items: unknown } } => ({
  content_attributes: { items: list },
});
const noItems = 'Validation failed: Content attributes At least one item is required.';
const noHash = 'Validation failed: Content attributes Items should be a hash.';
const badKeys = (keys: string): string =>
  `Validation failed: Content attributes contains invalid keys for items : [${keys}]`;
const noActions = 'Validation failed: Content attributes contains items missing actions';
const card = { title: 'Shoe', actions: [{ type: 'link', text: 'Buy' }] };

for (const [what, body, error] of [
  ['an unknown message_type', { message_type: 'foo' }, "'foo' is not a valid message_type"],
  [
    'a message_type in capitals',
    { message_type: 'Outgoing' },
    "'Outgoing' is not a valid message_type",
  ],
  ['a message_type number as text', { message_type: '1' }, "'1' is not a valid message_type"],
  ['a message_type beyond the last', { message_type: 4 }, "'4' is not a valid message_type"],
  ['a list as message_type', { message_type: ['x'] }, `'["x"]' is not a valid message_type`],
  ['an unknown content_type', { content_type: 'bogus' }, "'bogus' is not a valid content_type"],
  [
    'a content_type that objects inherit',
    { content_type: 'constructor' },
    "'constructor' is not a valid content_type",
  ],
  ['a map as content', { content: { a: 1 } }, 'content must be a string'],
  ['a list as content', { content: ['a'] }, 'content must be a string'],
  ['a map as private', { private: {} }, 'private must be true or false'],
  ['a map as source_id', { source_id: {} }, 'source_id must be a string'],
  ['a map as echo_id', { echo_id: { a: 1 } }, 'echo_id must be a string'],
  ['a NUL in the content', { content: 'a\0b' }, 'content contains a null byte'],
  [
    'a NUL in an attribute',
    { content_attributes: { deep: ['x\0'] } },
    'content_attributes.deep contains a null byte',
  ],
  [
    'a NUL in an attribute of a JSON text',
    { content_attributes: '{"a":"\\u0000"}' },
    'content_attributes.a contains a null byte',
  ],
  ['a NUL in the echo_id', { echo_id: '\0' }, 'echo_id contains a null byte'],
  ['a choice without items', { content_type: 'input_select' }, noItems],
  ['a choice with an empty list', { content_type: 'input_select', ...items([]) }, noItems],
  ['a choice whose items are no list', { content_type: 'input_select', ...items('a') }, noItems],
  ['a choice of texts', { content_type: 'input_select', ...items(['a', 'b']) }, noHash],
  [
    'a choice with other keys',
    { content_type: 'input_select', ...items([{ title: 'a', bad: 1, worse: 2 }, { bad: 3 }]) },
    badKeys(':bad, :worse'),
  ],
  [
    'cards with other keys',
    { content_type: 'cards', ...items([{ ...card, value: 'x' }]) },
    badKeys(':value'),
  ],
  [
    'a card without actions',
    { content_type: 'cards', ...items([card, { title: 'x' }]) },
    noActions,
  ],
  [
    'a card with no action',
    { content_type: 'cards', ...items([{ ...card, actions: [] }]) },
    noActions,
  ],
  [
    'a form with other keys',
    { content_type: 'form', ...items([{ name: 'x', onclick: 'y' }]) },
    badKeys(':onclick'),
  ],
  ['a form without items', { content_type: 'form' }, noItems],
  [
    'an article with other keys',
    { content_type: 'article', ...items([{ title: 'x', html: 'y' }]) },
    badKeys(':html'),
  ],
  ['an article without items', { content_type: 'article', content_attributes: 'x' }, noItems],
  [
    'a rule that sends a choice',
    {
      content_type: 'input_select',
      content_attributes: { automation_rule_id: 1, items: [{ title: 'a' }] },
    },
    noItems,
  ],
  [
    'template_params without a name',
    { template_params: { language: 'en' } },
    'Validation failed: Name is required',
  ],
  [
    'template_params with an empty name',
    { template_params: { name: '' } },
    'Validation failed: Name is required',
  ],
  [
    'template_params that are a text',
    { template_params: 'welcome' },
    'Validation failed: Template params must be of type hash',
  ],
  [
    'template_params that are a list',
    { template_params: [1] },
    'Validation failed: Template params must be of type hash',
  ],
] as [string, object, string][]) {
  test(`${what} is refused: ${error}`, async () => {
    await refused(ben.post(support, { content: 'x', ...body }), error);
  });
}

test('a refused message leaves nothing behind', async () => {
  const before = (await ada.get(support)).text;
  const events = await eventsOf(world, async () => {
    await refused(
      ben.post(support, { content: 'x', content_type: 'no' }),
      "'no' is not a valid content_type",
    );
    await refused(ben.post(support, { content: 'x', content_type: 'cards' }), noItems);
  });
  assert.deepEqual(events, []);
  assert.equal((await ada.get(support)).text, before);
});

for (const [what, path] of [
  ['a website', website],
  ['an e-mail', mail],
] as const) {
  test(`an incoming message in ${what} inbox is refused, by name and by number`, async () => {
    const error = 'Incoming messages are only allowed in Api inboxes';
    await refused(ben.post(path, { content: 'x', message_type: 'incoming' }), error);
    await refused(ben.post(path, { content: 'x', message_type: 0 }), error);
    await accepted(ben.post(path, { content: 'x', message_type: 'outgoing' }));
  });
}

const tooLong = 'Validation failed: Content is too long (maximum is 150000 characters)';

test('content may have 150,000 characters and not one more', async () => {
  const sent = await accepted(ben.post(support, { content: 'a'.repeat(150_000) }));
  assert.equal(sent.content.length, 150_000);
  await refused(ben.post(support, { content: 'a'.repeat(150_001) }), tooLong);
});

test('an emoji is one character', async () => {
  const sent = await accepted(ben.post(support, { content: '🐘'.repeat(150_000) }));
  assert.equal(sent.content, '🐘'.repeat(150_000));
  await refused(ben.post(support, { content: '🐘'.repeat(150_001) }), tooLong);
});

test('content that Liquid makes too long is refused', async () => {
  const content = `{% for i in (1..100) %}${'a'.repeat(1501)}{% endfor %}`;
  await refused(ben.post(support, { content }), tooLong);
});

test('ids from elsewhere may have 20,000 characters and not one more', async () => {
  // Of random letters, which an index could not compress.
  const source_id = randomBytes(10_000).toString('hex');
  const sent = await accepted(ben.post(support, { content: 'long id', source_id }));
  assert.equal(sent.source_id, source_id);
  assert.equal((await accepted(ben.post(support, { content: 'long id', source_id }))).id, sent.id);
  const answer = await accepted(
    ben.post(support, { content_attributes: { in_reply_to_external_id: source_id } }),
  );
  assert.equal(answer.content_attributes.in_reply_to, sent.id);
  const error = 'Validation failed: Source is too long (maximum is 20000 characters)';
  await refused(ben.post(support, { content: 'x', source_id: `${source_id}a` }), error);
});

test('a long echo_id works as a short one does', async () => {
  const echo_id = randomBytes(8000).toString('hex');
  const first = await accepted(ben.post(support, { content: 'echo', echo_id }));
  const second = await accepted(ben.post(support, { content: 'echo', echo_id }));
  assert.equal(second.id, first.id);
  assert.equal(second.echo_id, echo_id);
});

test('a megabyte of content_attributes comes back whole', async () => {
  const content_attributes = {
    list: Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'é<'.repeat(15) })),
  };
  const sent = await accepted(ben.post(support, { content_attributes }));
  assert.deepEqual(sent.content_attributes, content_attributes);
});

test('a body beyond 4 MB is refused before anybody reads it', async () => {
  const answer = await ben.post(support, { content_attributes: { a: 'a'.repeat(4_200_000) } });
  assert.equal(answer.status, 413);
  assert.deepEqual(answer.body, { error: 'The request is too large' });
});

test('attributes nested without end are refused, as a map and as a JSON text', async () => {
  const nested = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const headers = { 'content-type': 'application/json' };
  const error = 'content_attributes is nested too deeply';
  await refused(ben.post(support, `{"content_attributes":${nested}}`, headers), error);
  await refused(ben.post(support, { content_attributes: nested }), error);
});

test('a body that is no JSON is a bad request', async () => {
  const answer = await ben.post(support, '{"content":', { 'content-type': 'application/json' });
  assert.equal(answer.status, 400);
  assert.deepEqual(answer.body, { status: 400, error: 'Bad Request' });
});

test('more than 200 messages a minute in one conversation are refused, and only new ones', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}/messages`;
  const first = await accepted(ben.post(path, { content: 'first', echo_id: 'one' }));
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content, created_at)
     select account_id, id, inbox_id, n % 3, 'noise', now() - n * interval '0.1 second'
     from conversations, generate_series(1, 198) n where account_id = $1 and display_id = $2`,
    [acme.id, id],
  );
  const last = await accepted(ben.post(path, { content: 'the 200th' }));
  const error = 'Validation failed: Too many messages';
  await refused(ben.post(path, { content: 'the 201st' }), error);
  // A repeated request makes no message, and what exists may still change.
  assert.equal((await accepted(ben.post(path, { content: 'first', echo_id: 'one' }))).id, first.id);
  await accepted(ben.patch(`${path}/${last.id}`, { status: 'delivered' }));
  await accepted(ben.post(`${path}/${last.id}/retry`));
  await accepted(ben.delete(`${path}/${last.id}`));
  await accepted(ben.post(support, { content: 'elsewhere' }));
  await sql(
    world,
    `update messages set created_at = created_at - interval '1 minute' where account_id = $1`,
    [acme.id],
  );
  await accepted(ben.post(path, { content: 'a minute later' }));
});

test('messages from before the clock was put back are not too many in a minute', async () => {
  const { id } = await world.conversation();
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content, created_at)
     select account_id, id, inbox_id, n % 3, 'noise', now() + n * interval '1 hour'
     from conversations, generate_series(1, 240) n where account_id = $1 and display_id = $2`,
    [acme.id, id],
  );
  await accepted(ben.post(`/conversations/${id}/messages`, { content: 'by the right clock' }));
});

test('a conversation is not made when its first message is refused', async () => {
  const before = (await ada.get('/conversations?status=all')).body.data.meta.all_count;
  const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };
  const answer = await ada.post('/conversations', {
    ...usual,
    message: { content: 'a'.repeat(150_001) },
  });
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body, {
    message: 'Content is too long (maximum is 150000 characters)',
    attributes: ['content'],
  });
  assert.equal((await ada.get('/conversations?status=all')).body.data.meta.all_count, before);
});
