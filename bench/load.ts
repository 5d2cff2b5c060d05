import { connect, type Socket } from 'node:net';

/** Something that a client does: one request, or several one after the other. Each is a whole HTTP/1.1 text. */
export type Unit = readonly string[];

export interface Load {
  port: number;
  connections: number;
  seconds: number;
  /** One of them at random, over and over. */
  units: readonly Unit[];
  /** Each of them once instead, however long that takes. */
  once?: boolean;
}

export interface Rates {
  /** Units. */
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** How many were done. */
  done: number;
}

/**
 * Keeps `connections` keep-alive connections busy with one unit after the other. Throws when an answer is not
 * a success. It reads no more of an answer than it must, because it shares the machine with the server that
 * it measures.
 */
export async function drive({ port, connections, seconds, units, once }: Load): Promise<Rates> {
  const took: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  let next = 0;
  const pick = (): Unit | undefined => {
    if (once === true) return units[next++];
    return performance.now() < until ? units[Math.floor(Math.random() * units.length)] : undefined;
  };
  const keepBusy = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    try {
      for (let unit = pick(); unit !== undefined; unit = pick()) {
        const at = performance.now();
        for (const request of unit) await exchange(socket, request);
        took.push(performance.now() - at);
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, keepBusy));
  const perSecond = took.length / ((performance.now() - began) / 1000);
  return { perSecond, ...quantiles(took), done: took.length };
}

export function quantiles(took: readonly number[]): { p50: number; p99: number } {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** How many bytes of the body are still to come; -1: as many as its chunks say. */
function bodyLength(head: string): number {
  if (/^transfer-encoding: chunked/im.test(head)) return -1;
  return Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
}

export function exchange(socket: Socket, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let missing: number | undefined;
    const finish = (error?: Error): void => {
      socket.off('data', onData).off('error', finish).off('close', onClose);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onClose = (): void => finish(new Error('the server closed the connection'));
    const onData = (chunk: Buffer): void => {
      if (missing === undefined) {
        received = Buffer.concat([received, chunk]);
        const end = received.indexOf('\r\n\r\n');
        if (end === -1) return;
        const head = received.toString('latin1', 0, end);
        if (!/^HTTP\/1\.1 20[0-6]/.test(head)) {
          return finish(new Error(received.toString('utf8', 0, 500)));
        }
        const length = bodyLength(head);
        missing = length === -1 ? Infinity : length - (received.length - end - 4);
      } else {
        missing -= chunk.length;
      }
      const isWhole = missing === Infinity && chunk.subarray(-5).equals(LAST_CHUNK);
      if (isWhole || missing <= 0) finish();
    };
    socket.on('data', onData).on('error', finish).on('close', onClose);
    socket.write(request, 'latin1');
  });
}
