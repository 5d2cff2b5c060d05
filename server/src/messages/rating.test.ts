import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, eventsOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, acme } = world;

const setUp = async (settings: object): Promise<void> =>
  configure(world, acme.support, {
    csat_survey_enabled: true,
    csat_config: {},
    enable_auto_assignment: false,
    ...settings,
  });

/** A conversation in which the customer has written. */
async function talk(): Promise<number> {
  const message = { content: 'Hello', message_type: 'incoming' };
  return (await world.conversation({ message })).id;
}
const setStatus = async (id: number, status: string): Promise<void> => {
  assert.equal((await ben.post(`/conversations/${id}/toggle_status`, { status })).status, 200);
};
const ratings = async (id: number): Promise<Answer['body'][]> =>
  (await ada.get(`/conversations/${id}/messages`)).body.payload.filter(
    (each: Answer['body']) => each.content_type === 'input_csat',
  );

test('a customer is asked to rate a conversation when it is resolved', async () => {
  await setUp({});
  const id = await talk();
  const events = await eventsOf(world, async () => setStatus(id, 'resolved'));
  const [question, ...more] = await ratings(id);
  assert.deepEqual(more, []);
  assert.equal(question.content, 'Please rate the conversation');
  assert.equal(question.message_type, 3);
  assert.deepEqual(question.content_attributes, { display_type: 'emoji' });
  assert.ok(!('sender' in question));
  assert.equal(namesOf(events).at(-1), 'message.created');
  assert.equal(events.at(-1)?.payload.data.id, question.id);
});

test('a customer is asked once, however often the conversation is resolved', async () => {
  await setUp({});
  const id = await talk();
  for (const status of ['resolved', 'open', 'resolved', 'resolved']) await setStatus(id, status);
  assert.equal((await ratings(id)).length, 1);
});

test('the question is as the inbox wants it', async () => {
  await setUp({ csat_config: { message: 'How was {{ inbox.name }}?', display_type: 'star' } });
  const id = await talk();
  await setStatus(id, 'resolved');
  const [question] = await ratings(id);
  assert.equal(question.content, 'How was Support?');
  assert.deepEqual(question.content_attributes, { display_type: 'star' });
});

test('nobody is asked where the inbox does not want it', async () => {
  await setUp({ csat_survey_enabled: false });
  const id = await talk();
  await setStatus(id, 'resolved');
  assert.deepEqual(await ratings(id), []);
});

test('nobody is asked who never wrote', async () => {
  await setUp({});
  const { id } = await world.conversation({ message: { content: 'Hello?' } });
  await setStatus(id, 'resolved');
  assert.deepEqual(await ratings(id), []);
});

test('nobody is asked before the conversation is resolved', async () => {
  await setUp({});
  const id = await talk();
  for (const status of ['pending', 'snoozed', 'open']) await setStatus(id, status);
  assert.deepEqual(await ratings(id), []);
});
