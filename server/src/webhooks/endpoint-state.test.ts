import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { answering, eventually, sending, startReceiver } from '../../test/receiver.ts';
import { createWorld } from '../../test/world.ts';

const receiver = await startReceiver();
// The five days after which an endpoint is paused are some seconds.
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1', WEBHOOK_TIME_SCALE: '90000' });
const { ada } = world;
sending(world);

let made = 0;

/** A webhook that was told of `told` contacts, and has failed for an hour. */
async function failingHook(told: number): Promise<number> {
  made += 1;
  const url = `${receiver.url}/${made}`;
  const answer = await ada.post('/webhooks', { url, subscriptions: ['contact_created'] });
  const { id } = answer.body.payload.webhook;
  receiver.reply = answering(200);
  for (let count = 0; count < told; count += 1) await ada.post('/contacts', { name: 'Fine' });
  await eventually(
    async () => (await ada.get(`/webhooks/${id}/deliveries?state=delivered`)).body.payload.length === told,
    'that all were told',
  ); // prettier-ignore
  await sql(
    world,
    `update webhook_endpoints set failing_since = now() - interval '1 hour' where webhook_id = $1`,
    [id],
  );
  return id;
}

interface State {
  paused_because: string | null;
  is_recent: boolean;
}

/** How the endpoint is, once an attempt has failed. */
async function afterFailure(id: number): Promise<State | undefined> {
  receiver.reply = answering(500);
  await ada.post('/contacts', { name: 'Bad' });
  const tried = `select from webhook_attempts a
    join webhook_deliveries d on d.account_id = a.account_id and d.id = a.delivery_id
    join webhook_endpoints e on e.account_id = d.account_id and e.id = d.endpoint_id
    where e.webhook_id = $1 and a.error is not null`;
  await eventually(async () => (await sql(world, tried, [id])).length > 0, 'that it was tried');
  const [state] = await sql<State & Record<string, unknown>>(
    world,
    `select paused_because, failing_since > now() - interval '1 minute' as is_recent
     from webhook_endpoints where webhook_id = $1`,
    [id],
  );
  await ada.delete(`/webhooks/${id}`);
  return state;
}

test('an endpoint that has failed for days is paused', async () => {
  const state = await afterFailure(await failingHook(0));
  assert.deepEqual(state, { paused_because: 'failing', is_recent: false });
});

test('one that something came through to meanwhile is not: its days begin anew', async () => {
  const state = await afterFailure(await failingHook(1));
  assert.deepEqual(state, { paused_because: null, is_recent: true });
});

test('one that has failed for days by the clock of the database alone is not paused', async () => {
  const id = await failingHook(0);
  const now = Date.now();
  mock.timers.enable({ apis: ['Date'], now: now - 10 * 24 * 3_600_000 });
  try {
    assert.equal((await afterFailure(id))?.paused_because, null);
  } finally {
    mock.timers.reset();
  }
});
