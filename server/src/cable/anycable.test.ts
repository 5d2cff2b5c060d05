import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Channel, createCable } from '@anycable/core';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { addressOf, userIdentifier } from '../../test/ear.ts';
import { createWorld } from '../../test/world.ts';
import { buildApp } from '../app.ts';

// A client that others wrote, as it is. https://github.com/anycable/anycable-client

const world = await createWorld();
const { ada, ben, acme } = world;

class Room extends Channel<{ pubsub_token: string; account_id: number; user_id: number }> {
  static override identifier = 'RoomChannel';
}

/** Opened by hand, so that no test waits for the pauses before a client comes back. */
function connect(address: string) {
  const sockets: WebSocket[] = [];
  class Watched extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const cable = createCable(`ws://${address}/cable`, {
    protocol: 'actioncable-v1-ext-json',
    websocketImplementation: Watched,
    monitor: false,
  });
  after(() => cable.disconnect());
  return { cable, sockets };
}

async function listen(address: string, id: number) {
  const { cable, sockets } = connect(address);
  const { channel: _, ...params } = JSON.parse(await userIdentifier(ben, acme.id));
  const channel = new Room(params);
  const heard: string[] = [];
  let arrived = Promise.withResolvers<void>();
  const infos: string[] = [];
  channel.on('info', ({ type }) => {
    infos.push(type);
    arrived.resolve();
  });
  channel.on('message', (message) => {
    const { event, data } = message as {
      event: string;
      data: { content: string; conversation_id: number; message_type: number };
    };
    // A new client asks for what happened since the second in which it was made: also of other tests.
    const isOurs = data.conversation_id === id && data.message_type === 1;
    if (event !== 'message.created' || !isOurs) return;
    heard.push(data.content);
    arrived.resolve();
  });
  cable.subscribe(channel);
  await channel.ensureSubscribed();
  const until = async (passes: () => boolean): Promise<void> => {
    for (; !passes(); arrived = Promise.withResolvers()) await arrived.promise;
  };
  return { cable, channel, sockets, heard, infos, until };
}

const say = async (id: number, content: string): Promise<void> => {
  const { status } = await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.equal(status, 200);
};

test('an AnyCable client whose connection breaks goes on with its session, and hears what it missed', async () => {
  const { id } = await world.conversation();
  const { cable, sockets, heard, infos, until } = await listen(await addressOf(world), id);
  await say(id, 'one');
  await until(() => heard.length === 1);
  const left = new Promise((resolve) => {
    cable.on('disconnect', resolve);
  });
  sockets.at(-1)?.terminate();
  await left;
  await say(id, 'two');
  const returned = new Promise<{ restored?: boolean }>((resolve) => {
    cable.on('connect', (how) => resolve(how as { restored?: boolean }));
  });
  await cable.connect();
  assert.equal((await returned).restored, true);
  await say(id, 'three');
  await until(() => heard.includes('three'));
  assert.deepEqual(heard, ['one', 'two', 'three']);
  assert.ok(infos.includes('history_received'));
  assert.ok(!infos.includes('history_not_found'));
});

test('an AnyCable client hears what it missed while the server was started again', async () => {
  const { id } = await world.conversation();
  const first = await buildApp(world.platform, pino({ level: 'silent' }));
  await first.listen({ host: '127.0.0.1', port: 0 });
  const { port } = first.server.address() as { port: number };
  const { cable, heard, until } = await listen(`127.0.0.1:${port}`, id);
  await say(id, 'before');
  await until(() => heard.length === 1);
  const left = new Promise((resolve) => {
    cable.on('disconnect', resolve);
  });
  await first.close();
  await left;
  await say(id, 'meanwhile');
  const second = await buildApp(world.platform, pino({ level: 'silent' }));
  after(async () => second.close());
  await second.listen({ host: '127.0.0.1', port });
  await cable.connect();
  await say(id, 'after');
  await until(() => heard.includes('after'));
  assert.deepEqual(heard, ['before', 'meanwhile', 'after']);
});

test('an AnyCable client that had heard nothing yet misses nothing either', async () => {
  const { id } = await world.conversation();
  const { cable, sockets, heard, until } = await listen(await addressOf(world), id);
  const left = new Promise((resolve) => {
    cable.on('disconnect', resolve);
  });
  sockets.at(-1)?.terminate();
  await left;
  await say(id, 'the first');
  await cable.connect();
  await until(() => heard.length > 0);
  assert.deepEqual(heard, ['the first']);
});
