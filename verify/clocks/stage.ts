import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { SUPERUSER } from '../../server/src/db/embedded/cluster.ts';
import { SOCKET_PORT } from '../../server/src/db/embedded/socket.ts';
import type { Pool } from '../../server/src/db/pool.ts';
import { createNode } from '../failover/pair.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createFakeClock, engineBy, type FakeClock } from '../rig/faketime.ts';
import { createServer } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import { createHook, type Hook } from './deliveries.ts';

export interface Stage {
  pool: Pool;
  desk: Desk;
  admin: Caller;
  hook: Hook;
  /** The clocks of the server and of the database. */
  app: FakeClock;
  database: FakeClock;
  /** Headers of a session that goes on, and of one that was signed out. */
  session: Record<string, string>;
  ended: Record<string, string>;
}

/** A server and its database, each by a clock of its own. */
export async function setUp(context: Context, library: string): Promise<Stage> {
  const { directory } = context;
  chmodSync(directory, 0o711);
  const app = createFakeClock(directory, 'app', library);
  const database = createFakeClock(directory, 'database', library);
  const dataDir = join(directory, 'database');
  const node = await createNode(context, dataDir, (engine) => engineBy(database, engine, directory)); // prettier-ignore
  await node.start({});
  await node.query('postgres', 'create database confab');
  const { pool, host, password } = node;
  const socket = new URLSearchParams({ host, port: String(SOCKET_PORT) });
  const databaseUrl = `postgres://${SUPERUSER}:${encodeURIComponent(password)}@localhost/confab?${socket.toString()}`;
  const server = await createServer(context, {
    databaseUrl,
    args: ['--empty'],
    env: { ...app.env, OUTBOUND_ALLOW: '127.0.0.1' },
  });
  await server.start();
  const desk = await createDesk(pool, {});
  const admin = createCaller(server.url, desk.account_id, desk.admin.token);
  const session = await signIn(server.url);
  const ended = await signIn(server.url);
  await fetch(`${server.url}/auth/sign_out`, { method: 'DELETE', headers: ended });
  const hook = await createHook(context, { admin });
  return { pool, desk, admin, hook, app, database, session, ended };
}

/** Somebody's own address, so that the limits on it say nothing of others. */
export async function trySignIn(url: string, email: string, password: string): Promise<Response> {
  return fetch(`${url}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
}

async function signIn(url: string): Promise<Record<string, string>> {
  const answer = await trySignIn(url, 'administrator0@desk.example.com', 'Password1!');
  const names = ['access-token', 'client', 'uid'];
  if (answer.status !== 200) throw new Error(`signing in was answered with ${answer.status}`);
  return Object.fromEntries(names.map((name) => [name, answer.headers.get(name) ?? '']));
}
