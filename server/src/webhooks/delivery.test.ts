import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { configure, employRex, sql } from '../../test/inside.ts';
import { answering, sending, startReceiver } from '../../test/receiver.ts';
import { createWorld } from '../../test/world.ts';
import { createContact } from '../contacts/contacts.ts';
import { transaction } from '../db/pool.ts';

const receiver = await startReceiver();
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1' });
const { ada, ben, acme } = world;
sending(world);

let made = 0;
/** A webhook of Acme whose requests alone come to `path`. */
async function hook(subscriptions: string[]): Promise<{ path: string; secret: string }> {
  made += 1;
  const url = `${receiver.url}/${made}`;
  const answer = await ada.post('/webhooks', { url, subscriptions });
  assert.equal(answer.status, 200, answer.text);
  return { secret: answer.body.payload.webhook.secret, path: new URL(url).pathname };
}

const toldTo = (path: string) => (told: { path: string }) => told.path === path;

test('a message is told to whoever subscribed, as it was, signed and named', async () => {
  const { path, secret } = await hook(['message_created']);
  const { id } = await world.conversation();
  await ben.post(`/conversations/${id}/messages`, { content: '**Hello** Mia' });
  const told = await receiver.first(toldTo(path));
  const { body, headers, text } = told;
  assert.deepEqual(Object.keys(body), [
    'account', 'additional_attributes', 'content_attributes', 'content_type', 'content', 'conversation',
    'created_at', 'id', 'inbox', 'message_type', 'private', 'sender', 'source_id', 'event',
  ]); // prettier-ignore
  assert.equal(body.event, 'message_created');
  assert.equal(body.message_type, 'outgoing');
  assert.equal(body.conversation.messages[0].message_type, 1);
  assert.equal(body.content, '**Hello** Mia');
  assert.deepEqual(body.account, { id: acme.id, name: 'Acme' });
  assert.deepEqual(body.inbox, acme.support);
  assert.deepEqual(body.sender, { id: ben.id, name: 'Ben', email: ben.email, type: 'user' });
  assert.equal(body.conversation.id, id);
  assert.equal(typeof body.conversation.contact_inbox.pubsub_token, 'string');
  assert.match(body.created_at, /^\d{4}-.*Z$/);

  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers.accept, 'application/json');
  const timestamp = String(headers['x-chatwoot-timestamp']);
  const delivery = String(headers['x-chatwoot-delivery']);
  assert.ok(Math.abs(Number(timestamp) - Date.now() / 1000) < 60);
  const simple = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
  assert.equal(headers['x-chatwoot-signature'], `sha256=${simple}`);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const standard = createHmac('sha256', key).update(`${delivery}.${timestamp}.${text}`);
  assert.equal(headers['webhook-id'], delivery);
  assert.equal(headers['webhook-timestamp'], timestamp);
  assert.equal(headers['webhook-signature'], `v1,${standard.digest('base64')}`);
  assert.match(delivery, /^msg_[\da-f-]{36}$/);
});

test('activity lines are told to nobody, private notes are', async () => {
  const { path } = await hook(['message_created']);
  const { id } = await world.conversation();
  await ben.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  await ben.post(`/conversations/${id}/messages`, { content: 'a note', private: true });
  const told = await receiver.first(toldTo(path));
  assert.deepEqual([told.body.content, told.body.private], ['a note', true]);
});

test('what changed of a conversation is told with what it was', async () => {
  const { path } = await hook(['conversation_updated', 'conversation_status_changed', 'conversation_created']); // prettier-ignore
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const told = await receiver.several(4, toldTo(path));
  assert.deepEqual(
    told.map(({ body }) => body.event),
    ['conversation_created', 'conversation_updated', 'conversation_status_changed', 'conversation_updated'],
  ); // prettier-ignore
  const [created, assigned, status, resolved] = told.map(({ body }) => body);
  assert.ok(!('changed_attributes' in created));
  assert.deepEqual(assigned.changed_attributes, [
    { assignee_id: { previous_value: null, current_value: ben.id } },
  ]);
  assert.equal(assigned.meta.assignee.availability_status, null);
  assert.equal(status.changed_attributes, null);
  assert.deepEqual(resolved.changed_attributes[0], {
    status: { previous_value: 'open', current_value: 'resolved' },
  });
});

test('contacts are told in the form of webhooks', async () => {
  const { path } = await hook(['contact_created', 'contact_updated', 'contact_deleted']);
  const { body } = await ada.post('/contacts', { name: 'Zoe', email: 'zoe@example.com' });
  const { id } = body.payload.contact;
  await ada.patch(`/contacts/${id}`, { name: 'Zoë' });
  await ada.delete(`/contacts/${id}`);
  const told = await receiver.several(3, toldTo(path));
  const [created, updated, deleted] = told.map((each) => each.body);
  assert.deepEqual(Object.keys(created), [
    'account', 'additional_attributes', 'avatar', 'custom_attributes', 'email', 'id', 'identifier', 'name',
    'phone_number', 'thumbnail', 'blocked', 'event',
  ]); // prettier-ignore
  assert.deepEqual([created.name, updated.name], ['Zoe', 'Zoë']);
  const name = updated.changed_attributes.find((each: object) => 'name' in each);
  assert.deepEqual(name, { name: { previous_value: 'Zoe', current_value: 'Zoë' } });
  assert.equal(deleted.event, 'contact_deleted');
});

test('typing is told with who types', async () => {
  const { path } = await hook(['conversation_typing_on', 'conversation_typing_off']);
  const { id } = await world.conversation();
  await ben.post(`/conversations/${id}/toggle_typing_status`, { typing_status: 'on', is_private: true });
  const { body } = await receiver.first(toldTo(path));
  assert.deepEqual(
    [body.event, body.user, body.conversation.id, body.is_private],
    ['conversation_typing_on', { id: ben.id, name: 'Ben', email: ben.email, type: 'user' }, id, true],
  );
}); // prettier-ignore

test('the settings of an inbox are told without its secrets', async () => {
  const { path } = await hook(['inbox_created', 'inbox_updated']);
  const { body } = await ada.post('/inboxes', { name: 'New', channel: { type: 'api' } });
  await ada.patch(`/inboxes/${body.id}`, { greeting_message: 'Hi' });
  const told = await receiver.several(2, toldTo(path));
  assert.deepEqual(told.map((each) => each.body.event), ['inbox_created', 'inbox_updated']);
  assert.ok(!told[0]?.text.includes(body.hmac_token));
  assert.ok(!told[0]?.text.includes(body.inbox_identifier));
}); // prettier-ignore

test('the address of an API inbox is told everything that happens there, whatever webhooks subscribe to', async () => {
  const url = `${receiver.url}/inbox`;
  await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: url } });
  const { id } = await world.conversation({ inbox_id: acme.sales.id });
  await ada.post(`/conversations/${id}/messages`, { content: 'Hello' });
  await ada.post(`/conversations/${id}/toggle_typing_status`, { typing_status: 'on' });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const { id: other } = await world.conversation({ inbox_id: acme.support.id });
  const told = await receiver.several(6, toldTo(new URL(url).pathname));
  const names = told.map(({ body }) => body.event);
  assert.deepEqual(new Set(names), new Set([
    'conversation_created', 'message_created', 'conversation_updated', 'conversation_typing_on',
    'conversation_status_changed',
  ])); // prettier-ignore
  assert.ok(!told.some(({ body }) => body.event.startsWith('conversation_c') && body.id === other));
  await ada.patch(`/inboxes/${acme.sales.id}`, { channel: { webhook_url: '' } });
  await world.conversation({ inbox_id: acme.sales.id });
  const [left] = await sql<{ total: number }>(
    world,
    `select count(*)::int as total from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
     where e.kind = 'inbox' and d.event = 'conversation_created'`,
  );
  assert.equal(left?.total, 1, 'and nothing once it is taken away');
});

test('customers of a website get HTML, and the survey of other channels has its link', async () => {
  const { path } = await hook(['message_created']);
  const website = await world.conversation({ inbox_id: acme.mail.id });
  await ada.post(`/conversations/${website.id}/messages`, { content: '**Hello**' });
  const { body } = await receiver.first(toldTo(path));
  assert.equal(body.content, '<p><strong>Hello</strong></p>\n');
  await configure(world, acme.support, { csat_survey_enabled: true });
  const message = { content: 'Hello', message_type: 'incoming' };
  const { id, uuid } = await world.conversation({ message });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const survey = await receiver.first(
    (told) => told.path === path && told.body.content_type === 'input_csat',
  );
  await configure(world, acme.support, { csat_survey_enabled: false });
  const link = `${world.platform.config.baseUrl}/survey/responses/${uuid}`;
  assert.equal(survey.body.content, `Please rate this conversation, ${link}`);
});

test('the bot of an inbox and the one that has the conversation are told once each', async () => {
  const url = `${receiver.url}/rex`;
  await ada.patch(`/agent_bots/${world.rex.id}`, { outgoing_url: url });
  await employRex(world, acme.support);
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, {
    assignee_id: world.rex.id,
    assignee_type: 'AgentBot',
  });
  await ada.post(`/conversations/${id}/messages`, { content: 'one' });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'open' });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const told = await receiver.several(3, toldTo(new URL(url).pathname));
  await employRex(world, acme.support, 'inactive');
  assert.deepEqual(
    told.map(({ body }) => body.event),
    ['message_created', 'conversation_opened', 'conversation_resolved'],
  );
});

test('what is told is what was there when it happened', async () => {
  const { path } = await hook(['conversation_updated']);
  let hold: (() => void) | undefined;
  receiver.reply = (response, told) => {
    if (told.path !== path || hold !== undefined) return answering(200)(response, told, 0);
    hold = () => answering(200)(response, told, 0);
  };
  const { id } = await world.conversation();
  await ada.patch(`/conversations/${id}`, { priority: 'low' });
  await receiver.first(toldTo(path));
  await ada.patch(`/conversations/${id}`, { priority: 'high' });
  await ada.patch(`/conversations/${id}`, { priority: 'urgent' });
  hold?.();
  const told = await receiver.several(3, toldTo(path));
  assert.deepEqual(told.map(({ body }) => body.priority), ['low', 'high', 'urgent']);
}); // prettier-ignore

test('nobody is told of what was undone', async () => {
  const { path } = await hook(['contact_created']);
  const undone = transaction(world.pool, async (tx) => {
    await createContact(tx, { account_id: acme.id, name: 'Never' });
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  await ada.post('/contacts', { name: 'After' });
  const told = await receiver.first(toldTo(path));
  assert.equal(told.body.name, 'After');
});
