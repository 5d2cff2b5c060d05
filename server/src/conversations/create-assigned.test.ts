import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, dora, globex } = world;

const path = '/conversations';
const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };

test('an assignee given at creation is told in a line, and takes part', async () => {
  const body = await world.conversation({ assignee_id: ben.id });
  assert.equal(body.assignee.id, ben.id);
  assert.deepEqual(await linesOf(world, body.id), ['Assigned to Ben by Ada']);
  const participants = await ada.get(`${path}/${body.id}/participants`);
  assert.deepEqual(
    participants.body.map(({ id }: { id: number }) => id),
    [ben.id],
  );
});

test('assigning to oneself at creation says so', async () => {
  const { body } = await ben.post(path, { ...usual, assignee_id: ben.id });
  assert.deepEqual(await linesOf(world, body.id), ['Ben self-assigned this conversation']);
});

test('a team given at creation is told in a line; an assignee outside it is dropped', async () => {
  const body = await world.conversation({ team_id: acme.escalations.id, assignee_id: ben.id });
  assert.equal(body.assignee, null);
  assert.equal(body.meta.team.name, 'escalations');
  assert.deepEqual(await linesOf(world, body.id), ['Assigned to escalations by Ada']);
  const both = await world.conversation({ team_id: acme.billing.id, assignee_id: ben.id });
  assert.deepEqual(await linesOf(world, both.id), ['Assigned to Ben via billing by Ada']);
});

test('an assignee or team that does not exist, or belongs to others, is no assignment', async () => {
  const body = await world.conversation({ assignee_id: world.gil.id, team_id: globex.team.id });
  assert.equal(body.assignee, null);
  assert.equal('team' in body.meta, false);
  const unknown = await world.conversation({ assignee_id: 999_999, team_id: 0 });
  assert.equal(unknown.assignee, null);
  assert.deepEqual(await linesOf(world, unknown.id), []);
});

test('somebody who left the account is no assignee of a new conversation', async () => {
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [dora.id]);
  const { id } = await world.conversation({ assignee_id: dora.id });
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [dora.id]);
  assert.equal(
    (await ada.get(`${path}/${id}`)).body.assignee,
    null,
    'not even when they come back',
  );
});
