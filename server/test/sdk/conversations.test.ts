import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import sdk from '@figuro/chatwoot-sdk';
import { request } from '@figuro/chatwoot-sdk/dist/core/request.js';
import { createWorld, type Caller } from '../world.ts';

// A client that others wrote, as it comes from npm, against a server that listens. Its habits are in
// the contract (clients §5.2): a token in two headers, multipart messages, ids as text, posts without
// a body as forms.

const world = await createWorld();
const { acme, ada, ben, cleo } = world;
await world.app.listen({ host: '127.0.0.1', port: 0 });
const { port } = world.app.server.address() as AddressInfo;

const accountId = acme.id;

function configOf({ token }: Pick<Caller, 'token'>) {
  const basePath = `http://127.0.0.1:${port}`;
  return { basePath, with_credentials: true, credentials: 'include' as const, token };
}
const clientOf = (caller: Pick<Caller, 'token'>) => new sdk.default({ config: configOf(caller) });

const client = clientOf(ben);
// Its types know less than its server: what it answers is looked at as it is.
// oxlint-disable-next-line typescript/no-explicit-any
type Anything = any;

let conversationId = 0;
const at = () => ({ accountId, conversationId });
const show = async (): Promise<Anything> => client.conversations.get(at());

before(async () => {
  const data = {
    inbox_id: String(acme.support.id),
    contact_id: String(acme.mia.id),
    additional_attributes: { plan: 'gold' },
    custom_attributes: { order_id: 'ORD-1' },
  };
  const made = await client.conversations.create({ accountId, data });
  conversationId = Number(made.id);
});

test('the SDK creates a conversation with ids as text', async () => {
  const shown = await show();
  assert.equal(shown.id, conversationId);
  assert.equal(shown.inbox_id, acme.support.id);
  assert.equal(shown.meta.sender.name, 'Mia');
  assert.deepEqual(shown.additional_attributes, { plan: 'gold' });
  assert.deepEqual(shown.custom_attributes, { order_id: 'ORD-1' });
});

test('the SDK lists, by status, assignee, inbox and labels', async () => {
  const list = async (query: object): Promise<Anything> =>
    client.conversations.list({ accountId, ...query });
  const { data } = await list({ status: 'open', assigneeType: 'all', inboxId: acme.support.id });
  assert.deepEqual(
    data.payload.map((each: Anything) => each.id),
    [conversationId],
  );
  assert.equal(data.meta.all_count, 1);
  assert.equal(data.meta.unassigned_count, 1);
  assert.equal((await list({ status: 'resolved' })).data.meta.all_count, 0);
  assert.equal((await list({ labels: ['none', 'nothing'] })).data.payload.length, 0);
  const { meta } = await client.conversations.getMeta({ accountId, status: 'open' });
  assert.equal(meta?.all_count, 1);
});

test('the SDK writes for the customer and answers, and reads both', async () => {
  const incoming: Anything = await client.messages.create({
    ...at(),
    data: { content: 'Where is my order?', message_type: 'incoming', source_id: 'WAID:1' },
  });
  assert.equal(incoming.message_type, 0);
  assert.equal(incoming.source_id, 'WAID:1');
  assert.equal(incoming.sender.type, 'contact');
  const answer: Anything = await client.messages.create({
    ...at(),
    data: {
      content: 'On its way: “Überraschung” ✓',
      message_type: 'outgoing',
      private: false,
      content_attributes: { in_reply_to: incoming.id },
    },
  });
  assert.equal(answer.private, false);
  assert.equal(answer.content, 'On its way: “Überraschung” ✓');
  assert.equal(answer.content_attributes.in_reply_to, incoming.id);
  assert.equal(answer.sender.name, 'Ben');
  const page: Anything = await client.messages.list(at());
  const contents = page.payload.map((each: Anything) => each.content);
  assert.ok(contents.includes('Where is my order?') && contents.includes(answer.content));
});

test('the SDK writes private notes: its "true" is text in a form', async () => {
  const note: Anything = await client.messages.create({
    ...at(),
    data: { content: 'for us', private: true },
  });
  assert.equal(note.private, true);
});

test('the SDK sends a file, and what comes back is what was sent', async () => {
  const bytes = Buffer.from('name,total\nMia,12.50\n');
  const attachments = [
    { content: bytes.toString('base64'), encoding: 'base64', filename: 'a b.csv' },
  ];
  const sent: Anything = await client.messages.create({
    ...at(),
    data: { content: 'Your invoice', attachments },
  });
  assert.equal(sent.attachments.length, 1);
  const [{ data_url, file_type, file_size }] = sent.attachments;
  assert.deepEqual([file_type, file_size], ['file', bytes.length]);
  const file = await fetch(`http://127.0.0.1:${port}${new URL(data_url).pathname}`);
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), bytes);
});

test('the SDK labels a conversation', async () => {
  const { payload } = await client.conversationLabels.add({
    ...at(),
    data: { labels: ['billing', 'vip'] },
  });
  assert.deepEqual(payload, ['billing', 'vip']);
  assert.deepEqual((await client.conversationLabels.list(at())).payload, ['billing', 'vip']);
});

test('the SDK assigns a person and a team', async () => {
  const agent: Anything = await client.conversationAssignment.assign({
    ...at(),
    data: { assignee_id: ben.id },
  });
  assert.equal(agent.name, 'Ben');
  const team: Anything = await client.conversationAssignment.assign({
    ...at(),
    data: { team_id: acme.billing.id },
  });
  assert.equal(team.name, 'billing');
  const shown = await show();
  assert.equal(shown.meta.assignee.id, ben.id);
  assert.equal(shown.meta.team.id, acme.billing.id);
});

test('the SDK filters by two conditions', async () => {
  const filter = async (values: string[]): Promise<Anything> =>
    client.conversations.filter({
      accountId,
      payload: [
        { attribute_key: 'status', filter_operator: 'equal_to', values, query_operator: 'AND' },
        { attribute_key: 'assignee_id', filter_operator: 'equal_to', values: [String(ben.id)] },
      ],
    });
  const found = await filter(['open']);
  assert.deepEqual(
    found.payload.map((each: Anything) => each.id),
    [conversationId],
  );
  assert.equal(found.meta.all_count, 1);
  assert.equal((await filter(['resolved'])).meta.all_count, 0);
});

test('the SDK resolves, reopens and snoozes', async () => {
  const toggle = async (data: object): Promise<Anything> =>
    client.conversations.toggleStatus({ ...at(), data: data as { status: 'open' } });
  const resolved = await toggle({ status: 'resolved' });
  assert.deepEqual(resolved.payload, {
    success: true,
    conversation_id: conversationId,
    current_status: 'resolved',
    snoozed_until: null,
  });
  assert.equal((await toggle({ status: 'open' })).payload.current_status, 'open');
  const until = Math.floor(Date.now() / 1000) + 3600;
  const snoozed = await toggle({ status: 'snoozed', snoozed_until: until });
  assert.equal(snoozed.payload.current_status, 'snoozed');
  assert.equal(Date.parse(snoozed.payload.snoozed_until) / 1000, until);
});

test('a post without a body, which the SDK calls a form, is understood', async () => {
  const shown: Anything = await request(configOf(ben), {
    method: 'POST',
    url: `/api/v1/accounts/${accountId}/conversations/${conversationId}/unread`,
  });
  assert.equal(shown.id, conversationId);
  assert.equal(shown.unread_count, 1);
});

test('the SDK deletes a message, and an administrator the conversation', async () => {
  const sent = await client.messages.create({ ...at(), data: { content: 'oops' } });
  const deleted: Anything = await client.messages.delete({ ...at(), messageId: sent.id as number });
  assert.deepEqual(deleted.content_attributes, { deleted: true });
  const url = `/api/v1/accounts/${accountId}/conversations/${conversationId}`;
  await assert.rejects(request(configOf(ben), { method: 'DELETE', url }), { status: 401 });
  await request(configOf(ada), { method: 'DELETE', url });
  await assert.rejects(show(), { status: 404 });
});

test('the SDK gets 404 for what its user may not see, and 401 for a wrong token', async () => {
  const made = await clientOf(ada).conversations.create({
    accountId,
    data: { inbox_id: String(acme.support.id), contact_id: String(acme.noah.id) },
  });
  const hidden = { accountId, conversationId: Number(made.id) };
  await assert.rejects(clientOf(cleo).conversations.get(hidden), { status: 404 });
  assert.equal(Number((await client.conversations.get(hidden)).id), made.id);
  await assert.rejects(clientOf({ token: 'nobody' }).conversations.get(hidden), { status: 401 });
});
