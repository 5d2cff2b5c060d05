/** A process of its own that holds thousands of WebSockets; they come back when they are cut off. */
import { WebSocket } from 'ws';
import type { Listener, News, Order } from './messages.ts';

const WIDTH = 200;
const LONGEST_WAIT = 5000;

const sockets = new Set<WebSocket>();
const heard = new Map<string, number>();
let subscribed = 0;
let cutting = false;
let connecting = 0;
const line: (() => void)[] = [];

const say = (news: News): void => void process.send?.(news);
const told = setInterval(() => say({ type: 'subscribed', count: subscribed }), 50);
process.on('disconnect', () => {
  clearInterval(told);
  process.exit(0);
});

process.on('message', (order: Order) => {
  if (order.type === 'connect') {
    cutting = false;
    const { url, listeners, count } = order;
    for (let i = 0; i < count; i += 1)
      open(url, listeners[i % listeners.length] as Listener, count);
  } else {
    cutting = true;
    for (const socket of sockets) socket.terminate();
  }
});

/** At most so many handshakes at once: the kernel's queue is as long as that of any server. */
function open(url: string, listener: Listener, count: number): void {
  const begin = (): void => {
    connecting += 1;
    speak({ url, listener, count, free });
  };
  let counted = true;
  const free = (): void => {
    if (counted) {
      counted = false;
      connecting -= 1;
      line.shift()?.();
    }
  };
  if (connecting < WIDTH) begin();
  else line.push(begin);
}

interface Speech {
  url: string;
  listener: Listener;
  count: number;
  free: () => void;
}

function speak({ url, listener, count, free }: Speech): void {
  const socket = new WebSocket(`${url}/cable`, ['actioncable-v1-json'], {
    perMessageDeflate: false,
  });
  sockets.add(socket);
  let confirmed = false;
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text.startsWith('{"type":"welcome"')) {
      const identifier = JSON.stringify({ channel: 'RoomChannel', ...listener });
      socket.send(JSON.stringify({ command: 'subscribe', identifier }));
    } else if (text.includes('confirm_subscription')) {
      confirmed = true;
      subscribed += 1;
      free();
    } else if (text.includes('account.cache_invalidated')) {
      const key = /"label":"(\d+)"/.exec(text)?.[1] ?? '';
      const so = (heard.get(key) ?? 0) + 1;
      heard.set(key, so);
      if (so === count) say({ type: 'heard', key, count: so, at: Date.now() });
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    sockets.delete(socket);
    if (confirmed) subscribed -= 1;
    free();
    if (cutting) return;
    setTimeout(() => open(url, listener, count), Math.random() * LONGEST_WAIT);
  });
}
