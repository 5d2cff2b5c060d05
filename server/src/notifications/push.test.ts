import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { tellPeople } from '../../test/notifying.ts';
import {
  newBrowser,
  signatureOf,
  startPushService,
  type Browser,
} from '../../test/push-service.ts';
import { createWorld, type Caller } from '../../test/world.ts';
import { loadConfig } from '../config.ts';
import { HopelessJobError } from '../jobs/jobs.ts';
import { pushNotification } from './push.ts';
import { vapidKeys } from './vapid.ts';

// Ben has a browser, and wants it to tell him of everything.

const service = await startPushService();
const world = await createWorld({
  OUTBOUND_ALLOW: service.target,
  BASE_URL: 'https://desk.example.com',
});
const { acme, ada, ben, cleo, gil, platform } = world;

const ALL = [
  'conversation_creation',
  'conversation_assignment',
  'assigned_conversation_new_message',
];

async function want(who: Caller, names: string[]): Promise<void> {
  const selected_push_flags = names.map((name) => `push_${name}`);
  const chosen = { selected_email_flags: [], selected_push_flags };
  await who.put('/notification_settings', { notification_settings: chosen });
}

async function subscribe(who: Caller, attributes: Record<string, unknown>, type = 'browser_push') {
  const { status, text, body } = await who.post('/api/v1/notification_subscriptions', {
    notification_subscription: { subscription_type: type, subscription_attributes: attributes },
  });
  assert.equal(status, 200, text);
  return body as { id: number };
}

type Key = Parameters<typeof pushNotification>[1];

const waiting = async (): Promise<Key[]> =>
  (
    await sql<{ data: Key }>(
      world,
      `select data from jobs.job where name = 'push_notification' order by (data ->> 'subscription_id')::bigint`,
    )
  ).map(({ data }) => data);

/** What is to be pushed after everybody was told. */
async function pushes(): Promise<Key[]> {
  await tellPeople(world);
  return waiting();
}

const assign = async (): Promise<number> => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  return id as number;
};

const subscriptions = () =>
  sql<{ id: number; sent: boolean; failure: string | null }>(
    world,
    'select id, last_sent_at is not null as sent, failure from notification_subscriptions order by id',
  );

const devices = async (): Promise<unknown[]> => {
  const { body } = await ben.get('/api/v1/notification_subscriptions');
  const all = body.payload as { identifier: string; state: string; failure: string | null }[];
  return all.map(({ identifier, state, failure }) => [identifier, state, failure]);
};

let browser: Browser = newBrowser(service);

beforeEach(async () => {
  await sql(world, 'delete from notification_subscriptions');
  await sql(world, `delete from jobs.job where name in ('notify_people', 'push_notification')`);
  await want(ben, ['conversation_assignment', 'assigned_conversation_new_message']);
  browser = newBrowser(service);
  await subscribe(ben, browser.attributes);
  service.received.length = 0;
});

test('a browser is told what happened, where, and can read it', async () => {
  const id = await assign();
  const [key, ...others] = await pushes();
  assert.equal(others.length, 0);
  await pushNotification(platform, key as Key);
  const [push] = service.received;
  assert.ok(push);
  assert.equal(push.path, new URL(browser.attributes.endpoint).pathname);
  assert.deepEqual(browser.read(push), {
    title: `A conversation (#${id}) has been assigned to you`,
    tag: `conversation_assignment_${id}_${key?.notification_id}`,
    url: `https://desk.example.com/app/accounts/${acme.id}/conversations/${id}`,
    body: 'Mia: No content',
  });
  assert.equal((await subscriptions())[0]?.sent, true);
  assert.throws(() => newBrowser(service).read(push), 'and nobody else can');
});

test('a push is signed for its service with the key that the server offers, and does not stay for ever', async () => {
  await assign();
  await pushNotification(platform, (await pushes())[0] as Key);
  const [push] = service.received;
  assert.ok(push);
  const { key, claims } = signatureOf(push);
  assert.equal(key, (await world.stranger.get('/api')).body.vapid_public_key);
  assert.equal(claims['aud'], service.url);
  assert.equal(claims['sub'], 'https://desk.example.com');
  const { headers } = push;
  assert.deepEqual(
    [headers['content-encoding'], headers['ttl'], headers['urgency']],
    ['aes128gcm', '86400', 'high'],
  );
  assert.match(String(headers['topic']), /^[\w-]{32}$/);
});

test('the key stays the same, follows the secret key, and can be that of an older installation', () => {
  const { config, vault } = platform;
  assert.equal(vapidKeys(config, vault).publicKey, vapidKeys({ ...config }, vault).publicKey);
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  const VAPID_PUBLIC_KEY = `${curve.getPublicKey('base64url')}=`;
  const VAPID_PRIVATE_KEY = curve.getPrivateKey('base64url');
  const own = loadConfig({ VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY });
  assert.equal(`${vapidKeys(own, vault).publicKey}=`, VAPID_PUBLIC_KEY);
  assert.throws(() => loadConfig({ VAPID_PUBLIC_KEY }), /VAPID_PRIVATE_KEY/);
  assert.notEqual(vapidKeys(config, vault).publicKey, own.vapid?.publicKey);
});

test('each of somebody’s browsers is told, whichever form their keys came in; and nobody else’s', async () => {
  const second = newBrowser(service);
  const { endpoint, ...keys } = second.attributes;
  await subscribe(ben, { endpoint, keys });
  await subscribe(cleo, newBrowser(service).attributes);
  await assign();
  const keysOfJobs = await pushes();
  assert.equal(keysOfJobs.length, 2);
  for (const key of keysOfJobs) await pushNotification(platform, key);
  const [first, other] = service.received;
  assert.ok(first !== undefined && other !== undefined);
  assert.deepEqual(browser.read(first), second.read(other));
});

test('what somebody does not want pushed leaves no job', async () => {
  await want(ben, []);
  await assign();
  assert.deepEqual(await pushes(), []);
});

const pointless: [string, (id: number) => Promise<unknown>][] = [
  ['was read', () => ben.post('/notifications/read_all')],
  ['is switched off', () => want(ben, [])],
  ['cannot be opened any more', () => ada.delete('/inbox_members', { inbox_id: acme.support.id, user_ids: [ben.id] })],
  ['is about somebody who was blocked', (id) => ada.post(`/conversations/${id}/mute`)],
  ['would go to a browser of somebody else by now', () => subscribe(gil, browser.attributes)],
]; // prettier-ignore

for (const [what, happens] of pointless) {
  test(`what ${what} is not pushed`, async () => {
    const id = await assign();
    const [key] = await pushes();
    assert.ok(key);
    await happens(id);
    await pushNotification(platform, key);
    assert.equal(service.received.length, 0);
    await ada.post(`/conversations/${id}/unmute`);
    await ada.post('/inbox_members', { inbox_id: acme.support.id, user_ids: [ben.id] });
    await want(ben, ALL);
    await subscribe(ben, browser.attributes);
    await sql(world, 'update notifications set read_at = null');
    await pushNotification(platform, {
      ...key,
      subscription_id: (await subscriptions())[0]?.id ?? 0,
    });
    assert.equal(service.received.length, 1, 'and it would have been');
  });
}

for (const status of [404, 410]) {
  test(`a subscription that has ended (${status}) is forgotten`, async () => {
    await assign();
    const [key] = await pushes();
    service.refuse.push({ status });
    await pushNotification(platform, key as Key);
    assert.deepEqual(await subscriptions(), []);
  });
}

test('a service that is busy is asked again when it says so', async () => {
  await assign();
  const [key] = await pushes();
  await sql(world, `delete from jobs.job where name = 'push_notification'`);
  service.refuse.push({ status: 429, headers: { 'retry-after': '90' } });
  await pushNotification(platform, key as Key);
  const [again] = await sql<{ data: Key; wait: number }>(
    world,
    `select data, extract(epoch from start_after - created_on)::float as wait
     from jobs.job where name = 'push_notification'`,
  );
  assert.deepEqual([again?.data, Math.round(again?.wait ?? 0)], [key, 90]);
  assert.match((await subscriptions())[0]?.failure ?? '', /429/);
  await pushNotification(platform, again?.data as Key);
  assert.deepEqual(
    (await subscriptions()).map(({ sent, failure }) => [sent, failure]),
    [[true, null]],
  );
});

test('a service that fails is tried again; one that refuses is not; both can be seen', async () => {
  await assign();
  const [key] = await pushes();
  service.refuse.push({ status: 500 });
  await assert.rejects(
    pushNotification(platform, key as Key),
    (error) => !(error instanceof HopelessJobError),
  );
  assert.equal((await subscriptions())[0]?.failure, 'the push service answered 500');
  service.refuse.push({ status: 403 });
  await assert.rejects(pushNotification(platform, key as Key), HopelessJobError);
  assert.equal((await subscriptions())[0]?.failure, 'the push service answered 403');
});

test('keys that are none, and places inside our network, are refused and named', async () => {
  await sql(world, 'delete from notification_subscriptions');
  await subscribe(ben, { ...browser.attributes, p256dh: 'x' });
  const { id } = await subscribe(ben, {
    ...browser.attributes,
    endpoint: 'https://push.example.com/inside',
  });
  // As one that was saved before: what is saved today is looked at then, too.
  await sql(world, `update notification_subscriptions set subscription_attributes =
    jsonb_set(subscription_attributes, '{endpoint}', '"https://127.0.0.1:1/inside"') where id = $1`, [id]); // prettier-ignore
  await assign();
  for (const key of await pushes()) {
    await assert.rejects(pushNotification(platform, key), HopelessJobError);
  }
  const [keys, inside] = await subscriptions();
  assert.equal(keys?.failure, 'the keys of the subscription cannot be used');
  assert.match(inside?.failure ?? '', /not a public address/);
  assert.equal(service.received.length, 0);
});

test('phones stay on the list, although no push service for them is set up', async () => {
  await sql(world, 'delete from notification_subscriptions');
  await subscribe(ben, { device_id: 'phone', push_token: 'abc' }, 'fcm');
  await assign();
  assert.deepEqual(await pushes(), []);
  assert.deepEqual(await devices(), [['phone', 'stored', null]]);
});

test('somebody sees which of their devices are reached, and takes one off the list', async () => {
  const { endpoint } = browser.attributes;
  assert.deepEqual(await devices(), [[endpoint, 'active', null]]);
  await assign();
  service.refuse.push({ status: 403 });
  await assert.rejects(pushNotification(platform, (await pushes())[0] as Key));
  assert.deepEqual(await devices(), [[endpoint, 'failing', 'the push service answered 403']]);
  await cleo.delete('/api/v1/notification_subscriptions', { identifier: endpoint });
  assert.equal((await devices()).length, 1, 'it is not hers');
  await ben.delete('/api/v1/notification_subscriptions', { push_token: endpoint });
  assert.equal((await devices()).length, 1);
  await ben.delete('/api/v1/notification_subscriptions', { identifier: endpoint });
  assert.deepEqual(await devices(), []);
});
