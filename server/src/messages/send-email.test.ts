import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ben, acme } = world;
const open = async (inbox: { id: number }): Promise<string> =>
  `/conversations/${(await world.conversation({ inbox_id: inbox.id })).id}/messages`;
const mail = await open(acme.mail);

const attributesOf = async (body: unknown, path = mail): Promise<Answer['body']> => {
  const { status, body: message, text } = await ben.post(path, body);
  assert.equal(status, 200, text);
  return message.content_attributes;
};
const nobody = { cc_emails: [], bcc_emails: [], to_emails: [] };

test('an e-mail carries its text, and its Markdown as HTML', async () => {
  const attributes = await attributesOf({ content: 'Hi **you**\r\n\r\nsee https://a.example' });
  const html =
    '<p>Hi <strong>you</strong></p>\n<p>see <a href="https://a.example">https://a.example</a></p>\n';
  const text = 'Hi **you**\n\nsee https://a.example';
  assert.deepEqual(attributes, {
    ...nobody,
    email: { html_content: { full: html, reply: html }, text_content: { full: text, reply: text } },
  });
});

test('HTML in the content of an e-mail is text, and its links lead nowhere dangerous', async () => {
  const content = '<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>';
  const { email } = await attributesOf({ content });
  assert.ok(!/<(script|img)|href="javascript/i.test(email.html_content.full));
  assert.ok(email.html_content.full.includes('&lt;script&gt;'));
});

test('an e-mail may bring HTML of its own', async () => {
  const { email } = await attributesOf({
    content: 'Hi',
    email_html_content: '<p>Hi <b>you</b></p>',
  });
  assert.deepEqual(email.html_content, {
    full: '<p>Hi <b>you</b></p>',
    reply: '<p>Hi <b>you</b></p>',
  });
  assert.deepEqual(email.text_content, { full: 'Hi', reply: 'Hi' });
});

for (const email_html_content of ['', null, { a: 1 }, ['x'], 5]) {
  test(`email_html_content ${JSON.stringify(email_html_content)} is none: the content is rendered`, async () => {
    const { email } = await attributesOf({ content: 'Hi', email_html_content });
    assert.equal(email.html_content.full, '<p>Hi</p>\n');
  });
}

test('notes and messages without words have no e-mail form, but always their addresses', async () => {
  assert.deepEqual(await attributesOf({ content: 'note', private: true }), nobody);
  assert.deepEqual(await attributesOf({ content: '' }), nobody);
  assert.deepEqual(await attributesOf({}), nobody);
});

test('comma lists of addresses become arrays, whatever blanks stand between', async () => {
  const { email: _email, ...addresses } = await attributesOf({
    content: 'Hi',
    cc_emails: 'a@example.com, b.c+d@sub.example.com ,',
    bcc_emails: ['c@example.com', 'd@example.com'],
    to_emails: '',
  });
  assert.deepEqual(addresses, {
    cc_emails: ['a@example.com', 'b.c+d@sub.example.com'],
    bcc_emails: ['c@example.com', 'd@example.com'],
    to_emails: [],
  });
});

for (const field of ['cc_emails', 'bcc_emails', 'to_emails']) {
  for (const value of [
    'not an address',
    'a@example.com,b',
    'a@b@example.com',
    'a@example.com\r\nBcc: x@example.com',
    'Ada <ada@example.com>',
    { a: 'a@example.com' },
    `${'a'.repeat(400)}@example.com`,
  ]) {
    test(`${field} ${JSON.stringify(value).slice(0, 40)} is refused`, async () => {
      const answer = await ben.post(mail, { content: 'x', [field]: value });
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body, { error: 'Invalid email address' });
    });
  }
}

test('in other inboxes addresses and HTML are left out, however odd they are', async () => {
  const body = {
    content: 'Hi',
    cc_emails: 'not an address',
    to_emails: 'x',
    email_html_content: 'x',
  };
  for (const inbox of [acme.support, acme.website]) {
    assert.deepEqual(await attributesOf(body, await open(inbox)), {});
  }
});

test('what an e-mail carries is added to the attributes that came with it', async () => {
  const attributes = await attributesOf({
    content: 'Hi',
    content_attributes: { own: 1, cc_emails: 2 },
  });
  assert.equal(attributes.own, 1);
  assert.deepEqual(attributes.cc_emails, []);
});

test('an e-mail is rendered from what Liquid made of it', async () => {
  const { email } = await attributesOf({ content: 'Dear {{ contact.name }}' });
  assert.equal(email.text_content.full, 'Dear Mia');
  assert.equal(email.html_content.full, '<p>Dear Mia</p>\n');
});

test('a long e-mail full of beginnings of Markdown is rendered at once', async () => {
  for (const begin of ['[', '*a ', '![](', '> ', '`']) {
    const started = performance.now();
    await attributesOf({ content: begin.repeat(Math.floor(100_000 / begin.length)) });
    assert.ok(performance.now() - started < 3000, begin);
  }
});
