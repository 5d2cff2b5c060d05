import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, gil } = world;
const full = '{"error":"Account limit exceeded. Upgrade to a higher plan"}';

const limit = async (inboxes: unknown): Promise<unknown> =>
  sql(world, 'update accounts set limits = $1 where id = any($2::bigint[])', [
    JSON.stringify({ inboxes }),
    [acme.id, globex.id],
  ]);
const make = async (who = ada) => who.post('/inboxes', { name: 'One more', channel: { type: 'api' } }); // prettier-ignore
const count = async (): Promise<number> => (await ada.get('/inboxes')).body.payload.length;

test('an account makes as many inboxes as it may have, and a deleted one leaves room', async () => {
  const before = await count();
  await limit(before + 1);
  const made = await make();
  assert.equal(made.status, 200, made.text);
  const refused = await make();
  assert.deepEqual([refused.status, refused.text], [402, full]);
  assert.equal(await count(), before + 1);
  assert.equal((await make(gil)).status, 200, 'others have room of their own');
  const renamed = await ada.patch(`/inboxes/${made.body.id}`, { name: 'Still changed' });
  assert.equal(renamed.status, 200);
  await ada.delete(`/inboxes/${made.body.id}`);
  assert.equal((await make()).status, 200);
});

test('of those who take the last place at once one gets it', async () => {
  await limit((await count()) + 1);
  const answers = await Promise.all(Array.from({ length: 6 }, async () => make()));
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 402, 402, 402, 402, 402],
  );
});

test('a limit that is no number of inboxes is none', async () => {
  for (const nonsense of [null, 0, -1, 'many', 1.5]) {
    await limit(nonsense);
    assert.equal((await make()).status, 200, String(nonsense));
  }
});
