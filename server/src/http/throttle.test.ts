import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { sql } from '../../test/inside.ts';
import { buildApp } from '../app.ts';
import { createLog } from '../log.ts';
import { takeAttempts } from './throttle.ts';

const world = await createWorld();

/** As another process on the same database would be. */
const other = await buildApp({ ...world.platform }, createLog({ logLevel: 'silent' }));

const attempt = (name: string, limit: number, key = 'somebody') => ({
  name,
  key,
  limit,
  seconds: 3600,
});

test('who guesses passwords has the same few attempts, however many processes there are', async () => {
  const payload = { email: 'ada@acme.example.com', password: 'not it' };
  const statuses: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    const app = i % 2 === 0 ? world.app : other;
    statuses.push((await app.inject({ method: 'POST', url: '/auth/sign_in', payload })).statusCode);
  }
  assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429]);
});

test('of fifty attempts at once exactly as many are allowed as there are', async () => {
  const waits = await Promise.all(
    Array.from({ length: 50 }, async () => takeAttempts(world.platform, [attempt('burst', 7)])),
  );
  assert.equal(waits.filter((wait) => wait === 0).length, 7);
  assert.ok(waits.every((wait) => wait === 0 || (wait >= 1 && wait <= 7200)));
});

test('each key and each name has its own, and the longest wait is the one that is said', async () => {
  const both = [attempt('one', 1), attempt('two', 2)];
  assert.equal(await takeAttempts(world.platform, both), 0);
  const wait = await takeAttempts(world.platform, both);
  assert.ok(wait > 0);
  assert.equal(await takeAttempts(world.platform, [attempt('one', 1, 'another')]), 0);
  assert.equal(await takeAttempts(world.platform, []), 0);
});

test('an attempt of the hour before counts by the part of it that is still in sight', async () => {
  await takeAttempts(world.platform, [attempt('faded', 1000)]);
  await sql(
    world,
    `update throttles set "window" = "window" - 1, used = 1000 where name = 'faded'`,
  );
  let allowed = 0;
  while ((await takeAttempts(world.platform, [attempt('faded', 1000)])) === 0) allowed += 1;
  const [{ rest } = { rest: 0 }] = await sql<{ rest: number }>(
    world,
    `select (1 - mod(extract(epoch from now()), 3600) / 3600)::float8 as rest`,
  );
  assert.ok(Math.abs(allowed - 1000 * (1 - rest)) <= 5, `${allowed} with ${rest} of the hour left`);
});

test('nobody reads in the table who it was', async () => {
  const [{ text } = { text: '' }] = await sql<{ text: string }>(
    world,
    `select string_agg(t::text, ' ') as text from throttles t`,
  );
  assert.ok(text.length > 0 && !text.includes('ada@'));
});
