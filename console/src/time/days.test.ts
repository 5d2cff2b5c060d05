import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanOf } from './days.ts';

test('days are those of whoever looks, and the last one is included', () => {
  assert.deepEqual(spanOf({}), {});
  assert.deepEqual(spanOf({ from: '2026-11-30', to: '2026-11-30' }), {
    since: new Date(2026, 10, 30).toISOString(),
    until: new Date(2026, 11, 1).toISOString(),
  });
});
