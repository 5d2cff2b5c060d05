import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { request } from 'node:http';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import {
  addressOf,
  connectEar,
  contactIdentifier,
  earOf,
  gone,
  userIdentifier,
} from '../../test/ear.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, gil, acme, globex } = world;
const address = await addressOf(world);

test('the client is welcomed, in the sub-protocol that it knows', async () => {
  const ear = await connectEar(world);
  assert.equal(ear.socket.protocol, 'actioncable-v1-json');
  assert.deepEqual(ear.frames[0], { type: 'welcome' });
});

test('a client that offers no sub-protocol is served without one', async () => {
  assert.equal((await connectEar(world, [])).socket.protocol, '');
});

test('the server pings with the time in seconds', async () => {
  const ear = await connectEar(world);
  const { message } = await ear.frame(({ type }) => type === 'ping');
  assert.ok(Number.isInteger(message));
  assert.ok(Math.abs(message - Date.now() / 1000) < 60);
});

test('whoever comes without a WebSocket finds no page', async () => {
  const response = await fetch(`http://${address}/cable`);
  assert.equal(response.status, 404);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
  assert.equal(await response.text(), 'Page not found');
});

test('a wish to upgrade to something else, or elsewhere, changes no answer', async () => {
  const ask = async (path: string, upgrade: string) =>
    new Promise<{ status?: number; text: string }>((resolve, reject) => {
      const headers = { connection: 'Upgrade', upgrade };
      const sent = request(`http://${address}${path}`, { headers }, (response) => {
        let text = '';
        response.on('data', (piece) => (text += piece));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on('error', reject).end();
    });
  assert.deepEqual(await ask('/health', 'h2c'), { status: 200, text: '{"status":"ok"}' });
  assert.deepEqual(await ask('/health', 'websocket'), { status: 200, text: '{"status":"ok"}' });
  assert.deepEqual(await ask('/cable', 'h2c'), { status: 404, text: 'Page not found' });
});

test('a handshake that is none is refused, and the server goes on', async () => {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  socket.write(
    `GET /cable HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  let text = '';
  for await (const piece of socket) text += String(piece);
  assert.match(text, /^HTTP\/1\.1 400 /);
  await connectEar(world);
});

test('a subscription is confirmed with the identifier byte for byte, and presence follows', async () => {
  const plain = JSON.parse(await userIdentifier(ada, acme.id)) as Record<string, unknown>;
  const odd = `{ "user_id" : "${ada.id}",\t"account_id":${acme.id}, "more": "\\u00e9", "pubsub_token":"${String(plain['pubsub_token'])}","channel":"RoomChannel" }`;
  const ear = await connectEar(world);
  assert.deepEqual(await ear.subscribe(odd), { identifier: odd, type: 'confirm_subscription' });
  const next = await ear.frame(() => true);
  assert.equal(next.identifier, odd);
  assert.equal(next.message.event, 'presence.update');
  assert.deepEqual(Object.keys(next.message.data).toSorted(), ['account_id', 'contacts', 'users']);
  assert.equal(next.message.data.users[String(ada.id)], 'online');
});

/** What a client hears until its next presence: nothing else was answered. */
async function silenceAfter(...frames: unknown[]): Promise<void> {
  const ear = await connectEar(world);
  for (const frame of frames) ear.say(frame);
  const identifier = await userIdentifier(gil, globex.id);
  await ear.subscribe(identifier);
  const types = ear.frames.filter(({ type }) => type !== 'ping');
  assert.deepEqual(types, [{ type: 'welcome' }, { identifier, type: 'confirm_subscription' }]);
}

test('who shows what is not theirs hears nothing at all', async () => {
  await visitorOf(world, { source: 'mia-silent' });
  const adas = JSON.parse(await userIdentifier(ada, acme.id)) as Record<string, unknown>;
  const mias = JSON.parse(await contactIdentifier(world, 'mia-silent')) as Record<string, unknown>;
  const token = String(adas['pubsub_token']);
  const identifiers = [
    { ...adas, account_id: globex.id },
    { ...adas, account_id: null },
    { ...adas, user_id: ben.id },
    { ...adas, user_id: undefined },
    { ...adas, user_id: { id: ada.id } },
    { ...adas, channel: 'OtherChannel' },
    { ...adas, pubsub_token: `${token}x` },
    { ...adas, pubsub_token: '%' },
    { ...adas, pubsub_token: [token] },
    { ...adas, pubsub_token: '\0' },
    { ...mias, user_id: ada.id, account_id: acme.id },
    { ...mias, pubsub_token: '_'.repeat(32) },
    { ...mias, pubsub_token: '' },
  ];
  await silenceAfter(
    ...identifiers.map((each) => ({ command: 'subscribe', identifier: JSON.stringify(each) })),
  );
});

test('frames that say nothing are answered by nothing', async () => {
  await silenceAfter(
    'no JSON',
    'null',
    '[]',
    '"text"',
    {},
    { command: 'subscribe' },
    { command: 'subscribe', identifier: 7 },
    { command: 'subscribe', identifier: 'x' },
    { command: 'dance', identifier: 'x' },
    { command: 'message', identifier: 'x', data: '{"action":"update_presence"}' },
    { command: 'message', identifier: 'x', data: { action: 'update_presence' } },
    { command: 'unsubscribe', identifier: 'x' },
  );
});

test('the same subscription is confirmed once, and again after it was given up', async () => {
  const ear = await connectEar(world);
  const identifier = await userIdentifier(ben, acme.id);
  await ear.subscribe(identifier);
  await ear.hears('presence.update');
  ear.say({ command: 'subscribe', identifier });
  ear.say({ command: 'message', identifier, data: '{"action":"dance"}' });
  ear.say({ command: 'message', identifier, data: '{"action":"update_presence"}' });
  const next = await ear.frame(({ type }) => type !== 'ping');
  assert.equal(next.message.event, 'presence.update');
  ear.say({ command: 'unsubscribe', identifier });
  ear.say({ command: 'message', identifier, data: '{"action":"update_presence"}' });
  await ear.subscribe(identifier);
  const confirmed = ear.frames.filter(({ type }) => type === 'confirm_subscription');
  assert.equal(confirmed.length, 2);
  const presences = ear.frames.filter(({ message }) => message?.event === 'presence.update');
  assert.equal(presences.length, 2);
});

test('a frame that is too large, or never ends, closes the connection', async () => {
  const large = await connectEar(world);
  large.say('x'.repeat(16 * 1024 + 1));
  assert.equal(await gone(large), 1009);
  const endless = await connectEar(world);
  for (let piece = 0; piece < 100; piece += 1) endless.socket.send('', { fin: false });
  assert.equal(await gone(endless), 1008);
  const close = await connectEar(world);
  close.say('x'.repeat(16 * 1024));
  await close.subscribe(await userIdentifier(ada, acme.id));
});

test('a client that sends without end is cut off, with frames and with pings', async () => {
  const noisy = await connectEar(world);
  for (let frame = 0; frame < 100; frame += 1) noisy.say('{}');
  assert.equal(await gone(noisy), 1008);
  const pinging = await connectEar(world);
  for (let frame = 0; frame < 100; frame += 1) pinging.socket.ping();
  assert.equal(await gone(pinging), 1008);
});

test('one connection has a limited number of subscriptions', async () => {
  const ear = await connectEar(world);
  for (let each = 0; each < 25; each += 1) {
    ear.say({ command: 'subscribe', identifier: `{"number":${each}}` });
  }
  assert.equal(await gone(ear), 1008);
});

test('connections count for the limit of requests', async () => {
  const limited = await createWorld({ RATE_LIMIT: '2', RATE_LIMIT_EXEMPT: '' });
  await connectEar(limited);
  await connectEar(limited);
  const third = new WebSocket(`ws://${await addressOf(limited)}/cable`);
  const status = await new Promise((resolve) => {
    third.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    third.on('open', () => resolve('open'));
  });
  assert.equal(status, 429);
});

test('a server that stops tells its clients to come back', async () => {
  const stopping = await createWorld();
  const ear = await connectEar(stopping);
  const closing = stopping.app.close();
  const last = await ear.frame(({ type }) => type === 'disconnect');
  assert.deepEqual(last, { type: 'disconnect', reason: 'server_restart', reconnect: true });
  await gone(ear);
  await closing;
});

test('a client that speaks no WebSocket after the handshake ends alone', async () => {
  const socket = new WebSocket(`ws://${address}/cable`);
  const ear = earOf(socket);
  await ear.frame(({ type }) => type === 'welcome');
  (socket as unknown as { _socket: { write(text: string): void } })._socket.write(
    'GET / HTTP/1.1\r\n\r\n',
  );
  await gone(ear);
  await connectEar(world);
});
