import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Heard } from '../rig/listener.ts';
import { judge, type Verdict } from './judge.ts';
import { createRights } from './rights.ts';
import type { Happened } from './truth.ts';

const happened: Happened[] = [1, 2, 3].map((position) => ({
  position,
  name: 'message.created',
  committed: 10_000 * position,
  inbox: 7,
  user: null,
}));
const hear = (position: number, at = 10_000 * position + 50): Heard => ({
  event: 'message.created',
  position,
  at,
  since: 0,
  id: position,
});

/** Ben is a member of the inbox from the start, and whatever else is noted. */
function verdict(heard: Heard[], ...changes: [member: boolean, invoked: number][]): Verdict {
  const rights = createRights();
  rights.note(1, 7, { member: true, invoked: -10_000, answered: -10_000 });
  for (const [member, invoked] of changes) {
    rights.note(1, 7, { member, invoked, answered: invoked + 10 });
  }
  const ben = { name: 'ben', user: 1, isAdmin: false, heard, began: 0 };
  return judge(ben, { happened, rights, end: 100_000 });
}

const fine = { missing: [], doubled: [], disordered: [], leaked: [], expected: 3, open: 0 };

test('who hears everything once and in order is right', () => {
  assert.deepEqual(verdict([hear(1), hear(2), hear(3)]), fine);
});

test('what a member did not hear is missing', () => {
  assert.match(verdict([hear(1), hear(3)]).missing.join(), /ben: message.created at 2/);
});

test('also at the end', () => {
  assert.match(verdict([hear(1), hear(2)]).missing.join(), /at 3/);
});

test('what was heard twice, or late, is told apart', () => {
  assert.match(verdict([hear(1), hear(2), hear(2), hear(3)]).doubled.join(), /at 2/);
  assert.match(verdict([hear(1), hear(3), hear(2)]).disordered.join(), /at 2 after 3/);
});

test('who has lost the right needs not hear, and must not', () => {
  const { missing, leaked } = verdict([hear(1)], [false, 15_000]);
  assert.deepEqual([missing, leaked], [[], []]);
  const heard = verdict([hear(1), hear(2)], [false, 15_000]);
  assert.match(heard.leaked.join(), /at 2/);
});

test('around a change of rights either is right, and counted as open when not heard', () => {
  const changed: [boolean, number] = [false, 19_900];
  assert.deepEqual(verdict([hear(1), hear(2)], changed).leaked, []);
  const { missing, open } = verdict([hear(1)], changed);
  assert.deepEqual([missing, open], [[], 1]);
});

test('what a former member hears on coming back is a leak, though they had the right when it happened', () => {
  const back = { ...hear(2, 40_000), since: 39_000 };
  assert.match(verdict([hear(1), back], [false, 25_000]).leaked.join(), /at 2/);
});

test('who was a member until then and comes back as one gets what happened meanwhile', () => {
  const back = { ...hear(2, 40_000), since: 39_000 };
  assert.deepEqual(verdict([hear(1), back, hear(3, 40_001)]).missing, []);
});
