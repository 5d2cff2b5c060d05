import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { takingTurns, type Turns } from './turns.ts';

const world = await createWorld();

const [LOUD, CALM, OTHER] = [1, 2, 3];

/** Asks for `count` turns at once. Returns how to end each that has come, the first first. */
function ask({ take }: Turns, account: number, count: number): (() => void)[] {
  const ends: (() => void)[] = [];
  for (let nth = 0; nth < count; nth += 1) void take(account).then((end) => ends.push(end));
  return ends;
}

test('an account that is alone may have three quarters of the connections, and no more', async () => {
  const turns = takingTurns(16);
  const loud = ask(turns, LOUD, 40);
  await setImmediate();
  assert.equal(loud.length, 12);
  loud.shift()?.();
  await setImmediate();
  assert.equal(loud.length, 12, 'the next took the seat');
});

test('who comes while another has every seat does not wait, and gets seats back from it', async () => {
  const turns = takingTurns(16);
  const loud = ask(turns, LOUD, 40);
  const calm = ask(turns, CALM, 1);
  await setImmediate();
  assert.equal(calm.length, 1);
  for (const end of loud.splice(0)) end();
  await setImmediate();
  assert.equal(loud.length, 6);
});

test('an account that floods has two seats for as long as it does, unless it is alone', async () => {
  const turns = takingTurns(16);
  const loud = ask(turns, LOUD, 12 + 2 + 50 + 7);
  ask(turns, CALM, 1);
  await setImmediate();
  for (const end of loud.splice(0)) end();
  await setImmediate();
  assert.equal(loud.length, 2);
  while (loud.length === 2) {
    for (const end of loud.splice(0)) end();
    await setImmediate();
  }
  assert.equal(loud.length, 6, 'less than fifty wait');
});

test('everybody has four seats, however many there are', async () => {
  const turns = takingTurns(16);
  const all = Array.from({ length: 50 }, (_, account) => ask(turns, account, 6));
  await setImmediate();
  assert.ok(all.slice(10).every((ends) => ends.length === 4));
});

test('an account that has been quiet for a while counts no more', async () => {
  let now = 0;
  const turns = takingTurns(16, () => now);
  const calm = ask(turns, CALM, 1);
  await setImmediate();
  calm[0]?.();
  assert.equal(await comeNow(turns), 6);
  now += 1900;
  assert.equal(await comeNow(turns), 6);
  now += 2100;
  assert.equal(await comeNow(turns), 12);
});

/** How many turns another account gets at once; they end again. */
async function comeNow(turns: Turns): Promise<number> {
  const ends = ask(turns, OTHER, 16);
  await setImmediate();
  const count = ends.length;
  while (ends.length > 0) {
    for (const end of ends.splice(0)) end();
    await setImmediate();
  }
  return count;
}

test('an account with a thousand requests that wait is told to come later', async () => {
  const turns = takingTurns(4);
  ask(turns, LOUD, 1003);
  await assert.rejects(turns.take(LOUD), { status: 429, headers: { 'retry-after': '1' } });
  const end = await turns.take(CALM);
  end();
});

test('while everything that an account asks for waits for a lock, another is answered', async () => {
  const { ada, gil, pool } = world;
  const { id } = await world.conversation();
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('select from conversations where account_id = $1 for update', [world.acme.id]);
  let ended = 0;
  const writes = Array.from({ length: 30 }, async () => {
    const answer = await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
    ended += 1;
    return answer.status;
  });
  try {
    assert.equal((await gil.get('/conversations')).status, 200);
    assert.equal(ended, 0, 'the others still wait');
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  assert.deepEqual(new Set(await Promise.all(writes)), new Set([200]));
});
