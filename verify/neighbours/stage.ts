import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createReceiver, healthy, type Receiver } from '../rig/receiver.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { sized, type Context } from '../scenario.ts';

const WIDTH = 12;
const CONVERSATIONS = { full: 200, quick: 60 };
/** Messages in each, so that a page and a search have something to read. */
const MESSAGES = 10;

/** An account, with whoever calls as its administrator. */
export interface Tenant {
  desk: Desk;
  admin: Caller;
  /** Assigned to an agent, who is told of what customers write. */
  conversations: number[];
}

export interface Stage {
  postgres: Postgres;
  server: ServerProcess;
  loud: Tenant;
  calm: Tenant;
  /** Is told of the messages of the calm one. */
  receiver: Receiver;
}

/**
 * One process serves both. Nobody is limited by address: who has many addresses is not; what is limited per
 * account (reports, searches of contacts) is, as always.
 */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const server = await createServer(context, {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: { RATE_LIMIT: '1000000000', OUTBOUND_ALLOW: '127.0.0.1' },
  });
  await server.start();
  const parts = { context, postgres, server };
  const [loud, calm] = [await settle(parts, 'loud'), await settle(parts, 'calm')];
  const receiver = await createReceiver(healthy, context.random);
  context.after(async () => receiver.close());
  await listen(calm, receiver.url);
  return { postgres, server, loud, calm, receiver };
}

/** Has somebody else's server told of the messages of an account. */
export async function listen({ admin }: Tenant, url: string): Promise<void> {
  await admin.insist('webhooks', { url, subscriptions: ['message_created'] });
}

async function settle(
  { context, postgres, server }: { context: Context; postgres: Postgres; server: ServerProcess },
  name: string,
): Promise<Tenant> {
  const desk = await createDesk(postgres.pool, { agents: 1, name });
  const { account_id, contact_id, inboxes, agents } = desk;
  const admin = createCaller(server.url, account_id, desk.admin.token);
  const [inbox_id, agent] = [inboxes[0], agents[0]?.id];
  await admin.insist('inbox_members', { inbox_id, user_ids: [agent] });
  const count = sized(context, CONVERSATIONS);
  const conversations = await sideBySide(Array.from({ length: count }), WIDTH, async () => {
    const made = await admin.insist('conversations', { contact_id, inbox_id, assignee_id: agent });
    const id = made['id'] as number;
    for (let nth = 0; nth < MESSAGES; nth += 1) {
      await admin.insist(`conversations/${id}/messages`, {
        content: `message ${nth} of a calm day`,
      });
    }
    return id;
  });
  return { desk, admin, conversations };
}
