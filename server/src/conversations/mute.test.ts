import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben } = world;

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const mute = async (id: number, who = ada): Promise<Answer> =>
  who.post(`/conversations/${id}/mute`);
const unmute = async (id: number): Promise<Answer> => ada.post(`/conversations/${id}/unmute`);

test('muting resolves the conversation and blocks the contact', async () => {
  const { id } = await world.conversation();
  const answer = await mute(id, ben);
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  const { status, muted, contact, waiting_since } = await show(id);
  assert.deepEqual(
    { status, muted, blocked: contact.blocked, waiting_since },
    { status: 'resolved', muted: true, blocked: true, waiting_since: 0 },
  );
  assert.deepEqual(await linesOf(world, id), [
    'Conversation was marked resolved by Ben',
    'Ben has muted the conversation',
  ]);
  await unmute(id);
});

test('unmuting lets the contact in again and leaves the status', async () => {
  const { id } = await world.conversation();
  await mute(id);
  const answer = await unmute(id);
  assert.equal(answer.text, '');
  const { status, muted } = await show(id);
  assert.deepEqual({ status, muted }, { status: 'resolved', muted: false });
  assert.equal((await linesOf(world, id)).at(-1), 'Ada has unmuted the conversation');
});

test('muting again says so again, and changes nothing else', async () => {
  const { id } = await world.conversation();
  await mute(id);
  const events = await eventsOf(world, async () => mute(id));
  assert.deepEqual(namesOf(events), ['message.created']);
  assert.deepEqual(
    (await linesOf(world, id)).filter((line) => line.includes('muted')),
    ['Ada has muted the conversation', 'Ada has muted the conversation'],
  );
  await unmute(id);
});

test('every conversation of the contact is muted, and nobody else', async () => {
  const [one, other, noahs] = [
    await world.conversation(),
    await world.conversation({ inbox_id: acme.sales.id }),
    await world.conversation({ contact_id: acme.noah.id }),
  ];
  await mute(one.id);
  assert.equal((await show(other.id)).muted, true);
  assert.equal((await show(other.id)).status, 'open', 'only the muted one is resolved');
  assert.equal((await show(noahs.id)).muted, false);
  await unmute(one.id);
});

test('a blocked customer who writes opens nothing', async () => {
  for (const status of ['resolved', 'snoozed', 'pending']) {
    const { id } = await world.conversation({ status });
    await mute(id);
    await ada.post(`/conversations/${id}/messages`, { content: 'Hi', message_type: 'incoming' });
    assert.equal((await show(id)).status, 'resolved');
    await unmute(id);
  }
});

test('blocking and letting in again are events of the contact', async () => {
  const { id } = await world.conversation({ status: 'resolved' });
  const muted = await eventsOf(world, async () => mute(id));
  const contact = muted.find(({ name }) => name === 'contact.updated');
  assert.equal(contact?.payload.contact_id, acme.mia.id);
  assert.deepEqual(contact?.payload.changes, { blocked: [false, true] });
  const again = await eventsOf(world, async () => unmute(id));
  assert.deepEqual(namesOf(again), ['contact.updated', 'message.created']);
});
