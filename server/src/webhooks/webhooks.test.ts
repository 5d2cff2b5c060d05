import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld({ OUTBOUND_ALLOW: 'localhost:4000' });
const { ada, ben, gil, acme, globex } = world;

let made = 0;
const make = async (body: object = {}): Promise<Answer['body']> => {
  made += 1;
  const answer = await ada.post('/webhooks', { url: `https://example.com/${made}`, ...body });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload.webhook;
};
const list = async (who = ada): Promise<Answer['body'][]> =>
  (await who.get('/webhooks')).body.payload.webhooks;

const usual = [
  'conversation_status_changed', 'conversation_updated', 'conversation_created', 'contact_created',
  'contact_updated', 'message_created', 'message_updated', 'webwidget_triggered',
]; // prettier-ignore

test('a webhook is made with the usual events, and its secret is shown this once', async () => {
  const made = await make({ url: 'https://example.com/first', name: 'CRM' });
  const { id, secret, endpoint_id, ...rest } = made;
  assert.deepEqual(rest, {
    name: 'CRM',
    url: 'https://example.com/first',
    account_id: acme.id,
    subscriptions: usual,
    ordering: 'lane',
    state: 'active',
    paused_because: null,
    failing_since: null,
  });
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{32}$/);
  const shown = (await list()).find((each) => each.id === id);
  assert.deepEqual(shown, { id, endpoint_id, ...rest });
  const [row] = await sql<{ text: string }>(
    world,
    'select e::text as text from webhook_endpoints e where webhook_id = $1',
    [id],
  );
  assert.ok(!row?.text.includes(secret));
  const audits = await sql(
    world,
    `select from audits where auditable_type = 'Webhook' and audited_changes::text like '%whsec%'`,
  );
  assert.equal(audits.length, 0);
});

test('the root key may stand there or not', async () => {
  const webhook = { url: 'https://example.com/wrapped', subscriptions: ['inbox_created'] };
  const answer = await ada.post('/webhooks', { webhook });
  assert.deepEqual(answer.body.payload.webhook.subscriptions, ['inbox_created']);
  const empty = await ada.post('/webhooks', {});
  assert.deepEqual(
    [empty.status, empty.body],
    [422, { error: 'param is missing or the value is empty: webhook' }],
  );
});

test('an inbox is shown beside it; one that there is not must exist', async () => {
  const webhook = await make({ inbox_id: acme.support.id });
  assert.deepEqual(webhook.inbox, { id: acme.support.id, name: 'Support' });
  for (const inbox_id of [globex.inbox.id, 987_654_321]) {
    const answer = await ada.patch(`/webhooks/${webhook.id}`, { inbox_id });
    const expected = { message: 'Inbox must exist', attributes: ['inbox'] };
    assert.deepEqual([answer.status, answer.body], [422, expected]);
  }
  const none = await ada.patch(`/webhooks/${webhook.id}`, { inbox_id: null });
  assert.ok(!('inbox' in none.body.payload.webhook));
});

test('what is named is changed, by either verb, and the secret stays hidden', async () => {
  const { secret: _secret, ...webhook } = await make();
  const changed = await ada.patch(`/webhooks/${webhook.id}`, { name: 'New' });
  assert.deepEqual(changed.body, { payload: { webhook: { ...webhook, name: 'New' } } });
  const subscriptions = ['message_created', 'conversation_typing_on'];
  const again = await ada.put(`/webhooks/${webhook.id}`, { webhook: { subscriptions } });
  assert.deepEqual(again.body.payload.webhook, { ...webhook, name: 'New', subscriptions });
});

for (const url of ['', null, 'example.com', 'ftp://example.com', 'javascript:alert(1)', 'http://', {}]) {
  test(`no address of the web: ${JSON.stringify(url)}`, async () => {
    const answer = await ada.post('/webhooks', { url, name: 'x' });
    assert.equal(answer.status, 422);
    assert.match(answer.body.message ?? answer.body.error, /^url must be a string$|^Url is invalid$/);
  });
} // prettier-ignore

for (const url of [
  'http://localhost/x', 'http://127.0.0.1', 'http://2130706433/', 'http://[::1]:3000/', 'http://169.254.169.254/latest',
  'http://a.localhost./', 'https://[::ffff:10.0.0.1]/', 'http://192.168.0.1:8080/',
]) {
  test(`an address inside is refused when it is saved: ${url}`, async () => {
    const answer = await ada.post('/webhooks', { url });
    const expected = { message: 'Url is not on the public internet', attributes: ['url'] };
    assert.deepEqual([answer.status, answer.body], [422, expected]);
  });
} // prettier-ignore

test('an address inside that the operator allows is not', async () => {
  assert.equal((await ada.post('/webhooks', { url: 'http://localhost:4000/x' })).status, 200);
});

for (const subscriptions of [[], 'message_created', ['message_created', 'nonsense'], ['toString'], {}, 7, [1]]) {
  test(`no list of events: ${JSON.stringify(subscriptions)}`, async () => {
    const before = await list();
    for (const answer of [
      await ada.post('/webhooks', { url: 'https://example.com/never', subscriptions }),
      await ada.patch(`/webhooks/${(await make()).id}`, { subscriptions }),
    ]) {
      const expected = { message: 'Subscriptions Invalid events', attributes: ['subscriptions'] };
      assert.deepEqual([answer.status, answer.body], [422, expected]);
    }
    assert.equal((await list()).length, before.length + 1);
  });
} // prettier-ignore

test('an address is there once in an account', async () => {
  const { url } = await make();
  const answer = await ada.post('/webhooks', { url });
  const expected = { message: 'Url has already been taken', attributes: ['url'] };
  assert.deepEqual([answer.status, answer.body], [422, expected]);
  assert.equal((await gil.post('/webhooks', { url })).status, 200);
});

test('a new secret is shown once, and is another one', async () => {
  const { secret, ...webhook } = await make();
  const answer = await ada.post(`/webhooks/${webhook.id}/reset_secret`);
  const { secret: fresh, ...rest } = answer.body.payload.webhook;
  assert.deepEqual(rest, webhook);
  assert.match(fresh, /^whsec_/);
  assert.notEqual(fresh, secret);
});

test('a deleted one is gone', async () => {
  const { id } = await make();
  const answer = await ada.delete(`/webhooks/${id}`);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.ok(!(await list()).some((each) => each.id === id));
  assert.equal((await ada.delete(`/webhooks/${id}`)).status, 404);
});

test('those of another account are not there', async () => {
  const theirs = (await gil.post('/webhooks', { url: 'https://example.com/theirs' })).body.payload.webhook;
  for (const answer of [
    await ada.patch(`/webhooks/${theirs.id}`, { name: 'Ours' }),
    await ada.post(`/webhooks/${theirs.id}/reset_secret`),
    await ada.delete(`/webhooks/${theirs.id}`),
  ]) {
    assert.equal(answer.status, 404);
  }
  assert.ok(!(await list()).some(({ id }) => id === theirs.id));
  assert.equal((await list(gil)).find(({ id }) => id === theirs.id)?.name, null);
}); // prettier-ignore

test('agents neither see nor change webhooks', async () => {
  const { id } = await make();
  for (const answer of [
    await ben.get('/webhooks'),
    await ben.post('/webhooks', { url: 'https://example.com/ben' }),
    await ben.patch(`/webhooks/${id}`, { name: 'x' }),
    await ben.delete(`/webhooks/${id}`),
    await ben.post(`/webhooks/${id}/reset_secret`),
  ]) {
    assert.equal(answer.status, 401);
  }
});

test('further keys change nothing, and every change is noted', async () => {
  const { secret: _secret, ...webhook } = await make();
  const extra = { id: 7, account_id: globex.id, secret: 'mine', created_at: 1, name: 'Noted' };
  const answer = await ada.patch(`/webhooks/${webhook.id}`, extra);
  assert.deepEqual(answer.body.payload.webhook, { ...webhook, name: 'Noted' });
  await ada.patch(`/webhooks/${webhook.id}`, { name: 'Noted' });
  await ada.delete(`/webhooks/${webhook.id}`);
  const audits = await sql<{ action: string; audited_changes: object }>(
    world,
    `select action, audited_changes from audits where auditable_type = 'Webhook' and auditable_id = $1 order by id`,
    [webhook.id],
  );
  assert.deepEqual(
    audits.map(({ action }) => action),
    ['create', 'update', 'destroy'],
  );
  assert.deepEqual(audits[1]?.audited_changes, { name: [null, 'Noted'] });
});
