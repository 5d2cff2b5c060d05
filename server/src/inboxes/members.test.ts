import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, dora, gil, acme, globex } = world;

const make = async (): Promise<number> =>
  (await ada.post('/inboxes', { name: 'Team', channel: { type: 'api' } })).body.id;
const names = ({ body }: Answer): string[] =>
  body.payload.map(({ name }: { name: string }) => name);
const members = async (id: number): Promise<string[]> =>
  names(await ada.get(`/inbox_members/${id}`));

test('members are added to those who are there, and all of them are answered', async () => {
  const inbox_id = await make();
  assert.deepEqual(await members(inbox_id), []);
  const first = await ada.post('/inbox_members', { inbox_id, user_ids: [cleo.id] });
  assert.equal(first.status, 200);
  assert.deepEqual(Object.keys(first.body), ['payload']);
  assert.equal(first.body.payload[0].email, cleo.email);
  const both = await ada.post('/inbox_members', { inbox_id, user_ids: [ben.id, String(cleo.id)] });
  assert.deepEqual(names(both), ['Ben', 'Cleo']);
  assert.equal((await ben.get(`/inboxes/${inbox_id}`)).status, 200, 'who sees it now');
});

test('a full list replaces the members', async () => {
  const inbox_id = await make();
  await ada.post('/inbox_members', { inbox_id, user_ids: [ben.id, cleo.id] });
  const answer = await ada.patch('/inbox_members', { inbox_id, user_ids: [cleo.id, dora.id] });
  assert.deepEqual(names(answer), ['Cleo', 'Dora']);
  assert.equal((await ben.get(`/inboxes/${inbox_id}`)).status, 404);
  const none = await ada.patch('/inbox_members', { inbox_id, user_ids: [] });
  assert.deepEqual(names(none), []);
  await ada.post('/inbox_members', { inbox_id, user_ids: [ben.id] });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const unsaid = await ada.patch('/inbox_members', `inbox_id=${inbox_id}&user_ids=`, form);
  assert.equal(unsaid.status, 422, 'a field that was left empty removes nobody');
  const cleared = await ada.patch('/inbox_members', `inbox_id=${inbox_id}&user_ids[]=`, form);
  assert.deepEqual(names(cleared), [], cleared.text);
});

test('members are removed by a body, and who is none is ignored', async () => {
  const inbox_id = await make();
  await ada.post('/inbox_members', { inbox_id, user_ids: [ben.id, cleo.id] });
  const user_ids = [ben.id, dora.id, gil.id, 987_654_321];
  const answer = await ada.delete('/inbox_members', { inbox_id, user_ids });
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.deepEqual(await members(inbox_id), ['Cleo']);
});

test('the inbox may stand in the address, as a client of others asks for it', async () => {
  const inbox_id = await make();
  await ada.post('/inbox_members', { inbox_id, user_ids: [ben.id, cleo.id] });
  const answer = await ada.delete(`/inbox_members/${inbox_id}`, { user_ids: [ben.id] });
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.deepEqual(await members(inbox_id), ['Cleo']);
});

test('who is not of the account does not exist, and then nobody is added', async () => {
  const inbox_id = await make();
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [dora.id]);
  for (const stranger of [gil.id, 987_654_321, dora.id]) {
    for (const method of ['post', 'patch'] as const) {
      const answer = await ada[method]('/inbox_members', { inbox_id, user_ids: [ben.id, stranger] });
      const expected = { message: 'User must exist', attributes: ['user'] };
      assert.deepEqual([answer.status, answer.body], [422, expected]);
    }
  }
  assert.deepEqual(await members(inbox_id), []);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [dora.id]);
}); // prettier-ignore

test('an inbox that is unknown, or another account’s, is not found; a list that is missing is named', async () => {
  for (const inbox_id of [globex.inbox.id, 987_654_321, undefined]) {
    for (const method of ['post', 'patch', 'delete'] as const) {
      const answer = await ada[method]('/inbox_members', { inbox_id, user_ids: [ben.id] });
      assert.equal(answer.status, 404);
    }
  }
  assert.equal((await ada.get(`/inbox_members/${globex.inbox.id}`)).status, 404);
  const answer = await ada.post('/inbox_members', { inbox_id: acme.support.id });
  assert.deepEqual(answer.body, { error: 'param is missing or the value is empty: user_ids' });
});

test('agents see who works in their inboxes, and change nothing', async () => {
  assert.deepEqual(names(await ben.get(`/inbox_members/${acme.support.id}`)), ['Ben']);
  assert.equal((await cleo.get(`/inbox_members/${acme.support.id}`)).status, 404);
  const body = { inbox_id: acme.support.id, user_ids: [cleo.id] };
  for (const method of ['post', 'patch', 'delete'] as const) {
    assert.equal((await ben[method]('/inbox_members', body)).status, 401);
  }
  assert.deepEqual(await members(acme.support.id), ['Ben']);
});

test('to the members and to every administrator conversations can be assigned', async () => {
  const path = `/inboxes/${acme.sales.id}/assignable_agents`;
  assert.deepEqual(names(await cleo.get(path)), ['Ada', 'Cleo']);
  assert.equal((await ben.get(path)).status, 404);
});

test('each member who comes or goes is noted, and copies are stale', async () => {
  const inbox_id = await make();
  const note = async () =>
    sql<{ action: string; audited_changes: { user_id: number } }>(
      world,
      `select action, audited_changes from audits
       where auditable_type = 'InboxMember' and associated_type = 'Inbox' and associated_id = $1 order by id`,
      [inbox_id],
    );
  await ada.post('/inbox_members', { inbox_id, user_ids: [ben.id] });
  const events = await eventsOf(world, () =>
    ada.patch('/inbox_members', { inbox_id, user_ids: [cleo.id] }),
  );
  assert.deepEqual(namesOf(events), ['account.cache_invalidated']);
  assert.deepEqual(
    (await note()).map(({ action, audited_changes }) => [action, audited_changes.user_id]),
    [['create', ben.id], ['create', cleo.id], ['destroy', ben.id]],
  );
  const same = await eventsOf(world, () =>
    ada.patch('/inbox_members', { inbox_id, user_ids: [cleo.id, cleo.id] }),
  );
  assert.deepEqual(same, []);
}); // prettier-ignore
