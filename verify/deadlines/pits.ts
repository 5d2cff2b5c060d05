import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../rig/clock.ts';
import type { Context } from '../scenario.ts';

/** What a peer does with each connection, whatever it is asked. */
export type Behaviour = (socket: Socket) => void;

/** Somebody's server that calls fall into, with what it saw of them. */
export interface Pit {
  name: string;
  port: number;
  calls: { began: number; ended: number | undefined; bytes: number }[];
  /** Connections at the same time, at most. */
  most: number;
}

export async function digPit(context: Context, name: string, behave: Behaviour): Promise<Pit> {
  const pit: Pit = { name, port: 0, calls: [], most: 0 };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const call: Pit['calls'][number] = { began: Date.now(), ended: undefined, bytes: 0 };
    pit.calls.push(call);
    open.add(socket);
    pit.most = Math.max(pit.most, open.size);
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      open.delete(socket);
      call.ended = Date.now();
      call.bytes = socket.bytesWritten - socket.writableLength;
    });
    socket.resume();
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  pit.port = (server.address() as AddressInfo).port;
  return pit;
}

/** Milliseconds of the longest call so far, those that go on included. */
export const longestCall = ({ calls }: Pit): number =>
  Math.max(0, ...calls.map(({ began, ended }) => (ended ?? Date.now()) - began));

export const silent: Behaviour = () => {};

const every = (socket: Socket, ms: number, act: () => void): void => {
  const timer = setInterval(() => {
    if (socket.writable) act();
  }, ms);
  socket.on('close', () => clearInterval(timer));
};

/** A byte per second, after what may come at once. */
export const drip =
  (head = ''): Behaviour =>
  (socket) => {
    socket.write(head);
    every(socket, 1000, () => socket.write('2'));
  };

/** The greeting of a page or a picture, as long as somebody could wish. */
export const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n';

/** Kilobyte after kilobyte, so that what is on its way is little; it never ends. */
export const endless =
  (head = HEAD): Behaviour =>
  (socket) => {
    socket.write(head);
    every(socket, 20, () => socket.write(Buffer.alloc(1024, 'x')));
  };

/** As much as the connection takes, without an end. */
export const flood =
  (head = HEAD): Behaviour =>
  (socket) => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    const pour = (): void => {
      while (socket.writable && socket.write(piece));
    };
    socket.write(head);
    socket.on('drain', pour);
    pour();
  };

/** One behaviour after the other, from connection to connection. */
export const inTurn = (...behaviours: Behaviour[]): Behaviour => {
  let next = 0;
  return (socket) => {
    behaviours[next % behaviours.length]?.(socket);
    next += 1;
  };
};

/** The port of a listener that lets nobody in: its queue is full. */
export async function fullHouse(context: Context): Promise<number> {
  const said = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(join(import.meta.dirname, 'full-house.ts'), { workerData: said });
  context.after(async () => worker.terminate());
  if (!(await until(() => Atomics.load(said, 0) !== 0, 10_000))) throw new Error('nobody listens');
  const port = Atomics.load(said, 0);
  for (let index = 0; index < 4; index += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    context.after(() => void socket.destroy());
    await pause(20);
  }
  return port;
}
