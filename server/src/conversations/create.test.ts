import assert from 'node:assert/strict';
import { test } from 'node:test';
import { employRex, eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, globex } = world;

const path = '/conversations';
const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };

test('a conversation needs no more than an inbox and a contact', async () => {
  const { status, body } = await ada.post(path, usual);
  assert.equal(status, 200);
  assert.equal(body.status, 'open');
  assert.equal(body.priority, null);
  assert.deepEqual(body.messages, []);
});

test('numbers begin at 1 in every account and go up by one', async () => {
  const gil = await world.gil.post(path, {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
  });
  assert.equal(gil.body.id, 1);
  const [first, second] = [await world.conversation(), await world.conversation()];
  assert.equal(second.id, first.id + 1);
});

test('ids may be text, in a form or in JSON', async () => {
  const json = await ada.post(path, {
    inbox_id: String(acme.support.id),
    contact_id: ` ${acme.mia.id} `,
  });
  assert.equal(json.status, 200, json.text);
  const form = await ada.post(
    path,
    `inbox_id=${acme.support.id}&contact_id=${acme.mia.id}&custom_attributes%5Btier%5D=gold&message[content]=Hi`,
    { 'content-type': 'application/x-www-form-urlencoded' },
  );
  assert.equal(form.status, 200, form.text);
  assert.deepEqual(form.body.custom_attributes, { tier: 'gold' });
  assert.equal(form.body.messages[0].content, 'Hi');
});

for (const status of ['open', 'resolved', 'pending', 'snoozed']) {
  test(`a conversation can be created as ${status}`, async () => {
    const body = await world.conversation({ status });
    assert.equal(body.status, status);
    assert.equal(body.waiting_since, body.created_at, 'the customer waits from the first moment');
  });
}

test('a status by its stored number is good, blank is open, and any other word is refused', async () => {
  assert.equal((await world.conversation({ status: 2 })).status, 'pending');
  assert.equal((await world.conversation({ status: '' })).status, 'open');
  assert.equal((await world.conversation({ status: null })).status, 'open');
  for (const status of ['closed', 'Open', '1', 7, {}]) {
    const answer = await ada.post(path, { ...usual, status });
    assert.equal(answer.status, 422, String(status));
    assert.match(answer.body.error, /^'.*' is not a valid status$/);
  }
});

test('snoozed_until is kept for a snoozed conversation, in any spelling of time', async () => {
  const until = '2031-05-06T07:08:09.000Z';
  const seconds = Date.parse(until) / 1000;
  for (const snoozed_until of [until, '2031-05-06T09:08:09+02:00', seconds, String(seconds)]) {
    const body = await world.conversation({ status: 'snoozed', snoozed_until });
    assert.equal(body.snoozed_until, until, String(snoozed_until));
  }
});

test('snoozed_until is dropped for every other status', async () => {
  for (const snoozed_until of ['2031-01-01', 4_000_000_000, 'soon', {}]) {
    const body = await world.conversation({ status: 'pending', snoozed_until });
    assert.equal(body.snoozed_until, null);
  }
  const senseless = { ...usual, status: 'snoozed', snoozed_until: 'soon' };
  assert.equal((await ada.post(path, senseless)).status, 422);
});

test('a blocked contact gets a resolved conversation, whatever was asked for', async () => {
  const { id } = await world.conversation({ contact_id: acme.noah.id });
  await ada.post(`${path}/${id}/mute`);
  await employRex(world, acme.support);
  const body = await world.conversation({ contact_id: acme.noah.id, status: 'open' });
  assert.equal(body.status, 'resolved');
  assert.equal(body.muted, true);
  await employRex(world, acme.support, 'inactive');
  await ada.post(`${path}/${id}/unmute`);
});

test('where a bot answers first a conversation begins as pending, even if asked to be resolved', async () => {
  await employRex(world, acme.support);
  assert.equal((await world.conversation()).status, 'pending');
  assert.equal((await world.conversation({ status: 'resolved' })).status, 'pending');
  await employRex(world, acme.support, 'inactive');
  assert.equal((await world.conversation()).status, 'open');
});

test('attributes are kept as they were sent', async () => {
  const attributes = { a: 1, nested: { list: [1, 'two', { three: 3 }] }, empty: null, ok: true };
  const body = await world.conversation({
    custom_attributes: attributes,
    additional_attributes: attributes,
  });
  assert.deepEqual(body.custom_attributes, attributes);
  assert.deepEqual(body.additional_attributes, attributes);
});

test('a referer that is no web address becomes null', async () => {
  const referer = async (value: unknown) =>
    (await world.conversation({ additional_attributes: { referer: value } })).additional_attributes
      .referer;
  assert.equal(await referer('https://shop.example.com/a?b=c'), 'https://shop.example.com/a?b=c');
  assert.equal(await referer('http://shop.example.com'), 'http://shop.example.com');
  for (const bad of ['javascript:alert(1)', 'ftp://x', 'shop', '', 7, { a: 1 }]) {
    assert.equal(await referer(bad), null, String(bad));
  }
});

test('attributes that are no object are refused', async () => {
  for (const key of ['additional_attributes', 'custom_attributes', 'message']) {
    for (const value of ['text', 7, ['list']]) {
      const answer = await ada.post(path, { ...usual, [key]: value });
      assert.equal(answer.status, 422, `${key}: ${JSON.stringify(value)}`);
      assert.match(answer.body.error, new RegExp(key));
    }
  }
});

test('attribute values have limits', async () => {
  const custom_attributes = { note: 'x'.repeat(1501), number: 10_000_000_000 };
  const answer = await ada.post(path, { ...usual, custom_attributes });
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body, {
    message:
      'Custom attributes note length should be < 1500, Custom attributes number value should be < 9999999999',
    attributes: ['custom_attributes'],
  });
  const fits = { note: 'x'.repeat(1500), number: 9_999_999_999 };
  assert.deepEqual((await world.conversation({ custom_attributes: fits })).custom_attributes, fits);
});

test('priority is not something to create with', async () => {
  assert.equal((await world.conversation({ priority: 'urgent' })).priority, null);
});

test('the first message comes along, and an empty one is none', async () => {
  const body = await world.conversation({
    message: { content: 'Where is my order?', message_type: 'incoming' },
  });
  assert.equal(body.messages[0].content, 'Where is my order?');
  assert.equal(body.messages[0].sender_type, 'Contact');
  assert.equal(body.unread_count, 1);
  assert.deepEqual((await world.conversation({ message: {} })).messages, []);
  assert.deepEqual((await world.conversation({ message: null })).messages, []);
});

for (const [problem, message, body] of [
  [
    'that is too long',
    { content: 'x'.repeat(150_001) },
    { message: 'Content is too long (maximum is 150000 characters)', attributes: ['content'] },
  ],
  [
    'of an unknown type',
    { content: 'x', message_type: 'telepathic' },
    { error: "'telepathic' is not a valid message_type" },
  ],
  [
    'of an unknown content type',
    { content: 'x', content_type: 'perfume' },
    { error: "'perfume' is not a valid content_type" },
  ],
] as const) {
  test(`a first message ${problem} leaves no conversation behind`, async () => {
    const count = async () => (await ada.get('/conversations/meta?status=all')).body.meta.all_count;
    const before = await count();
    const answer = await ada.post(path, { ...usual, message });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body, body);
    assert.equal(await count(), before);
  });
}

test('a customer cannot write first where messages come from the channel itself', async () => {
  for (const { id } of [acme.website, acme.mail]) {
    const answer = await ada.post(path, {
      ...usual,
      inbox_id: id,
      message: { content: 'Hi', message_type: 'incoming' },
    });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body, {
      error: 'Incoming messages are only allowed in Api inboxes',
    });
  }
});

test('no line tells the status a conversation began with', async () => {
  const { id } = await world.conversation({ status: 'pending' });
  assert.deepEqual(await linesOf(world, id), []);
});

test('an agent creates in their own inboxes; others do not exist for them', async () => {
  assert.equal((await ben.post(path, usual)).status, 200);
  const refused = await cleo.post(path, usual);
  assert.equal(refused.status, 404);
  const unknown = await cleo.post(path, { ...usual, inbox_id: 999_999 });
  assert.equal(refused.text, unknown.text);
  assert.equal((await dora.post(path, usual)).status, 404);
});

test('a bot creates in any inbox of its account', async () => {
  const { status, body } = await rex.post(path, { ...usual, inbox_id: acme.sales.id });
  assert.equal(status, 200);
  assert.equal(body.inbox_id, acme.sales.id);
});

for (const [what, input] of [
  ['an unknown inbox', { inbox_id: 999_999 }],
  ['an inbox of another account', { inbox_id: globex.inbox.id }],
  ['an unknown contact', { contact_id: 999_999 }],
  ['a contact of another account', { contact_id: globex.contact.id }],
  ['no inbox', { inbox_id: null }],
  ['no contact', { contact_id: '' }],
  ['inbox 0', { inbox_id: 0 }],
] as const) {
  test(`creating with ${what} is 404`, async () => {
    const answer = await ada.post(path, { ...usual, ...input });
    assert.equal(answer.status, 404);
    assert.equal(answer.text, '{"error":"Resource could not be found"}');
  });
}

test('creating is one event after the other, in the order of what happened', async () => {
  const events = await eventsOf(world, async () =>
    world.conversation({
      assignee_id: ben.id,
      team_id: acme.billing.id,
      message: { content: 'x' },
    }),
  );
  assert.deepEqual(namesOf(events).slice(0, 4), [
    'conversation.created',
    'assignee.changed',
    'team.changed',
    'message.created',
  ]);
  assert.equal(events[3]?.payload.data.content, 'Assigned to Ben via billing by Ada');
  assert.deepEqual(namesOf(events).slice(4).toSorted(), [
    'conversation.updated',
    'first.reply.created',
    'message.created',
  ]);
});
