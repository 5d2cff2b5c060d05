import { none, told, type Scenario } from '../scenario.ts';
import { openMany } from './creators.ts';
import { comeIn, meetTwice, sayTwice } from './firsts.ts';
import { setUp } from './stage.ts';

/** Who does something at the same time as somebody else gets one of it, and no failure (promise R7). */
export const numbers: Scenario = {
  name: 'numbers',
  promise: 'Numbers are unique and go up; what two do first at once is one, and nobody fails.',
  isCheckedAlways: true,
  limit: { full: 300, quick: 200 },
  twins: [
    { guard: 'one-sequence', fails: ['numbers given twice'] },
    { guard: 'in-order', fails: ['numbers that did not go up for who asked'] },
    { guard: 'firsts-wait', fails: ['pairs that got two conversations, or none'] },
    { guard: 'source-ids', fails: ['source ids with no message, or several'] },
    { guard: 'sources-wait', fails: ['contacts made and left behind'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const rows = [
      ...(await openMany(context, stage)),
      ...(await meetTwice(context, stage)),
      ...(await comeIn(context, stage)),
      ...(await sayTwice(context, stage)),
    ];
    return [
      ...rows,
      told('requests', stage.asked()),
      none('answers that were ours to prevent (5xx)', stage.failures),
    ];
  },
};
