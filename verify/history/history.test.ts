import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCounts } from './counters.ts';
import type { Read, Write } from './history.ts';
import { checkOrder, type Observation } from './order.ts';
import { checkMonotonic, checkOwnWrites } from './sessions.ts';
import { checkSet } from './set.ts';
import { checkIncreasing, checkUnique } from './unique.ts';
import { checkUpdates, type FieldWrite } from './updates.ts';

/** A run as it should be: one thing made, one refused, one unknown, one deleted. */
const write = (key: string, rest: Partial<Write> = {}): Write => ({
  client: 'ada',
  key,
  kind: 'create',
  outcome: 'ok',
  invoked: 0,
  ended: 10,
  ...rest,
});
const writes: Write[] = [
  write('m1'),
  write('m2', { client: 'ben', invoked: 5, ended: 15 }),
  write('refused', { outcome: 'fail' }),
  write('unknown', { outcome: 'info', invoked: 100, ended: 120 }),
  write('gone'),
  write('gone', { kind: 'delete', invoked: 30, ended: 40 }),
];
const reads: Read[] = [
  { client: 'ada', began: 20, ended: 25, keys: ['m1', 'm2', 'gone'] },
  { client: 'ada', began: 50, ended: 55, keys: ['m1', 'm2'] },
  { client: 'ben', began: 60, ended: 65, keys: ['m1', 'm2'] },
];
const seen: Observation[] = [
  { observer: 'database', lane: 'c1', keys: ['m1', 'm2', 'm3'] },
  { observer: 'socket', lane: 'c1', keys: ['m1', 'm3'] },
  { observer: 'webhook', lane: 'c1', keys: ['m1', 'm2', 'm3'] },
  { observer: 'socket', lane: 'c2', keys: ['m3', 'm1'] },
];
const field = (value: unknown, rest: Partial<Write> = {}): FieldWrite => ({
  ...write('c1 priority', rest),
  kind: 'update',
  value,
});

const nothing = { lost: [], doubled: [], revived: [], invented: [] };

test('a history as it should be is accepted, whichever way the unknown write went', () => {
  assert.deepEqual(checkSet(writes, ['m1', 'm2']), nothing);
  assert.deepEqual(checkSet(writes, ['m1', 'm2', 'unknown']), nothing);
  assert.deepEqual(checkOwnWrites(writes, reads), []);
  assert.deepEqual(checkMonotonic(writes, reads), []);
  assert.deepEqual(checkOrder(seen), []);
  const counts = [
    { client: 'ada', began: 20, ended: 25, value: 3 },
    { client: 'ada', began: 35, ended: 36, value: 2 },
    { client: 'ada', began: 50, ended: 55, value: 2 },
    { client: 'ada', began: 200, ended: 205, value: 3 },
  ];
  assert.deepEqual(checkCounts(writes, counts), []);
  const marks = [
    { value: '1', owner: 'c1' },
    { value: '1', owner: 'c1' },
    { value: '2', owner: 'c2' },
  ];
  assert.deepEqual(checkUnique('number', marks), []);
  const numbers = [
    { client: 'ada', value: 1 },
    { client: 'ben', value: 3 },
    { client: 'ada', value: 2 },
  ];
  assert.deepEqual(checkIncreasing('number', numbers), []);
  const changes = [field('low'), field('high', { invoked: 11, ended: 20 })];
  assert.deepEqual(checkUpdates(changes, new Map([['c1 priority', 'high']])), []);
});

test('a write that was overtaken by one at the same time may be either', () => {
  const changes = [field('low'), field('high', { invoked: 5, ended: 20 })];
  for (const value of ['low', 'high']) {
    assert.deepEqual(checkUpdates(changes, new Map([['c1 priority', value]])), []);
  }
});

/** Each of them must be rejected, and for the reason that its name says. */
const doctored: Record<string, { found: () => readonly string[]; because: RegExp }> = {
  'an acknowledged write is lost': {
    found: () => checkSet(writes, ['m1']).lost,
    because: /ben: create m2 \(ok\)/,
  },
  'a write is there twice': {
    found: () => checkSet(writes, ['m1', 'm2', 'm2']).doubled,
    because: /m2 is there 2 times/,
  },
  'an unknown write is there twice': {
    found: () => checkSet(writes, ['m1', 'm2', 'unknown', 'unknown']).doubled,
    because: /unknown is there 2 times/,
  },
  'a refused write is there': {
    found: () => checkSet(writes, ['m1', 'm2', 'refused']).revived,
    because: /create refused \(fail\)/,
  },
  'what was deleted is back': {
    found: () => checkSet(writes, ['m1', 'm2', 'gone']).revived,
    because: /delete gone \(ok\)/,
  },
  'something is there that nobody wrote': {
    found: () => checkSet(writes, ['m1', 'm2', 'ghost']).invented,
    because: /ghost/,
  },
  'two observers saw a pair the other way round': {
    found: () => checkOrder([...seen, { observer: 'export', lane: 'c1', keys: ['m3', 'm2'] }]),
    because: /c1: export saw m3 before m2, database saw them the other way round/,
  },
  'an observer saw something twice': {
    found: () => checkOrder([{ observer: 'socket', lane: 'c1', keys: ['m1', 'm2', 'm1'] }]),
    because: /socket saw m1 twice/,
  },
  'a client does not see what it has written': {
    found: () =>
      checkOwnWrites(writes, [{ client: 'ben', began: 20, ended: 25, keys: ['m1', 'gone'] }]),
    because: /ben: create m2 .*at 20/,
  },
  'a client still sees what it has deleted': {
    found: () =>
      checkOwnWrites(writes, [{ client: 'ada', began: 50, ended: 55, keys: ['m1', 'gone'] }]),
    because: /ada: delete gone/,
  },
  'what a client has seen vanishes': {
    found: () =>
      checkMonotonic(writes, [
        { client: 'eve', began: 20, ended: 25, keys: ['m1', 'm2'] },
        { client: 'eve', began: 30, ended: 35, keys: ['m2'] },
      ]),
    because: /eve: m1 had been seen/,
  },
  'a count is too small': {
    found: () => checkCounts(writes, [{ client: 'ada', began: 50, ended: 55, value: 1 }]),
    because: /shown 1 at 50, not 2 to 2/,
  },
  'a count is too large': {
    found: () => checkCounts(writes, [{ client: 'ada', began: 200, ended: 205, value: 4 }]),
    because: /shown 4 at 200, not 2 to 3/,
  },
  'a count is negative': {
    found: () => checkCounts([], [{ client: 'ada', began: 0, ended: 1, value: -1 }]),
    because: /shown -1/,
  },
  'a number is given twice': {
    found: () =>
      checkUnique('number', [
        { value: '7', owner: 'c1' },
        { value: '7', owner: 'c2' },
      ]),
    because: /number 7: c1 and c2/,
  },
  'a later number is smaller': {
    found: () =>
      checkIncreasing('number', [
        { client: 'ada', value: 8 },
        { client: 'ada', value: 7 },
      ]),
    because: /ada: number 7 came after 8/,
  },
  'a later change was overwritten by an earlier one': {
    found: () =>
      checkUpdates(
        [field('low'), field('high', { invoked: 11, ended: 20 })],
        new Map([['c1 priority', 'low']]),
      ),
    because: /c1 priority is "low" instead of "high"/,
  },
  'a change of another field undid this one': {
    found: () => checkUpdates([field('low')], new Map([['c1 priority', null]])),
    because: /c1 priority is null instead of "low"/,
  },
};

for (const [name, { found, because }] of Object.entries(doctored)) {
  test(`a history is rejected in which ${name}`, () => {
    assert.match(found().join('\n'), because);
  });
}
