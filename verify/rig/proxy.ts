import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** What happens to a connection. */
type Fate = 'fine' | 'reset' | 'half-open' | 'stall';

export interface Faults {
  /** Milliseconds that every chunk is late, and how many more at random. */
  latency: number;
  jitter: number;
  /** Shares of all new connections that meet each fate. */
  reset: number;
  halfOpen: number;
  stall: number;
  /** A fate comes after so many bytes to the client, at random up to that. */
  withinBytes: number;
  /** For how long a connection stalls, or says nothing before it goes. Milliseconds. */
  silence: number;
}

export const calm: Faults = { latency: 0, jitter: 0, reset: 0, halfOpen: 0, stall: 0, withinBytes: 0, silence: 0 }; // prettier-ignore

export interface Proxy {
  readonly port: number;
  /** Met by connections made from now on. */
  faults: Faults;
  /** How often each fate was met. */
  readonly met: Record<Fate, number>;
  /** Resets every connection that there is. */
  resetAll(): void;
  close(): Promise<void>;
}

/** Stands between clients and a server, and makes the network as bad as it can be. */
export async function createProxy(target: number, random: Random): Promise<Proxy> {
  const open = new Set<Socket>();
  const met: Proxy['met'] = { fine: 0, reset: 0, 'half-open': 0, stall: 0 };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    join({ client, upstream, faults: proxy.faults, random, met });
  });
  const proxy: Proxy = {
    port: 0,
    faults: calm,
    met,
    resetAll() {
      for (const socket of open) socket.resetAndDestroy();
    },
    async close() {
      proxy.resetAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, { port: (server.address() as AddressInfo).port });
}

interface Pair {
  client: Socket;
  upstream: Socket;
  faults: Faults;
  random: Random;
  met: Proxy['met'];
}

/** Carries both directions, until the fate of this connection comes. */
function join(pair: Pair): void {
  const { client, upstream, faults, random, met } = pair;
  const fate = fateOf(faults, random);
  let budget = fate === 'fine' ? Infinity : random.between(0, faults.withinBytes);
  let silent = false;
  met[fate] += 1;
  const meet = (): void => {
    budget = Infinity;
    if (fate === 'reset') {
      client.resetAndDestroy();
      upstream.destroy();
      return;
    }
    // Nobody is told: both sides look open, and nothing arrives any more.
    silent = true;
    setTimeout(() => {
      silent = false;
      if (fate === 'half-open') for (const socket of [client, upstream]) socket.destroy();
      else for (const socket of [client, upstream]) socket.resume();
    }, faults.silence);
  };
  carry(client, upstream, { ...pair, isSilent: () => silent, onBytes: () => {} });
  carry(upstream, client, {
    ...pair,
    isSilent: () => silent,
    onBytes: (count) => {
      budget -= count;
      if (budget < 0) meet();
    },
  });
}

function fateOf({ reset, halfOpen, stall }: Faults, random: Random): Fate {
  const drawn = random.next();
  if (drawn < reset) return 'reset';
  if (drawn < reset + halfOpen) return 'half-open';
  return drawn < reset + halfOpen + stall ? 'stall' : 'fine';
}

interface Carrying extends Pick<Pair, 'faults' | 'random'> {
  isSilent: () => boolean;
  onBytes: (count: number) => void;
}

function carry(from: Socket, to: Socket, { faults, random, isSilent, onBytes }: Carrying): void {
  const isLate = faults.latency + faults.jitter > 0;
  let before = Promise.resolve();
  const later = (act: () => void): void => {
    if (!isLate) return act();
    const due = performance.now() + faults.latency + random.next() * faults.jitter;
    // One after the other, however the jitter falls: timers of different lengths overtake each other.
    before = before.then(async () => pause(Math.max(1, due - performance.now()))).then(act);
  };
  from.on('data', (chunk: Buffer) => {
    onBytes(chunk.length);
    // What arrives while it is silent waits in the sender's buffers, as on a line that is dead.
    if (isSilent()) {
      from.pause();
      from.unshift(chunk);
      return;
    }
    later(() => {
      if (!to.destroyed && !to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
  });
  from.on('end', () => later(() => to.end()));
  from.on('close', (failed) => {
    if (failed) to.destroy();
  });
}
