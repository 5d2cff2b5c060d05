import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { failures, type Done } from '../rig/pace.ts';
import { atLeast, atMost, none, percentile, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import type { Flood, Flooded } from './flood.ts';
import { findJobs, liveCalmly, type Jobs } from './calm.ts';
import { listen, setUp, type Stage } from './stage.ts';

/** Seconds: of calm, and of the flood. */
const SECONDS = { full: { calm: 40, flood: 60 }, quick: { calm: 8, flood: 10 } };
/** The flood rises before its neighbours are looked at. */
const RISE = 1000;

/** What one account asks for does not slow down another (promise R24). */
export const neighbours: Scenario = {
  name: 'neighbours',
  promise: 'An account that asks for far too much does not slow down its neighbours.',
  limit: { full: 300, quick: 120 },
  twins: [{ guard: 'accounts-take-turns', fails: ['answers to the neighbour, p99'] }],
  async run(context) {
    const stage = await setUp(context);
    const seconds = context.quick ? SECONDS.quick : SECONDS.full;
    await liveCalmly(stage, 3); // what is slow once is not the calm to compare with
    const before = await liveCalmly(stage, seconds.calm);
    const jobsBefore = await findJobs(stage, before);
    context.say('the flood begins');
    const length = seconds.flood + RISE / 500;
    const flooding = startFlood(context, stage, length);
    await pause(RISE);
    const meanwhile = await liveCalmly(stage, seconds.flood);
    const jobs = await findJobs(stage, meanwhile);
    return [
      ...judge(before.done, meanwhile.done),
      ...late('calm', jobsBefore),
      ...late('flood', jobs),
      ...asked(await flooding, length),
    ];
  },
};

async function startFlood(context: Context, stage: Stage, seconds: number): Promise<Flooded> {
  const child = fork(join(import.meta.dirname, 'flood.ts'));
  context.after(() => void child.kill());
  const { desk, conversations, admin } = stage.loud;
  const { url, token } = admin;
  const [ready] = (await once(child, 'message')) as [{ url: string }];
  await listen(stage.loud, ready.url);
  child.send({ url, token, account_id: desk.account_id, conversations, seconds } satisfies Flood);
  const [flooded] = (await once(child, 'message')) as [Flooded];
  child.kill();
  return flooded;
}

const took = (done: readonly Done[]): number[] => done.map((each) => each.took);

function judge(before: readonly Done[], meanwhile: readonly Done[]): Row[] {
  const calm = percentile(took(before), 0.99);
  const flood = percentile(took(meanwhile), 0.99);
  return [
    told('answers to the neighbour, of calm', `${meanwhile.length}, ${before.length}`),
    told('p50 while calm', percentile(took(before), 0.5), 'ms'),
    told('p50 in the flood', percentile(took(meanwhile), 0.5), 'ms'),
    told('p99 while calm', calm, 'ms'),
    told('p99 in the flood, by kind', byKind(meanwhile)),
    atMost('answers to the neighbour, p99', 400, flood, 'ms'),
    atMost('the same, of calm', 2, flood / calm, '×'),
    none('failed for the neighbour', failures([...before, ...meanwhile])),
  ];
}

const byKind = (done: readonly Done[]): string =>
  [...Map.groupBy(done, ({ kind }) => kind)]
    .map(([kind, all]) => `${kind} ${percentile(took(all), 0.99).toFixed(0)}`)
    .join(', ');

function late(when: 'calm' | 'flood', { notifications, webhooks, exports }: Jobs): Row[] {
  const row = (what: string, all: number[]): Row => {
    const value = percentile(all, 0.95);
    if (when === 'calm') return told(`${what} of the neighbour while calm, p95`, value, 'ms');
    return atMost(`${what} of the neighbour in the flood, p95`, 1000, value, 'ms');
  };
  return [
    row('notifications', notifications),
    row('webhooks', webhooks),
    row('exports', exports),
    told('of so many', [notifications, webhooks, exports].map(({ length }) => length).join(', ')),
  ];
}

/** A flood that is none would be no test. */
function asked({ asked: total = 0, ...answers }: Flooded, seconds: number): Row[] {
  const shown = Object.entries(answers).map(([status, count]) => `${count} × ${status}`);
  return [
    atLeast('asked by the flood', 600, total / seconds, '/s'),
    told('what it was answered', shown.join(', ')),
  ];
}
