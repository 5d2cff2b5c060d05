import { none, sized, told, type Context, type Scenario } from '../scenario.ts';
import { actAtOnce } from './acts.ts';
import { compare, readOne, type Differences } from './compare.ts';
import { setUp, type Member, type Stage } from './stage.ts';

const RUNS = { full: 300, quick: 50 };
const COMMANDS = { full: 60, quick: 12 };
/** Differences that are enough to know. */
const ENOUGH = 20;

/** Whatever eight people do at once, lists and counts are what the rows say (promise R9). */
export const counts: Scenario = {
  name: 'counts',
  promise: 'After anything that eight people do at once, counts and order are what the rows say.',
  isCheckedAlways: true,
  limit: { full: 900, quick: 300 },
  twins: [
    { guard: 'counts-follow', fails: ['counts that are not those of the rows'] },
    { guard: 'messages-touch', fails: ['lists out of order'] },
    { guard: 'seen-is-kept', fails: ['read, and still counted as unread'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const { random } = context;
    const all: Differences = { counts: [], unread: [], order: [] };
    const wrong: string[] = [];
    const known: number[] = [];
    const [first] = stage.members;
    const { contact_id, inboxes } = stage.desk;
    const made = await first?.caller.insist('conversations', { contact_id, inbox_id: inboxes[0] });
    known.push(made?.['id'] as number);
    const commands = COMMANDS[context.quick ? 'quick' : 'full'];
    const runs = sized(context, RUNS);
    let run = 0;
    const steps: string[] = [];
    for (; run < runs && total(all) < ENOUGH; run += 1) {
      wrong.push(...(await actAtOnce({ stage, random, known }, commands)));
      const found = await compare(stage, witnesses(context, stage, run));
      for (const kind of ['counts', 'unread', 'order'] as const) all[kind].push(...found[kind]);
      if (run % 5 === 0) steps.push(...(await readOne(stage)));
    }
    return [
      told('runs, commands in each', `${run}, ${commands}`),
      told('conversations', known.length),
      none('counts that are not those of the rows', all.counts),
      none('unread messages that are not those of the rows', all.unread),
      none('read, and still counted as unread', steps),
      none('lists out of order', all.order),
      none('answers that nobody may get', wrong),
    ];
  },
};

/** Who is asked after a run: all, or two in turn. */
const witnesses = ({ quick }: Context, { members }: Stage, run: number): Member[] =>
  members.filter((_, index) => !quick || index === run % members.length || index === 0);

const total = ({ counts: a, unread: b, order: c }: Differences): number =>
  a.length + b.length + c.length;
