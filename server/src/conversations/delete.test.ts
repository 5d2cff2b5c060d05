import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo } = world;
const NOT_FOUND = '{"error":"Resource could not be found"}';

test('an administrator deletes a conversation, at once and for good', async () => {
  const { id } = await world.conversation({ message: { content: 'Hi' } });
  const answer = await ada.delete(`/conversations/${id}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  assert.equal((await ada.get(`/conversations/${id}`)).status, 404);
  assert.equal((await ada.delete(`/conversations/${id}`)).text, NOT_FOUND);
  assert.equal((await ada.get(`/conversations/${id}/messages`)).text, NOT_FOUND);
});

test('everything that hung on the conversation goes with it; the contact stays', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id, message: { content: 'Hi' } });
  const mention = `[Ben](mention://user/${ben.id}/Ben)`;
  await ada.post(`/conversations/${id}/messages`, { content: mention, private: true });
  await ada.patch(`/conversations/${id}/draft_messages`, { draft_message: { message: 'Dear' } });
  const count = async (): Promise<unknown> =>
    (
      await sql(
        world,
        `select (select count(*) from messages) as messages, (select count(*) from mentions) as mentions,
           (select count(*) from conversation_participants) as participants, (select count(*) from drafts) as drafts,
           (select count(*) from contacts where id = $1) as contacts`,
        [acme.mia.id],
      )
    )[0];
  assert.deepEqual(await count(), {
    messages: 3,
    mentions: 1,
    participants: 1,
    drafts: 1,
    contacts: 1,
  });
  await ada.delete(`/conversations/${id}`);
  assert.deepEqual(await count(), {
    messages: 0,
    mentions: 0,
    participants: 0,
    drafts: 0,
    contacts: 1,
  });
});

test('a number is never given again', async () => {
  const { id } = await world.conversation();
  await ada.delete(`/conversations/${id}`);
  assert.ok((await world.conversation()).id > id);
});

test('the counts no longer have it', async () => {
  const all = async (): Promise<number> =>
    (await ada.get('/conversations/meta?status=all')).body.meta.all_count;
  const before = await all();
  const { id } = await world.conversation({ status: 'snoozed' });
  assert.equal(await all(), before + 1);
  await ada.delete(`/conversations/${id}`);
  assert.equal(await all(), before);
});

test('an agent who can see it may not delete it: 401, and it is still there', async () => {
  const { id } = await world.conversation();
  assert.equal((await ben.get(`/conversations/${id}`)).status, 200);
  const answer = await ben.delete(`/conversations/${id}`);
  assert.equal(answer.status, 401);
  assert.equal(answer.text, '{"error":"You are not authorized to do this action"}');
  assert.equal((await ben.get(`/conversations/${id}`)).status, 200);
});

test('to an agent who cannot see it, it does not exist', async () => {
  const { id } = await world.conversation();
  const answer = await cleo.delete(`/conversations/${id}`);
  assert.equal(answer.status, 404);
  assert.equal(answer.text, NOT_FOUND);
  assert.equal((await ada.get(`/conversations/${id}`)).status, 200);
});

test('no event that clients hear of is recorded', async () => {
  const { id } = await world.conversation({ message: { content: 'Hi' } });
  const events = await eventsOf(world, async () => ada.delete(`/conversations/${id}`));
  assert.deepEqual(namesOf(events), ['conversation.deleted'], 'for our own clearing up alone');
  assert.equal(events[0]?.payload.display_id, id);
  assert.equal('data' in (events[0]?.payload ?? {}), false);
});
