import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;

const setWindow = async (agent_reply_time_window: unknown, inbox = acme.support): Promise<void> =>
  configure(world, inbox, {
    channel: JSON.stringify({ additional_attributes: { agent_reply_time_window } }),
  });

/** Whether one may answer a conversation in which the customer wrote so many minutes ago. */
async function canReply(minutes: number | null, inbox = acme.support): Promise<boolean> {
  const { id } = await world.conversation({
    inbox_id: inbox.id,
    ...(minutes === null ? {} : { message: { content: 'Hi', message_type: 'incoming' } }),
  });
  await sql(
    world,
    `update messages set created_at = now() - make_interval(mins => $3) where account_id = $1 and conversation_id =
       (select id from conversations where account_id = $1 and display_id = $2)`,
    [acme.id, id, minutes ?? 0],
  );
  await ada.post(`/conversations/${id}/messages`, { content: 'Note', private: true });
  return (await ada.get(`/conversations/${id}`)).body.can_reply;
}

test('without a window one may always answer', async () => {
  assert.equal(await canReply(null), true);
  assert.equal(await canReply(100_000), true);
});

test('with a window of two hours one may answer until two hours after the customer wrote', async () => {
  for (const hours of [2, '2']) {
    await setWindow(hours);
    assert.equal(await canReply(119), true);
    assert.equal(await canReply(121), false);
  }
});

test('with a window one may not answer where the customer never wrote', async () => {
  await setWindow(24);
  assert.equal(await canReply(null), false);
});

test('the newest customer message counts', async () => {
  await setWindow(1);
  const { id } = await world.conversation({ message: { content: 'Hi', message_type: 'incoming' } });
  await sql(world, `update messages set created_at = now() - interval '2 hours'`);
  assert.equal((await ada.get(`/conversations/${id}`)).body.can_reply, false);
  await ada.post(`/conversations/${id}/messages`, { content: 'Hey', message_type: 'incoming' });
  assert.equal((await ada.get(`/conversations/${id}`)).body.can_reply, true);
});

test('a window that is no number of hours is none', async () => {
  for (const nonsense of ['', 'soon', null, -5, {}]) {
    await setWindow(nonsense);
    assert.equal(await canReply(null), true, JSON.stringify(nonsense));
  }
});

test('websites and e-mail have no window, whatever is set', async () => {
  for (const inbox of [acme.website, acme.mail]) {
    await setWindow(1, inbox);
    assert.equal(await canReply(null, inbox), true);
  }
});

test('the window is shown, and does not keep anybody from writing', async () => {
  await setWindow(1);
  const { id, can_reply } = await world.conversation();
  assert.equal(can_reply, false);
  const answer = await ada.post(`/conversations/${id}/messages`, { content: 'Still here' });
  assert.equal(answer.status, 200);
});
