import { setTimeout as pause } from 'node:timers/promises';
import { atLeast, atMost, none, percentile, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { watchMemory } from '../rig/memory.ts';
import type { Seen } from './messages.ts';
import { setUp, type Stage } from './stage.ts';
import { work, type Working } from './work.ts';

/** Seconds of work without hostile peers and with them. */
const CALM = { full: 30, quick: 5 };
const HOSTILE = { full: 110, quick: 18 };
/** And of work when they have gone: an idle process has no reason to tidy up. */
const AFTERWARDS = { full: 20, quick: 6 };
/** Mails that are to leave by a mail server that never answers: an account may send 30 in an hour. */
const MAILS = 20;

/** Slow and hostile peers are cut off in time, and nobody who works notices them (promise R14). */
export const peers: Scenario = {
  name: 'peers',
  promise: 'Peers that never read, never end or never answer hurt nobody who works.',
  limit: { full: 300, quick: 90 },
  twins: [
    { guard: 'deaf-clients-are-cut-off', fails: ['cut off who never reads'] },
    { guard: 'headers-come-in-time', fails: ['a header that never ends is waited for'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const memory = watchMemory(context, stage.server);
    const calm = await working(stage, seconds(context, CALM));
    const before = memory.largest();
    context.say(`calm: p99 ${Math.round(percentile(calm.took, 0.99))} ms; now with hostile peers`);
    await letLoose(stage);
    const rough = await working(stage, seconds(context, HOSTILE));
    const growth = memory.largest() - before;
    const seen = stage.hostile.seen();
    if (seen === undefined) throw new Error('the hostile peers did not begin');
    stage.hostile.leave();
    const afterwards = await working(stage, seconds(context, AFTERWARDS));
    return [
      ...reportWork(calm, rough),
      none('failures of those who work afterwards', afterwards.failures),
      atMost('memory grows by', 150, growth, 'MB'),
      atMost('and keeps, when they have gone,', 75, Math.max(0, memory.last() - before), 'MB'),
      ...reportHostile(seen, stage),
      ...(await reportServer(stage)),
    ];
  },
};

const seconds = (context: Context, { full, quick }: typeof CALM): number =>
  context.quick ? quick : full * context.scale;

async function working({ desk }: Stage, duration: number): Promise<Working> {
  let done = false;
  const all = work(desk, () => done);
  await pause(duration * 1000);
  done = true;
  return all;
}

/** All of them, and what we ourselves call that never answers. */
async function letLoose({ hostile, orders, admin, desk }: Stage): Promise<void> {
  const subscriptions = ['message_created'];
  await admin.insist('webhooks', { url: orders.hungUrl, subscriptions });
  for (let index = 0; index < MAILS; index += 1) {
    const path = `conversations/${desk.conversations[index]}/transcript`;
    await admin.insist(path, { email: 'mia@example.com' });
  }
  hostile.begin(orders);
}

const reportWork = (calm: Working, rough: Working): Row[] => [
  told('answers while calm, and then', `${calm.took.length}, ${rough.took.length}`),
  told('who works waits, p99 while calm', percentile(calm.took, 0.99), 'ms'),
  atMost('who works waits, p99', 300, percentile(rough.took, 0.99), 'ms'),
  told('of the calm one', percentile(rough.took, 0.99) / percentile(calm.took, 0.99), '×'),
  none('failures of those who work', [...calm.failures, ...rough.failures]),
];

/** Seconds: what is unsent for ten is looked for every three, and who goes has one for a goodbye and is asked every second. */
const CUT_WITHIN = 15;

function reportHostile(seen: Seen, { orders }: Stage): Row[] {
  const { readers, headers, uploads } = seen;
  const longest = Math.max(readers.longest, ...readers.waits) / 1000;
  return [
    told('who never reads, header by drops, upload by drops', `${readers.open}, ${headers.open}, ${uploads.open}`),
    atLeast('cut off who never reads', orders.readers / 2, readers.cut, ''),
    atMost('something waits to be read, at most', CUT_WITHIN, longest, 's'),
    atLeast('who reads again in time hears why', 1, readers.hints.filter(isHint).length, ''),
    atMost('a header that never ends is waited for', 15, headers.oldest / 1000, 's'),
    atLeast('connections for headers, cut off', orders.headers / 2, headers.cut, ''),
    atLeast('uploads that go on', orders.uploads, uploads.open, ''),
    told('calls to what never answers', seen.hung),
    none('uploads that were answered with a failure of ours', uploads.refused.filter(isFailure)),
  ]; // prettier-ignore
}

const isHint = (text: string): boolean =>
  text.includes('"slow_client"') && text.includes('"reconnect":true');

/** Declared overload is an answer; everything else is a failure. */
const isFailure = (answer: string): boolean =>
  answer.startsWith('HTTP/1.1 5') && !/^HTTP\/1\.1 503[^]*retry-after:/i.test(answer);

async function reportServer({ server }: Stage): Promise<Row[]> {
  const answer = await fetch(`${server.url}/ready`).catch(() => undefined);
  const crashes = server.lines.filter((line) => /uncaught|unhandled|heap/i.test(line));
  return [
    none('the server is gone', answer?.status === 200 ? [] : [String(answer?.status)]),
    none('errors that nobody caught', crashes),
  ];
}
