import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import { digPit, drip, inTurn, silent, type Pit } from './pits.ts';

export interface Stage {
  postgres: Postgres;
  server: ServerProcess;
  desk: Desk;
  admin: Caller;
  agent: Caller;
  /** The mail server of the installation: silent, or one that greets for ever. */
  mail: Pit;
}

export async function setUp(context: Context): Promise<Stage> {
  const mail = await digPit(context, 'silent, and a greeting by bytes', inTurn(silent, drip()));
  const postgres = await createPostgres(context);
  const server = await createServer(context, {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: { OUTBOUND_ALLOW: '127.0.0.1', SMTP_URL: `smtp://127.0.0.1:${mail.port}` },
  });
  await server.start();
  const desk = await createDesk(postgres.pool, { agents: 1 });
  const admin = createCaller(server.url, desk.account_id, desk.admin.token);
  const [person] = desk.agents as [Desk['admin']];
  const agent = createCaller(server.url, desk.account_id, person.token);
  await admin.insist('inbox_members', { inbox_id: desk.inboxes[0], user_ids: [person.id] });
  return { postgres, server, desk, admin, agent, mail };
}
