import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserAt, type Browser } from '../../test/browser.ts';
import { configure, eventsOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;
const NOT_FOUND = '{"error":"Resource could not be found"}';
await configure(world, acme.website, { enable_email_collect: false });

const send = async (browser: Browser, message: object): Promise<Answer> => browser.post('/messages', { message }); // prettier-ignore
const agent = async (conversation: number, body: object): Promise<number> =>
  (await ada.post(`/conversations/${conversation}/messages`, body)).body.id;
const attributesOf = async (id: number): Promise<Answer['body']> =>
  (await sql(world, 'select content_attributes from messages where id = $1', [id]))[0]?.['content_attributes']; // prettier-ignore
const talking = async () => {
  const browser = await browserAt(world);
  const { body } = await send(browser, { content: 'Hello' });
  return { browser, id: body.conversation_id as number, message: body.id as number };
};

test('a message starts a conversation, and later ones go on with it', async () => {
  const browser = await browserAt(world);
  const { status, body } = await send(browser, { content: 'Hi', echo_id: 'e', private: true, message_type: 'outgoing', sender_id: 1 }); // prettier-ignore
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['id', 'content', 'inbox_id', 'conversation_id', 'message_type', 'created_at', 'private', 'source_id', 'content_attributes', 'sender']); // prettier-ignore
  assert.deepEqual([body.message_type, body.private, body.source_id, body.content_attributes, body.sender.id], [0, false, null, { in_reply_to: null }, browser.contact.id]); // prettier-ignore
  const reply = await send(browser, { content: 'B', reply_to: body.id });
  assert.deepEqual(reply.body.content_attributes, { in_reply_to: body.id, in_reply_to_external_id: null }); // prettier-ignore
  assert.equal(reply.body.conversation_id, body.conversation_id);
  const lost = await send(browser, { content: 'C', reply_to: 987_654 });
  assert.deepEqual(lost.body.content_attributes, { in_reply_to: null, in_reply_to_external_id: null }); // prettier-ignore
  assert.equal((await send(browser, { content: 'Hi', echo_id: 'e' })).body.id, body.id);
  assert.equal((await browser.post('/messages', {})).status, 422);
  const long = await send(browser, { content: 'x'.repeat(150_001) });
  assert.deepEqual(long.body, { message: 'Content is too long (maximum is 150000 characters)', attributes: ['content'] }); // prettier-ignore
});

test('pages go back from the newest, forward from an id, or between two; notes and lines are on none', async () => {
  const { browser, id, message } = await talking();
  const ids = [message];
  for (let n = 0; n < 24; n += 1) ids.push(await agent(id, { content: `a${n}` }));
  await agent(id, { content: 'secret note', private: true });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const list = async (query: string): Promise<number[]> => {
    const { body, text } = await browser.get(`/messages${query}`);
    assert.ok(!text.includes('secret note') && !text.includes('resolved by'), text);
    assert.deepEqual(Object.keys(body), ['payload', 'meta']);
    assert.deepEqual(Object.keys(body.meta), ['contact_last_seen_at']);
    return body.payload.map((each: { id: number }) => each.id);
  };
  assert.deepEqual(await list(''), ids.slice(-20));
  assert.deepEqual(await list(`?before=${ids[10]}`), ids.slice(0, 10));
  assert.deepEqual(await list(`?after=${ids[3]}`), ids.slice(4));
  assert.deepEqual(await list(`?after=${ids[3]}&before=${ids[6]}`), ids.slice(3, 6));
  assert.deepEqual(await list('?before=abc'), []);
});

test('what one visitor may answer does not exist for another, whatever is asked', async () => {
  const { browser, id, message } = await talking();
  const question = await agent(id, { content: 'Which?', content_type: 'input_select', content_attributes: { items: [{ title: 'A', value: 'a' }] } }); // prettier-ignore
  const note = await agent(id, { content: 'note', private: true });
  const answer = { message: { submitted_values: [{ title: 'A', value: 'a', id: 7 }] } };
  const other = await talking();
  const sibling = await browserAt(world);
  await sql(world, `update contact_inboxes set contact_id = $1 where contact_id = $2`, [browser.contact.id, sibling.contact.id]); // prettier-ignore
  const before = await attributesOf(question);
  for (const who of [other.browser, sibling, await browserAt(world)]) {
    for (const each of [question, message, note]) {
      const { status, text } = await who.patch(`/messages/${each}`, answer);
      assert.deepEqual([status, text], [404, NOT_FOUND]);
    }
  }
  assert.equal(
    (await browser.patch(`/messages/${note}`, answer)).status,
    404,
    'a note is nobody’s',
  );
  assert.deepEqual(await attributesOf(question), before);
  const events = await eventsOf(world, async () => {
    const own = await browser.put(`/messages/${question}`, answer);
    assert.deepEqual([own.status, Object.keys(own.body), own.body.contact.id], [200, ['contact'], browser.contact.id]); // prettier-ignore
  });
  assert.deepEqual(events.map(({ name }) => name), ['message.updated']); // prettier-ignore
  assert.deepEqual((await attributesOf(question)).submitted_values, [{ title: 'A', value: 'a' }]);
  assert.equal((await browser.patch(`/messages/${question}`, {})).status, 422);
});

test('a rating can be given however long ago it was asked for', async () => {
  const { browser, id } = await talking();
  await configure(world, acme.website, { csat_survey_enabled: true });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  await configure(world, acme.website, { csat_survey_enabled: false });
  const asked = (await browser.get('/messages')).body.payload.at(-1);
  assert.equal(asked.content_type, 'input_csat');
  await sql(world, `update messages set created_at = now() - interval '40 days' where id = $1`, [asked.id]); // prettier-ignore
  const answer = await browser.patch(`/messages/${asked.id}`, { message: { submitted_values: { csat_survey_response: { rating: 4 } } } }); // prettier-ignore
  assert.equal(answer.status, 200, answer.text);
  const found = await sql(world, 'select rating from csat_survey_responses where message_id = $1', [asked.id]); // prettier-ignore
  assert.deepEqual(found, [{ rating: 4 }]);
});

test('an address that the inbox asks for is kept; what is none is refused in words that the window reads', async () => {
  await configure(world, acme.website, { enable_email_collect: true });
  const { browser } = await talking();
  await configure(world, acme.website, { enable_email_collect: false });
  const asked = (await browser.get('/messages')).body.payload.at(-1);
  assert.equal(asked.content_type, 'input_email');
  const wrong = await browser.patch(`/messages/${asked.id}`, { contact: { email: 'nonsense' } });
  assert.deepEqual([wrong.status, wrong.body], [422, { error: { email: ['Invalid email'] }, message: 'Validation failed: Email Invalid email' }]); // prettier-ignore
  assert.equal((await attributesOf(asked.id)).submitted_email, undefined);
  assert.equal((await browser.patch(`/messages/${asked.id}`, { contact: { email: null } })).status, 200); // prettier-ignore
  const { body } = await browser.patch(`/messages/${asked.id}`, { contact: { email: 'Una@example.com' } }); // prettier-ignore
  assert.deepEqual([body.contact.email, body.contact.name], ['una@example.com', 'una']);
  assert.equal((await attributesOf(asked.id)).submitted_email, 'una@example.com');
});

test('files of kinds that a website does not take are refused by name', async () => {
  const { browser } = await talking();
  const part = (name: string, type: string): string =>
    `--x\r\ncontent-disposition: form-data; name="message[attachments][]"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n\u0000\u0001\u0002\r\n--x--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const bad = await browser.post('/messages', part('a.bin', 'application/x-msdownload'), headers);
  assert.deepEqual([bad.status, bad.body], [422, { message: 'Attachments file type not supported', attributes: ['attachments.file'] }]); // prettier-ignore
  const text = part('a.csv', 'text/csv').replace('\u0000\u0001\u0002', 'a,b');
  const good = await browser.post('/messages', text, headers);
  assert.equal(good.body.attachments?.length, 1, good.text);
});
