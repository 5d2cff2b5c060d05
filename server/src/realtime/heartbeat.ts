import type { WebSocket } from 'ws';
import { ping } from './protocol.ts';
import type { Wire } from './wire.ts';

/** Clients connect again when they hear nothing for 6 seconds (contract: platform §6.1). */
const PING_EVERY = 3000;
/** Every so many pings a client must have shown some sign of life since the last time. */
const SIGN_OF_LIFE = 10;

/** Pings everybody, and drops who reads too slowly or is not there any more. Returns how to stop. */
export function heartbeat(clients: ReadonlyMap<WebSocket, Wire>): () => void {
  const silent = new WeakSet<WebSocket>();
  const known = new WeakSet<WebSocket>();
  let beat = 0;

  const listen = (client: WebSocket): void => {
    known.add(client);
    for (const sign of ['message', 'ping', 'pong']) client.on(sign, () => silent.delete(client));
  };
  const ask = (client: WebSocket): void => {
    if (!known.has(client)) listen(client);
    if (silent.has(client)) return client.terminate();
    silent.add(client);
    if (client.readyState === client.OPEN) client.ping();
  };
  const timer = setInterval(() => {
    beat += 1;
    const frame = ping();
    const now = performance.now();
    for (const [client, wire] of clients) {
      if (beat % SIGN_OF_LIFE === 0) ask(client);
      wire.look(now);
      wire.send(frame);
    }
  }, PING_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
