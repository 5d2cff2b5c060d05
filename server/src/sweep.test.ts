import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../test/inside.ts';
import { createWorld } from '../test/world.ts';
import { clocksAgree, sweepExpired } from './sweep.ts';

const world = await createWorld();
const { acme, ada, pool } = world;

test('answers to repeated requests are kept for a day and then forgotten', async () => {
  await sql(
    world,
    `insert into idempotency_keys (account_id, actor, key, fingerprint, status, body, created_at)
     select $1, 'User:1', 'key ' || n, '\\x00', 200, '', now() - make_interval(hours => n) from generate_series(22, 26) n`,
    [acme.id],
  );
  await sweepExpired(pool);
  const left = await sql<{ key: string }>(world, 'select key from idempotency_keys order by key');
  assert.deepEqual(
    left.map(({ key }) => key),
    ['key 22', 'key 23'],
  );
});

test('allowances of windows long past and sessions that have ended are forgotten', async () => {
  await sql(
    world,
    `insert into allowances values ($1, 'transcripts', now() - interval '2 days', 3), ($1, 'transcripts', now(), 3)`,
    [acme.id],
  );
  await sql(
    world,
    `insert into user_sessions (user_id, client, digest, expires_at)
     values ($1, 'old', '\\x00', now() - interval '1 second'), ($1, 'new', '\\x01', now() + interval '1 day')`,
    [ada.id],
  );
  await sweepExpired(pool);
  assert.equal((await sql(world, 'select from allowances')).length, 1);
  const sessions = await sql<{ client: string }>(world, 'select client from user_sessions');
  assert.deepEqual(
    sessions.map(({ client }) => client),
    ['new'],
  );
});

test('a heap of expired rows goes too', async () => {
  await sql(
    world,
    `insert into idempotency_keys (account_id, actor, key, fingerprint, status, body, created_at)
     select $1, 'User:1', 'old ' || n, '\\x00', 200, '', now() - interval '2 days' from generate_series(1, 12000) n`,
    [acme.id],
  );
  await sweepExpired(pool);
  assert.equal((await sql(world, `select from idempotency_keys where key like 'old%'`)).length, 0);
});

test('when the clock here is more than an hour from the database’s, one of them is not believed', async () => {
  const hour = 3_600_000;
  assert.equal(await clocksAgree(pool), true);
  assert.equal(await clocksAgree(pool, Date.now() + hour / 2), true);
  for (const off of [2 * hour, -2 * hour, 240 * hour, -240 * hour]) {
    assert.equal(await clocksAgree(pool, Date.now() + off), false);
  }
});
