import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Orders, ReadersSeen } from './messages.ts';

/** Milliseconds between the signs of life of a client that does not read. */
const SIGN = 1000;
/** One of so many is the kind that reads all at once, after a while. */
const SLEEPERS = 3;
/** For how many milliseconds they are awake then, before they fall asleep again. */
const AWAKE = 3000;

/** Clients of the realtime connection that subscribe and never read again. They come back when they are cut off. */
export async function neverRead(orders: Orders): Promise<() => ReadersSeen> {
  const capacity = await kernelBuffers();
  const flow = await measureFlow(orders);
  const open = new Map<WebSocket, number>();
  /** They learn late that they were cut off, and tell nothing of how long it took. */
  const sleepers = new Set<WebSocket>();
  const seen = { cut: 0, waits: [] as number[], awoken: 0, hints: [] as string[] };
  /** Milliseconds that more was sent to a client, deaf since then, than the kernel takes. */
  const fullFor = (since: number): number => {
    const full = flow.reached(flow.at(since) + capacity, since);
    return full === undefined ? 0 : Date.now() - full;
  };
  const begin = (index: number): void => {
    const isSleeper = index % SLEEPERS === 0;
    let wasRead = false;
    const fallAsleep = (): void => {
      socket.pause();
      open.set(socket, Date.now());
      if (!isSleeper) return;
      sleepers.add(socket);
      setTimeout(
        () => {
          wasRead = true;
          seen.awoken += 1;
          socket.resume();
          setTimeout(() => {
            if (socket.readyState === socket.OPEN) fallAsleep();
          }, AWAKE);
        },
        (index / orders.readers) * orders.sleep,
      );
    };
    const socket = subscribe(orders, fallAsleep);
    hearWhy(socket, seen.hints);
    // Also how those learn that they were cut off who do not read: by writing. It costs what came last.
    const sign = setInterval(
      () => {
        if (socket.readyState === socket.OPEN) socket.ping();
      },
      isSleeper ? 10 * SIGN : SIGN,
    );
    socket.on('close', () => {
      clearInterval(sign);
      const since = open.get(socket);
      open.delete(socket);
      sleepers.delete(socket);
      if (since !== undefined && !wasRead) {
        seen.cut += 1;
        if (!isSleeper) seen.waits.push(fullFor(since));
      }
      setTimeout(() => begin(index), 500);
    });
  };
  for (let index = 0; index < orders.readers; index += 1) {
    begin(index);
    // Not all in one instant: that they connect is not what is looked at.
    if (index % 20 === 19) await pause(50);
  }
  return () => {
    const deaf = [...open].filter(([socket]) => socket.isPaused && !sleepers.has(socket));
    const longest = Math.max(0, ...deaf.map(([, since]) => fullFor(since)));
    return { open: open.size, longest, ...seen };
  };
}

/** Notes what a client is told that is sent away. */
function hearWhy(socket: WebSocket, hints: string[]): void {
  socket.on('message', (data: Buffer) => {
    const text = data.length < 200 ? data.toString() : '';
    if (text.startsWith('{"type":"disconnect"')) hints.push(text);
  });
}

function subscribe({ port, identifier }: Orders, then: () => void): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/cable`, ['actioncable-v1-json'], {
    perMessageDeflate: false,
  });
  socket.on('error', () => {});
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text.startsWith('{"type":"welcome"')) {
      socket.send(JSON.stringify({ command: 'subscribe', identifier }));
    } else if (text.includes('confirm_subscription')) then();
  });
  return socket;
}

/** What this machine's kernel keeps of one connection that is not read from, in bytes. */
async function kernelBuffers(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    const piece = Buffer.alloc(8192);
    const writing = setInterval(() => {
      for (let i = 0; i < 16; i += 1) if (socket.writableLength < 2 ** 20) socket.write(piece);
    }, 5);
    setTimeout(() => {
      clearInterval(writing);
      resolve(socket.bytesWritten - socket.writableLength);
      socket.destroy();
    }, 2000);
  });
  server.listen(0, '127.0.0.1', () => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    client.on('error', () => {});
    void promise.then(() => client.destroy());
  });
  const bytes = await promise;
  server.close();
  return bytes;
}

interface Flow {
  /** Bytes that a client was sent until an instant, counted from some time on. */
  at(instant: number): number;
  /** When so many had been sent; undefined when they have not been. */
  reached(bytes: number, from: number): number | undefined;
}

/** How much a client is sent: told by one that reads. */
async function measureFlow(orders: Orders): Promise<Flow> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const marks: { at: number; bytes: number }[] = [];
  let bytes = 0;
  const socket = subscribe(orders, resolve);
  socket.on('message', (data: Buffer) => {
    bytes += data.length;
    const now = Date.now();
    if (now - (marks.at(-1)?.at ?? 0) >= 50) marks.push({ at: now, bytes });
  });
  await promise;
  return {
    at: (instant) => marks.findLast(({ at }) => at <= instant)?.bytes ?? 0,
    reached: (wanted, from) => marks.find((mark) => mark.at >= from && mark.bytes >= wanted)?.at,
  };
}
