import { setTimeout as pause } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { executor, QUEUE_SCHEMA } from '../../server/src/jobs/enqueue.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { addContacts, createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import { prepareMarks } from './marks.ts';

/** Seconds that a job may take here, in place of minutes. */
const JOB_TIMEOUT = 5;
const CONVERSATIONS = 40;

export interface Stage {
  postgres: Postgres;
  servers: ServerProcess[];
  desk: Desk;
  /** The administrator, at each server. */
  callers: Caller[];
  /** Each has the administrator as its assignee, who is told of what the customer writes. */
  conversations: number[];
}

/** Two servers on one database, whose jobs do what they are marked with. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const servers = await Promise.all(
    [0, 1].map(async () =>
      createServer(context, {
        databaseUrl: postgres.url,
        args: ['--empty'],
        env: { JOB_TIMEOUT: String(JOB_TIMEOUT), LOG_LEVEL: 'error' },
        without: ['jobs-behave'],
      }),
    ),
  );
  for (const server of servers) await server.start();
  const desk = await createDesk(postgres.pool, {});
  const { account_id, admin, inboxes } = desk;
  const callers = servers.map(({ url }) => createCaller(url, account_id, admin.token));
  const conversations: number[] = [];
  for (const contact_id of await addContacts(postgres.pool, desk, CONVERSATIONS)) {
    const given = { contact_id, inbox_id: inboxes[0], assignee_id: admin.id };
    conversations.push((await callers[0]?.insist('conversations', given))?.['id'] as number);
  }
  await prepareMarks(postgres.pool);
  return { postgres, servers, desk, callers, conversations };
}

/** Starts again whoever has died, until `isOver`. */
export async function keepUp({ servers }: Stage, isOver: () => boolean): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      while (!isOver()) {
        // It may be killed while it starts.
        if (server.hasEnded()) await server.start().catch(() => undefined);
        await pause(100);
      }
    }),
  );
}

export const TOMORROW = 'a_queue_of_tomorrow';

/** What a newer version puts into the queues while this one still runs: a queue, and what a job carries. */
export async function enqueueAsTomorrow({ postgres: { pool }, desk }: Stage): Promise<void> {
  const boss = new PgBoss({
    db: executor(pool),
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    migrate: false,
  });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue(TOMORROW, {});
  for (let n = 0; n < 10; n += 1) await boss.send(TOMORROW, { n });
  const data = { account_id: desk.account_id, event: { of: 'tomorrow' }, misbehaviour: 'unknown' };
  const options = { retryLimit: 1, retryDelay: 1, retryBackoff: false };
  for (let n = 0; n < 10; n += 1) await boss.send('notify_people', data, options);
  await boss.stop({ graceful: false });
}
