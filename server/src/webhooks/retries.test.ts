import assert from 'node:assert/strict';
import { test } from 'node:test';
import { employRex, linesOf, sql } from '../../test/inside.ts';
import { answering, eventually, sending, startReceiver, type Told } from '../../test/receiver.ts';
import { createWorld } from '../../test/world.ts';
import { admitArrivals, claimLanes } from './lanes.ts';
import { recordResults } from './results.ts';
import { settleDelivery } from './settle.ts';

const receiver = await startReceiver();
// The three days of attempts are three seconds.
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1', WEBHOOK_TIME_SCALE: '90000' });
const { ada, acme, platform } = world;
let sender = sending(world);

let made = 0;
let last: number | undefined;
/** A webhook whose requests alone come to `path`; the one before is no more. */
async function hook(subscriptions: string[]): Promise<{ id: number; path: string }> {
  if (last !== undefined) await ada.delete(`/webhooks/${last}`);
  await jobs('warn_of_endpoint');
  made += 1;
  const url = `${receiver.url}/${made}`;
  const answer = await ada.post('/webhooks', { url, subscriptions });
  assert.equal(answer.status, 200, answer.text);
  const { id } = answer.body.payload.webhook;
  last = id;
  return { id, path: new URL(url).pathname };
}

const toldTo = (path: string) => (told: { path: string }) => told.path === path;
const idOf = ({ headers }: Told): string => String(headers['webhook-id']);

interface Row {
  id: number;
  state: string;
  attempts: number;
  slow: boolean;
}
const deliveriesTo = (webhook: number) =>
  sql<Row>(
    world,
    `select d.id, d.state, d.attempts, d.slow from webhook_deliveries d
     join webhook_endpoints e on e.account_id = d.account_id and e.id = d.endpoint_id
     where e.webhook_id = $1 order by d.id`,
    [webhook],
  );
const settled = (webhook: number, state: string) =>
  eventually(async () => {
    const rows = await deliveriesTo(webhook);
    return rows.length > 0 && rows.every((each) => each.state === state) && rows;
  }, `that all is ${state}`);

/** What the jobs of one queue carry, taken out of it. */
const jobs = async <D>(queue: string): Promise<D[]> => {
  const found = await sql<{ data: D }>(
    world,
    'delete from jobs.job where name = $1 returning data',
    [queue],
  );
  return found.map(({ data }) => data);
};

test('what fails is tried ten times with the same id and body, then it is dead and administrators are told', async () => {
  const { id, path } = await hook(['contact_created']);
  receiver.reply = answering(500);
  await ada.post('/contacts', { name: 'Ten times' });
  const told = await receiver.several(10, toldTo(path));
  const [dead] = await settled(id, 'dead');
  assert.equal(dead?.attempts, 10);
  assert.equal(new Set(told.map(idOf)).size, 1);
  assert.equal(new Set(told.map(({ text }) => text)).size, 1);
  assert.deepEqual(
    told.map(({ headers }) => Number(headers['x-confab-attempt'])),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  const warnings = await jobs<{ because: string }>('warn_of_endpoint');
  assert.deepEqual(warnings.map(({ because }) => because), ['undelivered']);
  const [event] = await sql<{ payload: { delivery: string } }>(
    world,
    `select payload from events where name = 'webhook.undelivered'`,
  );
  assert.equal(event?.payload.delivery, idOf(told[0] as Told));
}); // prettier-ignore

test('a failure holds up its conversation and no other, and what follows comes in order', async () => {
  const { id, path } = await hook(['message_created']);
  const broken = await world.conversation();
  const fine = await world.conversation();
  let failures = 2;
  receiver.reply = (response, told, count) => {
    const fails = told.body.content === 'one' && (failures -= 1) >= 0;
    answering(fails ? 503 : 200)(response, told, count);
  };
  for (const content of ['one', 'two', 'three']) {
    await ada.post(`/conversations/${broken.id}/messages`, { content });
  }
  await ada.post(`/conversations/${fine.id}/messages`, { content: 'other' });
  await settled(id, 'delivered');
  const contents = receiver.all.filter(toldTo(path)).map(({ body }) => body.content);
  const rest = contents.filter((content) => content !== 'other');
  assert.deepEqual(rest, ['one', 'one', 'one', 'two', 'three']);
  const sequences = receiver.all
    .filter((told) => told.path === path && told.body.conversation.id === broken.id)
    .map(({ headers }) => Number(headers['x-confab-sequence']));
  assert.deepEqual(
    sequences,
    sequences.toSorted((a, b) => a - b),
  );
  assert.ok(receiver.all.every(({ headers }) => !('x-confab-previous-undelivered' in headers)));
});

test('after the first attempts the others go on without the one that fails, and are marked', async () => {
  const { id, path } = await hook(['message_created']);
  const { id: conversation } = await world.conversation();
  receiver.reply = (response, told, count) =>
    answering(told.body.content === 'one' ? 500 : 200)(response, told, count);
  for (const content of ['one', 'two']) {
    await ada.post(`/conversations/${conversation}/messages`, { content });
  }
  const fits = (told: Told): boolean => told.path === path && told.body.content === 'two';
  const { headers } = await receiver.first(fits);
  assert.equal(headers['x-confab-previous-undelivered'], 'true');
  const before = receiver.all.findIndex(fits);
  const earlier = receiver.all.slice(0, before).filter(toldTo(path));
  assert.ok(earlier.length >= 3, 'it waited for three attempts');
  receiver.reply = answering(200);
  await settled(id, 'delivered');
});

test('who asks for a strict order gets it, as long as it takes', async () => {
  const { id, path } = await hook(['message_created']);
  await sql(world, `update webhook_endpoints set ordering = 'strict' where webhook_id = $1`, [id]);
  const { id: conversation } = await world.conversation();
  let failures = 5;
  receiver.reply = (response, told, count) =>
    answering(told.body.content === 'one' && (failures -= 1) >= 0 ? 500 : 200)(response, told, count); // prettier-ignore
  for (const content of ['one', 'two']) {
    await ada.post(`/conversations/${conversation}/messages`, { content });
  }
  await settled(id, 'delivered');
  const contents = receiver.all.filter(toldTo(path)).map(({ body }) => body.content);
  assert.deepEqual(contents, [...Array.from({ length: 6 }, () => 'one'), 'two']);
});

test('a receiver that is gone is not called again', async () => {
  const { id, path } = await hook(['contact_created']);
  receiver.reply = answering(410);
  await ada.post('/contacts', { name: 'Gone' });
  await settled(id, 'dead');
  await ada.post('/contacts', { name: 'Later' });
  const [endpoint] = await sql<{ paused_because: string }>(
    world,
    'select paused_because from webhook_endpoints where webhook_id = $1',
    [id],
  );
  assert.equal(endpoint?.paused_because, 'gone');
  assert.deepEqual((await deliveriesTo(id)).map(({ state }) => state), ['dead', 'pending']);
  const warnings = await jobs<{ because: string }>('warn_of_endpoint');
  assert.ok(warnings.some(({ because }) => because === 'gone'));
  assert.equal(receiver.all.filter(toldTo(path)).length, 1);
}); // prettier-ignore

test('a receiver that asks for a pause is left alone until then', async () => {
  const { id, path } = await hook(['contact_created']);
  let calls = 0;
  receiver.reply = (response, told, count) => {
    calls += 1;
    answering(calls === 1 ? 429 : 200, { 'retry-after': '1' })(response, told, count);
  };
  await ada.post('/contacts', { name: 'Busy' });
  await eventually(async () => (await deliveriesTo(id))[0]?.attempts === 1);
  await ada.post('/contacts', { name: 'Busy, too' });
  await settled(id, 'delivered');
  const [first, ...later] = receiver.all.filter(toldTo(path)) as [Told, ...Told[]];
  assert.equal(later.length, 2);
  for (const { at } of later) assert.ok(at - first.at >= 950, `${at - first.at} ms`);
});

test('a receiver that does not answer keeps nobody else waiting', async () => {
  const slow = await hook(['message_created']);
  last = undefined;
  const fast = await hook(['message_created']);
  const held: (() => void)[] = [];
  receiver.reply = (response, told, count) => {
    const answer = (): void => answering(200)(response, told, count);
    if (told.path === slow.path) held.push(answer);
    else answer();
  };
  for (let n = 0; n < 12; n += 1) {
    const { id } = await world.conversation();
    await ada.post(`/conversations/${id}/messages`, { content: `${n}` });
  }
  await settled(fast.id, 'delivered');
  assert.ok((await deliveriesTo(slow.id)).every(({ state }) => state === 'pending'));
  assert.ok(held.length <= 4, `${held.length} calls at the same time`);
  receiver.reply = answering(200);
  for (const answer of held) answer();
  await settled(slow.id, 'delivered');
  await ada.delete(`/webhooks/${slow.id}`);
});

test('what a killed process had sent without noting it is sent again, with the same id', async () => {
  const { id, path } = await hook(['contact_created']);
  await sender.stop();
  await ada.post('/contacts', { name: 'Twice' });
  await admitArrivals(platform.pool);
  const room = { free: new Map(), usual: 4, total: 4 };
  const [lease, other] = ['00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000001'] as const;
  const [lost] = await claimLanes(platform.pool, lease, room);
  assert.ok(lost);
  const [delivery] = await deliveriesTo(id);
  assert.equal(lost.delivery_id, delivery?.id);
  assert.deepEqual(await claimLanes(platform.pool, lease, room), [], 'nobody else has it meanwhile');

  // Its lease runs out, and another process takes over.
  const expire = `update webhook_lanes set due_at = now() where lease = $1`;
  await sql(world, expire, [lease]);
  const [taken] = await claimLanes(platform.pool, other, room);
  assert.equal(taken?.delivery_id, lost.delivery_id);
  // Who was only asleep does not write over that.
  const attempt = {
    started_at: new Date(), request_headers: {}, status: 500, response_headers: {}, response_body: '',
    error: '500', retry_after: null, timing: { total: 1 },
  }; // prettier-ignore
  const fate = { state: 'dead' as const, reason: 'tried' as const };
  await recordResults(platform, [{ claimed: lost, attempt, fate }]);
  assert.deepEqual((await deliveriesTo(id)).map(({ state, attempts }) => [state, attempts]), [
    ['pending', 0],
  ]);

  await sql(world, expire, [other]);
  sender = sending(world);
  const told = await receiver.first(toldTo(path));
  await settled(id, 'delivered');
  assert.equal(idOf(told), `msg_${lost.uuid}`);
}); // prettier-ignore

test('a message that does not reach the other side of an API inbox fails, and is well again when it does', async () => {
  const url = `${receiver.url}/api`;
  await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: url } });
  receiver.reply = answering(500);
  const { id } = await world.conversation({ inbox_id: acme.sales.id });
  const { body: message } = await ada.post(`/conversations/${id}/messages`, { content: 'Hi' });
  const settle = async (): Promise<boolean> => {
    const found = await jobs<Parameters<typeof settleDelivery>[1]>('settle_delivery');
    for (const each of found) await settleDelivery(platform.pool, each);
    return found.length > 0;
  };
  const shown = async () => {
    const { body } = await ada.get(`/conversations/${id}/messages`);
    return body.payload.find((each: { id: number }) => each.id === message.id);
  };
  await eventually(settle);
  const failed = await shown();
  assert.equal(failed.status, 'failed');
  assert.equal(failed.content_attributes.external_error, '500 Internal Server Error');
  // The event of that goes to the same address, and fails as well.
  await eventually(settle);
  const updates = await sql(
    world,
    `select from events where name = 'message.updated' and (payload -> 'data' ->> 'id')::int = $1`,
    [message.id],
  );
  assert.equal(updates.length, 1);
  receiver.reply = answering(200);
  await eventually(async () => (await settle()) && (await shown()).status === 'sent');
  await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: '' } });
});

test('a conversation is opened for people when its bot takes nothing', async () => {
  await ada.patch(`/agent_bots/${world.rex.id}`, { outgoing_url: `${receiver.url}/bot` });
  await employRex(world, acme.support);
  receiver.reply = answering(502);
  const message = { content: 'Hello?', message_type: 'incoming' };
  const { id, status } = await world.conversation({ message });
  assert.equal(status, 'pending');
  await eventually(async () => {
    for (const each of await jobs<Parameters<typeof settleDelivery>[1]>('settle_delivery')) {
      await settleDelivery(platform.pool, each);
    }
    return (await ada.get(`/conversations/${id}`)).body.status === 'open';
  });
  assert.deepEqual(await linesOf(world, id), [
    'Conversation was marked open by system due to an error with the agent bot.',
  ]);
  await employRex(world, acme.support, 'inactive');
  receiver.reply = answering(200);
});

for (const url of [
  'http://127.0.0.2:1/', 'http://localhost:1/', 'http://[::1]:1/', 'http://10.0.0.1/', 'http://169.254.169.254/',
  'http://2130706434/', 'http://0x7f000002/', 'file:///etc/passwd', 'no address',
]) {
  test(`nothing inside is called for ${url}, and the log says why`, async () => {
    // As it may stand there from a time when it was not refused yet.
    await sql(
      world,
      `update inboxes set channel = jsonb_set(channel, '{webhook_url}', to_jsonb($2::text)) where id = $1`,
      [acme.sales.id, url],
    );
    await world.conversation({ inbox_id: acme.sales.id });
    const attempt = await eventually(async () => {
      const [found] = await sql<{ error: string; status: number | null }>(
        world,
        `select a.error, a.status from webhook_attempts a
         join webhook_deliveries d on d.account_id = a.account_id and d.id = a.delivery_id
         join webhook_endpoints e on e.account_id = d.account_id and e.id = d.endpoint_id
         where e.url = $1 and d.id = (select max(id) from webhook_deliveries) limit 1`,
        [url],
      );
      return found;
    });
    assert.equal(attempt.status, null);
    assert.match(attempt.error, /OUTBOUND_ALLOW=|not an http or https address/);
    await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: '' } });
  });
} // prettier-ignore

test('a redirect is a failure and leads nowhere', async () => {
  const { id, path } = await hook(['contact_created']);
  receiver.reply = answering(302, { location: '/elsewhere' });
  await ada.post('/contacts', { name: 'Moved' });
  await receiver.first(toldTo(path));
  await eventually(async () => ((await deliveriesTo(id))[0]?.attempts ?? 0) > 0);
  receiver.reply = answering(200);
  await settled(id, 'delivered');
  assert.ok(!receiver.all.some((told) => told.path === '/elsewhere'));
});
