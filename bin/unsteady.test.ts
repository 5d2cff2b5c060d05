import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tally } from './test-tally.ts';
import { runOnceMore } from './unsteady.ts';

const failing = (...sentences: string[]): Tally => ({
  passed: 1,
  skipped: 0,
  failures: sentences.map((sentence) => ({ sentence, error: 'no' })),
});

test('a failed file runs once more; what passes then is unsteady, what fails again has failed', async () => {
  const tallies = new Map([
    ['good', failing()],
    ['bad', failing('always', 'once')],
  ]);
  const ran: string[] = [];
  const unsteady = await runOnceMore(tallies, async (file) => {
    ran.push(file);
    return failing('always');
  });
  assert.deepEqual(ran, ['bad']);
  assert.deepEqual(unsteady, [{ file: 'bad', sentence: 'once', error: 'no' }]);
  assert.deepEqual(tallies.get('bad')?.failures, [{ sentence: 'always', error: 'no' }]);
});

test('what fails only the second time has failed as well', async () => {
  const tallies = new Map([['file', failing('one')]]);
  const unsteady = await runOnceMore(tallies, async () => failing('another'));
  assert.deepEqual(unsteady.map(({ sentence }) => sentence), ['one']); // prettier-ignore
  assert.deepEqual(tallies.get('file')?.failures.map(({ sentence }) => sentence), ['another']); // prettier-ignore
});
