import { until } from '../rig/clock.ts';
import { pauseUntil } from '../rig/clock.ts';
import { atLeast, sized, told, type Context, type Row, type Scenario } from '../scenario.ts';
import { work, type Crowd } from './client.ts';
import { rage, type Faulted } from './faults.ts';
import { judge } from './judge.ts';
import { observe, unheard } from './observers.ts';
import { createRecord } from './record.ts';
import { CLIENTS, setUp, type Stage } from './stage.ts';

const OPERATIONS = { full: 100_000, quick: 2000 };
/** Milliseconds in which they have to be done; a small run is over when it has had some faults. */
const LONGEST = { full: 270_000, quick: 20_000 };
const LEAST = { full: 60_000, quick: 16_000 };
/** Conversations in which they write at one time: few, so that they meet. */
const OPEN = 8;
/** Milliseconds in which the last one has heard of everything. */
const SETTLE = 30_000;

/** What was acknowledged is seen by everybody from then on, in one order (promise R27). */
export const consistency: Scenario = {
  name: 'consistency',
  promise: 'Through any process everybody sees what was acknowledged, from then on, in one order.',
  limit: { full: 600, quick: 150 },
  twins: [
    { guard: 'fresh-answers', fails: ['own writes not seen'] },
    { guard: 'talks-take-turns', fails: ['seen in two orders'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const observers = await observe(context, stage);
    const { record, faulted, seconds } = await workUnderFaults(context, stage);
    await until(() => observers.every((each) => unheard(each, record).length === 0), SETTLE);
    const { ok, fail, info } = record.outcomes;
    return [
      atLeast('operations answered', sized(context, OPERATIONS), ok + fail, ''),
      told('without an answer', info),
      told('a second', (ok + fail) / seconds),
      ...faults(stage, faulted),
      ...(await judge(stage, observers, record)),
    ];
  },
};

async function workUnderFaults(context: Context, stage: Stage) {
  const crowd: Crowd = {
    desk: stage.desk,
    urls: stage.proxies.map(({ port }) => `http://127.0.0.1:${port}`),
    contacts: stage.contacts,
    random: context.random,
    record: createRecord(),
    open: [],
    isStale: context.broken === 'fresh-answers',
  };
  const { record, open } = crowd;
  const given = { contact_id: stage.desk.contact_id, inbox_id: stage.desk.inboxes[0] };
  for (let index = 0; index < OPEN; index += 1) {
    const invoked = performance.now();
    const made = await stage.admin.insist('conversations', given);
    open.push({ conversation: made['id'] as number, asked: index });
    const ended = performance.now();
    record.made.push({ client: 'admin', key: `first ${index}`, kind: 'create', outcome: 'ok', invoked, ended }); // prettier-ignore
  }
  const faulted = rage(context, stage);
  const began = Date.now();
  const isEnough = (): boolean => {
    const [age, { ok, fail }] = [Date.now() - began, record.outcomes];
    const goal = sized(context, OPERATIONS);
    return age > sized(context, LONGEST) || (age > sized(context, LEAST) && ok + fail >= goal);
  };
  await Promise.all(Array.from({ length: CLIENTS }, async (_, index) => work(crowd, index, isEnough))); // prettier-ignore
  const seconds = (Date.now() - began) / 1000;
  await faulted.stop();
  await pauseUntil(Date.now() + 500);
  return { record, faulted, seconds };
}

function faults({ proxies }: Stage, { kills, terminated }: Faulted): Row[] {
  const met = (fate: 'reset' | 'half-open' | 'stall'): number =>
    proxies.reduce((sum, proxy) => sum + proxy.met[fate], 0);
  return [
    atLeast('processes killed', 1, kills, ''),
    told('sessions of the database ended', terminated),
    told('resets, half-open, stalls', `${met('reset')}, ${met('half-open')}, ${met('stall')}`),
  ];
}
