import { connect, type Socket } from 'node:net';

interface Load {
  host: string;
  port: number;
  connections: number;
  seconds: number;
  /** The whole text of the next HTTP/1.1 request. */
  next: () => string;
}

/**
 * Keeps `connections` keep-alive connections busy with one request after the other; returns requests
 * per second. Throws when an answer is not 200. It reads no more of an answer than it must, because
 * it shares the machine with the server that it measures.
 */
export async function requestsPerSecond(load: Load): Promise<number> {
  let answered = 0;
  const began = performance.now();
  const until = began + load.seconds * 1000;
  await Promise.all(
    Array.from({ length: load.connections }, () => drive(load, until, () => (answered += 1))),
  );
  return answered / ((performance.now() - began) / 1000);
}

async function drive(load: Load, until: number, onAnswer: () => void): Promise<void> {
  const socket = connect(load.port, load.host);
  try {
    while (performance.now() < until) {
      await exchange(socket, load.next());
      onAnswer();
    }
  } finally {
    socket.destroy();
  }
}

function exchange(socket: Socket, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let missing = -1;
    const finish = (error?: Error): void => {
      socket.off('data', onData).off('error', finish).off('close', onClose);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onClose = (): void => finish(new Error('the server closed the connection'));
    const onData = (chunk: Buffer): void => {
      if (missing === -1) {
        received = Buffer.concat([received, chunk]);
        const end = received.indexOf('\r\n\r\n');
        if (end === -1) return;
        const head = received.toString('latin1', 0, end);
        if (!head.startsWith('HTTP/1.1 200'))
          return finish(new Error(received.toString('utf8', 0, 500)));
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        missing = length - (received.length - end - 4);
      } else {
        missing -= chunk.length;
      }
      if (missing <= 0) finish();
    };
    socket.on('data', onData).on('error', finish).on('close', onClose);
    socket.write(request);
  });
}
