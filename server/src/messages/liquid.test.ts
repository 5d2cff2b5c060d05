import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, acme } = world;

await sql(
  world,
  `update contacts set name = 'mia van doorn', phone_number = '+31201234567', custom_attributes = $2 where id = $1`,
  [acme.mia.id, { plan: 'gold', nested: { deep: 'x' }, list: ['a', 'b'] }],
);
await sql(world, `update users set name = 'ben okri', display_name = 'benny' where id = $1`, [
  ben.id,
]);
const conversation = await world.conversation({ custom_attributes: { order: 'A-12' } });
const messages = `/conversations/${conversation.id}/messages`;

const send = async (body: object, caller = ben): Promise<Answer['body']> => {
  const { status, body: message, text } = await caller.post(messages, body);
  assert.equal(status, 200, text);
  return message;
};
const rendered = async (content: string): Promise<string> => (await send({ content })).content;

for (const [variable, value] of [
  ['contact.name', 'Mia Van Doorn'],
  ['contact.first_name', 'Mia'],
  ['contact.last_name', 'Doorn'],
  ['contact.email', 'mia@example.com'],
  ['contact.phone_number', '+31201234567'],
  ['contact.custom_attribute.plan', 'gold'],
  ['contact.custom_attribute.nested.deep', 'x'],
  ['contact.custom_attribute.unknown', ''],
  ['agent.name', 'Ben Okri'],
  ['agent.first_name', 'Ben'],
  ['agent.last_name', 'Okri'],
  ['agent.available_name', 'Benny'],
  ['conversation.display_id', String(conversation.id)],
  ['conversation.contact_name', 'Mia Van Doorn'],
  ['conversation.custom_attribute.order', 'A-12'],
  ['inbox.name', 'Support'],
  ['account.name', 'Acme'],
] as const) {
  test(`{{ ${variable} }} becomes ${value === '' ? 'nothing' : value}`, async () => {
    assert.equal(await rendered(`<{{ ${variable} }}>`), `<${value}>`);
    assert.equal(await rendered(`<{{${variable}}}>`), `<${value}>`);
  });
}

test('filters, conditions and loops of Liquid work', async () => {
  assert.equal(
    await rendered(
      "{{ contact.first_name | upcase }} {{ contact.nick | default: 'you' }} {% if contact.email %}yes{% endif %} " +
        '{% for each in contact.custom_attribute.list %}{{ forloop.index }}{{ each }} {% endfor %}',
    ),
    'MIA you yes 1a 2b ',
  );
});

test('a bot that speaks is the agent of the text', async () => {
  const content = '{{ agent.name }}/{{ agent.first_name }}/{{ agent.available_name }}';
  assert.equal((await send({ content }, rex)).content, 'Rex/Rex/Rex');
  const as = { sender_type: 'AgentBot', sender_id: rex.id };
  assert.equal((await send({ content, ...as })).content, 'Rex/Rex/Rex');
});

test('notes and templates are rendered, too; what customers wrote and activity lines never are', async () => {
  const content = 'Hi {{ contact.name }}';
  assert.equal((await send({ content, private: true })).content, 'Hi Mia Van Doorn');
  assert.equal((await send({ content, message_type: 'template' })).content, 'Hi Mia Van Doorn');
  assert.equal((await send({ content, message_type: 'incoming' })).content, content);
  assert.equal((await send({ content, message_type: 'activity' })).content, content);
});

test('the parameters of a template are rendered, however nested, and nothing else of it', async () => {
  const template = (name: string, number: string): object => ({
    name: '{{ contact.name }}',
    processed_params: {
      body: { 1: name, list: [name, 5] },
      number,
      flag: true,
    },
  });
  const shown = async (): Promise<unknown> =>
    (await ada.get(`/conversations/${conversation.id}`)).body.messages[0].additional_attributes;
  const template_params = template('Hi {{ contact.first_name }}', '{{ conversation.display_id }}');
  await send({ content: 'x', template_params });
  assert.deepEqual(await shown(), { template_params: template('Hi Mia', String(conversation.id)) });
  await send({ content: 'x', template_params, message_type: 'incoming' });
  assert.deepEqual(await shown(), { template_params });
});

for (const code of [
  '`{{ contact.name }}`',
  '``` {% if x %}\n{{ contact.name }} ```',
  '`{% endraw %}{{ contact.name }}`',
  '`{{` and `}}`',
]) {
  test(`inside backticks ${JSON.stringify(code)} stays as it is`, async () => {
    assert.equal(
      await rendered(`{{ inbox.name }}: ${code} {{ inbox.name }}`),
      `Support: ${code} Support`,
    );
  });
}

test('code with a mistake in it does not keep the rest from being rendered', async () => {
  assert.equal(await rendered('`{{ a | }}` {{ inbox.name }}'), '`{{ a | }}` Support');
});

for (const mistake of [
  'Hi {{ contact.name',
  'Hi {{ contact.name }} {% if %}',
  '{% for x in (1..3) %}{{ contact.name }}',
  '{% unknown %}{{ contact.name }}',
  '{{ contact.name }} {% endif %}',
  '{% include "x" %}{{ contact.name }}',
]) {
  test(`a text with a mistake stays as it was written: ${mistake}`, async () => {
    assert.equal(await rendered(mistake), mistake);
  });
}

test('a single brace, a percent sign and other template languages are only text', async () => {
  for (const text of [
    '{ contact.name }',
    '100 % } {',
    '${7*7}',
    '<%= 7*7 %>',
    '#{7*7}',
    '[[contact.name]]',
  ]) {
    assert.equal(await rendered(text), text);
  }
});

test('arithmetic and calls are no part of the language', async () => {
  assert.equal(await rendered('{{7*7}}'), '{{7*7}}');
  const call = "{{ contact.name.constructor.constructor('return process')() }}";
  assert.equal(await rendered(call), call);
});

for (const path of [
  'contact.constructor',
  'contact.__proto__',
  'contact.name.constructor',
  'contact.name.__proto__.constructor',
  "contact['constructor']['constructor']",
  'contact.custom_attribute.constructor',
  'contact.custom_attribute.__proto__.polluted',
  'contact.custom_attribute.list.constructor',
  'contact.name.split',
  'conversation.id',
  'conversation.account_id',
  'contact.id',
  'account.id',
  'process.env.PATH',
  'globalThis',
  'require',
  'this',
  'self',
  'env',
]) {
  test(`{{ ${path} }} reaches nothing`, async () => {
    assert.equal(await rendered(`<{{ ${path} }}>`), '<>');
  });
}

test('files of the server cannot be read into a text', async () => {
  for (const tag of ['include', 'render', 'layout']) {
    for (const file of ['/etc/passwd', '../package.json', 'package.json', 'file:///etc/passwd']) {
      const text = `{% ${tag} '${file}' %}`;
      assert.equal(await rendered(text), text);
    }
  }
});

test('what a text assigns is gone with the next one', async () => {
  await rendered('{% assign leak = contact.email %}{% increment count %}{{ leak }}');
  assert.equal(await rendered('<{{ leak }}{{ count }}>'), '<>');
});

test('values that look like Liquid are not rendered again', async () => {
  await sql(world, `update contacts set custom_attributes = $2 where id = $1`, [
    acme.mia.id,
    { evil: '{{ account.name }}`x`', mark: '\u00010\u0001' },
  ]);
  assert.equal(await rendered('{{ contact.custom_attribute.evil }}'), '{{ account.name }}`x`');
  // What stands for code while a text is rendered cannot be forged into much: it shows that code again.
  assert.equal(await rendered('`a` {{ contact.custom_attribute.mark }}'), '`a` `a`');
});
