import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { followClock } from './clock.ts';
import { enqueue } from './enqueue.ts';

const world = await createWorld();

test('after the clock was put back nothing waits until it has caught up, but what has an instant', async () => {
  assert.equal(await followClock(world.pool), false);
  await sql(world, 'delete from jobs.job');
  const later = new Date(Date.now() + 20 * 24 * 3_600_000);
  await transaction(world.pool, async (tx) =>
    enqueue(tx, [
      { queue: 'remove_files', data: { keys: ['at once'] } },
      { queue: 'remove_files', data: { keys: ['again'] } },
      { queue: 'remove_files', data: { keys: ['later'] }, startAfter: later },
      { queue: 'remove_files', data: { keys: ['held'] } },
      { queue: 'remove_files', data: { keys: ['in a minute'] }, startAfter: 60 },
    ]),
  );
  // As if all of it had happened ten days from now.
  await sql(world, `update jobs.job set created_on = created_on + interval '10 days'`);
  await sql(
    world,
    `update jobs.job set start_after = start_after + interval '10 days' where data ->> 'keys' not like '%later%'`,
  );
  await sql(world, `update jobs.job set state = 'retry' where data ->> 'keys' like '%again%'`);
  await sql(
    world,
    `update jobs.job set state = 'active', started_on = created_on, heartbeat_on = created_on, heartbeat_seconds = 15
     where data ->> 'keys' like '%held%'`,
  );
  await sql(world, `update jobs.version set cron_on = now() + interval '10 days'`);
  await sql(world, `update jobs.queue set monitor_claim_on = now() + interval '10 days'`);
  assert.equal(await followClock(world.pool), true);
  const waiting = await sql<{ key: string }>(
    world,
    `select data -> 'keys' ->> 0 as key, round(extract(epoch from start_after - now()) / 60)::int as minutes
     from jobs.job where state in ('created', 'retry') and start_after > now() order by 1`,
  );
  assert.deepEqual(waiting, [
    { key: 'in a minute', minutes: 1 },
    { key: 'later', minutes: 20 * 24 * 60 },
  ]);
  const [left] = await sql<{ n: number }>(
    world,
    `select (select count(*) from jobs.version where cron_on > now())::int
       + (select count(*) from jobs.queue where monitor_claim_on > now())::int
       + (select count(*) from jobs.job where heartbeat_on > now() or started_on > now())::int as n`,
  );
  assert.equal(left?.n, 0);
  assert.equal(await followClock(world.pool), false);
});
