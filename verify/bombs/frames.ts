import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Milliseconds in which whoever says too much has been cut off. */
const PATIENCE = 5000;

/** What somebody says who wants to be expensive, until the connection ends. */
const bombs: Record<string, (socket: WebSocket, number: number) => void> = {
  'a frame of a megabyte': (socket) => socket.send('x'.repeat(2 ** 20)),
  'a frame that never ends': (socket) => socket.send('x', { fin: false }),
  'an empty frame that never ends': (socket) => socket.send('', { fin: false }),
  'a hundred thousand subscriptions': (socket, number) =>
    socket.send(JSON.stringify({ command: 'subscribe', identifier: `{"number":${number}}` })),
  'ten thousand pings': (socket) => socket.ping(),
  'frames that say nothing': (socket) => socket.send('{}'),
  'frames that are none': (socket) => socket.send(Buffer.from([0, 255])),
};

/** Returns who was borne, and whoever got a compressed connection. */
export async function dropOnSockets(url: string): Promise<string[]> {
  const address = `${url.replace('http', 'ws')}/cable`;
  const borne: string[] = [];
  for (const [name, say] of Object.entries(bombs)) {
    const socket = new WebSocket(address, ['actioncable-v1-json'], { perMessageDeflate: true });
    socket.on('error', () => undefined);
    const { promise: opened, resolve } = Promise.withResolvers<void>();
    socket.on('open', resolve);
    await opened;
    if (socket.extensions !== '') borne.push(`compression: ${socket.extensions}`);
    const isOver = (): boolean => socket.readyState !== WebSocket.OPEN;
    const deadline = Date.now() + PATIENCE;
    for (let number = 0; number < 100_000 && !isOver() && Date.now() < deadline; number += 1) {
      say(socket, number);
      if (number % 20 === 19) await pause(1);
    }
    while (!isOver() && Date.now() < deadline) await pause(10);
    if (!isOver()) borne.push(name);
    socket.terminate();
  }
  return borne;
}
