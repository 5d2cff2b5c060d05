import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk } from '../rig/desk.ts';
import { createPostgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { atMost, percentile, sized, told, type Context, type Scenario } from '../scenario.ts';
import type { Listener, News, Order } from './messages.ts';

const SOCKETS = { full: 10_000, quick: 1000 };
const BROADCASTS = { full: 20, quick: 5 };
const PEOPLE = { full: 500, quick: 50 };
const CYCLES = 3;

/** Ten thousand people listen, leave and come back, and nobody else notices (promise R15). */
export const sockets: Scenario = {
  name: 'sockets',
  promise: 'Ten thousand WebSockets on one machine: connected, told, cut off and back in time.',
  limit: { full: 600, quick: 180 },
  async run(context) {
    const { server, admin, listeners } = await setUp(context);
    const fleet = createFleet(context, server, listeners);
    const memory: number[] = [];
    const connected: number[] = [];
    const spread: number[] = [];
    const rest: number[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      connected.push(await fleet.connect());
      context.say(`cycle ${cycle + 1}: all subscribed after ${connected.at(-1)} ms`);
      await broadcast(context, { admin, fleet, spread, rest });
      memory.push(await residentMemory(server));
      if (cycle < CYCLES - 1) await fleet.cut();
    }
    const rise = (memory[2] ?? 0) / (memory[0] ?? 1);
    const back = await killAndWait(server, fleet);
    return [
      told('sockets', sized(context, SOCKETS)),
      atMost('all connected and subscribed', 30, Math.max(...connected) / 1000, 's'),
      atMost('memory of the process', 500, Math.max(...memory), 'MB'),
      // Of a small run, most of the memory is not the sockets'.
      (context.quick ? told : growth)('memory in the third cycle, of the first', rise),
      told('a broadcast reaches all, median', percentile(spread, 0.5) / 1000, 's'),
      atMost('a broadcast reaches all, worst', 1.5, percentile(spread, 1) / 1000, 's'),
      atMost('a list meanwhile, p99', 500, percentile(rest, 0.99), 'ms'),
      atMost('all back after a kill', 60, back / 1000, 's'),
    ];
  },
};

const growth = (id: string, actual: number) => atMost(id, 1.1, actual, '×');

async function setUp(context: Context) {
  const postgres = await createPostgres(context);
  const options = { databaseUrl: postgres.url, args: ['--empty'] };
  const server = await createServer(context, options);
  await server.start();
  const { account_id, admin, agents } = await createDesk(postgres.pool, {
    agents: sized(context, PEOPLE),
  });
  const listeners = await Promise.all(
    agents.map(async ({ id, token }): Promise<Listener> => {
      const { body } = await createCaller(server.url, account_id, token).call(
        'GET',
        '/api/v1/profile',
      );
      return { account_id, user_id: id, pubsub_token: body['pubsub_token'] as string };
    }),
  );
  return { server, admin: createCaller(server.url, account_id, admin.token), listeners };
}

interface Fleet {
  /** Returns the milliseconds until all are subscribed. */
  connect(): Promise<number>;
  cut(): Promise<void>;
  subscribed(count: number): Promise<void>;
  /** When the last socket heard of it. */
  heard(key: string): Promise<number>;
  readonly size: number;
}

function createFleet(context: Context, { url }: ServerProcess, listeners: Listener[]): Fleet {
  const count = sized(context, SOCKETS);
  const child: ChildProcess = fork(join(import.meta.dirname, 'fleet.ts'));
  context.after(() => child.disconnect());
  const arrivals = new Map<string, number>();
  let now = 0;
  child.on('message', (news: News) => {
    if (news.type === 'subscribed') now = news.count;
    else arrivals.set(news.key, news.at);
  });
  const order = (given: Order): void => void child.send(given);
  const subscribed = async (wanted: number): Promise<void> => {
    while (now !== wanted) await pause(20);
  };
  return {
    size: count,
    subscribed,
    async connect() {
      const began = Date.now();
      order({ type: 'connect', url: url.replace('http', 'ws'), listeners, count });
      await subscribed(count);
      return Date.now() - began;
    },
    async cut() {
      order({ type: 'cut' });
      await subscribed(0);
    },
    async heard(key) {
      while (!arrivals.has(key)) await pause(5);
      return arrivals.get(key) ?? 0;
    },
  };
}

interface Broadcast {
  admin: Caller;
  fleet: Fleet;
  spread: number[];
  rest: number[];
}

let labels = 0;

/** What concerns everybody in the account, while somebody reads a list again and again. */
async function broadcast(
  context: Context,
  { admin, fleet, spread, rest }: Broadcast,
): Promise<void> {
  let done = false;
  const reading = (async () => {
    while (!done) {
      const began = Date.now();
      await admin.call('GET', 'conversations');
      rest.push(Date.now() - began);
      await pause(20);
    }
  })();
  for (let i = 0; i < sized(context, BROADCASTS); i += 1) {
    const began = Date.now();
    labels += 1;
    await admin.insist('labels', { title: `label-${labels}` });
    const { body } = await admin.call('GET', 'cache_keys');
    const { label } = body['cache_keys'] as { label: string };
    spread.push((await fleet.heard(label)) - began);
    await pause(300);
  }
  done = true;
  await reading;
}

/** Kills the server, and waits until everybody listens again. Returns the milliseconds from the kill. */
async function killAndWait(server: ServerProcess, fleet: Fleet): Promise<number> {
  const began = Date.now();
  await server.kill('SIGKILL');
  await fleet.subscribed(0);
  await server.start();
  await fleet.subscribed(fleet.size);
  return Date.now() - began;
}

/** In MB. */
async function residentMemory({ url }: ServerProcess): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
  return Number(bytes) / 2 ** 20;
}
