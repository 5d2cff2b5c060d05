import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, acme } = world;
const { id: talk } = await world.conversation();
const messages = `/conversations/${talk}/messages`;

const send = async (body: object = { content: 'Hello' }): Promise<Answer['body']> =>
  (await ben.post(messages, body)).body;
const shown = async (id: number): Promise<Answer['body']> => {
  const { payload } = (await ben.get(`${messages}?after=${id - 1}`)).body;
  return payload.find((each: Answer['body']) => each.id === id);
};
const update = async (id: number, body: object): Promise<Answer['body']> => {
  const answer = await ben.patch(`${messages}/${id}`, body);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.body, await shown(id));
  return answer.body;
};

const statuses = ['sent', 'delivered', 'read', 'failed'];

for (const from of statuses) {
  for (const to of statuses) {
    const kept = from === 'read' && to === 'delivered';
    test(`a message that is ${from} ${kept ? 'cannot become' : 'may become'} ${to}`, async () => {
      const { id } = await send();
      await update(id, { status: from });
      const events = await eventsOf(world, async () => {
        assert.equal((await update(id, { status: to })).status, kept ? from : to);
      });
      assert.equal(events.length, kept || from === to ? 0 : 1);
    });
  }
}

test('PUT is PATCH', async () => {
  const { id } = await send();
  assert.equal((await ben.put(`${messages}/${id}`, { status: 'read' })).body.status, 'read');
});

for (const status of ['seen', 'READ', '', 1, '1', null, ['read'], { a: 1 }, true, 'constructor']) {
  test(`the status ${JSON.stringify(status)} changes nothing`, async () => {
    const { id } = await send();
    const events = await eventsOf(world, async () => {
      assert.equal((await update(id, { status, external_error: 'x' })).status, 'sent');
    });
    assert.deepEqual(events, []);
    assert.deepEqual((await shown(id)).content_attributes, {});
  });
}

test('a report without a status changes nothing, whatever else it says', async () => {
  const { id, ...before } = await send();
  const body = {
    content: 'other',
    private: true,
    external_error: 'x',
    content_attributes: { a: 1 },
  };
  const { id: same, ...after } = await update(id, body);
  assert.equal(same, id);
  assert.deepEqual(after, before);
});

test('the error of a failed delivery is kept, and emptied by the next success', async () => {
  const { id } = await send({ content: 'x', content_attributes: { own: 1 } });
  const failed = await update(id, { status: 'failed', external_error: 'no route' });
  assert.deepEqual(failed.content_attributes, { own: 1, external_error: 'no route' });
  const again = await update(id, { status: 'delivered', external_error: 'ignored' });
  assert.equal(again.status, 'delivered');
  assert.deepEqual(again.content_attributes, { own: 1, external_error: null });
});

test('a second failure replaces the error, and without one empties it', async () => {
  const { id } = await send();
  await update(id, { status: 'failed', external_error: 'first' });
  const events = await eventsOf(world, async () => {
    const second = await update(id, { status: 'failed', external_error: 'second' });
    assert.deepEqual(second.content_attributes, { external_error: 'second' });
  });
  assert.deepEqual(namesOf(events), ['message.updated']);
  const third = await update(id, { status: 'failed' });
  assert.deepEqual(third.content_attributes, { external_error: null });
});

test('a status other than failed leaves no error behind where there was none', async () => {
  const { id } = await send();
  const { content_attributes } = await update(id, { status: 'read', external_error: 'x' });
  assert.deepEqual(content_attributes, {});
});

test('a new status is one event with the message as it is now and what changed', async () => {
  const sent = await send({ content: 'x', echo_id: 'e' });
  const [event, ...more] = await eventsOf(world, async () =>
    update(sent.id, { status: 'failed', external_error: 'no route' }),
  );
  assert.deepEqual(more, []);
  assert.equal(event?.name, 'message.updated');
  const { data, changes, performer } = event.payload;
  assert.equal(data.id, sent.id);
  assert.equal(data.status, 'failed');
  assert.deepEqual(data.content_attributes, { external_error: 'no route' });
  // Only the request that brought an echo_id gets it back.
  assert.ok(!('echo_id' in data));
  assert.deepEqual(changes, {
    status: ['sent', 'failed'],
    content_attributes: [{}, { external_error: 'no route' }],
  });
  assert.deepEqual(performer, { type: 'User', id: ben.id, name: 'Ben' });
});

test('a change moves updated_at of message and conversation, and no other time', async () => {
  const sent = await send();
  const read = async (): Promise<Answer['body']> => (await ada.get(`/conversations/${talk}`)).body;
  const before = await read();
  await update(sent.id, { status: 'read' });
  const after = await read();
  assert.ok(after.updated_at > before.updated_at);
  assert.ok(after.messages[0].updated_at >= before.messages[0].updated_at);
  assert.equal(after.last_activity_at, before.last_activity_at);
  assert.equal((await shown(sent.id)).created_at, sent.created_at);
});

test('outside API inboxes a status cannot be reported, and it is not told which messages exist', async () => {
  for (const inbox of [acme.website, acme.mail]) {
    const { id } = await world.conversation({ inbox_id: inbox.id });
    const path = `/conversations/${id}/messages`;
    const { id: real } = (await ben.post(path, { content: 'x' })).body;
    for (const message of [real, 999_999, 'abc']) {
      const answer = await ben.patch(`${path}/${message}`, { status: 'read' });
      assert.equal(answer.status, 403);
      assert.deepEqual(answer.body, {
        error: 'Message status update is only allowed for API inboxes',
      });
    }
    assert.equal((await ben.get(path)).body.payload[0].status, 'sent');
  }
});

test('an error that is no text is refused by name', async () => {
  const { id } = await send();
  const body = { status: 'failed', external_error: { a: 1 } };
  const answer = await ben.patch(`${messages}/${id}`, body);
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body, { error: 'external_error must be a string' });
  const nul = await ben.patch(`${messages}/${id}`, { status: 'failed', external_error: '\0' });
  assert.deepEqual(nul.body, { error: 'external_error contains a null byte' });
});

test('of two reports at once each is told as one change', async () => {
  const { id } = await send();
  const events = await eventsOf(world, async () =>
    Promise.all(statuses.map(async (status) => ben.patch(`${messages}/${id}`, { status }))),
  );
  const steps = events.map(({ payload }) => payload.changes.status as [string, string]);
  for (const [index, [from, to]] of steps.entries()) {
    assert.equal(from, index === 0 ? 'sent' : steps[index - 1]?.[1]);
    assert.notEqual(from, to);
  }
  assert.equal((await shown(id)).status, steps.at(-1)?.[1] ?? 'sent');
});

test('the status of a stored message is never lost to a delete at the same time', async () => {
  const { id } = await send();
  const [updated, deleted] = await Promise.all([
    ben.patch(`${messages}/${id}`, { status: 'failed', external_error: 'x' }),
    ben.delete(`${messages}/${id}`),
  ]);
  assert.equal(updated.status, 200);
  assert.equal(deleted.status, 200);
  const message = await shown(id);
  assert.equal(message.content, 'This message was deleted');
  assert.equal(message.content_attributes.deleted, true);
});
