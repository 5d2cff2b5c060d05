import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createNameServer, type NameServer } from '../rig/name-server.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';

/** Addresses of the internet of this run. */
const PUBLIC = ['93.184.215.14', '2606:4700::1'] as const;
const [PUBLIC4, PUBLIC6] = PUBLIC;
const many = Array.from({ length: 24 }, () => PUBLIC4);

/** What names mean by the word they begin with, to the n-th who asks. */
const meanings: Record<string, (time: number) => readonly string[]> = {
  outside: () => [PUBLIC4],
  turns: (time) => [time % 2 === 0 ? PUBLIC4 : '127.0.0.1'],
  returns: (time) => [time % 2 === 0 ? '127.0.0.1' : PUBLIC4],
  turns6: (time) => [time % 2 === 0 ? PUBLIC6 : '::1'],
  mapped: (time) => (time % 2 === 0 ? [PUBLIC4] : ['::ffff:127.0.0.1']),
  mixed: () => [PUBLIC4, '::1'],
  many: () => [...many, '127.0.0.1'],
  alias: () => ['inside.rebind.example', '127.0.0.1'],
  metadata: (time) => [time % 3 === 0 ? PUBLIC4 : '169.254.169.254'],
  zero: (time) => [time % 2 === 0 ? PUBLIC4 : '0.0.0.0'],
};

/** Words of names that do not mean the same to all who ask, or mean a place inside as well. */
export const rebinding: readonly string[] = Object.keys(meanings).filter(
  (word) => word !== 'outside',
);

export interface Stage {
  postgres: Postgres;
  server: ServerProcess;
  desk: Desk;
  admin: Caller;
  names: NameServer;
  /** The port of the canary on every address of this machine, and whoever got there. */
  port: number;
  reached: string[];
  /** Requests that the server on the internet has answered. */
  answered(): number;
}

export async function setUp(context: Context): Promise<Stage> {
  const names = await createNameServer((name, time) => meanings[name.split(/[-.]/)[0] ?? '']?.(time) ?? []); // prettier-ignore
  context.after(() => names.close());
  const reached: string[] = [];
  const canary = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => reached.push(String(data).split('\r\n')[0] ?? ''));
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\ninside');
  });
  canary.listen(0, '::');
  await once(canary, 'listening');
  context.after(() => void canary.close());
  const web = await startWeb(context);
  const postgres = await createPostgres(context);
  const server = await createServer(context, {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: {
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'internet.ts')}`,
      INTERNET: [names.address, web.port, ...PUBLIC].join(' '),
      WEBHOOK_TIME_SCALE: '14400',
    },
  });
  await server.start();
  const desk = await createDesk(postgres.pool, { inboxes: 1 });
  const admin = createCaller(server.url, desk.account_id, desk.admin.token);
  const { port } = canary.address() as AddressInfo;
  return { postgres, server, desk, admin, names, port, reached, answered: web.answered };
}

/** The server on the internet: it redirects whoever asks for that, and answers everybody else. */
async function startWeb(context: Context): Promise<{ port: number; answered: () => number }> {
  let answered = 0;
  const server = createWebServer((request, response) => {
    answered += 1;
    request.resume();
    const { searchParams } = new URL(request.url ?? '/', 'http://x');
    const given = searchParams.get('to');
    // As bytes of a header: what stands above them would end this server.
    const location = given === null ? null : Buffer.from(given).toString('latin1');
    if (location === null) response.writeHead(200, { 'content-type': 'text/plain' }).end('outside');
    else response.writeHead(Number(searchParams.get('status')), { location }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, answered: () => answered };
}
