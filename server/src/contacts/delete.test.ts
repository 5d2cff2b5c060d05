import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { removeContact } from './delete.ts';

const world = await createWorld();
const { acme, globex, ada, ben, pool } = world;
const account_id = acme.id;
const NOT_FOUND = '{"error":"Resource could not be found"}';

const add = async (input: object): Promise<number> =>
  (await ada.post('/contacts', input)).body.payload.contact.id as number;
const remove = async (id: unknown, who = ada): Promise<Answer> =>
  who.delete(`/contacts/${String(id)}`);
const left = async (id: number) => sql(world, 'select 1 from contacts where id = $1', [id]);

test('a deleted contact is gone for everybody at once, and its addresses are free', async () => {
  const addresses = { email: 'gone@example.com', phone_number: '+14155550150', identifier: 'gone' };
  const tie = { inbox_id: acme.support.id, source_id: 'gone:1' };
  const id = await add({ name: 'Gone', ...addresses, ...tie });
  const events = await eventsOf(world, async () => {
    const answer = await remove(id);
    assert.deepEqual([answer.status, answer.text], [200, '']);
  });
  assert.deepEqual(namesOf(events), ['contact.deleted']);
  assert.equal(events[0]?.payload.contact_id, id);
  assert.deepEqual([events[0]?.payload.data.name, events[0]?.payload.data.email], ['Gone', 'gone@example.com']); // prettier-ignore
  for (const answer of [
    await ada.get(`/contacts/${id}`),
    await ada.patch(`/contacts/${id}`, { name: 'Back' }),
    await remove(id),
    await ada.post('/actions/contact_merge', {
      base_contact_id: id,
      mergee_contact_id: acme.mia.id,
    }),
    await ada.post('/conversations', { contact_id: id, inbox_id: acme.support.id }),
    await ada.post('/conversations', { source_id: 'gone:1' }),
  ]) {
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
  assert.equal((await ada.get('/contacts/search?q=gone')).body.meta.count, 0);
  const again = await ada.post('/contacts', { name: 'New', ...addresses, ...tie });
  assert.equal(again.status, 200, again.text);
});

test('a job removes the conversations with their messages and then the contact, and nobody else’s', async () => {
  const id = await add({ name: 'Many' });
  const message = { content: 'Hi', message_type: 'incoming' };
  for (let n = 0; n < 22; n += 1) await world.conversation({ contact_id: id, message });
  const { id: other } = await world.conversation({ contact_id: acme.mia.id, message });
  await remove(id);
  const [job] = await sql<{ data: { account_id: number; contact_id: number } }>(
    world,
    `select data from jobs.job where name = 'remove_contact' and data ->> 'contact_id' = $1`,
    [String(id)],
  );
  assert.deepEqual(job?.data, { account_id, contact_id: id });
  const events = await eventsOf(world, async () => removeContact(pool, { account_id, contact_id: id })); // prettier-ignore
  assert.equal(events.filter(({ name }) => name === 'conversation.deleted').length, 22);
  assert.deepEqual(await left(id), []);
  const [rest] = await sql(
    world,
    `select (select count(*)::int from conversations where contact_id = $1) as conversations,
       (select count(*)::int from messages where sender_contact_id = $1) as messages`,
    [id],
  );
  assert.deepEqual(rest, { conversations: 0, messages: 0 });
  assert.equal((await ada.get(`/conversations/${other}`)).status, 200);
  await removeContact(pool, { account_id, contact_id: id });
});

test('the job leaves alone who was not deleted', async () => {
  const { id } = await world.conversation();
  await removeContact(pool, { account_id, contact_id: acme.mia.id });
  assert.equal((await left(acme.mia.id)).length, 1);
  assert.equal((await ada.get(`/conversations/${id}`)).status, 200);
});

test('who has the chat open cannot be deleted', async () => {
  const id = await add({ name: 'mIA pARK' });
  await sql(world, `insert into presence (account_id, kind, id) values ($1, 'Contact', $2)`, [account_id, id]); // prettier-ignore
  const answer = await remove(id);
  assert.deepEqual([answer.status, answer.body], [422, { message: 'Mia park is Online, please try again later' }]); // prettier-ignore
  await sql(world, `update presence set seen_at = now() - interval '21 seconds' where id = $1`, [id]); // prettier-ignore
  assert.equal((await remove(id)).status, 200);
});

test('only administrators delete contacts, and only those of their account', async () => {
  const id = await add({ name: 'Stays' });
  const refused = await remove(id, ben);
  assert.deepEqual([refused.status, refused.text], [401, '{"error":"You are not authorized to do this action"}']); // prettier-ignore
  for (const other of [globex.contact.id, 987_654, 'abc']) {
    const answer = await remove(other);
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
  assert.equal((await left(id)).length, 1);
  assert.equal((await left(globex.contact.id)).length, 1);
});

test('the audit log keeps who deleted whom', async () => {
  const id = await add({ name: 'Audited', email: 'audited@example.com' });
  await remove(id);
  const [line] = await sql(
    world,
    `select username, action, audited_changes ->> 'email' as email from audits where auditable_type = 'Contact' and auditable_id = $1`,
    [id],
  );
  assert.deepEqual(line, { username: 'Ada', action: 'destroy', email: 'audited@example.com' });
});
