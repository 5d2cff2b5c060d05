import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import { createCaller } from '../rig/calls.ts';
import { addContacts, createDesk, type Desk } from '../rig/desk.ts';
import { freePort } from '../rig/directory.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { sized, type Context } from '../scenario.ts';
import { inspectorAt } from './inside.ts';

const WIDTH = 12;
const AGENTS = 50;
const CONVERSATIONS = { full: 400, quick: 60 };

export interface Stage {
  postgres: Postgres;
  server: ServerProcess;
  /** Where its inspector listens once it is opened. */
  port: number;
  desk: Desk;
  conversations: number[];
  /** What the agents subscribe with. */
  identifiers: string[];
}

/** An account with its agents and conversations, and a server that remembers nothing of how they were made. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const port = await freePort();
  const server = await createServer(context, {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: { NODE_OPTIONS: inspectorAt(port) },
  });
  await server.start();
  const desk = await createDesk(postgres.pool, { agents: AGENTS });
  const { account_id, inboxes, agents } = desk;
  const admin = createCaller(server.url, account_id, desk.admin.token);
  const [inbox_id] = inboxes;
  await admin.insist('inbox_members', { inbox_id, user_ids: agents.map(({ id }) => id) });
  const customers = await addContacts(postgres.pool, desk, sized(context, CONVERSATIONS));
  const conversations = await sideBySide(
    [...customers.entries()],
    WIDTH,
    async ([index, contact_id]) => {
      // Half of them are somebody's, who is told of what customers write.
      const assignee = index % 2 === 0 ? { assignee_id: agents[index % AGENTS]?.id } : {};
      const made = await admin.insist('conversations', { contact_id, inbox_id, ...assignee });
      return made['id'] as number;
    },
  );
  const identifiers = await sideBySide(agents, WIDTH, async ({ id, token }) => {
    const agent = createCaller(server.url, account_id, token);
    const { body } = await agent.call('GET', '/api/v1/profile');
    const { pubsub_token } = body;
    return JSON.stringify({ channel: 'RoomChannel', pubsub_token, account_id, user_id: id });
  });
  await server.kill('SIGTERM');
  await server.start();
  return { postgres, server, port, desk, conversations, identifiers };
}
