import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, sql } from '../../test/inside.ts';
import { tellPeople } from '../../test/notifying.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben } = world;

/** A conversation in an inbox that Ben is told of, as it is his. */
async function assign(inbox_id: number): Promise<number> {
  const { id } = await world.conversation({ inbox_id });
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await tellPeople(world);
  return id;
}

/** How many unread ones Ben is told to have, when one of them becomes so again; it is what he finds there, too. */
async function told(): Promise<number> {
  const { body } = await ben.get('/notifications');
  const { id } = body.data.payload[0];
  const [event] = await eventsOf(world, async () => ben.post(`/notifications/${id}/unread`));
  const { unread_count, count } = event!.payload;
  assert.equal(count, unread_count);
  assert.equal((await ben.get('/notifications/unread_count')).body, unread_count);
  return unread_count;
}

const membersOfSales = { inbox_id: acme.sales.id, user_ids: [ben.id] };

test('the number of what somebody has not read counts what they may open, however they may', async () => {
  await ada.post('/inbox_members', membersOfSales);
  const [, shared, here] = [
    await assign(acme.sales.id),
    await assign(acme.sales.id),
    await assign(acme.support.id),
  ];
  assert.equal(await told(), 3);
  await ada.delete('/inbox_members', membersOfSales);
  assert.equal(await told(), 1, 'not what is in an inbox that they left');
  await ada.post(`/teams/${acme.escalations.id}/team_members`, { user_ids: [ben.id] });
  await ada.post(`/conversations/${shared}/assignments`, { team_id: acme.escalations.id });
  await tellPeople(world);
  assert.equal(await told(), 2, 'what is their team’s, wherever it is');
  await sql(world, 'update notifications set inbox_id = null');
  assert.equal(await told(), 2, 'also of what was written down before inboxes were');
  const permissions = ['conversation_participating_manage'];
  const { body: role } = await ada.post('/custom_roles', { name: 'Their own', permissions });
  await ada.patch(`/agents/${ben.id}`, { custom_role_id: role.id });
  await ada.post(`/conversations/${here}/assignments`, { assignee_id: ada.id });
  await sql(world, 'delete from conversation_participants where user_id = $1', [ben.id]);
  await sql(world, 'update conversations set assignee_id = $1 where display_id = $2', [ben.id, shared]); // prettier-ignore
  await sql(world, `update notifications n set inbox_id = c.inbox_id from conversations c
    where c.account_id = n.account_id and c.id = n.conversation_id`); // prettier-ignore
  assert.equal(await told(), 1, 'not what a custom role keeps from them');
});
