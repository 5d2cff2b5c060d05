import { atMost, none, sized, told, type Context, type Row, type Scenario } from '../scenario.ts';
import { changeAtOnce } from './changes.ts';
import { compare, type Differences } from './channels.ts';
import { listen, type Ears } from './ears.ts';
import { measureCuts } from './revocation.ts';
import { findPlaces, setUp, type Stage } from './stage.ts';

const CHANGES = { full: 10_000, quick: 300 };
/** Seconds after which a run of full size ends, however far it has come. */
const LONGEST = 225;
/** Differences that are enough to know. */
const ENOUGH = 60;

/** Every way to look at conversations, and the row about it. */
const ways = [
  'list', 'counts', 'filter', 'search', 'search of messages', 'search of everything', 'conversations of a customer',
  'list behind a number of a report', 'single conversations', 'notifications', 'plain cable', 'extended cable',
  'change feed',
]; // prettier-ignore

/** Whoever changes rights changes them everywhere at once (V-PARITY). */
export const parity: Scenario = {
  name: 'parity',
  promise: 'Whatever roles, inboxes, teams and assignments become: every way of looking shows the same.',
  limit: { full: 400, quick: 120 },
  twins: [
    { guard: 'rights-are-asked-anew', fails: ['differences: plain cable', 'differences: extended cable', 'until a socket is cut, longest'] },
    { guard: 'rights-end', fails: ['differences: list', 'differences: search', 'differences: change feed'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const ears = await listen(context, stage);
    const found: Differences = new Map();
    const { changes, rounds, asked, sayings } = await walk(context, { stage, ears, found });
    const scope = await webhookScope(stage, ears);
    const cuts = await measureCuts(stage, sized(context, { full: 12, quick: 4 }));
    return [
      told('changes, and comparisons after them', `${changes}, ${rounds}`),
      told('questions asked', asked),
      told('messages to be heard or not', sayings),
      ...ways.map((way): Row => none(`differences: ${way}`, found.get(way) ?? [])),
      none('differences: webhook of one inbox', scope),
      atMost('until a socket is cut, longest', 1000, Math.max(...cuts.sockets), 'ms'),
      atMost('until a stream of changes ends, longest', 1000, Math.max(...cuts.streams), 'ms'),
      told('so many were cut', cuts.sockets.length + cuts.streams.length),
    ];
  },
}; // prettier-ignore

interface Walk {
  stage: Stage;
  ears: Ears;
  found: Differences;
}

/** Changes rights and compares, again and again. */
async function walk(context: Context, { stage, ears, found }: Walk) {
  const { random } = context;
  const goal = sized(context, CHANGES);
  const until = Date.now() + (context.seconds ?? LONGEST) * 1000;
  const total = { changes: 0, rounds: 0, asked: 0, sayings: 0 };
  const { postgres, desk, agents, key } = stage;
  const places = async () => findPlaces(postgres.pool, desk.account_id);
  const numbers = (await places()).map(({ id }) => id);
  while (total.changes < goal && Date.now() < until && countOf(found) < ENOUGH) {
    total.changes += await changeAtOnce(stage, random, numbers);
    total.rounds += 1;
    // A job takes their conversations from who was removed; what was compared meanwhile does not count.
    for (let isSettled = false; !isSettled;) {
      const [before, here]: [Awaited<ReturnType<typeof places>>, Differences] = [await places(), new Map()];
      const asked = { stage, places: before, random };
      const people = [...agents, ...(total.rounds % 5 === 0 ? [key] : [])];
      const counts = await Promise.all(people.map(async (member) => compare(member, asked, here)));
      const sayings = await ears.compare(before, here);
      isSettled = JSON.stringify(before) === JSON.stringify(await places());
      if (!isSettled) continue;
      total.asked += counts.reduce((sum, each) => sum + each, 0);
      total.sayings += sayings;
      for (const [way, lines] of here) found.set(way, [...(found.get(way) ?? []), ...lines]);
    }
  }
  return total;
} // prettier-ignore

const countOf = (found: Differences): number =>
  [...found.values()].reduce((sum, each) => sum + each.length, 0);

/** A webhook of one inbox is told of its messages, and of no other's. */
async function webhookScope({ receiver, desk }: Stage, { sent }: Ears): Promise<string[]> {
  const wanted = new Set([...sent].filter(([, inbox]) => inbox === desk.inboxes[0]).map(([id]) => id));
  const arrived = (): Set<number> => new Set(receiver.receipts.map(({ subject }) => subject));
  for (let wait = 0; wait < 100 && [...wanted].some((id) => !arrived().has(id)); wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const is = arrived();
  const foreign = [...sent.keys()].filter((id) => is.has(id) && !wanted.has(id));
  const missing = [...wanted].filter((id) => !is.has(id));
  return [...foreign.map((id) => `was told message ${id}`), ...missing.map((id) => `missed message ${id}`)];
} // prettier-ignore
