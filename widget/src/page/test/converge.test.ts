import assert from 'node:assert/strict';
import { test } from 'node:test';
import { converge } from './converge.ts';

test('after whatever order of events, answers and losses the transport permits, a visitor sees what the server has', async () => {
  const seed = Date.now() % 2 ** 31;
  const { found, ...repeat } = await converge({ runs: 1000, seed });
  assert.deepEqual(found, [], JSON.stringify(repeat));
});
