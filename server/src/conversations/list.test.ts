import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();

test('a member of no inbox sees an empty list', async () => {
  const answer = await world.dora.get('/conversations');
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body.data.payload, []);
});
