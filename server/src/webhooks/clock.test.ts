import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { answering, eventually, sending, startReceiver, type Told } from '../../test/receiver.ts';
import { createWorld } from '../../test/world.ts';
import { followClock, wasPutBack, wasPutForward } from './clock.ts';
import { admitArrivals, claimLanes, renewLeases } from './lanes.ts';

const receiver = await startReceiver();
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1' });
const { ada, platform } = world;

let made = 0;
/** Something for a webhook of its own to be told of, waiting in its lane. */
async function waiting(): Promise<{ lane: string; path: string; webhook: number }> {
  made += 1;
  const url = `${receiver.url}/${made}`;
  const answer = await ada.post('/webhooks', { url, subscriptions: ['contact_created'] });
  await ada.post('/contacts', { name: `Contact ${made}` });
  await admitArrivals(platform.pool);
  const webhook = answer.body.payload.webhook.id as number;
  const [found] = await sql<{ lane: string }>(
    world,
    `select l.lane from webhook_lanes l join webhook_endpoints e on e.account_id = l.account_id and e.id = l.endpoint_id
     where e.webhook_id = $1`,
    [webhook],
  );
  assert.ok(found);
  return { lane: found.lane, path: new URL(url).pathname, webhook };
}

const of = `endpoint_id = (select id from webhook_endpoints where webhook_id = $1)`;
const change = async (webhook: number, lane: string, delivery = 'tries = tries'): Promise<void> => {
  await sql(world, `update webhook_lanes set ${lane} where ${of}`, [webhook]);
  await sql(world, `update webhook_deliveries set ${delivery} where ${of}`, [webhook]);
};
/** Seconds until its lane is due, and until what is shown. */
async function left(webhook: number): Promise<{ due: number; shown: number }> {
  const [found] = await sql<{ due: number; shown: number }>(
    world,
    `select (select round(extract(epoch from due_at - now())) from webhook_lanes where ${of})::int as due,
       (select round(extract(epoch from next_attempt_at - now())) from webhook_deliveries where ${of})::int as shown`,
    [webhook],
  );
  assert.ok(found);
  return found;
}
const DAYS = `now() + interval '10 days'`;
const nobody = '00000000-0000-4000-8000-000000000000';
const forget = async (): Promise<void> => {
  await sql(world, 'delete from webhook_deliveries');
  await sql(world, 'delete from webhook_lanes');
  await sql(world, 'delete from webhooks');
};

test('what nobody has tried yet is due at once when the clock was put back', async () => {
  const { webhook } = await waiting();
  for (const ahead of [DAYS, `now() + interval '1 hour'`, `now() + interval '20 seconds'`]) {
    await change(webhook, `due_at = ${ahead}`, `next_attempt_at = ${ahead}`);
    assert.equal(await followClock(platform.pool, 1), 1);
    assert.deepEqual(await left(webhook), { due: 0, shown: 0 });
  }
  assert.equal(await followClock(platform.pool, 1), 0);
  await forget();
});

test('what waits for its next try waits no longer than it was to', async () => {
  const { webhook } = await waiting();
  for (const [tries, longest] of [
    [1, 6],
    [2, 360],
    [4, 2.4 * 3600],
    [9, 28.8 * 3600],
  ] as const) {
    await change(webhook, `due_at = ${DAYS}`, `tries = ${tries}, next_attempt_at = ${DAYS}`);
    assert.equal(await followClock(platform.pool, 1), 1, `after ${tries}`);
    assert.deepEqual(await left(webhook), { due: longest, shown: longest });
  }
  await forget();
});

test('a pause that can be what it was told to be stays as it is', async () => {
  const { webhook } = await waiting();
  await change(webhook, `due_at = now() + interval '5 minutes'`, 'tries = 2');
  assert.equal(await followClock(platform.pool, 1), 0);
  assert.ok((await left(webhook)).due >= 299);
  await forget();
});

test('a receiver that asked for a pause is left alone for a day at most', async () => {
  const { webhook } = await waiting();
  const asked = `insert into webhook_attempts (account_id, delivery_id, number, started_at, request_headers, response_headers, timing)
    select account_id, id, 1, now(), '{}', '{"retry-after": "7200"}', '{}' from webhook_deliveries where ${of}`;
  await sql(world, asked, [webhook]);
  await change(webhook, `due_at = now() + interval '2 hours'`, 'tries = 1, attempts = 1');
  assert.equal(await followClock(platform.pool, 1), 0);
  await change(webhook, `due_at = ${DAYS}`);
  await sql(world, `update webhook_endpoints set held_until = ${DAYS} where webhook_id = $1`, [
    webhook,
  ]);
  assert.equal(await followClock(platform.pool, 1), 1);
  assert.equal((await left(webhook)).due, 24 * 3600);
  const [endpoint] = await sql<{ held: number }>(
    world,
    `select round(extract(epoch from held_until - now()))::int as held from webhook_endpoints where webhook_id = $1`,
    [webhook],
  );
  assert.equal(endpoint?.held, 24 * 3600);
  await forget();
});

test('what a dead process holds is free some seconds after the clock was put back', async () => {
  const { webhook } = await waiting();
  await change(webhook, `lease = '${nobody}', due_at = ${DAYS}`);
  assert.equal(await followClock(platform.pool, 1), 1);
  assert.equal((await left(webhook)).due, 8);
  await forget();
});

test('what somebody holds who lives stays theirs', async () => {
  const { webhook } = await waiting();
  const room = { free: new Map(), usual: 4, total: 4 };
  const held = await claimLanes(platform.pool, nobody, room);
  assert.equal(held.length, 1);
  await change(webhook, `due_at = ${DAYS}`);
  await followClock(platform.pool, 1);
  assert.deepEqual(await claimLanes(platform.pool, nobody, room), []);
  await renewLeases(platform.pool, held);
  const [lane] = await sql<{ lease: string }>(world, `select lease from webhook_lanes where ${of}`, [webhook]); // prettier-ignore
  assert.equal(lane?.lease, nobody);
  await forget();
});

test('what somebody holds is not taken over while the clock was just put forward', async () => {
  const { webhook } = await waiting();
  const room = { free: new Map(), usual: 4, total: 4 };
  await claimLanes(platform.pool, nobody, room);
  await change(webhook, `due_at = now() - interval '10 days'`);
  assert.deepEqual(await claimLanes(platform.pool, nobody, { ...room, takesOver: false }), []);
  assert.equal((await claimLanes(platform.pool, nobody, room)).length, 1);
  await forget();
});

test('an endpoint has not failed for longer, or been warned of later, than the clock says', async () => {
  const { webhook } = await waiting();
  await sql(
    world,
    `update webhook_endpoints set failing_since = ${DAYS}, warned_at = ${DAYS}, previous_secret_until = ${DAYS} where webhook_id = $1`,
    [webhook],
  );
  await followClock(platform.pool, 1);
  const [endpoint] = await sql<{ right: boolean }>(
    world,
    `select failing_since <= now() and warned_at <= now() and previous_secret_until < now() + interval '25 hours' as right
     from webhook_endpoints where webhook_id = $1`,
    [webhook],
  );
  assert.equal(endpoint?.right, true);
  await sql(world, `update webhook_endpoints set failing_since = ${DAYS}, warned_at = null, previous_secret_until = null`); // prettier-ignore
  await followClock(platform.pool, 1);
  const untold = `select from webhook_endpoints where webhook_id = $1 and num_nonnulls(held_until, warned_at, previous_secret_until) > 0`;
  assert.equal((await sql(world, untold, [webhook])).length, 0, 'what was nothing stays that');
  await forget();
});

for (const [what, before, clock, expected] of [
  ['nobody knows what it said before', undefined, 0, true],
  ['as much has passed as here', 10_000, 10_600, false],
  ['more has passed', 10_000, 1_000_000, false],
  ['it is adjusted by a little', 10_000, 10_000, false],
  ['it is put back by two seconds', 10_000, 8600, true],
  ['it is put back by ten days', 864_000_000, 600, true],
] as const) {
  test(`the clock ${expected ? 'may have been' : 'was not'} put back when ${what}`, () => {
    const first = before === undefined ? undefined : { clock: before, asked: 0, answered: 100 };
    assert.equal(wasPutBack(first, { clock, asked: 700, answered: 710 }), expected);
  });
}

test('a clock was put forward when it gains more than can have passed', () => {
  const first = { clock: 10_000, asked: 0, answered: 100 };
  const at = (clock: number) => ({ clock, asked: 700, answered: 710 });
  assert.equal(wasPutForward(undefined, at(10_000)), false);
  assert.equal(wasPutForward(first, at(10_700)), false);
  assert.equal(wasPutForward(first, at(11_700)), false, 'adjusted by a second');
  assert.equal(wasPutForward(first, at(12_000)), true);
  assert.equal(wasPutForward(first, { ...at(12_000), answered: 9000 }), false, 'a slow answer');
});

test('a clock that loses many seconds between two looks was put back, however long the second look takes', () => {
  const first = { clock: 10_000, asked: 0, answered: 100 };
  const later = { clock: 10_000, asked: 5000 };
  assert.equal(wasPutBack(first, { ...later, answered: 5001 }), true);
  assert.equal(wasPutBack(first, { clock: 10_000, asked: 600, answered: 9000 }), false);
});

test('a server that starts after the clock was put back sends what it finds', async () => {
  const free = await waiting();
  await change(free.webhook, `due_at = ${DAYS}`);
  receiver.reply = answering(200);
  const sender = sending(world);
  await receiver.first((told: Told) => told.path === free.path);
  await eventually(async () => (await sql(world, 'select from webhook_lanes')).length === 0);
  await sender.stop();
  assert.equal(receiver.all.length, 1);
});
