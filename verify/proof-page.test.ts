import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOfProof, type Run } from './proof-page.ts';
import { atMost, none } from './scenario.ts';

const run = (seed: number, lost: readonly string[]): Run => {
  const rows = [atMost('latency', 250, seed * 100, 'ms'), none('lost', lost)];
  const pass = rows.every((row) => row.pass);
  return {
    seed,
    settings: { quick: false, scale: 1 },
    machine: 'a machine',
    seconds: 120,
    paces: [500, 900],
    outcomes: [{ name: 'kills', seconds: 120, rows, pass }],
  };
};
const page = (runs: Run[]): string =>
  pageOfProof({ date: '2030-01-02T03:04:05Z', command: 'npm run proof', runs, benches: [] });

test('the page shows each promise with its goal and what each run saw', () => {
  const text = page([run(1, []), run(2, [])]);
  assert.match(text, /on 2030-01-02/);
  assert.match(text, /2 of 2 runs passed as a whole/);
  assert.match(
    text,
    /seed 1, full size, 2 minutes: 1 of 1 scenarios passed; the machine took 500 to 900 ms/,
  );
  assert.match(text, /\| latency \| ≤ 250 \| 100 ms \| 200 ms \|/);
});

test('what failed cannot be overlooked', () => {
  const text = page([run(1, []), run(3, ['a message', 'another'])]);
  assert.match(text, /1 of 2 runs passed as a whole/);
  assert.match(text, /\*\*kills\*\* \|  \| passed in 120 s \| \*\*failed\*\* in 120 s/);
  assert.match(text, /\| latency \| ≤ 250 \| 100 ms \| \*\*✗ 300 ms\*\* \|/);
  assert.match(text, /\| lost \| = 0 \| 0 \| \*\*✗ 2\*\* \|/);
});

test('a scenario that a run did not come to is not shown as passed', () => {
  const text = page([run(1, []), { ...run(2, []), outcomes: [] }]);
  assert.match(text, /\| passed in 120 s \| not run \|/);
});
