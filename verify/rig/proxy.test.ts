import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../random.ts';
import { calm, createProxy, type Faults } from './proxy.ts';

/** A server that says a hundred bytes, and then more when it is asked. */
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.write('x'.repeat(100));
  socket.on('data', () => socket.write('y'.repeat(100)));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const proxy = await createProxy((server.address() as AddressInfo).port, seeded(1));
after(async () => {
  await proxy.close();
  server.close();
});

async function through(faults: Partial<Faults>): Promise<{ socket: Socket; heard(): string }> {
  proxy.faults = { ...calm, ...faults };
  const socket = connect(proxy.port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  socket.on('error', () => {});
  await once(socket, 'connect');
  after(() => socket.destroy());
  return { socket, heard: () => heard };
}

test('what is said arrives whole and in order, however late each part is', async () => {
  const parts = Array.from({ length: 200 }, (_, index) => `${index},`);
  const speak = async (socket: Socket): Promise<void> => {
    for (const part of parts) {
      socket.write(part);
      await pause(1);
    }
  };
  const speaker = createServer((socket) => {
    socket.on('error', () => {});
    void speak(socket);
  });
  speaker.listen(0, '127.0.0.1');
  await once(speaker, 'listening');
  const line = await createProxy((speaker.address() as AddressInfo).port, seeded(2));
  line.faults = { ...calm, latency: 3, jitter: 6 };
  const socket = connect(line.port, '127.0.0.1');
  socket.on('error', () => {});
  let heard = '';
  while (!heard.endsWith('199,')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    heard += chunk.toString();
  }
  assert.equal(heard, parts.join(''));
  socket.destroy();
  await line.close();
  speaker.close();
});

test('a connection is reset within so many bytes', async () => {
  const { socket } = await through({ reset: 1, withinBytes: 50 });
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNRESET');
});

test('a half-open connection says nothing, takes what it is told, and goes in the end', async () => {
  const { socket, heard } = await through({ halfOpen: 1, withinBytes: 0, silence: 50 });
  socket.write('are you there?');
  await once(socket, 'close');
  assert.equal(heard(), '');
});

test('a stalled connection goes on with all that was said meanwhile', async () => {
  const { socket, heard } = await through({ stall: 1, withinBytes: 0, silence: 50 });
  socket.write('more');
  while (heard().length < 200) await once(socket, 'data');
  assert.equal(heard(), 'x'.repeat(100) + 'y'.repeat(100));
  assert.equal(proxy.met.stall, 1);
});
