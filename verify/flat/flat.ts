import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../rig/clock.ts';
import { failures, type Done } from '../rig/pace.ts';
import { atLeast, atMost, none, percentile, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { withItsQueue } from './disturbed.ts';
import { lookInside, type Inside, type Sample } from './inside.ts';
import { MESSAGES, work } from './load.ts';
import type { Heard, News, Order } from './messages.ts';
import { slopeOf } from './slope.ts';
import { setUp, type Stage } from './stage.ts';

interface Size {
  messages: number;
  /** Agents who look in and go, a second. */
  visits: number;
  /** Seconds of the load, of those before it is measured, and between two samples. */
  seconds: number;
  warm: number;
  every: number;
  /** MB by which the heap may rise in a minute. */
  slope: number;
  /** Percent of the answers that need not be judged, because of samples. */
  spared: number;
}

/**
 * In a few seconds a leak of half a megabyte a minute drowns: the heap after a sweep differs by some hundred
 * kilobytes from one time to the next, and code is still being compiled. A quick run can find leaks of a
 * megabyte in ten seconds, and has twenty agents a second come and go, of whom nothing may be left.
 */
const FULL: Size = {
  messages: 100,
  visits: 2,
  seconds: 600,
  warm: 120,
  every: 30,
  slope: 0.5,
  spared: 10,
};
const QUICK: Size = {
  messages: 50,
  visits: 20,
  seconds: 18,
  warm: 6,
  every: 1.5,
  slope: 6,
  spared: 50,
};

/** Memory and latency stay where they are, however long it takes (promise R16). */
export const flat: Scenario = {
  name: 'flat',
  promise: 'At 100 messages a second with 50 agents connected, memory and latency stay flat.',
  limit: { full: 1000, quick: 120 },
  twins: [{ guard: 'gone-are-forgotten', fails: ['heap rises in a minute'] }],
  async run(context) {
    const size = context.quick ? QUICK : FULL;
    const seconds = context.seconds ?? size.seconds;
    const stage = await setUp(context);
    const inside = await lookInside(stage.server, stage.port);
    context.after(() => inside.close());
    const agents = await connectAgents(context, stage);
    agents.visit(size.visits);
    await work(stage, size.messages, Math.min(size.warm, seconds / 2));
    agents.visit(0);
    const before = await atRest(inside);
    agents.visit(size.visits);
    const { done, samples } = await measure(stage, inside, { ...size, seconds });
    agents.visit(0);
    const after = await atRest(inside, before);
    const missed = await findMissed(stage, agents);
    return [
      ...latencies(done, samples, size.spared),
      atLeast(
        'messages sent, of those that were due',
        99,
        sent(done, size.messages * seconds),
        '%',
      ),
      none('failed', failures(done)),
      ...missed,
      ...memory(samples, size.slope),
      atMost('the event loop is late, p99.9', 100, await inside.delay(0.999), 'ms'),
      ...held(before, after),
    ];
  },
};

const sent = (done: readonly Done[], due: number): number =>
  (done.filter(({ kind, status }) => kind === MESSAGES && status === 200).length / due) * 100;

async function measure(
  stage: Stage,
  inside: Inside,
  { messages, seconds, every }: Size,
): Promise<{ done: Done[]; samples: Sample[] }> {
  const samples: Sample[] = [];
  let isOver = false;
  const sampling = (async () => {
    await pause(2000); // the load is at its height
    while (!isOver) {
      samples.push(await inside.sample());
      await pause(every * 1000);
    }
  })();
  const done = await work(stage, messages, seconds).finally(() => (isOver = true));
  await sampling;
  return { done, samples };
}

/** What it holds when nothing is to be done. It may take a moment to notice that somebody has gone. */
async function atRest(inside: Inside, before?: Sample): Promise<Sample> {
  await pause(2000);
  let sample = await inside.sample();
  const isBack = async (): Promise<boolean> => {
    if (before === undefined || held(before, sample).every(({ pass }) => pass)) return true;
    sample = await inside.sample();
    return false;
  };
  await until(isBack, 5000);
  return sample;
}

/** Answers that were on their way while the process stood still for a sample, or waited in its queue, are not its own fault. */
function latencies(done: readonly Done[], samples: readonly Sample[], spared: number): Row[] {
  const disturbed = samples.map((sample) => withItsQueue(done, sample));
  const judged = done.filter(
    ({ due, took }) => !disturbed.some(({ from, to }) => due < to && due + took > from),
  );
  const p99 = (all: readonly Done[]): number =>
    percentile(
      all.map(({ took }) => took),
      0.99,
    );
  const kinds = [...Map.groupBy(judged, ({ kind }) => kind)];
  return [
    told('answers', done.length),
    atMost('not judged for a sample', spared, (1 - judged.length / done.length) * 100, '%'),
    atMost('answers, p99', 100, p99(judged), 'ms'),
    ...kinds.map(([kind, all]) => told(`  ${kind}, p99 of ${all.length}`, p99(all), 'ms')),
  ];
}

function memory(samples: readonly Sample[], goal: number): Row[] {
  const rise = (of: (sample: Sample) => number): number =>
    slopeOf(samples.map((sample) => ({ at: sample.from / 60_000, value: of(sample) })));
  const first = samples[0]?.heap ?? 0;
  return [
    told('samples, each after a sweep', samples.length),
    told('heap at first, at last', `${first.toFixed(1)}, ${samples.at(-1)?.heap.toFixed(1)}`, 'MB'),
    atMost('heap rises in a minute', goal, rise(({ heap }) => heap), 'MB'),
    told('resident memory rises in a minute', rise(({ resident }) => resident), 'MB'),
  ]; // prettier-ignore
}

/** At rest, with the agents connected: before the load that was measured, and after it. */
function held(before: Sample, after: Sample): Row[] {
  const sum = ({ handles }: Sample): number =>
    Object.values(handles).reduce((total, count) => total + count, 0);
  const tolerance = Math.max(3, sum(before) * 0.02);
  const kinds = Object.keys({ ...before.handles, ...after.handles });
  const details = kinds.map(
    (kind) => `${kind}: ${before.handles[kind] ?? 0}, then ${after.handles[kind] ?? 0}`,
  );
  const off = Math.abs(sum(after) - sum(before));
  return [
    told('handles and timers at rest, before', sum(before)),
    { ...atMost('the same after, off by', tolerance, off, ''), details },
    atMost('open files at rest, more than before', 3, after.files - before.files, ''),
    told(
      'heap at rest, before, after',
      `${before.heap.toFixed(1)}, ${after.heap.toFixed(1)}`,
      'MB',
    ),
  ];
}

interface Agents {
  /** So many others look in a second. */
  visit(perSecond: number): void;
  report(): Promise<Extract<News, { type: 'heard' }>>;
}

async function connectAgents(context: Context, stage: Stage): Promise<Agents> {
  const child = fork(join(import.meta.dirname, 'agents.ts'));
  context.after(() => void child.kill());
  const order = (given: Order): void => void child.send(given);
  const { server, identifiers } = stage;
  const url = server.url.replace('http', 'ws');
  order({ type: 'connect', url, identifiers });
  let subscribed = 0;
  child.on('message', (news: News) => {
    if (news.type === 'subscribed') subscribed = news.count;
  });
  if (!(await until(() => subscribed >= identifiers.length, 20_000)))
    throw new Error('the agents are not connected');
  return {
    visit: (perSecond) => order({ type: 'visit', perSecond }),
    async report() {
      order({ type: 'report' });
      for (;;) {
        const [news] = (await once(child, 'message')) as [News];
        if (news.type === 'heard') return news;
      }
    },
  };
}

/** Who has not heard each message once: how many there are, and the sum of their ids, tell. */
async function findMissed({ postgres, desk }: Stage, agents: Agents): Promise<Row[]> {
  const { rows } = await postgres.pool.query<Heard>(
    `select count(*)::int as count, coalesce(sum(id), 0)::float8 as sum from messages
     where account_id = $1 and message_type in (0, 1)`,
    [desk.account_id],
  );
  const [truth] = rows as [Heard];
  const { heard, cutOff, visits } = await agents.report();
  const wrong = heard
    .filter(({ count, sum }) => count !== truth.count || sum !== truth.sum)
    .map(({ count }) => `an agent heard ${count} of ${truth.count} messages`);
  return [
    told('agents connected; came and went', `${heard.length}; ${visits}`),
    told('messages that each has to hear', truth.count),
    none('agents who missed a message', wrong),
    none(
      'agents who were cut off',
      Array.from({ length: cutOff }, () => 'an agent was cut off'),
    ),
  ];
}
