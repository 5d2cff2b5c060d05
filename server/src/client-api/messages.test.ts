import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, rex, ben, app } = world;
const mia = await visitorOf(world, { source: 'mia-1' });
const start = async (): Promise<string> =>
  `/conversations/${(await mia.post('/conversations')).body.id}`;
const keys = ['id', 'content', 'message_type', 'content_type', 'content_attributes', 'created_at', 'conversation_id']; // prettier-ignore

test('a customer writes, and the conversation opens again', async () => {
  const at = await start();
  await mia.post(`${at}/toggle_status`);
  const events = await eventsOf(world, async () => {
    const { status, body, text } = await mia.post(`${at}/messages`, { content: 'Still broken', echo_id: 'e-1', message_type: 'outgoing', private: true, content_attributes: { deleted: true }, sender_id: ada.id, source_id: 'x' }); // prettier-ignore
    assert.equal(status, 200, text);
    assert.deepEqual(Object.keys(body), [...keys, 'sender', 'echo_id']);
    assert.deepEqual([body.content, body.message_type, body.echo_id], ['Still broken', 0, 'e-1']);
    assert.deepEqual(body.content_attributes, {});
    assert.equal(body.sender.type, 'contact');
  });
  assert.ok(namesOf(events).includes('message.created'));
  const created = events.find(
    ({ name, payload }) => name === 'message.created' && payload.data.message_type === 0,
  );
  assert.equal(created?.payload.data.echo_id, 'e-1');
  assert.equal(created?.payload.data.source_id, null);
  assert.equal(created?.payload.data.private, false);
  assert.equal((await mia.get(at)).body.status, 'open');
  assert.ok((await linesOf(world, Number(at.split('/')[2]))).includes('System reopened the conversation due to a new incoming message.')); // prettier-ignore
});

test('the same message with the same echo_id is one message', async () => {
  const at = await start();
  const body = { content: 'Once', echo_id: 'twice' };
  const first = await mia.post(`${at}/messages`, body);
  let second;
  const events = await eventsOf(world, async () => {
    second = await mia.post(`${at}/messages`, body);
    assert.equal(second.body.id, first.body.id);
  });
  assert.deepEqual(events, []);
  const both = await Promise.all([1, 2, 3].map(() => mia.post(`${at}/messages`, { content: 'Race', echo_id: 'r' }))); // prettier-ignore
  assert.equal(new Set(both.map((each) => each.body.id)).size, 1);
  assert.equal((await mia.get(`${at}/messages`)).body.length, 2);
});

test('the customer sees what was said to them, and nothing of what the team says among itself', async () => {
  const at = await start();
  await mia.post(`${at}/messages`, { content: 'Hi' });
  await ada.post(`${at}/messages`, { content: 'secret-note', private: true });
  await ada.post(`${at}/messages`, { content: 'Hello, how can I help?' });
  await ada.post(`${at}/toggle_status`, { status: 'resolved' });
  assert.ok((await ada.get(`${at}/messages`)).text.includes('secret-note'));
  for (const path of [at, `${at}/messages`, '/conversations']) {
    const { text } = await mia.get(path);
    assert.ok(text.includes('how can I help?'), path);
    assert.ok(!text.includes('secret-note') && !text.includes('marked resolved'), path);
  }
  const [, answer] = (await mia.get(`${at}/messages`)).body;
  assert.deepEqual(answer.sender, { id: ada.id, name: 'Ada', available_name: 'Ada', avatar_url: '', type: 'user', availability_status: null, thumbnail: '' }); // prettier-ignore
});

test('whom else a mail went to is not told', async () => {
  const verified = await visitorOf(world, { source: 'mia-proven', verified: true });
  const mail = await world.conversation({ inbox_id: acme.mail.id });
  await ada.post(`/conversations/${mail.id}/messages`, { content: 'Dear Mia', bcc_emails: 'boss@example.com', cc_emails: 'friend@example.com' }); // prettier-ignore
  const { text } = await verified.get(`/conversations/${mail.id}/messages`);
  assert.ok(text.includes('friend@example.com') && !text.includes('boss@example.com'));
});

test('a page is the newest 20, oldest first, and before leads back', async () => {
  const at = await start();
  const ids: number[] = [];
  for (let n = 1; n <= 25; n += 1) {
    ids.push((await mia.post(`${at}/messages`, { content: `Message ${n}` })).body.id);
    if (n === 13) await ada.post(`${at}/messages`, { content: 'note', private: true });
  }
  const idsAt = async (query: string): Promise<number[]> =>
    ((await mia.get(`${at}/messages${query}`)).body as { id: number }[]).map(({ id }) => id);
  assert.deepEqual(await idsAt(''), ids.slice(5));
  assert.deepEqual(await idsAt(`?before=${ids[5]}`), ids.slice(0, 5));
  assert.deepEqual(await idsAt(`?before=${ids[24]}`), ids.slice(4, 24));
  assert.deepEqual(await idsAt('?before='), ids.slice(5));
  assert.deepEqual(await idsAt('?before=abc'), []);
});

test('a message may carry files, and nothing that is none', async () => {
  const at = await start();
  const line = 'line';
  const payload = `--${line}\r\ncontent-disposition: form-data; name="content"\r\n\r\nSee this\r\n--${line}\r\ncontent-disposition: form-data; name="attachments[]"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--${line}--\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${line}` };
  const { statusCode, body } = await app.inject({ method: 'POST', url: `${mia.url}${at}/messages`, headers, payload }); // prettier-ignore
  assert.equal(statusCode, 200, body);
  const sent = JSON.parse(body) as { content: string; attachments: { file_type: string; data_url: string }[] }; // prettier-ignore
  assert.equal(sent.content, 'See this');
  assert.equal(sent.attachments[0]?.file_type, 'file');
  const file = await app.inject({ url: new URL(sent.attachments[0]?.data_url ?? '').pathname });
  assert.equal(file.body, 'hello');
  const blob = { filename: 'a.txt', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==' };
  const upload = await ada.post(`${at}/direct_uploads`, { blob });
  const signed = await mia.post(`${at}/messages`, { content: 'x', attachments: [upload.body.signed_id] }); // prettier-ignore
  assert.deepEqual([signed.status, signed.body], [422, { error: 'attachments must be files' }]);
});

test('too long, or too many in a minute, is refused', async () => {
  const at = await start();
  const long = await mia.post(`${at}/messages`, { content: 'x'.repeat(150_001) });
  assert.deepEqual(
    [long.status, long.body],
    [
      422,
      { message: 'Content is too long (maximum is 150000 characters)', attributes: ['content'] },
    ],
  );
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select account_id, id, inbox_id, 0, 'x' from conversations, generate_series(1, 200)
     where account_id = $1 and display_id = $2`,
    [acme.id, Number(at.split('/')[2])],
  );
  const flood = await mia.post(`${at}/messages`, { content: 'One more' });
  assert.deepEqual([flood.status, flood.body], [422, { message: 'Too many messages', attributes: ['base'] }]); // prettier-ignore
});

test('a customer chooses an option, and the team sees which', async () => {
  const at = await start();
  const items = [{ title: 'Yes', value: 'y' }, { title: 'No', value: 'n' }]; // prettier-ignore
  const asked = await ada.post(`${at}/messages`, { content: 'Ok?', content_type: 'input_select', content_attributes: { items } }); // prettier-ignore
  const path = `${at}/messages/${asked.body.id}`;
  const submitted_values = [{ title: 'Yes', value: 'y', name: 'ok', evil: 1 }];
  const events = await eventsOf(world, async () => {
    const { status, body, text } = await mia.patch(path, { submitted_values, content: 'changed', status: 'failed', private: true, message_type: 1 }); // prettier-ignore
    assert.equal(status, 200, text);
    assert.equal(body.content, 'Ok?');
    assert.deepEqual(body.content_attributes, { items, submitted_values: [{ name: 'ok', title: 'Yes', value: 'y' }] }); // prettier-ignore
  });
  assert.deepEqual(namesOf(events), ['message.updated']);
  assert.deepEqual(Object.keys(events[0]?.payload.changes), ['content_attributes']);
  assert.equal(events[0]?.payload.performer.type, 'Contact');
  const put = await mia.put(path, { submitted_values: [] });
  assert.deepEqual(put.body.content_attributes.submitted_values, []);
});

test('notes and lines of the team cannot be answered, nor messages of another conversation', async () => {
  const at = await start();
  const note = await ada.post(`${at}/messages`, { content: 'note', private: true });
  await ada.post(`${at}/toggle_status`, { status: 'resolved' });
  const all = (await ada.get(`${at}/messages`)).body.payload as { id: number; message_type: number }[]; // prettier-ignore
  const line = all.find(({ message_type }) => message_type === 2);
  const other = await start();
  const elsewhere = await mia.post(`${other}/messages`, { content: 'Elsewhere' });
  for (const id of [note.body.id, line?.id, elsewhere.body.id, 900_000, 'x']) {
    const events = await eventsOf(world, async () => {
      const answer = await mia.patch(`${at}/messages/${id}`, { submitted_values: [{ value: 'y' }] }); // prettier-ignore
      assert.deepEqual([answer.status, answer.text], [404, '{"status":404,"error":"Not Found"}']);
    });
    assert.deepEqual(events, []);
  }
  assert.equal((await mia.patch(`${other}/messages/${elsewhere.body.id}`, { submitted_values: [] })).status, 200); // prettier-ignore
});

test('what cannot be read as an answer is refused by name, and changes nothing', async () => {
  const at = await start();
  const asked = await ada.post(`${at}/messages`, { content: 'Ok?' });
  const survey = { csat_survey_response: { rating: 6 } };
  const events = await eventsOf(world, async () => {
    for (const submitted_values of [
      undefined,
      null,
      'x',
      1,
      {},
      { a: 1 },
      ['x'],
      [{ value: {} }],
      [{ value: 'x'.repeat(20_001) }],
      survey,
      { csat_survey_response: 5 },
      { csat_survey_response: { rating: 'five' } },
      { csat_survey_response: { rating: 1.5 } },
      { csat_survey_response: { rating: 5, feedback_message: {} } },
      Array.from({ length: 101 }, () => ({ value: 'x' })),
    ]) {
      // prettier-ignore
      const answer = await mia.patch(`${at}/messages/${asked.body.id}`, { submitted_values });
      assert.equal(answer.status, 422, JSON.stringify(submitted_values)?.slice(0, 100));
      assert.match(answer.body.error, /submitted_values/);
    }
  });
  assert.deepEqual(events, []);
});

test('the team sees who wrote; bots and agents do not get in by the customers’ door', async () => {
  const at = await start();
  const sent = await mia.post(`${at}/messages`, { content: 'Hi' }, { api_access_token: rex.token });
  assert.equal(sent.body.sender.type, 'contact');
  const { body } = await ben.get(`${at}/messages`);
  assert.equal(body.payload[0].sender.id, acme.mia.id);
});
