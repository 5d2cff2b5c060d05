import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserAt } from '../../test/browser.ts';
import { configure, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben } = world;
const view = ['id', 'inbox_id', 'contact_last_seen_at', 'status', 'messages', 'custom_attributes', 'contact']; // prettier-ignore
const chrome = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'; // prettier-ignore

const talking = async () => {
  const browser = await browserAt(world);
  const { body } = await browser.post('/messages', { message: { content: 'Hello' } });
  return { browser, id: body.conversation_id as number, message: body.id as number };
};
const shown = async (id: number): Promise<Answer['body']> => (await ada.get(`/conversations/${id}`)).body; // prettier-ignore

test('the form before a conversation says who it is, and the conversation where it began', async () => {
  const browser = await browserAt(world);
  const message = { content: 'Hi', referer_url: 'https://shop.example.com/a', timestamp: 'noon', echo_id: 'e1' }; // prettier-ignore
  const sent = { contact: { email: 'PAT@example.com' }, message, custom_attributes: { order: '1' }, status: 'resolved', assignee_id: ben.id }; // prettier-ignore
  const { status, body } = await browser.post('/conversations', sent, { 'user-agent': chrome, 'accept-language': 'fr-CH, en;q=0.8' }); // prettier-ignore
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), view);
  assert.deepEqual([body.status, body.contact.email, body.contact.name, body.custom_attributes], ['open', 'pat@example.com', 'pat', { order: '1' }]); // prettier-ignore
  assert.deepEqual([body.messages[0].content, body.messages[0].message_type], ['Hi', 0]);
  const { additional_attributes, meta } = await shown(body.id);
  assert.equal(meta.assignee, undefined);
  assert.deepEqual(additional_attributes, { browser_language: 'fr', browser: { browser_name: 'Chrome', browser_version: '120.0.0.0', device_name: 'Unknown', platform_name: 'macOS', platform_version: '10.15.7' }, initiated_at: { timestamp: 'noon' }, referer: 'https://shop.example.com/a' }); // prettier-ignore
  const next = await browser.post('/conversations', { contact: { name: 'Other' }, message: { content: 'B', referer_url: 'javascript:x' } }); // prettier-ignore
  assert.notEqual(next.body.id, body.id);
  assert.equal(next.body.contact.name, 'pat', 'who is known keeps the name');
  assert.equal((await shown(next.body.id)).additional_attributes.referer, null);
});

test('a conversation without a message is refused, and nothing of it is kept', async () => {
  const browser = await browserAt(world);
  for (const body of [{}, { message: {} }, { contact: { email: 'lost@example.com' } }]) {
    const { status, body: said } = await browser.post('/conversations', body);
    assert.deepEqual(
      [status, said.error],
      [422, 'param is missing or the value is empty: message'],
    );
  }
  assert.equal((await browser.get('/contact')).body.has_email, false);
  assert.deepEqual((await browser.get('/conversations')).body, {});
});

test('while there is no conversation each call says so in its own way', async () => {
  const browser = await browserAt(world);
  const answers = [
    await browser.post('/conversations/toggle_typing', { typing_status: 'on' }),
    await browser.get('/conversations/toggle_status'),
    await browser.post('/conversations/update_last_seen'),
    await browser.post('/conversations/transcript'),
    await browser.post('/conversations/set_custom_attributes', { custom_attributes: {} }),
    await browser.post('/conversations/destroy_custom_attributes', { custom_attribute: ['a'] }),
    await browser.post('/labels', { label: 'vip' }),
    await browser.delete('/labels/vip'),
  ];
  assert.deepEqual(answers.map(({ status }) => status), [404, 404, 204, 200, 404, 404, 204, 204]); // prettier-ignore
  assert.ok(answers.every(({ text }) => text === ''));
  assert.deepEqual((await browser.get('/messages')).body, { payload: [] });
});

test('the visitor types, looks, and ends the conversation where the website lets them', async () => {
  const { browser, id } = await talking();
  const events = await eventsOf(world, async () => {
    for (const typing_status of ['on', 'off', 'x']) await browser.post('/conversations/toggle_typing', { typing_status }); // prettier-ignore
  });
  assert.deepEqual(namesOf(events), ['conversation.typing_on', 'conversation.typing_off']);
  const seen = await browser.post('/conversations/update_last_seen');
  assert.deepEqual([seen.status, seen.text], [200, '']);
  const current = (await browser.get('/conversations')).body;
  assert.deepEqual(Object.keys(current), ['id', 'inbox_id', 'contact_last_seen_at', 'status']);
  assert.ok(current.contact_last_seen_at > 0);
  await configure(world, acme.website, { channel: { selected_feature_flags: [] } });
  const kept = await browser.get('/conversations/toggle_status');
  assert.deepEqual([kept.status, kept.text, (await shown(id)).status], [403, '', 'open']);
  await configure(world, acme.website, { channel: {} });
  const ended = await browser.get('/conversations/toggle_status');
  assert.deepEqual([ended.status, ended.text, (await shown(id)).status], [200, '', 'resolved']);
  await browser.get('/conversations/toggle_status');
  assert.equal((await shown(id)).status, 'resolved');
  assert.equal((await linesOf(world, id)).filter((line) => line.includes('resolved')).length, 1);
  await browser.post('/messages', { message: { content: 'Again' } });
  assert.equal((await shown(id)).status, 'open');
});

test('custom attributes of the conversation are replaced as a whole, and taken away by name', async () => {
  const { browser, id } = await talking();
  await browser.post('/conversations/set_custom_attributes', { custom_attributes: { a: 1, b: 2 } });
  const set = await browser.post('/conversations/set_custom_attributes', { custom_attributes: { b: 3, c: 4 } }); // prettier-ignore
  assert.deepEqual([set.status, set.text], [204, '']);
  assert.deepEqual((await shown(id)).custom_attributes, { b: 3, c: 4 });
  const gone = await browser.post('/conversations/destroy_custom_attributes', { custom_attribute: ['b'] }); // prettier-ignore
  assert.deepEqual([gone.status, gone.body.custom_attributes, gone.body.display_id], [200, { c: 4 }, id]); // prettier-ignore
  assert.equal(Object.keys(gone.body).length, 27);
});

test('labels are those that the account has, and leave no line', async () => {
  const { browser, id } = await talking();
  await ada.post('/labels', { title: 'vip' });
  for (const label of ['VIP', 'vip', 'unknown', 7, { a: 1 }]) {
    assert.equal((await browser.post('/labels', { label })).status, 204);
  }
  assert.deepEqual((await shown(id)).labels, ['vip']);
  assert.equal((await browser.delete('/labels/Vip')).status, 204);
  assert.deepEqual([(await shown(id)).labels, await linesOf(world, id)], [[], []]);
});

test('the transcript goes to the visitor’s own address, five times an hour', async () => {
  const { browser } = await talking();
  const asked = async () => browser.post('/conversations/transcript', { email: 'victim@example.com' }); // prettier-ignore
  assert.deepEqual(await eventsOf(world, asked), [], 'nobody knows where to');
  await browser.patch('/contact', { email: 'tina@example.com' });
  const events = await eventsOf(world, async () => assert.equal((await asked()).status, 200));
  assert.deepEqual(events.map(({ name, payload }) => [name, payload.email]), [['conversation.transcript_requested', 'tina@example.com']]); // prettier-ignore
  for (let n = 0; n < 4; n += 1) await asked();
  assert.equal((await asked()).status, 429);
});

test('that the window was opened is recorded as webhooks carry it; any other event is nothing', async () => {
  const { browser, id } = await talking();
  const event_info = { referer: 'https://shop.example.com' };
  const events = await eventsOf(world, async () => {
    const answer = await browser.post('/events?locale=de', { name: 'webwidget.triggered', event_info }); // prettier-ignore
    assert.deepEqual([answer.status, answer.text], [204, '']);
    for (const name of ['campaign.triggered', 'message.created', '', 7]) {
      assert.equal((await browser.post('/events', { name, event_info })).status, 204);
    }
    const much = await browser.post('/events', { name: 'webwidget.triggered', event_info: { a: 'x'.repeat(20_000) } }); // prettier-ignore
    assert.equal(much.status, 422);
  });
  assert.deepEqual(namesOf(events), ['webwidget.triggered']);
  const data = events[0]?.payload.data as Record<string, unknown>;
  assert.deepEqual(Object.keys(data).toSorted(), ['account', 'contact', 'current_conversation', 'event', 'event_info', 'id', 'inbox', 'source_id']); // prettier-ignore
  assert.equal((data['current_conversation'] as { id: number }).id, id);
  assert.deepEqual(data['inbox'], { id: acme.website.id, name: 'Website' });
  assert.equal((data['event_info'] as Record<string, unknown>)['widget_language'], 'de');
});

test('an announced file can be sent; its address is refused in the framework’s form', async () => {
  const { browser } = await talking();
  const blob = { filename: 'a.txt', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==', content_type: 'text/plain' }; // prettier-ignore
  const lost = await browser.with({ token: 'x' }).post('/direct_uploads', { blob });
  assert.deepEqual([lost.status, lost.text], [404, '{"status":404,"error":"Not Found"}']);
  const { body } = await browser.post('/direct_uploads', { blob });
  const url = new URL(body.direct_upload.url).pathname;
  await world.app.inject({ method: 'PUT', url, headers: { 'content-type': 'text/plain' }, payload: 'a' }); // prettier-ignore
  const sent = await browser.post('/messages', { message: { attachments: [body.signed_id] } });
  assert.equal(sent.body.attachments[0].file_type, 'file', sent.text);
});

test('a seventh conversation of an address within twelve hours is refused, unless the operator says otherwise', async () => {
  const limited = await createWorld({ RATE_LIMIT: '3000' });
  const browser = await browserAt(limited, limited.acme.website, '198.51.100.7');
  const open = async () => browser.post('/conversations', { message: { content: 'Hi' } });
  for (let n = 0; n < 6; n += 1) assert.equal((await open()).status, 200);
  const answer = await open();
  assert.deepEqual([answer.status, answer.text], [429, 'Retry later\n']);
  const local = await browserAt(limited);
  for (let n = 0; n < 7; n += 1) {
    assert.equal((await local.post('/conversations', { message: { content: 'Hi' } })).status, 200);
  }
  for (let n = 0; n < 60; n += 1) await browser.patch('/contact', {});
  assert.equal((await browser.patch('/contact', {})).status, 429);
  const open2 = await createWorld({ RATE_LIMIT: '3000', ENABLE_RACK_ATTACK_WIDGET_API: 'false' });
  const free = await browserAt(open2, open2.acme.website, '198.51.100.7');
  for (let n = 0; n < 7; n += 1) {
    assert.equal((await free.post('/conversations', { message: { content: 'Hi' } })).status, 200);
  }
});

test('two first messages at once are in one conversation', async () => {
  const browser = await browserAt(world);
  const answers = await Promise.all([1, 2, 3].map(async (n) => browser.post('/messages', { message: { content: `M${n}` } }))); // prettier-ignore
  assert.equal(new Set(answers.map(({ body }) => body.conversation_id)).size, 1);
  const found = await sql(world, 'select id from conversations where contact_id = $1', [browser.contact.id]); // prettier-ignore
  assert.equal(found.length, 1);
});
