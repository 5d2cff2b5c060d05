import { fork } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../rig/clock.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk } from '../rig/desk.ts';
import { createPostgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { sized, type Context } from '../scenario.ts';
import type { News, Orders, Seen } from './messages.ts';
import type { Desk } from './work.ts';

const PEOPLE = 50;
const CONVERSATIONS = 51;
const READERS = { full: 500, quick: 60 };
const SLEEP = { full: 60_000, quick: 12_000 };
const HEADERS = { full: 500, quick: 100 };
const UPLOADS = { full: 50, quick: 20 };
/** Messages that are sent to fill the buffers: of so many characters, a second. */
const FLOOD = { full: { length: 60_000, perSecond: 1 }, quick: { length: 140_000, perSecond: 5 } };

export interface Stage {
  server: ServerProcess;
  admin: Caller;
  desk: Desk;
  hostile: Hostile;
  orders: Orders;
}

/** The process of those who are slow, deaf and silent. */
export interface Hostile {
  /** What it said last. */
  seen(): Seen | undefined;
  begin(orders: Orders): void;
  leave(): void;
}

export async function setUp(context: Context): Promise<Stage> {
  const { hostile, hungPort } = await startHostile(context);
  const postgres = await createPostgres(context);
  const server = await createServer(context, {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: { OUTBOUND_ALLOW: '127.0.0.1', SMTP_URL: `smtp://127.0.0.1:${hungPort}` },
  });
  await server.start();
  const { account_id, agents, admin: person, inboxes, contact_id } = await createDesk(
    postgres.pool,
    { agents: PEOPLE },
  ); // prettier-ignore
  const admin = createCaller(server.url, account_id, person.token);
  await admin.insist('inbox_members', {
    inbox_id: inboxes[0],
    user_ids: agents.map(({ id }) => id),
  });
  const conversations: number[] = [];
  for (let index = 0; index < CONVERSATIONS; index += 1) {
    const given = { contact_id, inbox_id: inboxes[0], message: { content: 'I have a question' } };
    conversations.push((await admin.insist('conversations', given))['id'] as number);
  }
  // Nobody who works comes across it.
  const aside = conversations.pop();
  await admin.insist(`conversations/${aside}/toggle_status`, { status: 'resolved' });
  const { body } = await admin.call('GET', '/api/v1/profile');
  const { pubsub_token } = body as { pubsub_token: string };
  const listening = { channel: 'RoomChannel', account_id, user_id: person.id, pubsub_token };
  const orders: Orders = {
    port: server.port,
    token: person.token,
    path: `/api/v1/accounts/${account_id}/conversations/${aside}/messages`,
    identifier: JSON.stringify(listening),
    readers: sized(context, READERS),
    sleep: context.quick ? SLEEP.quick : SLEEP.full,
    headers: sized(context, HEADERS),
    uploads: sized(context, UPLOADS),
    flood: context.quick ? FLOOD.quick : FLOOD.full,
    hungUrl: `http://127.0.0.1:${hungPort}/`,
  };
  const tokens = agents.map(({ token }) => token);
  const desk = { url: server.url, account_id, tokens, conversations, random: context.random };
  return { server, admin, desk, hostile, orders };
}

async function startHostile(context: Context): Promise<{ hostile: Hostile; hungPort: number }> {
  const child = fork(join(import.meta.dirname, 'hostile.ts'));
  let seen: Seen | undefined;
  let hungPort = 0;
  child.on('message', (news: News) => {
    if (news.type === 'hung') hungPort = news.port;
    else seen = news.seen;
  });
  const leave = (): void => {
    if (child.connected) child.disconnect();
  };
  context.after(leave);
  if (!(await until(() => hungPort !== 0, 20_000)))
    throw new Error('the hostile peers did not start');
  const hostile = { seen: () => seen, begin: (orders: Orders) => void child.send(orders), leave };
  return { hostile, hungPort };
}
