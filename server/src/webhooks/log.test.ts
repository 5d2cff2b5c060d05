import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { answering, eventually, sending, startReceiver, type Told } from '../../test/receiver.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { takeNotices } from '../../test/notices.ts';
import { warnOfEndpoint } from './warn.ts';

const receiver = await startReceiver();
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1', WEBHOOK_TIME_SCALE: '90000' });
const { ada, ben, gil, acme } = world;
sending(world);

let made = 0;
let last: number | undefined;
/** A webhook whose requests alone come to `path`; the one before is no more. */
async function hook(body: object = {}): Promise<Answer['body']> {
  if (last !== undefined) await ada.delete(`/webhooks/${last}`);
  made += 1;
  const url = `${receiver.url}/${made}`;
  const answer = await ada.post('/webhooks', { url, subscriptions: ['contact_created'], ...body });
  assert.equal(answer.status, 200, answer.text);
  const { webhook } = answer.body.payload;
  last = webhook.id;
  return { ...webhook, path: new URL(url).pathname };
}
const toldTo = (path: string) => (told: { path: string }) => told.path === path;
const contact = async (name: string): Promise<void> => {
  assert.equal((await ada.post('/contacts', { name })).status, 200);
};
const deliveries = async (id: number, query = ''): Promise<Answer['body'][]> =>
  (await ada.get(`/webhooks/${id}/deliveries${query}`)).body.payload;
const settled = (id: number, state: string, count = 1) =>
  eventually(async () => {
    const found = await deliveries(id);
    return found.length === count && found.every((each) => each.state === state) && found;
  }, `that ${count} are ${state}`);

test('administrators see what was sent, what was answered, and how long it took', async () => {
  const { id, path, endpoint_id } = await hook();
  receiver.reply = (response) => response.writeHead(200, { 'x-receiver': 'crm' }).end('y'.repeat(70_000)); // prettier-ignore
  await contact('Seen');
  await settled(id, 'delivered');
  const [one] = await deliveries(id);
  assert.deepEqual(
    [one.endpoint_id, one.event, one.attempts, one.last_status, one.last_error, one.next_attempt_at],
    [endpoint_id, 'contact_created', 1, 200, null, null],
  );
  const told = await receiver.first(toldTo(path));
  assert.equal(one.id, told.headers['webhook-id']);
  assert.equal(String(one.sequence), told.headers['x-confab-sequence']);
  const { body } = await ada.get(`/webhook_deliveries/${one.id}`);
  assert.deepEqual(body.body, told.body);
  const [attempt, ...more] = body.attempt_log;
  assert.deepEqual(more, []);
  assert.equal(attempt.response_headers['x-receiver'], 'crm');
  assert.equal(attempt.request_headers['webhook-id'], one.id);
  assert.ok(attempt.response_body.length > 0 && attempt.response_body.length <= 65_536);
  assert.ok(attempt.timing.total >= 0);
  assert.deepEqual((await ada.get(`/webhook_deliveries/${one.sequence}`)).body, body);
}); // prettier-ignore

test('the log does not show the token with which one could listen as the customer', async () => {
  const { id, path } = await hook({ subscriptions: ['conversation_created'] });
  receiver.reply = answering(200);
  await world.conversation();
  const { body } = await receiver.first(toldTo(path));
  const token = body.contact_inbox.pubsub_token;
  assert.match(token, /^\w{20,}$/);
  const [one] = await settled(id, 'delivered');
  const shown = await ada.get(`/webhook_deliveries/${one.id}`);
  assert.equal(shown.body.body.id, body.id);
  assert.equal(shown.body.body.contact_inbox.pubsub_token, '[FILTERED]');
  assert.ok(!shown.text.includes(token));
});

test('the log has pages and filters', async () => {
  const { id } = await hook();
  receiver.reply = (response, told, count) =>
    answering(told.body.name === 'bad' ? 410 : 200)(response, told, count);
  for (const name of ['one', 'two', 'three']) await contact(name);
  await settled(id, 'delivered', 3);
  await contact('bad');
  await eventually(async () => (await deliveries(id, '?state=dead')).length === 1);
  const first = (await ada.get(`/webhooks/${id}/deliveries?per_page=3`)).body;
  assert.deepEqual([first.payload.length, first.has_more], [3, true]);
  const rest = (await ada.get(`/webhooks/${id}/deliveries?cursor=${first.next_cursor}`)).body;
  assert.deepEqual([rest.payload.length, rest.has_more, rest.next_cursor], [1, false, null]);
  const counts = async (query: string): Promise<Answer['body']> =>
    (await ada.get(`/webhooks/${id}/delivery_counts${query}`)).body;
  assert.deepEqual(await counts(''), { pending: 0, delivered: 3, dead: 1 });
  assert.deepEqual(await counts('?until=2020-01-01'), { pending: 0, delivered: 0, dead: 0 });
  assert.deepEqual(await counts(`?since=${first.payload[0].created_at}`), { pending: 0, delivered: 0, dead: 1 }); // prettier-ignore
  assert.equal((await ada.get(`/webhooks/${id}/delivery_counts?since=yesterday`)).status, 422);
  assert.equal((await deliveries(id, '?state=delivered')).length, 3);
  assert.equal((await deliveries(id, '?event=message_created')).length, 0);
  assert.equal((await deliveries(id, '?since=2100-01-01')).length, 0);
  assert.equal((await deliveries(id, '?until=2100-01-01')).length, 4);
  for (const query of ['state=odd', 'since=yesterday', 'cursor=x']) {
    assert.equal((await ada.get(`/webhooks/${id}/deliveries?${query}`)).status, 422, query);
  }
});

test('one is sent again with the same id and body, and a dead one is alive by it', async () => {
  const { id, path } = await hook();
  receiver.reply = answering(500);
  await contact('Again');
  const [dead] = await settled(id, 'dead');
  receiver.reply = answering(200);
  const answer = await ada.post(`/webhook_deliveries/${dead.id}/redeliver`);
  assert.equal(answer.status, 200, answer.text);
  await settled(id, 'delivered');
  const told = receiver.all.filter(toldTo(path));
  assert.equal(told.length, 11);
  assert.equal(new Set(told.map(({ text }) => text)).size, 1);
  assert.equal(new Set(told.map(({ headers }) => headers['webhook-id'])).size, 1);
  await ada.post(`/webhook_deliveries/${dead.id}/redeliver`);
  assert.equal((await receiver.several(12, toldTo(path))).length, 12);
});

test('what was missed is sent again in the order in which it happened', async () => {
  const { id, path } = await hook({ subscriptions: ['message_created'] });
  const { id: conversation } = await world.conversation();
  receiver.reply = answering(500);
  for (const content of ['1', '2', '3']) {
    await ada.post(`/conversations/${conversation}/messages`, { content });
  }
  await settled(id, 'dead', 3);
  receiver.reply = answering(200);
  const before = receiver.all.length;
  const answer = await ada.post(`/webhooks/${id}/replay`, { since: '2020-01-01' });
  assert.deepEqual([answer.status, answer.body], [200, { count: 3 }]);
  await settled(id, 'delivered', 3);
  const told = receiver.all.slice(before).filter(toldTo(path));
  assert.deepEqual(told.map(({ body }) => body.content), ['1', '2', '3']);
  const nothing = await ada.post(`/webhooks/${id}/replay`, {});
  assert.deepEqual(nothing.body, { count: 0 });
  assert.equal((await ada.post(`/webhooks/${id}/replay`, { state: 'odd' })).status, 422);
}); // prettier-ignore

test('while an endpoint is paused nothing is sent and nothing is lost', async () => {
  const { id, path } = await hook();
  receiver.reply = answering(200);
  const paused = await ada.post(`/webhooks/${id}/pause`);
  assert.deepEqual([paused.body.state, paused.body.paused_because], ['paused', 'asked']);
  const shown = (await ada.get('/webhooks')).body.payload.webhooks.find(
    (each: Answer['body']) => each.id === id,
  );
  assert.deepEqual([shown.state, shown.paused_because], ['paused', 'asked']);
  const url = `${receiver.url}/beside`;
  const beside = await ada.post('/webhooks', { url, subscriptions: ['contact_created'] });
  await contact('Kept');
  // What is paused comes first in the order of endpoints: it would have been sent before this.
  await receiver.first(toldTo('/hook/beside'));
  await ada.delete(`/webhooks/${beside.body.payload.webhook.id}`);
  const [waiting] = await deliveries(id);
  assert.deepEqual([waiting.state, waiting.attempts], ['pending', 0]);
  assert.deepEqual(receiver.all.filter(toldTo(path)), []);
  const resumed = await ada.post(`/webhooks/${id}/resume`);
  assert.equal(resumed.body.state, 'active');
  const told = await receiver.several(1, toldTo(path));
  assert.deepEqual(told.map(({ body }) => body.name), ['Kept']);
  await settled(id, 'delivered');
}); // prettier-ignore

test('a test says whether the way is open', async () => {
  const { id, path } = await hook();
  const answer = await ada.post(`/webhooks/${id}/test`);
  assert.equal(answer.body.event, 'webhook_test');
  const { body } = await receiver.first(toldTo(path));
  assert.deepEqual([body.event, body.account], ['webhook_test', { id: acme.id, name: 'Acme' }]);
  await settled(id, 'delivered');
});

const signatures = ({ headers, text }: Told, secret: string) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const given = String(headers['webhook-signature']).split(' ');
  return { isIn: given.includes(expected), count: given.length };
};

test('a new secret signs beside the one before, until that is revoked', async () => {
  const { id, path, secret: before } = await hook();
  const reset = await ada.post(`/webhooks/${id}/reset_secret`);
  const { secret: after } = reset.body.payload.webhook;
  await contact('Both');
  const both = await receiver.first(toldTo(path));
  assert.deepEqual(signatures(both, before), { isIn: true, count: 2 });
  assert.deepEqual(signatures(both, after), { isIn: true, count: 2 });
  const revoked = await ada.delete(`/webhooks/${id}/previous_secret`);
  assert.equal(revoked.body.former_signs_until, null);
  await contact('One');
  const one = await receiver.first((told) => told.path === path && told.body.name === 'One');
  assert.deepEqual(signatures(one, before), { isIn: false, count: 1 });
  assert.deepEqual(signatures(one, after), { isIn: true, count: 1 });
});

test('an API inbox and a bot are endpoints, with a secret when it is asked for', async () => {
  const url = `${receiver.url}/inbox`;
  await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: url } });
  await ada.patch(`/agent_bots/${world.rex.id}`, { outgoing_url: `${receiver.url}/rex` });
  const all = (await ada.get('/webhook_endpoints')).body.payload as Answer['body'][];
  const inbox = all.find((each) => each.inbox_id === acme.sales.id);
  const bot = all.find((each) => each.agent_bot_id === world.rex.id);
  assert.deepEqual([inbox.kind, inbox.url, inbox.signed], ['inbox', url, false]);
  assert.deepEqual([bot.kind, bot.signed], ['agent_bot', false]);
  const path = new URL(url).pathname;
  await world.conversation({ inbox_id: acme.sales.id });
  const unsigned = await receiver.first(toldTo(path));
  assert.ok(!('webhook-signature' in unsigned.headers));
  const { body } = await ada.post(`/webhook_endpoints/${inbox.id}/reset_secret`);
  assert.equal(body.signed, true);
  await world.conversation({ inbox_id: acme.sales.id });
  const [, signed] = await receiver.several(2, toldTo(path));
  assert.deepEqual(signatures(signed as Told, body.secret), { isIn: true, count: 1 });
  assert.ok(!(await ada.get(`/webhook_endpoints/${inbox.id}`)).text.includes('whsec'));
  const listed = await ada.get(`/webhook_endpoints/${inbox.id}/deliveries`);
  assert.ok(listed.body.payload.length >= 2);
  await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: '' } });
  assert.equal((await ada.get(`/webhook_endpoints/${inbox.id}`)).status, 404);
});

test('a secret that cannot be read any more is an error that one can see', async () => {
  const { id, path } = await hook();
  const unreadable = `update webhook_endpoints set secret = '\\x00' where webhook_id = $1`;
  await sql(world, unreadable, [id]);
  await contact('Locked');
  const [dead] = await settled(id, 'dead');
  assert.equal(dead.last_error, 'its secret cannot be read with this SECRET_KEY');
  assert.ok(!receiver.all.some(toldTo(path)));
});

test('an address that is corrected is tried afresh', async () => {
  const { id, path } = await hook();
  receiver.reply = (response, told, count) =>
    answering(told.path === path ? 410 : 200)(response, told, count);
  await contact('Moved');
  await settled(id, 'dead');
  await ada.patch(`/webhooks/${id}`, { url: `${receiver.url}/moved` });
  const { body } = await ada.get('/webhooks');
  assert.equal(body.payload.webhooks.find((each: Answer['body']) => each.id === id).state, 'active');
  await ada.post(`/webhooks/${id}/replay`);
  assert.equal((await receiver.first(toldTo('/hook/moved'))).body.name, 'Moved');
}); // prettier-ignore

test('the order is chosen when the webhook is made, or later', async () => {
  const webhook = await hook({ ordering: 'strict' });
  assert.equal(webhook.ordering, 'strict');
  const changed = await ada.patch(`/webhooks/${webhook.id}`, { ordering: 'lane' });
  assert.equal(changed.body.payload.webhook.ordering, 'lane');
  const again = await ada.patch(`/webhook_endpoints/${webhook.endpoint_id}`, { ordering: 'strict' });
  assert.equal(again.body.ordering, 'strict');
  for (const answer of [
    await ada.patch(`/webhooks/${webhook.id}`, { ordering: 'random' }),
    await ada.patch(`/webhook_endpoints/${webhook.endpoint_id}`, { ordering: 'random' }),
  ]) {
    assert.equal(answer.status, 422);
  }
}); // prettier-ignore

test('administrators are told once a day by mail, and every time that something was paused', async () => {
  const { endpoint_id } = await hook();
  const warn = async (because: 'undelivered' | 'gone' | 'failing') => {
    await warnOfEndpoint(world.platform, { account_id: acme.id, endpoint_id, because });
    return takeNotices(world);
  };
  const [first, ...more] = await warn('undelivered');
  assert.deepEqual([first?.to, more.length], [ada.email, 0]);
  assert.equal(first?.subject, 'A webhook fails (Acme)');
  assert.deepEqual(await warn('undelivered'), []);
  assert.equal((await warn('gone'))[0]?.subject, 'A webhook was paused (Acme)');
});

test('the log of others is nobody’s', async () => {
  receiver.reply = answering(200);
  const { id, endpoint_id } = await hook();
  await contact('Ours');
  const [one] = await settled(id, 'delivered');
  for (const path of [
    `/webhooks/${id}/deliveries`, `/webhooks/${id}/delivery_counts`, `/webhook_endpoints/${endpoint_id}`, `/webhook_deliveries/${one.id}`,
  ]) {
    assert.equal((await ada.get(path)).status, 200, path);
    assert.equal((await gil.get(path)).status, 404, path);
    assert.equal((await ben.get(path)).status, 401, path);
  }
  assert.equal((await gil.post(`/webhook_deliveries/${one.id}/redeliver`)).status, 404);
  const told = await sql(world, 'select from webhook_attempts where delivery_id = $1', [one.sequence]);
  assert.equal(told.length, 1);
}); // prettier-ignore
