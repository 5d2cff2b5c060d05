import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postParts } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, acme } = world;
const talk = (await world.conversation()).id as number;
const messages = `/conversations/${talk}/messages`;

const send = async (body: unknown, path = messages): Promise<Answer['body']> => {
  const answer = await ben.post(path, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const newest = async (): Promise<Answer['body']> => (await ben.get(messages)).body.payload.at(-1);

test('a message with nothing but content is an outgoing text by the caller', async () => {
  const message = await send({ content: 'Hello' });
  const { id, created_at, ...rest } = message;
  assert.ok(Number.isInteger(id));
  assert.ok(Number.isInteger(created_at) && Math.abs(created_at - Date.now() / 1000) < 60);
  assert.deepEqual(rest, {
    content: 'Hello',
    inbox_id: acme.support.id,
    conversation_id: talk,
    message_type: 1,
    content_type: 'text',
    status: 'sent',
    content_attributes: {},
    private: false,
    source_id: null,
    sender: {
      id: ben.id,
      name: 'Ben',
      available_name: 'Ben',
      avatar_url: '',
      type: 'user',
      availability_status: 'offline',
      thumbnail: '',
    },
  });
  assert.deepEqual(await newest(), message);
});

test('the keys of an answer stand in the order of the contract, echo_id among them only when it was sent', async () => {
  const keys = (
    'id content inbox_id conversation_id message_type content_type status ' +
    'content_attributes created_at private source_id sender'
  ).split(' ');
  assert.deepEqual(Object.keys(await send({ content: 'a' })), keys);
  const echoed = await send({ content: 'b', echo_id: 'e' });
  assert.deepEqual(Object.keys(echoed), keys.toSpliced(3, 0, 'echo_id'));
  assert.deepEqual(Object.keys(await newest()), keys);
});

test('the echo_id comes back as it was sent, text or number', async () => {
  for (const echo_id of ['7c1e', 42, '', '<b>&', 1.5]) {
    assert.equal((await send({ content: `echo ${String(echo_id)}`, echo_id })).echo_id, echo_id);
  }
  assert.ok(!('echo_id' in (await send({ content: 'none', echo_id: null }))));
});

test('content may be null, empty or missing', async () => {
  assert.equal((await send({ content: null })).content, null);
  assert.equal((await send({ content: '' })).content, '');
  assert.equal((await send({})).content, null);
  assert.equal((await send(undefined)).content, null);
});

test('content that is a number or a truth value is taken as its text', async () => {
  assert.equal((await send({ content: 12.5 })).content, '12.5');
  assert.equal((await send({ content: true })).content, 'true');
});

for (const [name, number] of [
  ['incoming', 0],
  ['outgoing', 1],
  ['activity', 2],
  ['template', 3],
] as const) {
  test(`message_type "${name}" is stored and shown as ${number}; its number means the same`, async () => {
    assert.equal((await send({ content: 'by name', message_type: name })).message_type, number);
    assert.equal((await send({ content: 'by number', message_type: number })).message_type, number);
  });
}

for (const private_ of [true, 'true', 1, '1', 't']) {
  test(`private: ${JSON.stringify(private_)} makes a note that only the team sees`, async () => {
    assert.equal((await send({ content: 'note', private: private_ })).private, true);
  });
}
for (const private_ of [false, 'false', 0, '0', '', null]) {
  test(`private: ${JSON.stringify(private_)} makes a public message`, async () => {
    assert.equal((await send({ content: 'reply', private: private_ })).private, false);
  });
}

test('content_type takes every name of the contract that needs no items', async () => {
  const names =
    'text input_text input_textarea input_email incoming_email input_csat integrations sticker voice_call';
  for (const content_type of names.split(' ')) {
    assert.equal((await send({ content: 'kind', content_type })).content_type, content_type);
  }
  assert.equal((await send({ content: 'kind', content_type: '' })).content_type, 'text');
  assert.equal((await send({ content: 'kind', content_type: 9 })).content_type, 'input_csat');
});

for (const [content_type, items] of [
  ['input_select', [{ title: 'Yes', value: 'yes' }]],
  [
    'cards',
    [
      {
        title: 'Shoe',
        description: 'Red',
        media_url: 'https://example.com/a.png',
        actions: [{ type: 'link', text: 'Buy', uri: 'https://example.com' }],
      },
    ],
  ],
  [
    'form',
    [
      { name: 'email', type: 'email', label: 'E-mail', placeholder: 'x', default: '', required: 1 },
      { options: [{ label: 'A', value: 'a' }], title: 't', pattern: '.', pattern_error: 'no' },
    ],
  ],
  ['article', [{ title: 'How', description: 'to', link: 'https://example.com' }]],
] as const) {
  test(`${content_type} comes back with its items`, async () => {
    const sent = await send({ content: 'Pick', content_type, content_attributes: { items } });
    assert.equal(sent.content_type, content_type);
    assert.deepEqual(sent.content_attributes, { items });
  });
}

test('content_attributes may be an object or the JSON text of one', async () => {
  const attributes = { a: [1, { b: null }], c: 'é<&>' };
  for (const content_attributes of [attributes, JSON.stringify(attributes)]) {
    const sent = await send({ content: 'x', content_attributes });
    assert.deepEqual(sent.content_attributes, attributes);
  }
});

for (const content_attributes of ['{broken', '[1]', '"text"', 'null', '', [1, 2], 5, null, true]) {
  test(`content_attributes ${JSON.stringify(content_attributes)} count as none`, async () => {
    assert.deepEqual((await send({ content: 'x', content_attributes })).content_attributes, {});
  });
}

test('external_created_at goes into content_attributes and leaves created_at alone', async () => {
  const sent = await send({ content: 'old', external_created_at: '2001-01-01T00:00:00Z' });
  assert.deepEqual(sent.content_attributes, { external_created_at: '2001-01-01T00:00:00Z' });
  assert.ok(sent.created_at > 1_600_000_000);
});

test('campaign_id and template_params go into additional_attributes', async () => {
  const template_params = { name: 'welcome', language: 'en', processed_params: { 1: 'Mia' } };
  await send({ content: 'x', campaign_id: 77, template_params });
  const { messages: shown } = (await ada.get(`/conversations/${talk}`)).body;
  assert.deepEqual(shown[0].additional_attributes, { campaign_id: 77, template_params });
});

test('a message by a rule keeps the id of the rule and nothing else of content_attributes', async () => {
  const content_attributes = { automation_rule_id: 5, in_reply_to: 1, other: 'x' };
  const sent = await send({ content: 'x', content_attributes, external_created_at: 1 });
  assert.deepEqual(sent.content_attributes, { automation_rule_id: 5 });
  const blank = { automation_rule_id: null, other: 'x' };
  assert.deepEqual(
    (await send({ content: 'y', content_attributes: blank })).content_attributes,
    blank,
  );
});

test('source_id is kept; an empty one is none', async () => {
  assert.equal((await send({ content: 'x', source_id: 'wamid.1' })).source_id, 'wamid.1');
  assert.equal((await send({ content: 'x', source_id: 12 })).source_id, '12');
  assert.equal((await send({ content: 'x', source_id: '' })).source_id, null);
});

test('a message may be sent as a form, nested the way browsers and Rails write it', async () => {
  const form = new URLSearchParams([
    ['content', 'a+b & c=d ü'],
    ['private', 'true'],
    ['content_type', 'input_select'],
    ['content_attributes[items][][title]', 'Yes'],
    ['content_attributes[items][][value]', 'yes'],
    ['echo_id', 'form-1'],
  ]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await ben.post(messages, form.toString(), headers);
  assert.equal(body.content, 'a+b & c=d ü');
  assert.equal(body.private, true);
  assert.equal(body.echo_id, 'form-1');
  assert.deepEqual(body.content_attributes, { items: [{ title: 'Yes', value: 'yes' }] });
});

test('a message may be sent as multipart without files, its values being texts', async () => {
  const replied = await send({ content: 'first' });
  const { status, body } = await postParts(ben, messages, [
    { name: 'content', bytes: 'über' },
    { name: 'private', bytes: 'false' },
    { name: 'message_type', bytes: 'outgoing' },
    { name: 'content_attributes', bytes: JSON.stringify({ in_reply_to: replied.id }) },
  ]);
  assert.equal(status, 200);
  assert.equal(body.content, 'über');
  assert.equal(body.private, false);
  assert.equal(body.content_attributes.in_reply_to, replied.id);
});

test('parameters may stand in the query, too', async () => {
  const { body } = await ben.post(`${messages}?content=from%20the%20query&private=true`);
  assert.equal(body.content, 'from the query');
  assert.equal(body.private, true);
});

test('parameters that a message does not have change nothing', async () => {
  const foreign = {
    id: 1,
    account_id: world.globex.id,
    inbox_id: world.globex.inbox.id,
    conversation_id: 999,
    status: 'failed',
    created_at: 1,
    updated_at: 1,
    sender: { id: ada.id },
    processed_message_content: 'x',
    external_source_ids: { slack: 'x' },
    additional_attributes: { x: 1 },
  };
  const sent = await send({ content: 'mine', ...foreign });
  assert.equal(sent.status, 'sent');
  assert.equal(sent.inbox_id, acme.support.id);
  assert.equal(sent.conversation_id, talk);
  assert.equal(sent.sender.id, ben.id);
  const { last_non_activity_message: shown } = (await ada.get(`/conversations/${talk}`)).body;
  assert.equal(shown.id, sent.id);
  assert.equal(shown.account_id, acme.id);
  assert.deepEqual(shown.additional_attributes, {});
  assert.deepEqual(shown.external_source_ids, {});
});

test('what is answered and told is the message that was sent, whatever ids others in the conversation have', async () => {
  const conversation = (await world.conversation()).id as number;
  const path = `/conversations/${conversation}/messages`;
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, id, message_type, content)
     overriding system value select account_id, id, inbox_id, 4000000000, 0, 'Brought from elsewhere' from conversations
     where account_id = $1 and display_id = $2`,
    [acme.id, conversation],
  );
  const message = await send({ content: 'Mine', echo_id: 'one' }, path);
  assert.deepEqual([message.content, message.echo_id], ['Mine', 'one']);
  const told = await sql<{ content: string; id: number }>(
    world,
    `select payload -> 'data' ->> 'content' as content, (payload -> 'data' ->> 'id')::int as id from events
     where account_id = $1 and name = 'message.created' order by id desc limit 1`,
    [acme.id],
  );
  assert.deepEqual(told, [{ content: 'Mine', id: message.id }]);
});
