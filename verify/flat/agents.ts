/** A process of its own for the agents who are connected, and for those who look in for a moment. */
import { WebSocket } from 'ws';
import { readFrame } from '../rig/cable.ts';
import type { Heard, News, Order } from './messages.ts';

/** Milliseconds that somebody stays who looks in. */
const STAY = 400;

let heard: Heard[] = [];
let subscribed = 0;
let cutOff = 0;
let visits = 0;
let visiting: NodeJS.Timeout | undefined;
let lookIn = (): void => {};

const say = (news: News): void => void process.send?.(news);
process.on('disconnect', () => process.exit(0));
process.on('message', (order: Order) => {
  if (order.type === 'connect') connect(order);
  else if (order.type === 'visit') visit(order.perSecond);
  else say({ type: 'heard', heard, cutOff, visits });
});

function connect({ url, identifiers }: Extract<Order, { type: 'connect' }>): void {
  heard = identifiers.map(() => ({ count: 0, sum: 0 }));
  identifiers.forEach((identifier, index) => {
    const socket = listen(url, identifier, (id) => {
      const own = heard[index] as Heard;
      own.count += 1;
      own.sum += id;
    });
    socket.on('close', () => (cutOff += 1));
  });
  lookIn = () => {
    const socket = listen(url, identifiers[visits % identifiers.length] as string, () => {});
    visits += 1;
    setTimeout(() => socket.close(), STAY);
  };
}

function visit(perSecond: number): void {
  clearInterval(visiting);
  if (perSecond > 0) visiting = setInterval(() => lookIn(), 1000 / perSecond);
}

/** No more is kept of a message than that it came: who listens for hours must not grow either. */
function listen(url: string, identifier: string, hear: (id: number) => void): WebSocket {
  const socket = new WebSocket(`${url}/cable`, ['actioncable-v1-ext-json'], {
    perMessageDeflate: false,
  });
  socket.on('error', () => {});
  socket.on('message', (data: Buffer) => {
    const { type, event, id } = readFrame(data.toString());
    if (event === 'message.created') hear(id);
    else if (type === 'welcome') socket.send(JSON.stringify({ command: 'subscribe', identifier }));
    else if (type === 'ping') socket.send('{"command":"pong"}');
    else if (type === 'confirm_subscription') {
      subscribed += 1;
      say({ type: 'subscribed', count: subscribed });
    }
  });
  return socket;
}
