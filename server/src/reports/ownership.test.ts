import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, dora } = world;

interface Known extends Record<string, unknown> {
  user_id: number | null;
  team_id: number | null;
  labels: string[];
}

/** What reports know of the conversation. */
async function known(conversation: number): Promise<Known> {
  const [found] = await sql<Known>(
    world,
    'select user_id, team_id, labels from report_conversations where account_id = $1 and display_id = $2',
    [acme.id, conversation],
  );
  return found as Known;
}

const ok = (answer: Answer): void => assert.equal(answer.status, 200, answer.text);
const assign = async (id: number, body: object): Promise<void> =>
  ok(await ada.post(`/conversations/${id}/assignments`, body));

test('reports follow who has a conversation and how it is labelled', async () => {
  const { id } = await world.conversation();
  assert.deepEqual(await known(id), { user_id: null, team_id: null, labels: [] });
  await assign(id, { assignee_id: ben.id });
  await assign(id, { team_id: acme.billing.id });
  ok(await ada.post(`/conversations/${id}/labels`, { labels: ['VIP'] }));
  assert.deepEqual(await known(id), {
    user_id: ben.id,
    team_id: acme.billing.id,
    labels: ['vip'],
  });
  await assign(id, { assignee_id: 0 });
  await assign(id, { team_id: 0 });
  ok(await ada.post(`/conversations/${id}/labels`, { labels: [] }));
  assert.deepEqual(await known(id), { user_id: null, team_id: null, labels: [] });
});

test('who has left the account goes on having had the conversation, until somebody takes it', async () => {
  const { id } = await world.conversation({ assignee_id: dora.id });
  await sql(
    world,
    'update memberships set removed_at = now() where account_id = $1 and user_id = $2',
    [acme.id, dora.id],
  );
  await assign(id, { assignee_id: 0 });
  assert.equal((await known(id)).user_id, dora.id);
  ok(await ada.post(`/conversations/${id}/labels`, { labels: ['x'] }));
  assert.equal((await known(id)).user_id, dora.id, 'also when something else changes');
  await assign(id, { assignee_id: ben.id });
  assert.equal((await known(id)).user_id, ben.id);
});

test('a team that is deleted goes on having had the conversation', async () => {
  const { id } = await world.conversation({ team_id: acme.escalations.id });
  const key = [acme.id, acme.escalations.id];
  await sql(world, 'update teams set removed_at = now() where account_id = $1 and id = $2', key);
  await assign(id, { team_id: 0 });
  assert.equal((await known(id)).team_id, acme.escalations.id);
  const other = await world.conversation();
  await sql(
    world,
    'update conversations set team_id = $2 where account_id = $1 and display_id = $3',
    [...key, other.id],
  );
  await sql(world, 'delete from teams where account_id = $1 and id = $2', key);
  assert.equal((await known(other.id)).team_id, acme.escalations.id, 'also when it goes at once');
});

test('a customer’s message is its assignee’s, an answer its author’s, and a note nobody’s', async () => {
  const { id } = await world.conversation({ assignee_id: ada.id, team_id: acme.billing.id });
  await assign(id, { assignee_id: ada.id });
  const say = async (body: object): Promise<void> =>
    ok(await ben.post(`/conversations/${id}/messages`, body));
  await say({ content: 'Hello?', message_type: 'incoming' });
  await say({ content: 'Yes' });
  await say({ content: 'psst', private: true });
  await assign(id, { assignee_id: 0 });
  const told = await sql<{ message_type: number; user_id: number; team_id: number }>(
    world,
    `select m.message_type, m.user_id, m.team_id from report_messages m
     join report_conversations c on c.account_id = m.account_id and c.conversation_id = m.conversation_id
     where c.account_id = $1 and c.display_id = $2 order by m.message_id`,
    [acme.id, id],
  );
  assert.deepEqual(told, [
    { message_type: 0, user_id: ada.id, team_id: acme.billing.id },
    { message_type: 1, user_id: ben.id, team_id: acme.billing.id },
  ]);
});
