import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../test/inside.ts';
import { createWorld } from '../test/world.ts';
import { analyzeGrown } from './statistics.ts';

const world = await createWorld();
const { acme, pool } = world;

async function add(rows: number): Promise<void> {
  await sql(
    world,
    `insert into contacts (account_id, name) select $1, 'Somebody ' || n from generate_series(1, $2::int) n`,
    [acme.id, rows],
  );
}

async function rowsKnown(): Promise<number> {
  const [found] = await sql<{ rows: number }>(
    world,
    `select reltuples::int as rows from pg_class where oid = 'contacts'::regclass`,
  );
  return found!.rows;
}

test('PostgreSQL looks at a table that has doubled, and not at one that has changed', async () => {
  await add(2000);
  assert.ok((await analyzeGrown(pool)).includes('contacts'));
  const known = await rowsKnown();
  assert.ok(known >= 2000);
  assert.deepEqual(await analyzeGrown(pool), []);
  await add(500);
  await sql(world, `update contacts set name = 'Else' where account_id = $1 and id % 10 = 0`, [
    acme.id,
  ]);
  assert.deepEqual(await analyzeGrown(pool), []);
  assert.equal(await rowsKnown(), known);
  await add(4000);
  assert.deepEqual(await analyzeGrown(pool), ['contacts']);
  assert.ok((await rowsKnown()) >= 6500);
});

test('of two who look one does', async () => {
  await add(20_000);
  const both = await Promise.all([analyzeGrown(pool), analyzeGrown(pool)]);
  assert.deepEqual(both.flat(), ['contacts']);
});
