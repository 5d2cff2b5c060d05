import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, acme } = world;
const { id: talk } = await world.conversation();
const messages = `/conversations/${talk}/messages`;

const send = async (body: object = { content: 'Hello' }): Promise<Answer['body']> =>
  (await ben.post(messages, body)).body;
const ok = async (answer: Promise<Answer>): Promise<Answer['body']> => {
  const { status, body, text } = await answer;
  assert.equal(status, 200, text);
  return body;
};
const newest = async (): Promise<Answer['body']> => (await ben.get(messages)).body.payload.at(-1);

test('of a deleted message its place, its sender and a line that it was deleted stay', async () => {
  const sent = await send({
    content: 'secret',
    content_type: 'input_select',
    content_attributes: { items: [{ title: 'a', value: 'b' }] },
    source_id: 'kept',
  });
  const deleted = await ok(ada.delete(`${messages}/${sent.id}`));
  assert.deepEqual(deleted, {
    ...sent,
    content: 'This message was deleted',
    content_type: 'text',
    content_attributes: { deleted: true },
  });
  assert.deepEqual(await newest(), deleted);
});

test('whoever sees the conversation may delete any message of it', async () => {
  const mine = await ok(ada.post(messages, { content: 'by Ada' }));
  const line = await send({ content: 'line', message_type: 'activity' });
  const incoming = await send({ content: 'by Mia', message_type: 'incoming' });
  for (const { id } of [mine, line, incoming]) {
    assert.equal((await ok(ben.delete(`${messages}/${id}`))).content, 'This message was deleted');
  }
});

test('what a deleted message said is found nowhere any more', async () => {
  const { id } = await send({ content: 'Xylophonist', private: true });
  const search = async (): Promise<number> =>
    (await ada.get('/conversations?q=xylophonist')).body.data.meta.all_count;
  assert.equal(await search(), 1);
  await ok(ben.delete(`${messages}/${id}`));
  assert.equal(await search(), 0);
  const stored = await sql(world, `select from messages m where m::text ilike '%xylophonist%'`);
  assert.deepEqual(stored, []);
});

test('deleting is one message.updated, which does not repeat what was deleted', async () => {
  const { id } = await send({ content: 'secret' });
  const events = await eventsOf(world, async () => ok(ben.delete(`${messages}/${id}`)));
  assert.deepEqual(namesOf(events), ['message.updated']);
  const { data, changes, performer } = events[0]!.payload;
  assert.equal(data.content, 'This message was deleted');
  assert.equal(data.processed_message_content, 'This message was deleted');
  assert.deepEqual(data.content_attributes, { deleted: true });
  assert.deepEqual(changes, { deleted: [false, true] });
  assert.equal(performer.id, ben.id);
  assert.ok(!JSON.stringify(events).includes('secret'));
});

test('deleting an incoming message leaves the unread count as it is', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}`;
  const sent = await ok(ben.post(`${path}/messages`, { content: 'x', message_type: 'incoming' }));
  await ok(ben.delete(`${path}/messages/${sent.id}`));
  assert.equal((await ada.get(path)).body.unread_count, 1);
});

test('a deleted message can be deleted again, and its status reported', async () => {
  const { id } = await send();
  await ok(ben.delete(`${messages}/${id}`));
  await ok(ben.delete(`${messages}/${id}`));
  assert.equal((await ok(ben.patch(`${messages}/${id}`, { status: 'read' }))).status, 'read');
});

test('a retried message is as good as new, and its two changes are told', async () => {
  const { id } = await send({ content: 'x', content_attributes: { own: 1 } });
  await ok(ben.patch(`${messages}/${id}`, { status: 'failed', external_error: 'no route' }));
  const events = await eventsOf(world, async () => {
    const retried = await ok(ben.post(`${messages}/${id}/retry`));
    assert.equal(retried.status, 'sent');
    assert.deepEqual(retried.content_attributes, {});
    assert.equal(retried.content, 'x');
    assert.deepEqual(await newest(), retried);
  });
  assert.deepEqual(
    events.map(({ name, payload }) => [name, payload.changes, payload.data.status]),
    [
      ['message.updated', { status: ['failed', 'sent'] }, 'sent'],
      [
        'message.updated',
        { content_attributes: [{ own: 1, external_error: 'no route' }, {}] },
        'sent',
      ],
    ],
  );
});

test('a message of any status can be retried, also one that was read', async () => {
  const { id } = await send();
  await ok(ben.patch(`${messages}/${id}`, { status: 'read' }));
  assert.equal((await ok(ben.post(`${messages}/${id}/retry`))).status, 'sent');
});

for (const id of ['999999999', 'abc', '0', '-1', '9'.repeat(40), '%00', '%22%3Cb%3E']) {
  test(`retrying message ${id} is refused in the words that integrations match`, async () => {
    const answer = await ben.post(`${messages}/${id}/retry`);
    assert.equal(answer.status, 422);
    const shown = JSON.stringify(decodeURIComponent(id));
    assert.deepEqual(answer.body, {
      error: `Couldn't find Message with 'id'=${shown} [WHERE "messages"."conversation_id" = $1]`,
    });
  });
  for (const [what, call] of [
    ['deleting', async () => ben.delete(`${messages}/${id}`)],
    ['reporting on', async () => ben.patch(`${messages}/${id}`, { status: 'read' })],
    ['translating', async () => ben.post(`${messages}/${id}/translate`, { target_language: 'de' })],
  ] as const) {
    test(`${what} message ${id} is 404`, async () => {
      const answer = await call();
      assert.equal(answer.status, 404);
      assert.equal(answer.text, '{"error":"Resource could not be found"}');
    });
  }
}

test('the number of a message is read as far as it is one', async () => {
  const { id } = await send();
  assert.equal((await ok(ben.patch(`${messages}/${id}abc`, { status: 'read' }))).id, id);
});

test('a message is found in its own conversation only', async () => {
  const { id: other } = await world.conversation();
  const { id } = await send();
  const path = `/conversations/${other}/messages/${id}`;
  assert.equal((await ben.delete(path)).status, 404);
  assert.equal((await ben.patch(path, { status: 'read' })).status, 404);
  assert.equal((await ben.post(`${path}/retry`)).status, 422);
  assert.equal((await ben.post(`${path}/translate`)).status, 404);
  assert.equal((await newest()).content, 'Hello');
  assert.equal((await newest()).status, 'sent');
});

test('without a translation service there is no translation, and nothing changes', async () => {
  const { id } = await send();
  for (const body of [
    { target_language: 'de' },
    { target_language: '' },
    {},
    { target_language: null },
  ]) {
    const events = await eventsOf(world, async () => {
      assert.deepEqual(await ok(ben.post(`${messages}/${id}/translate`, body)), { content: null });
    });
    assert.deepEqual(events, []);
  }
  assert.deepEqual((await newest()).content_attributes, {});
});

test('a message that was translated already is answered with nothing', async () => {
  const translations = { de: 'Hallo', constructor: 'no' };
  const { id } = await send({ content: 'Hello', content_attributes: { translations } });
  const answer = await ben.post(`${messages}/${id}/translate`, { target_language: 'de' });
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  for (const target_language of ['fr', 'toString', '__proto__']) {
    const body = await ok(ben.post(`${messages}/${id}/translate`, { target_language }));
    assert.deepEqual(body, { content: null });
  }
});

test('a language that is no text is refused by name', async () => {
  const { id } = await send();
  const answer = await ben.post(`${messages}/${id}/translate`, { target_language: { a: 1 } });
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body, { error: 'target_language must be a string' });
  const long = await ben.post(`${messages}/${id}/translate`, { target_language: 'x'.repeat(36) });
  assert.equal(long.status, 422);
});

test('in every kind of inbox messages can be deleted and retried', async () => {
  for (const inbox of [acme.website, acme.mail]) {
    const { id } = await world.conversation({ inbox_id: inbox.id });
    const path = `/conversations/${id}/messages`;
    const sent = await ok(ben.post(path, { content: 'x' }));
    assert.deepEqual((await ok(ben.post(`${path}/${sent.id}/retry`))).content_attributes, {});
    assert.equal((await ok(ben.delete(`${path}/${sent.id}`))).content, 'This message was deleted');
  }
});
