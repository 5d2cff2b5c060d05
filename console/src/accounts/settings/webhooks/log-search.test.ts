import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLog } from './log-search.ts';

test('of an address only what means something is taken', () => {
  const log = { state: 'dead', event: 'message_created', from: '2026-11-01', to: '2026-11-02' };
  assert.deepEqual(readLog(log), log);
  assert.deepEqual(readLog({ state: 'odd', event: 7, from: 'yesterday', to: '2026-99-99' }), {});
});
