import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import type { Snooze } from './check.ts';

const WIDTH = 12;
const HOUR = 3_600_000;

export interface Stage {
  postgres: Postgres;
  servers: ServerProcess[];
  desk: Desk;
  admin: Caller;
}

/** Two servers on one database, so that two look for what is due. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = { databaseUrl: postgres.url, args: ['--empty'] };
  const first = await createServer(context, options);
  const second = await createServer(context, options);
  await first.start();
  await second.start();
  const desk = await createDesk(postgres.pool, {});
  const admin = createCaller(first.url, desk.account_id, desk.admin.token);
  return { postgres, servers: [first, second], desk, admin };
}

interface Ready {
  ids: number[];
  /** Milliseconds that one call takes, with many side by side. */
  perCall: number;
}

export async function makeConversations(
  { admin, desk: { contact_id, inboxes } }: Stage,
  count: number,
): Promise<Ready> {
  const began = Date.now();
  const ids = await sideBySide(Array.from({ length: count }), WIDTH, async () => {
    const made = await admin.insist('conversations', { contact_id, inbox_id: inboxes[0] });
    return made['id'] as number;
  });
  return { ids, perCall: (Date.now() - began) / count };
}

/**
 * Snoozes them so that they come due one after the other over `span` milliseconds, which begin once
 * all of them sleep and some have been resolved or snoozed again for later.
 */
export async function snooze(
  { admin }: Stage,
  { ids, perCall }: Ready,
  span: number,
): Promise<Snooze[]> {
  const from = Date.now() + 3000 + ids.length * perCall * 2;
  const set = async (id: number, status: string, until?: number): Promise<void> => {
    const end = until === undefined ? {} : { snoozed_until: new Date(until).toISOString() };
    await admin.insist(`conversations/${id}/toggle_status`, { status, ...end });
  };
  const made = ids.map((display_id, index): Snooze => {
    const meanwhile =
      index % 20 === 3 ? 'resolved' : index % 20 === 13 ? 'snoozed again' : 'nothing';
    return { display_id, due: Math.round(from + (span * index) / ids.length), meanwhile };
  });
  await sideBySide(made, WIDTH, async ({ display_id, due }) => set(display_id, 'snoozed', due));
  await sideBySide(made, WIDTH, async ({ display_id, meanwhile }) => {
    if (meanwhile === 'resolved') await set(display_id, 'resolved');
    if (meanwhile === 'snoozed again') await set(display_id, 'snoozed', from + HOUR);
  });
  if (Date.now() > from)
    throw new Error('snoozing took longer than planned: use a smaller --scale');
  return made;
}
