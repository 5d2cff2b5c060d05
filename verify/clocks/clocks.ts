import { findFaketime } from '../rig/faketime.ts';
import { until } from '../rig/clock.ts';
import { atMost, none, skipped, told, type Context, type Row, type Scenario } from '../scenario.ts';
import { checkDeliveries, leaveWaiting, misplaced, twice } from './deliveries.ts';
import { checkSessions, countAhead, countFiles, countNegative, jump, lockOut, sweep, upload, writeInOrder } from './look.ts'; // prettier-ignore
import { setUp, type Stage } from './stage.ts';
import { checkTimers, setTimers, type Timers, type Wrong } from './timers.ts';

const HOUR = 3600;
const DAYS = 10 * 24 * HOUR;
/** Seconds of the limit on guesses at one address; a tenth more is how long the last of them are remembered. */
const LOCK = 990;

interface Jump {
  app: number;
  database: number;
}

const apart = (by: number): Jump[] => [
  { app: by, database: 0 },
  { app: 0, database: by },
  { app: by, database: by },
];

const JUMPS = {
  full: [HOUR, -HOUR, DAYS, -DAYS].flatMap(apart),
  quick: [
    { app: DAYS, database: 0 },
    { app: 0, database: -HOUR },
    { app: 0, database: DAYS },
  ],
};

/** Clocks that jump do no harm (promise R13). */
export const clocks: Scenario = {
  name: 'clocks',
  promise: 'The clocks of the server and the database jump, alone and together, and nothing is lost, doubled or locked.', // prettier-ignore
  limit: { full: 1200, quick: 240 },
  twins: [
    { guard: 'sweep-asks-both-clocks', fails: ['files removed by a wrong clock'] },
    { guard: 'webhooks-follow-the-clock', fails: ['deliveries that did not come'] },
    { guard: 'jobs-follow-the-clock', fails: ['queues that wait for the clock to catch up'] },
  ],
  async run(context) {
    const library = findFaketime();
    if (library === undefined) {
      return [skipped('jumps', 'libfaketime is not here (Debian: faketime)')];
    }
    const stage = await setUp(context, library);
    const found: Found = { missed: [], doubled: [], early: [], ...empty() };
    const timers: Timers = { all: [] };
    const jumps = JUMPS[context.quick ? 'quick' : 'full'];
    for (const [round, each] of jumps.entries()) {
      context.say(`server ${each.app} s, database ${each.database} s`);
      await oneJump(stage, { timers, found, round, jump: each });
    }
    return report(context, { stage, timers, found, jumps: jumps.length });
  },
};

interface Found extends Wrong {
  disorder: string[];
  lost: string[];
  back: string[];
  removed: string[];
  undelivered: Set<string>;
  locks: number[];
}

const empty = (): Omit<Found, keyof Wrong> => ({
  disorder: [],
  lost: [],
  back: [],
  removed: [],
  undelivered: new Set(),
  locks: [],
});

interface Round {
  timers: Timers;
  found: Found;
  round: number;
  jump: Jump;
}

/** From clocks that are right to clocks that are wrong, and back again. */
async function oneJump(stage: Stage, { timers, found, round, jump: to }: Round): Promise<void> {
  await setTimers(stage, timers);
  await resolveOne(stage);
  found.locks.push(await lockOut(stage));
  await upload(stage);
  await leaveWaiting(stage);
  jump(stage, to);
  await resolveOne(stage);
  found.disorder.push(...(await writeInOrder(stage, round)));
  found.locks.push(await lockOut(stage));
  add(found, await checkSessions(stage));
  add(found, await checkTimers(stage, timers));
  if (to.app !== to.database) found.removed.push(...(await sweepWrongly(stage)));
  await addUndelivered(stage, found);
  await leaveWaiting(stage);
  jump(stage, { app: 0, database: 0 });
  found.locks.push(await lockOut(stage));
  add(found, await checkSessions(stage));
  add(found, await checkTimers(stage, timers));
  await addUndelivered(stage, found);
}

async function addUndelivered(stage: Stage, { undelivered }: Found): Promise<void> {
  for (const each of await checkDeliveries(stage)) undelivered.add(each);
}

function add(found: Found, more: Partial<Record<keyof Wrong | 'lost' | 'back', string[]>>): void {
  for (const [what, texts] of Object.entries(more)) {
    found[what as keyof Wrong].push(...texts);
  }
}

/** The first is made by clocks that are right and resolved by others, so that it seems to end before it began. */
async function resolveOne({ admin, desk, pool }: Stage): Promise<void> {
  const { contact_id, inboxes, account_id } = desk;
  const { rows } = await pool.query<{ id: number }>(
    'select display_id as id from conversations where account_id = $1 and status = 0 order by id desc limit 1',
    [account_id],
  );
  const id = rows[0]?.id;
  if (id !== undefined) await admin.insist(`conversations/${id}/messages`, { content: 'Done.' });
  if (id !== undefined) {
    await admin.insist(`conversations/${id}/toggle_status`, { status: 'resolved' });
  }
  await admin.insist('conversations', { contact_id, inbox_id: inboxes[0] });
}

async function sweepWrongly(stage: Stage): Promise<string[]> {
  const before = await countFiles(stage);
  const ended = await sweep(stage);
  const after = await countFiles(stage);
  if (!ended) return ['the sweep did not end'];
  return after < before ? [`${before - after} of ${before}`] : [];
}

interface Seen {
  stage: Stage;
  timers: Timers;
  found: Found;
  jumps: number;
}

async function report(context: Context, { stage, timers, found, jumps }: Seen): Promise<Row[]> {
  const patience = context.broken === undefined ? 40_000 : 20_000;
  await until(async () => (await countAhead(stage)) === 0, patience);
  const ahead = await countAhead(stage);
  const negative = await countNegative(stage);
  return [
    told('jumps', jumps),
    told('timers', timers.all.length),
    none('timers that did not come', found.missed),
    none('timers that came twice', found.doubled),
    none('timers that came before the database’s clock said so', found.early),
    none('conversations whose messages are out of order', found.disorder),
    told('deliveries', stage.hook.receiver.receipts.length),
    none('deliveries that did not come', [...found.undelivered]),
    none('deliveries that came twice', twice(stage)),
    none('deliveries that came out of order', await misplaced(stage)),
    none('sessions that ended too soon', found.lost),
    none('sessions that were ended and came back', found.back),
    atMost('longest time that guessing locks an address', LOCK, Math.max(...found.locks), 's'),
    none('files removed by a wrong clock', found.removed),
    none(
      'durations below nothing',
      Array.from({ length: negative }, () => 'one'),
    ),
    none(
      'queues that wait for the clock to catch up',
      Array.from({ length: ahead }, () => 'one'),
    ),
  ];
}
