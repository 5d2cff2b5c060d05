import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createProxy, type Proxy } from '../rig/proxy.ts';
import { createReceiver, healthy, type Receiver } from '../rig/receiver.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';

export const CLIENTS = 24;

export interface Stage {
  postgres: Postgres;
  servers: ServerProcess[];
  /** Between the clients and each of the servers. */
  proxies: Proxy[];
  desk: Desk;
  receiver: Receiver;
  /** The administrator, without a proxy. */
  admin: Caller;
  /** Each is changed by two clients, each of which has a field. */
  contacts: number[];
}

/** Two processes on one database, each behind a line that will break. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: { OUTBOUND_ALLOW: '127.0.0.1', LOG_LEVEL: 'fatal' },
  };
  const servers = [await createServer(context, options), await createServer(context, options)];
  for (const server of servers) await server.start();
  const proxies: Proxy[] = [];
  for (const { port } of servers) {
    const proxy = await createProxy(port, context.random);
    context.after(async () => proxy.close());
    proxies.push(proxy);
  }
  const desk = await createDesk(postgres.pool, { agents: CLIENTS });
  const admin = createCaller(servers[0]?.url ?? '', desk.account_id, desk.admin.token);
  const [inbox_id] = desk.inboxes;
  await admin.insist('inbox_members', { inbox_id, user_ids: desk.agents.map(({ id }) => id) });
  const receiver = await createReceiver(healthy, context.random);
  context.after(async () => receiver.close());
  const hook = { url: receiver.url, subscriptions: ['message_created'] };
  const made = await admin.insist('webhooks', hook);
  receiver.secret = (made['payload'] as { webhook: { secret: string } }).webhook.secret;
  const contacts: number[] = [];
  for (let pair = 0; pair < CLIENTS / 2; pair += 1) {
    const given = await admin.insist('contacts', { name: 'nobody', identifier: `nobody-${pair}` });
    contacts.push((given['payload'] as { contact: { id: number } }).contact.id);
  }
  return { postgres, servers, proxies, desk, receiver, admin, contacts };
}
