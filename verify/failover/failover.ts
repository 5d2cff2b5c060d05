import { setTimeout as pause } from 'node:timers/promises';
import { check } from '../kills/check.ts';
import { write, type Account, type History } from '../kills/writer.ts';
import { createDesk } from '../rig/desk.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { atLeast, atMost, none, sized, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { createPair, type Pair } from './pair.ts';

const WRITERS = 8;

/** A primary that dies is followed to its standby, and nothing acknowledged stays behind (promise R11). */
export const failover: Scenario = {
  name: 'failover',
  promise: 'When the primary database dies, writes go on at the standby and nothing is lost.',
  limit: { full: 300, quick: 180 },
  twins: [{ guard: 'newest-timeline', fails: ['written to a primary that came back'] }],
  async run(context) {
    const pair = await createPair(context);
    const options = { databaseUrl: pair.url, args: ['--empty'] };
    const server = await createServer(context, options);
    await server.start();
    const account = await prepare(pair, server);
    const { rows, histories } = await loseThePrimary(context, { pair, server, account });
    const findings = await check(pair.standby.pool, account, histories);
    return [...rows, ...findings.map(({ question, wrong }) => none(question, wrong))];
  },
};

async function prepare({ primary }: Pair, server: ServerProcess): Promise<Account> {
  const { account_id, admin, inboxes, contact_id } = await createDesk(primary.pool, {});
  const inbox_id = inboxes[0] as number;
  return { url: server.url, account_id, token: admin.token, inbox_id, contact_id };
}

interface Scene {
  pair: Pair;
  server: ServerProcess;
  account: Account;
}

async function loseThePrimary(
  context: Context,
  { pair, server, account }: Scene,
): Promise<{ rows: Row[]; histories: History[] }> {
  let stopped = false;
  context.after(() => {
    stopped = true; // also when something fails in between
  });
  const writers = Array.from({ length: WRITERS }, async (_, index) =>
    write({ ...account, random: context.random }, `writer-${index}`, () => stopped),
  );
  await pause(sized(context, { full: 15_000, quick: 4000 }));
  const before = await countMessages(pair.standby);
  await pair.primary.kill();
  const killed = Date.now();
  await pause(1000);
  const promoted = Date.now();
  await pair.promote();
  while ((await countMessages(pair.standby)) === before) await pause(20);
  const back = Date.now();
  // The one that was lost comes back, and believes to be the primary still.
  await pair.primary.start({});
  const stale = await countMessages(pair.primary);
  await pause(2000);
  await server.kill('SIGTERM');
  await server.start();
  await pause(sized(context, { full: 10_000, quick: 3000 }));
  stopped = true;
  const histories = await Promise.all(writers);
  const strayed = (await countMessages(pair.primary)) - stale;
  const sum = (of: (history: History) => number): number =>
    histories.reduce((total, history) => total + of(history), 0);
  const acknowledged = sum((history) => history.acknowledged);
  const rows = [
    atLeast('acknowledged writes', 100, acknowledged, ''),
    told('tries again', sum((history) => history.retries)), // prettier-ignore
    atMost('writes again after the promotion', 15, (back - promoted) / 1000, 's'),
    told('writes again after the kill', (back - killed) / 1000, 's'),
    none('written to a primary that came back', strayed > 0 ? [`${strayed} messages`] : []),
  ];
  return { rows, histories };
}

async function countMessages({ pool }: Pair['primary']): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from messages');
  return rows[0]?.n ?? 0;
}
