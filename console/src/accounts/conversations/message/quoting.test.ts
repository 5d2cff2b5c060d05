import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshPart } from './quoting.ts';

const cases: [string, string, string, string?][] = [
  ['what is marked at the end is folded with the line above it', 'Yes, please.\n\nOn Monday, Ada wrote:\n> Shall we?\n> Ada\n', 'Yes, please.'],
  ['an announcement over two lines goes, too', 'Yes.\n\nOn Monday, Ada Long\n<ada@example.com> wrote:\n\n> Shall we?', 'Yes.'],
  ['so does one in Spanish', 'Sí.\n\nEl lunes, Ada escribió:\n> ¿Vamos?', 'Sí.'],
  ['and what stands below a ruler', 'Fine.\n\n-----Original Message-----\nFrom: Ada\n\nShall we?', 'Fine.'],
  ['an answer between what is quoted stays with it', '> Shall we?\nYes.\n> When?\nToday.', '> Shall we?\nYes.\n> When?\nToday.'],
  ['a mail that only quotes is shown', 'On Monday, Ada wrote:\n> Shall we?', 'On Monday, Ada wrote:\n> Shall we?'],
  ['nothing is lost of a mail without a quote', 'First.\n\nAs she wrote:\n\nSecond.', 'First.\n\nAs she wrote:\n\nSecond.'],
  ['what the server knows comes first', 'Yes.\n\nSigned by hand\n| Shall we?', 'Yes.', 'Yes.'],
  ['but not when it is of another text', 'Yes.\n> Shall we?', 'Yes.', 'Something else'],
]; // prettier-ignore

for (const [name, text, fresh, known] of cases) {
  test(name, () => assert.equal(freshPart(text, known), fresh));
}
