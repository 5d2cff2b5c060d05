import { setTimeout as pause } from 'node:timers/promises';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk, type Person } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createProxy, type Faults, type Proxy } from '../rig/proxy.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import { createRights, type Rights } from './rights.ts';

const INBOXES = 20;
const AGENTS = 40;

export interface Stage {
  postgres: Postgres;
  server: ServerProcess;
  /** Between the clients and the server. */
  proxy: Proxy;
  desk: Desk;
  admin: Caller;
  rights: Rights;
  /** Their numbers. */
  conversations: number[];
  /** What the clients subscribe with, by user. */
  identifiers: Map<number, string>;
}

export const storm: Faults = {
  latency: 1,
  jitter: 5,
  reset: 0.3,
  halfOpen: 0.15,
  stall: 0.25,
  withinBytes: 2_000_000,
  silence: 3000,
};

export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = { databaseUrl: postgres.url, args: ['--empty'] };
  const server = await createServer(context, options);
  await server.start();
  const proxy = await createProxy(server.port, context.random);
  context.after(async () => proxy.close());
  const desk = await createDesk(postgres.pool, { inboxes: INBOXES, agents: AGENTS });
  const admin = createCaller(server.url, desk.account_id, desk.admin.token);
  const rights = createRights();
  await grant(context, { desk, admin, rights });
  if (context.broken === 'rights') await grantInSecret(postgres, desk);
  const conversations: number[] = [];
  for (const inbox_id of desk.inboxes.flatMap((id) => [id, id, id, id, id])) {
    const made = await admin.insist('conversations', { contact_id: desk.contact_id, inbox_id });
    conversations.push(made['id'] as number);
  }
  const identifiers = new Map<number, string>();
  for (const person of [desk.admin, ...desk.agents]) {
    identifiers.set(person.id, await identifierOf(desk, person, server.url));
  }
  return { postgres, server, proxy, desk, admin, rights, conversations, identifiers };
}

/** Everybody begins in some inboxes of their own. */
async function grant(
  { random }: Context,
  { desk, admin, rights }: Pick<Stage, 'desk' | 'admin' | 'rights'>,
): Promise<void> {
  for (const inbox_id of desk.inboxes) {
    const members = desk.agents.filter(() => random.chance(0.2)).map(({ id }) => id);
    const invoked = Date.now();
    if (members.length > 0) await admin.insist('inbox_members', { inbox_id, user_ids: members });
    const change = { member: true, invoked, answered: invoked };
    for (const user of members) rights.note(user, inbox_id, change);
  }
  // What follows is not near a change of rights.
  await pause(1500);
}

/** Everybody may see everything, though nobody was told. */
async function grantInSecret(
  { pool }: Postgres,
  { account_id, inboxes, agents }: Desk,
): Promise<void> {
  const ids = agents.map(({ id }) => id);
  await pool.query(
    `insert into inbox_members (account_id, inbox_id, user_id)
     select $1, inbox, agent from unnest($2::bigint[]) inbox, unnest($3::bigint[]) agent on conflict do nothing`,
    [account_id, inboxes, ids],
  );
}

async function identifierOf(
  { account_id }: Desk,
  { id, token }: Person,
  url: string,
): Promise<string> {
  const { body } = await createCaller(url, account_id, token).call('GET', '/api/v1/profile');
  const pubsub_token = body['pubsub_token'];
  return JSON.stringify({ channel: 'RoomChannel', pubsub_token, account_id, user_id: id });
}
