import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { findRange } from './positions.ts';
import { sweepEvents } from './sweep.ts';

const world = await createWorld();
const { acme, pool } = world;

/** Records and publishes some events; they are so old afterwards. */
async function happened(events: number, hoursAgo: number): Promise<void> {
  await sql(
    world,
    `insert into events (account_id, name, payload) select $1, $2, '{}' from generate_series(1, $3::int)`,
    [acme.id, `${hoursAgo} hours ago`, events],
  );
  await sql(world, 'select confab_publish_events()');
  await sql(
    world,
    `update event_publications set published_at = now() - make_interval(hours => $1)
     where position = (select max(position) from event_publications)`,
    [hoursAgo],
  );
}

test('what is older than is kept goes, the rest stays, and readers can tell', async () => {
  await sql(world, 'delete from events');
  await sql(world, 'select confab_publish_events()');
  await sql(world, `update event_publications set published_at = now() - interval '90 hours'`);
  await happened(4500, 60);
  await happened(3, 49);
  await happened(2, 47);
  await happened(1, 1);
  const before = await findRange(pool);
  await sweepEvents(pool, 48);
  const left = await sql<{ name: string; position: number }>(
    world,
    'select name, position from event_log join events using (account_id) where event_id = id order by position',
  );
  assert.deepEqual(
    left.map(({ name }) => name),
    ['47 hours ago', '47 hours ago', '1 hours ago'],
  );
  assert.deepEqual(await sql(world, 'select count(*)::int as n from events'), [{ n: 3 }]);
  const { floor, newest, epoch } = await findRange(pool);
  assert.equal(floor, left[0]!.position - 1);
  assert.deepEqual([newest, epoch], [before.newest, before.epoch]);
});

test('when everything is old, the newest position is remembered all the same', async () => {
  const { newest } = await findRange(pool);
  await sql(world, `update event_publications set published_at = now() - interval '90 hours'`);
  await sweepEvents(pool, 48);
  assert.equal((await findRange(pool)).newest, newest);
  await happened(1, 0);
  assert.equal((await findRange(pool)).newest, newest + 1);
});

test('the notes about old publications become few, and the floor stays where it was', async () => {
  for (let each = 0; each < 30; each += 1) await happened(1, 5);
  const before = await findRange(pool);
  await sweepEvents(pool, 48);
  assert.deepEqual(await findRange(pool), before);
  const [{ n }] = (await sql<{ n: number }>(
    world,
    'select count(*)::int as n from event_publications',
  )) as [{ n: number }];
  assert.ok(n <= 4, `${n}`);
});
