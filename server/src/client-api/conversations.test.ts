import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, employRex, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { identifierOf, visitorAt, visitorOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';
import { markMessagesRead } from './seen.ts';

const world = await createWorld();
const { acme, globex, ada, app } = world;
const mia = await visitorOf(world, { source: 'mia-1' });
const noah = await visitorOf(world, { source: 'noah-1', contact: acme.noah });
const NOT_FOUND = '{"status":404,"error":"Not Found"}';

const keys = [
  'id', 'uuid', 'inbox_id', 'contact_last_seen_at', 'status', 'agent_last_seen_at', 'messages', 'contact',
]; // prettier-ignore
const contactKeys = [
  'id', 'name', 'email', 'phone_number', 'account_id', 'created_at', 'updated_at', 'additional_attributes',
  'identifier', 'custom_attributes', 'last_activity_at', 'contact_type', 'middle_name', 'last_name', 'location',
  'country_code', 'blocked', 'company_id',
]; // prettier-ignore

test('a customer starts a conversation, and the team finds it', async () => {
  let answer;
  const events = await eventsOf(world, async () => {
    answer = await mia.post('/conversations', { custom_attributes: { order_id: 'A-1' }, status: 'resolved', assignee_id: ada.id, team_id: acme.billing.id }); // prettier-ignore
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(Object.keys(answer.body), keys);
    assert.deepEqual(Object.keys(answer.body.contact), contactKeys);
    const { status, messages, contact_last_seen_at, inbox_id } = answer.body;
    assert.deepEqual([status, messages, contact_last_seen_at, inbox_id], ['open', [], 0, acme.support.id]); // prettier-ignore
    assert.equal(answer.body.contact.id, acme.mia.id);
    const { body } = await ada.get(`/conversations/${answer.body.id}`);
    assert.deepEqual(body.custom_attributes, { order_id: 'A-1' });
    assert.equal(body.assignee, null);
  });
  assert.deepEqual(namesOf(events), ['conversation.created']);
  assert.deepEqual(events[0]?.payload.performer, { type: 'Contact', id: acme.mia.id, name: 'Mia' });
});

test('a customer has the conversations of their own session alone', async () => {
  const { body: first } = await mia.post('/conversations');
  const { body: other } = await noah.post('/conversations');
  const again = await visitorOf(world, { source: 'mia-2' });
  const { body: elsewhere } = await again.post('/conversations');
  const ids = ((await mia.get('/conversations')).body as { id: number }[]).map(({ id }) => id);
  assert.ok(ids.includes(first.id));
  assert.ok(!ids.includes(other.id) && !ids.includes(elsewhere.id));
  assert.deepEqual(ids, ids.toSorted((a, b) => a - b)); // prettier-ignore
  assert.equal((await mia.get(`/conversations/${first.id}`)).body.uuid, first.uuid);
});

test('a conversation of somebody else is one that does not exist, whatever is asked of it', async () => {
  const { body: other } = await noah.post('/conversations');
  const { body: message } = await noah.post(`/conversations/${other.id}/messages`, { content: 'Hi' }); // prettier-ignore
  const asks: [method: 'get' | 'post' | 'patch' | 'put', rest: string][] = [
    ['get', ''], ['post', '/toggle_status'], ['post', '/toggle_typing'], ['post', '/update_last_seen'],
    ['get', '/messages'], ['post', '/messages'], ['patch', `/messages/${message.id}`], ['put', `/messages/${message.id}`],
  ]; // prettier-ignore
  const events = await eventsOf(world, async () => {
    for (const [method, rest] of asks) {
      for (const id of [other.id, 900_000, 'abc']) {
        const body = { content: 'x', typing_status: 'on', submitted_values: [] };
        const answer = await mia[method](`/conversations/${id}${rest}`, body);
        assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND], `${method} ${id}${rest}`);
      }
      if (method !== 'get') continue;
      assert.equal((await noah.get(`/conversations/${other.id}${rest}`)).status, 200);
    }
  });
  assert.deepEqual(events, []);
});

test('an unknown inbox, an unknown customer, or the inbox of another kind is 404', async () => {
  const identifier = await identifierOf(world, acme.support);
  const website = await identifierOf(world, acme.website);
  const sales = await identifierOf(world, acme.sales);
  await visitorOf(world, { source: 'web-1', inbox: acme.website });
  const theirs = await visitorOf(world, { source: 'otto-1', inbox: globex.inbox, contact: globex.contact }); // prettier-ignore
  assert.equal((await theirs.get('/conversations')).status, 200);
  for (const [inbox, source] of [
    ['nonsense', 'mia-1'],
    [identifier, 'nobody'],
    [website, 'web-1'],
    [sales, 'mia-1'],
    [identifier, 'otto-1'],
    [identifier, '%20'],
    [identifier, '%00'],
    ['%00', 'mia-1'],
    [identifier, 'MIA-1'],
    [identifier, 'null'],
  ] as const) {
    // prettier-ignore
    const answer = await visitorAt(world, `/public/api/v1/inboxes/${inbox}/contacts/${source}`).get('/conversations'); // prettier-ignore
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND], `${inbox} ${source}`);
  }
});

test('a proven identity shows all that is theirs, in whatever inbox', async () => {
  const first = await visitorOf(world, { source: 'mia-proven', verified: true });
  const { body: here } = await mia.post('/conversations');
  const mail = await world.conversation({ inbox_id: acme.mail.id });
  const others = await world.conversation({ contact_id: acme.noah.id });
  const ids = ((await first.get('/conversations')).body as { id: number }[]).map(({ id }) => id);
  assert.ok(ids.includes(here.id) && ids.includes(mail.id));
  assert.ok(!ids.includes(others.id));
  const said = await first.post(`/conversations/${mail.id}/messages`, { content: 'By the way' });
  assert.equal(said.status, 200, said.text);
  assert.equal((await first.get(`/conversations/${others.id}`)).status, 404);
});

test('an inbox that keeps one conversation per customer answers with that one', async () => {
  await configure(world, acme.sales, { lock_to_single_conversation: true });
  const only = await visitorOf(world, { source: 'only-1', inbox: acme.sales });
  const { body: first } = await only.post('/conversations');
  const { body: second } = await only.post('/conversations', { custom_attributes: { a: 1 } });
  assert.equal(second.id, first.id);
  await configure(world, acme.sales, { lock_to_single_conversation: false });
  assert.notEqual((await only.post('/conversations')).body.id, first.id);
});

test('a blocked customer starts resolved, a bot at work makes it pending', async () => {
  await employRex(world, acme.support);
  assert.equal((await mia.post('/conversations')).body.status, 'pending');
  await sql(world, 'update contacts set blocked = true where id = $1', [acme.mia.id]);
  assert.equal((await mia.post('/conversations')).body.status, 'resolved');
  await sql(world, 'update contacts set blocked = false where id = $1', [acme.mia.id]);
  await employRex(world, acme.support, 'inactive');
});

test('custom attributes have limits, and anything else is ignored', async () => {
  const answer = await mia.post('/conversations', { custom_attributes: { a: 'x'.repeat(1501) } });
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body.attributes, ['custom_attributes']);
  assert.equal((await mia.post('/conversations', { custom_attributes: 'x' })).status, 422);
});

test('a customer resolves, by name, and cannot open again', async () => {
  const { body: made } = await mia.post('/conversations');
  const path = `/conversations/${made.id}/toggle_status`;
  const events = await eventsOf(world, async () => {
    assert.equal((await mia.post(path, { status: 'open' })).body.status, 'resolved');
  });
  assert.ok(namesOf(events).includes('conversation.resolved'));
  assert.deepEqual(await linesOf(world, made.id), ['Conversation was resolved by Mia']);
  const later = await eventsOf(world, async () => {
    assert.equal((await mia.post(path)).body.status, 'resolved');
  });
  assert.deepEqual(later, []);
});

test('typing is told to the team, and any other word to nobody', async () => {
  const { body: made } = await mia.post('/conversations');
  const path = `/conversations/${made.id}/toggle_typing`;
  const events = await eventsOf(world, async () => {
    for (const typing_status of ['on', 'off', 'maybe', '', null, 1, ['on']]) {
      const answer = await mia.post(path, { typing_status, is_private: true });
      assert.deepEqual([answer.status, answer.text], [200, '']);
    }
  });
  assert.deepEqual(namesOf(events), ['conversation.typing_on', 'conversation.typing_off']);
  assert.equal(events[0]?.payload.is_private, false);
  assert.equal(events[0]?.payload.performer.type, 'Contact');
});

interface ReadJob {
  data: Parameters<typeof markMessagesRead>[1];
}

const readJobs = () =>
  sql<ReadJob>(world, `select data from jobs.job where name = 'mark_messages_read'`);

test('what the customer has seen becomes read: what the team said to them, and nothing else', async () => {
  const { body: made } = await mia.post('/conversations');
  const at = `/conversations/${made.id}`;
  await mia.post(`${at}/messages`, { content: 'Hi' });
  const answer = await ada.post(`${at}/messages`, { content: 'Hello' });
  const note = await ada.post(`${at}/messages`, { content: 'Psst', private: true });
  const before = (await readJobs()).length;
  const told = await eventsOf(world, async () => {
    const seen = await mia.post(`${at}/update_last_seen`);
    assert.deepEqual([seen.status, seen.text], [200, '']);
  });
  assert.deepEqual(namesOf(told), ['conversation.read']);
  const shown = (await mia.get(at)).body;
  assert.ok(shown.contact_last_seen_at > 0);
  const jobs = await readJobs();
  assert.equal(jobs.length, before + 1);
  const late = await ada.post(`${at}/messages`, { content: 'One more thing' });
  await sql(world, `update messages set created_at = now() + interval '1 hour' where id = $1`, [late.body.id]); // prettier-ignore
  const job = jobs.at(-1) as ReadJob;
  const events = await eventsOf(world, () => markMessagesRead(world.pool, job.data));
  assert.deepEqual(namesOf(events), ['message.updated']);
  assert.deepEqual(events[0]?.payload.changes, { status: ['sent', 'read'] });
  assert.equal(events[0]?.payload.data.id, answer.body.id);
  assert.equal(events[0]?.payload.data.status, 'read');
  const { body } = await ada.get(`${at}/messages`);
  const status = (id: number): string =>
    (body.payload as { id: number; status: string }[]).find((each) => each.id === id)?.status ?? '';
  assert.deepEqual([note.body.id, late.body.id].map(status), ['sent', 'sent']);
  assert.deepEqual(await eventsOf(world, () => markMessagesRead(world.pool, job.data)), []);
});

test('looking again at what was read makes no work', async () => {
  const { body: made } = await mia.post('/conversations');
  const before = (await readJobs()).length;
  await mia.post(`/conversations/${made.id}/update_last_seen`);
  assert.equal((await readJobs()).length, before);
});

test('a suspended account is closed to its customers', async () => {
  assert.equal((await mia.get('/conversations')).status, 200);
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  for (const answer of [await mia.get('/conversations'), await mia.post('/conversations')]) {
    assert.deepEqual([answer.status, answer.text], [401, '{"error":"Account is suspended"}']);
  }
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
});

test('pages of any origin may call, and nothing but the client API', async () => {
  const asked = await app.inject({
    method: 'OPTIONS',
    url: `${mia.url}/conversations`,
    headers: { origin: 'https://shop.example.com', 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'content-type, x-a' },
  }); // prettier-ignore
  assert.equal(asked.statusCode, 204);
  assert.equal(asked.headers['access-control-allow-origin'], '*');
  assert.match(String(asked.headers['access-control-allow-methods']), /PATCH/);
  assert.equal(asked.headers['access-control-allow-headers'], 'content-type, x-a');
  assert.equal((await mia.get('/conversations')).headers['access-control-allow-origin'], '*');
  const refused = await mia.get('/conversations/900000');
  assert.equal(refused.headers['access-control-allow-origin'], '*');
  assert.equal((await ada.get('/conversations')).headers['access-control-allow-origin'], undefined);
});

test('a repeated request with an Idempotency-Key starts one conversation', async () => {
  const key = { 'idempotency-key': 'start-1' };
  const first = await mia.post('/conversations', {}, key);
  const second = await mia.post('/conversations', {}, key);
  assert.equal(second.body.id, first.body.id);
  assert.notEqual((await noah.post('/conversations', {}, key)).body.id, first.body.id);
});
