import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { takeFromAllowance } from './allowance.ts';

const world = await createWorld();

const take = (name: string, account_id = world.acme.id, windowSeconds = 3600) =>
  transaction(world.pool, (tx) =>
    takeFromAllowance(tx, { account_id, name, limit: 5, windowSeconds }),
  );

test('so many are allowed and then none, with the time until the next window', async () => {
  for (let i = 0; i < 5; i += 1) assert.equal((await take('once')).allowed, true);
  const refused = await take('once');
  assert.equal(refused.allowed, false);
  assert.ok(refused.retryAfterSeconds >= 1 && refused.retryAfterSeconds <= 3600);
});

test('forty at once get exactly what there is', async () => {
  const verdicts = await Promise.all(Array.from({ length: 40 }, () => take('crowd')));
  assert.equal(verdicts.filter((verdict) => verdict.allowed).length, 5);
});

test('each account has its own', async () => {
  for (let i = 0; i < 6; i += 1) await take('separate');
  assert.equal((await take('separate', world.globex.id)).allowed, true);
});

test('what a failed write took is given back', async () => {
  const account_id = world.acme.id;
  for (let i = 0; i < 10; i += 1) {
    await assert.rejects(
      transaction(world.pool, async (tx) => {
        await takeFromAllowance(tx, { account_id, name: 'undone', limit: 5, windowSeconds: 3600 });
        throw new Error('no');
      }),
    );
  }
  assert.equal((await take('undone')).allowed, true);
});

test('a new window begins with everything', async () => {
  while ((await take('short', world.acme.id, 2)).allowed);
  const { retryAfterSeconds } = await take('short', world.acme.id, 2);
  await new Promise((resolve) => {
    setTimeout(resolve, retryAfterSeconds * 1000 + 50);
  });
  assert.equal((await take('short', world.acme.id, 2)).allowed, true);
});
