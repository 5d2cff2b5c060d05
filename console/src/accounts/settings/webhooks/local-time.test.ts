import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOf, localTime } from './local-time.ts';

test('a moment goes into a field and comes out of it, to the minute', () => {
  const moment = new Date(2026, 0, 2, 3, 4);
  assert.equal(localTime(moment), '2026-01-02T03:04');
  assert.equal(instantOf(localTime(moment)), moment.toISOString());
});

test('what is no moment is none', () => {
  assert.deepEqual([instantOf(''), instantOf('soon')], ['', '']);
});
