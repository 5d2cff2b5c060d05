import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/database.ts';
import { inspect } from './external.ts';
import { openPool } from './pool.ts';

const { connection, drop } = await createTestDatabase();
after(drop);

/** A way to the database that can be closed, and opened again. */
async function createGate() {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const gate = {
    passed: 0,
    async open(): Promise<number> {
      server = createServer((socket) => {
        gate.passed += 1;
        const other = connect(`${connection.host}/.s.PGSQL.${connection.port}`);
        for (const each of [socket, other]) {
          sockets.add(each);
          each.on('error', () => {});
          each.on('close', () => (each === socket ? other : socket).destroy());
        }
        socket.pipe(other).pipe(socket);
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
      return port;
    },
    close(): void {
      server?.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  await gate.open();
  after(gate.close);
  return { gate, port };
}

const urlOf = (...ports: number[]): string => {
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  const { user, password, database } = connection;
  return `postgres://${user}:${encodeURIComponent(password)}@${hosts}/${database}?target_session_attrs=read-write`;
};

test('the host that can be reached is found, and another one when it is gone', async () => {
  const [a, b] = [await createGate(), await createGate()];
  a.gate.close();
  const pool = openPool(urlOf(a.port, b.port), { max: 2 });
  after(() => pool.end());
  assert.equal((await pool.query('select 1 as one')).rows[0]?.one, 1);
  assert.equal(a.gate.passed, 0);
  b.gate.close();
  await assert.rejects(pool.query('select 1'));
  await assert.rejects(pool.query('select 1'), { code: 'ECONNREFUSED' });
  await a.gate.open();
  assert.equal((await pool.query('select 2 as two')).rows[0]?.two, 2);
  assert.ok(a.gate.passed > 0);
});

test('it is looked for once, not before every connection', async () => {
  const [a, b] = [await createGate(), await createGate()];
  const pool = openPool(urlOf(a.port, b.port), { max: 8 });
  after(() => pool.end());
  await Promise.all(Array.from({ length: 8 }, async () => pool.query('select pg_sleep(0.05)')));
  const looks = 1;
  assert.equal(Math.min(a.gate.passed, b.gate.passed), looks);
  assert.equal(a.gate.passed + b.gate.passed, 8 + 2 * looks);
});

test('a command asks the right host, too', async () => {
  const [a, b] = [await createGate(), await createGate()];
  a.gate.close();
  assert.ok((await inspect(urlOf(a.port, b.port))).versionNumber >= 150_000);
});
