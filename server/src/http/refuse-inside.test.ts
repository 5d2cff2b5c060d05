import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insideHosts } from '../../test/inside-addresses.ts';
import { sql } from '../../test/inside.ts';
import { platformApp } from '../../test/platform-app.ts';
import { action } from '../../test/ruling.ts';
import { createWorld, type Answer } from '../../test/world.ts';

// Whoever saves an address that is to be called later is told at once when it can never be.

const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1:7777' });
const { acme, ada, ben, rex } = world;
const operator = await platformApp(world);
const keys = { p256dh: 'key', auth: 'key' };

/** Every way of saving one, and how its refusal names the field. */
const ways: Record<string, [save: (url: string) => Promise<Answer>, named: RegExp]> = {
  'a webhook': [(url) => ada.post('/webhooks', { url, subscriptions: ['message_created'] }), /"Url /],
  'a new inbox': [(webhook_url) => ada.post('/inboxes', { name: 'A', channel: { type: 'api', webhook_url } }), /"Webhook url /],
  'an inbox': [(webhook_url) => ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url } }), /"Webhook url /],
  'a new bot': [(outgoing_url) => ada.post('/agent_bots', { name: 'B', outgoing_url }), /"Outgoing url /],
  'a bot': [(outgoing_url) => ada.patch(`/agent_bots/${rex.id}`, { outgoing_url }), /"Outgoing url /],
  'a bot of the installation': [(outgoing_url) => operator.post('/agent_bots', { name: 'C', outgoing_url }), /"Outgoing url /],
  'a macro': [(url) => ben.post('/macros', { name: 'M', actions: [action('send_webhook_event', url)] }), /"actions":\["Macro execution /],
  'a rule': [(url) => ada.post('/automation_rules', { name: 'R', event_name: 'conversation_created', conditions: [], actions: [action('send_webhook_event', url)] }), /"actions":\["Automation /],
  'a browser': [(url) => ben.post('/api/v1/notification_subscriptions', { subscription_type: 'browser_push', subscription_attributes: { endpoint: url.replace('http:', 'https:'), ...keys } }), /"Identifier /],
}; // prettier-ignore

const literal = insideHosts.filter((host) => !/[%@#\\]/.test(host));

for (const [name, [save, named]] of Object.entries(ways)) {
  test(`${name} is not saved with an address inside, however it is spelled`, async () => {
    for (const host of literal) {
      const answer = await save(`http://${host}:8080/hook`);
      assert.equal(answer.status, 422, `${host}: ${answer.text}`);
      assert.match(answer.text, named);
      assert.doesNotMatch(answer.text, /\d\.\d|::/, 'no address is told');
    }
    for (const url of ['https://hooks.example.com/x', 'http://127.0.0.1:7777/hook']) {
      const saved = await save(url);
      assert.equal(saved.status, 200, `${url}: ${saved.text}`);
    }
  });
}

test('an address from before keeps nobody from changing the rest of an inbox', async () => {
  const before = { webhook_url: 'http://10.0.0.1/hook' };
  const { body } = await ada.post('/inboxes', { name: 'Old', channel: { type: 'api' } });
  await sql(world, 'update inboxes set channel = $2 where id = $1', [body.id, before]);
  const changed = await ada.patch(`/inboxes/${body.id}`, { name: 'New', channel: before });
  assert.deepEqual([changed.status, changed.body.name], [200, 'New']);
  const moved = await ada.patch(`/inboxes/${body.id}`, { channel: { webhook_url: 'http://10.0.0.2/' } }); // prettier-ignore
  assert.equal(moved.status, 422, moved.text);
});
