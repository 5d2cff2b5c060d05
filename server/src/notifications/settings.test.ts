import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { NOTIFICATION_TYPES } from './rules.ts';

const world = await createWorld();
const { acme, ada, ben, rex, gil, stranger } = world;

// Of a message that was not sent one is told in any case.
const offered = NOTIFICATION_TYPES.filter((name) => name !== 'scheduled_message_failed');
const path = '/notification_settings';
const subscriptions = '/api/v1/notification_subscriptions';

test('a member begins with being told of assignments by mail and by push', async () => {
  const { status, body } = await ben.get(path);
  assert.equal(status, 200);
  const { id, ...rest } = body;
  assert.equal(typeof id, 'number');
  assert.deepEqual(rest, {
    user_id: ben.id,
    account_id: acme.id,
    all_email_flags: offered.map((name) => `email_${name}`),
    selected_email_flags: ['email_conversation_assignment'],
    all_push_flags: offered.map((name) => `push_${name}`),
    selected_push_flags: ['push_conversation_assignment'],
  });
  assert.equal(body.all_email_flags.length, 8);
});

for (const method of ['put', 'patch'] as const) {
  test(`${method.toUpperCase()} replaces both lists, and an absent one is cleared`, async () => {
    const both = await ben[method](path, {
      notification_settings: {
        selected_email_flags: ['email_conversation_mention', 'email_conversation_creation'],
        selected_push_flags: ['push_conversation_assignment'],
      },
    });
    assert.equal(both.status, 200);
    assert.deepEqual(both.body.selected_email_flags, [
      'email_conversation_creation',
      'email_conversation_mention',
    ]);
    const one = await ben[method](path, {
      notification_settings: { selected_push_flags: ['push_conversation_mention'] },
    });
    assert.deepEqual(
      [one.body.selected_email_flags, one.body.selected_push_flags],
      [[], ['push_conversation_mention']],
    );
    assert.deepEqual((await ben.get(path)).body, one.body);
    assert.deepEqual((await ada.get(path)).body.selected_push_flags, [
      'push_conversation_assignment',
    ]);
  });
}

test('the root key is needed, and a flag that there is not is refused by name', async () => {
  const before = (await ben.get(path)).text;
  for (const body of [
    {},
    { selected_email_flags: ['email_conversation_mention'] },
    { notification_settings: {} },
  ]) {
    const { status, text } = await ben.put(path, body);
    assert.equal(status, 422);
    assert.equal(text, '{"error":"param is missing or the value is empty: notification_settings"}');
  }
  const { status, body } = await ben.put(path, {
    notification_settings: { selected_email_flags: ['push_conversation_mention'] },
  });
  assert.equal(status, 422);
  assert.deepEqual(body, { error: "'push_conversation_mention' is none of selected_email_flags" });
  assert.equal((await ben.get(path)).text, before);
});

test('a browser is registered with exactly its row', async () => {
  const attributes = { endpoint: 'https://push.example.com/1', p256dh: 'a', auth: 'b' };
  const { status, body } = await ben.post(subscriptions, {
    notification_subscription: {
      subscription_type: 'browser_push',
      subscription_attributes: attributes,
      user_id: ada.id,
      identifier: 'mine',
    },
  });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), [
    'id',
    'user_id',
    'subscription_type',
    'subscription_attributes',
    'created_at',
    'updated_at',
    'identifier',
  ]);
  assert.deepEqual(
    [body.user_id, body.subscription_type, body.subscription_attributes, body.identifier],
    [ben.id, 'browser_push', attributes, 'https://push.example.com/1'],
  );
});

test('a phone is known by its id: again it is the same, and of another user it moves', async () => {
  const phone = (push_token: string) => ({
    subscription_type: 'fcm',
    subscription_attributes: { device_id: 'phone-1', push_token },
  });
  const made = await ben.post(subscriptions, phone('t1'));
  assert.equal(made.body.identifier, 'phone-1');
  const again = await ben.post(subscriptions, phone('t2'));
  assert.deepEqual(
    [again.body.id, again.body.subscription_attributes.push_token],
    [made.body.id, 't2'],
  );
  const moved = await gil.post(subscriptions, phone('t3'));
  assert.deepEqual([moved.body.id, moved.body.user_id], [made.body.id, gil.id]);
  assert.equal(
    (await sql(world, `select 1 from notification_subscriptions where identifier = 'phone-1'`))
      .length,
    1,
  );
});

test("a phone is forgotten by its push token, but not somebody else's", async () => {
  const mine = {
    subscription_type: 'fcm',
    subscription_attributes: { device_id: 'p2', push_token: 'secret' },
  };
  await ben.post(subscriptions, mine);
  const count = async (): Promise<number> =>
    (await sql(world, `select 1 from notification_subscriptions where identifier = 'p2'`)).length;
  for (const [who, body] of [
    [ada, { push_token: 'secret' }],
    [ben, {}],
    [ben, { push_token: 'other' }],
    [ben, { push_token: ['secret'] }],
  ] as const) {
    const answer = await who.delete(subscriptions, body);
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.equal(await count(), 1);
  }
  const answer = await ben.delete(subscriptions, { push_token: 'secret' });
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.equal(await count(), 0);
});

for (const [what, input, message, attribute] of [
  [
    'no type',
    { subscription_attributes: { endpoint: 'https://x.example.com' } },
    "Subscription type can't be blank",
    'subscription_type',
  ],
  [
    'no endpoint',
    { subscription_type: 'browser_push', subscription_attributes: { device_id: 'x' } },
    "Identifier can't be blank",
    'identifier',
  ],
  ['no device', { subscription_type: 'fcm' }, "Identifier can't be blank", 'identifier'],
  [
    'a file for an endpoint',
    {
      subscription_type: 'browser_push',
      subscription_attributes: { endpoint: 'file:///etc/passwd' },
    },
    'Identifier is not the https address of a push service',
    'identifier',
  ],
] as const) {
  test(`a subscription with ${what} is refused by name`, async () => {
    const { status, body } = await ben.post(subscriptions, input);
    assert.equal(status, 422);
    assert.deepEqual(body, { message, attributes: [attribute] });
  });
}

test('devices are of people: nobody else registers any', async () => {
  const body = { subscription_type: 'fcm', subscription_attributes: { device_id: 'x' } };
  assert.equal((await rex.post(subscriptions, body)).status, 401);
  assert.equal((await stranger.post(subscriptions, body)).status, 401);
  const none = await ben.post(subscriptions, {});
  assert.equal(
    none.text,
    '{"error":"param is missing or the value is empty: notification_subscription"}',
  );
  const unknown = await ben.post(subscriptions, { subscription_type: 'pigeon' });
  assert.deepEqual(
    [unknown.status, unknown.body],
    [422, { error: "'pigeon' is not a valid subscription_type" }],
  );
});
