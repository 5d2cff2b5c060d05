import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const { ben, rex } = await createWorld();

test('the list of help centers is there, and empty', async () => {
  const { status, body } = await ben.get('/portals');
  assert.equal(status, 200);
  assert.deepEqual(body, { payload: [], meta: { current_page: 1, portals_count: 0 } });
});

test('bots do not read it', async () => {
  assert.equal((await rex.get('/portals')).status, 401);
});
