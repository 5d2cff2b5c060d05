import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, test } from 'node:test';
import { runServer } from '../test/running-server.ts';
import type { Connection } from './db/pool.ts';

const unexpected: unknown[] = [];
process.on('unhandledRejection', (reason) => unexpected.push(reason));
process.on('uncaughtException', (error) => unexpected.push(error));

/** Stands between the server and PostgreSQL, and is cut, mute or whole as the test wants. */
function createWire() {
  const pairs = new Set<Socket>();
  let target: Exclude<Connection, string> | undefined;
  let mute = false;
  let trap: string | undefined;
  let server: Server | undefined;
  let port = 0;

  const join = (socket: Socket): void => {
    const { host, port: database } = target!;
    const other = host.startsWith('/')
      ? connect(`${host}/.s.PGSQL.${database}`)
      : connect(database, host);
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      pairs.add(from);
      from.on('data', (bytes) => {
        if (trap !== undefined && bytes.includes(trap)) {
          trap = undefined;
          wire.cut();
        } else if (!mute) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(from);
        to.destroy();
      });
    }
  };
  const wire = {
    async up(): Promise<void> {
      mute = false;
      server = createServer(join);
      await new Promise<void>((resolve) => {
        server!.listen(port, '127.0.0.1', resolve);
      });
      port = (server.address() as AddressInfo).port;
    },
    /** Every connection breaks and none can be made. */
    down(): void {
      server?.close();
      wire.cut();
    },
    cut(): void {
      for (const socket of pairs) socket.destroy();
    },
    /** Connections break; new ones are accepted and nothing ever comes back. */
    silence(): void {
      mute = true;
      wire.cut();
    },
    /** Connections break at the first statement with these words; whether that was is told by `isSet`. */
    trap(words: string): { isSet(): boolean } {
      trap = words;
      return { isSet: () => trap !== undefined };
    },
    speak(): void {
      mute = false;
      wire.cut();
    },
    through(connection: Exclude<Connection, string>): Connection {
      target = connection;
      return { ...connection, host: '127.0.0.1', port };
    },
  };
  after(() => wire.down());
  return wire;
}

const wire = createWire();
await wire.up();
const starting = wire.trap('INSERT INTO jobs.schedule');
const server = await runServer({}, wire.through);

interface Reply {
  status: number;
  ms: number;
  text: string;
  retryAfter: string | null;
}

async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> {
  const began = Date.now();
  const response = await fetch(new URL(path, server.address), {
    method,
    headers: { api_access_token: server.token, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, ms: Date.now() - began, text, retryAfter };
}

const conversations = `/api/v1/accounts/${server.account_id}/conversations`;
const read = () => call('GET', conversations);
const write = () =>
  call('POST', conversations, { inbox_id: server.inbox_id, contact_id: server.contact_id });

async function healed(within: number): Promise<void> {
  const began = Date.now();
  while ((await read()).status !== 200 || (await write()).status !== 200) {
    assert.ok(Date.now() - began < within, `not healed within ${within} ms`);
    await sleep(50);
  }
}

function assertUnavailable({ status, ms, text, retryAfter }: Reply): void {
  assert.equal(status, 503, text);
  assert.deepEqual(JSON.parse(text), { error: 'The database is not available, please try again' });
  assert.ok(Number(retryAfter) >= 1);
  assert.ok(ms < 5000, `${ms} ms`);
}

test('a server that lost the database while it started serves, and says what it waited for', async () => {
  assert.equal(starting.isSet(), false, 'it was lost');
  await healed(5000);
  assert.match(server.lines.join(''), /the database went away while jobs were being started/);
});

test('while the database is down every answer is a quick 503, and all is well when it is back', async () => {
  await healed(5000);
  wire.down();
  await sleep(100);
  for (const reply of await Promise.all([read(), write(), read(), write()]))
    assertUnavailable(reply);
  assert.equal((await call('GET', '/health')).status, 200);
  await sleep(1000);
  const ready = await call('GET', '/ready');
  assert.equal(ready.status, 503);
  assert.equal(
    (JSON.parse(ready.text) as { checks: { database: string } }).checks.database,
    'not answering',
  );
  assert.match((await call('GET', '/api')).text, /"data_services":"failing"/);
  assert.match((await call('GET', '/metrics')).text, /^confab_database_up 0$/m);
  await wire.up();
  await healed(5000);
  assert.match((await call('GET', '/metrics')).text, /^confab_database_up 1$/m);
});

test('a database that accepts and says nothing is a 503 within five seconds too', async () => {
  await healed(5000);
  wire.silence();
  for (const reply of await Promise.all([read(), write()])) assertUnavailable(reply);
  wire.speak();
  await healed(10_000);
});

test('connections that are cut under load cost their requests a 503 at most', async () => {
  await healed(5000);
  const statuses = new Set<number>();
  let busy = true;
  const clients = Array.from({ length: 8 }, async (_, i) => {
    while (busy) statuses.add((await (i % 2 ? read() : write())).status);
  });
  for (let i = 0; i < 5; i += 1) {
    await sleep(300);
    await server.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name = 'confab'`,
    );
  }
  busy = false;
  await Promise.all(clients);
  statuses.delete(200);
  statuses.delete(503);
  assert.deepEqual([...statuses], []);
  await healed(5000);
});

test('jobs that came due during an outage run after it', async () => {
  await healed(5000);
  const { id } = JSON.parse((await write()).text) as { id: number };
  const snoozed_until = Math.ceil(Date.now() / 1000) + 1;
  const path = `${conversations}/${id}`;
  await call('POST', `${path}/toggle_status`, { status: 'snoozed', snoozed_until });
  wire.down();
  await sleep(2500);
  await wire.up();
  await healed(5000);
  const began = Date.now();
  while (!/"status":"open"/.test((await call('GET', path)).text)) {
    assert.ok(Date.now() - began < 10_000);
    await sleep(50);
  }
});

test('nothing of all this was an error that nobody caught, and the operator can read about it', () => {
  assert.deepEqual(unexpected, []);
  const log = server.lines.join('');
  assert.match(log, /"msg":"request failed"/);
  assert.match(log, /"msg":"job queue"/);
});

test('a server that is stopped while the database is away stops all the same', async () => {
  wire.down();
  const began = Date.now();
  await server.stop();
  assert.ok(Date.now() - began < 20_000, `${Date.now() - began} ms`);
});
