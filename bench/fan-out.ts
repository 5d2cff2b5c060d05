import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { exchange, quantiles } from './load.ts';

export interface FanOut {
  port: number;
  sockets: number;
  /** Who listens, as the channel is told. */
  listener: { account_id: number; user_id: number; pubsub_token: string };
  /** Each of them makes one message. */
  requests: readonly string[];
}

export interface FanOutResult {
  /** Milliseconds from the answer's way to the sender until the last socket has the message. */
  p50: number;
  p99: number;
}

/** Opens sockets of people who may see everything, and times until all of them have each new message. */
export async function fanOut({ port, sockets, listener, requests }: FanOut): Promise<FanOutResult> {
  let heard = 0;
  let all = (): void => {};
  const onMessage = (): void => {
    heard += 1;
    if (heard === sockets) all();
  };
  const open = await Promise.all(
    Array.from({ length: sockets }, async () => subscribe(port, listener, onMessage)),
  );
  const sender = connect(port, '127.0.0.1');
  try {
    const took: number[] = [];
    for (const request of requests) {
      heard = 0;
      const everybody = new Promise<void>((resolve) => {
        all = resolve;
      });
      const began = performance.now();
      await Promise.all([exchange(sender, request), everybody]);
      took.push(performance.now() - began);
    }
    return quantiles(took);
  } finally {
    sender.destroy();
    for (const socket of open) socket.terminate();
  }
}

function subscribe(
  port: number,
  listener: FanOut['listener'],
  onMessage: () => void,
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/cable`, ['actioncable-v1-json'], {
      perMessageDeflate: false,
    });
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.includes('"message.created"')) onMessage();
      else if (text.startsWith('{"type":"welcome"')) {
        const identifier = JSON.stringify({ channel: 'RoomChannel', ...listener });
        socket.send(JSON.stringify({ command: 'subscribe', identifier }));
      } else if (text.includes('confirm_subscription')) resolve(socket);
    });
  });
}
