import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { dissolveTeam } from '../conversations/release.ts';
import { createLog } from '../log.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, dora, gil } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';
let serial = 0;
async function make(input: object = {}): Promise<Answer['body']> {
  const { status, body, text } = await ada.post('/teams', {
    name: `team ${(serial += 1)}`,
    ...input,
  });
  assert.equal(status, 200, text);
  return body;
}
const names = ({ body }: Answer): string[] => body.map(({ name }: { name: string }) => name);
const teamKey = async (): Promise<string> => (await ada.get('/cache_keys')).body.cache_keys.team;
const members = (id: number): string => `/teams/${id}/team_members`;

test('teams are a bare list with exactly their keys, and say whether one is in them', async () => {
  const { status, body } = await ben.get('/teams');
  assert.equal(status, 200);
  assert.deepEqual(body, [
    {
      id: acme.escalations.id,
      name: 'escalations',
      description: null,
      allow_auto_assign: false,
      account_id: acme.id,
      is_member: false,
    },
    {
      id: acme.billing.id,
      name: 'billing',
      description: null,
      allow_auto_assign: false,
      account_id: acme.id,
      is_member: true,
    },
  ]);
  assert.deepEqual((await ben.get(`/teams/${acme.billing.id}`)).body, body[1]);
});

test('a team is made with its name in lower case, and assigns by itself unless told otherwise', async () => {
  const key = await teamKey();
  const made = await make({ name: ' Night Shift ', description: 'At night' });
  assert.deepEqual(
    [made.name, made.description, made.allow_auto_assign, made.is_member],
    ['night shift', 'At night', true, false],
  );
  assert.notEqual(await teamKey(), key);
  const wrapped = await ada.post('/teams', { team: { name: 'Wrapped', allow_auto_assign: false } });
  assert.deepEqual([wrapped.body.name, wrapped.body.allow_auto_assign], ['wrapped', false]);
  const none = await ada.post('/teams', {});
  assert.equal(none.text, '{"error":"param is missing or the value is empty: team"}');
});

for (const method of ['patch', 'put'] as const) {
  test(`an update by ${method} changes what it names`, async () => {
    const made = await make({ description: 'Old' });
    const key = await teamKey();
    const { body } = await ada[method](`/teams/${made.id}`, { name: `Renamed ${method}` });
    assert.deepEqual(body, { ...made, name: `renamed ${method}` });
    assert.notEqual(await teamKey(), key);
    const rest = await ada[method](`/teams/${made.id}`, {
      description: null,
      allow_auto_assign: 'false',
    });
    assert.deepEqual([rest.body.description, rest.body.allow_auto_assign], [null, false]);
  });
}

test('a name is needed, and is one of its kind in the account', async () => {
  const made = await make();
  for (const [input, message] of [
    [{ name: ' ' }, 'Name must not be blank'],
    [{ name: 'BILLING' }, 'Name has already been taken'],
    [{ name: 'x'.repeat(256) }, 'Name is too long (maximum is 255 characters)'],
  ] as const) {
    for (const answer of [
      await ada.post('/teams', input),
      await ada.patch(`/teams/${made.id}`, input),
    ]) {
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body, { message, attributes: ['name'] });
    }
  }
  const unnamed = await ada.post('/teams', { description: 'x' });
  assert.equal(unnamed.body.message, 'Name must not be blank');
  assert.equal((await gil.post('/teams', { name: 'billing' })).status, 200, 'elsewhere it is free');
});

test('a team of another account is one that does not exist', async () => {
  for (const id of [globex.team.id, 999_999, 'x']) {
    for (const answer of [
      await ada.get(`/teams/${id}`),
      await ada.patch(`/teams/${id}`, { name: 'mine' }),
      await ada.delete(`/teams/${id}`),
      await ada.get(members(Number(id))),
      await ada.post(members(Number(id)), { user_ids: [ben.id] }),
      await ada.patch(members(Number(id)), { user_ids: [] }),
      await ada.delete(members(Number(id)), { user_ids: [ben.id] }),
    ]) {
      assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
    }
  }
  assert.equal((await gil.get(`/teams/${globex.team.id}`)).body.name, 'others');
});

test('keys beyond the documented ones change nothing', async () => {
  const made = await make();
  const extra = { id: 999, account_id: globex.id, is_member: true, created_at: 1 };
  const { body } = await ada.patch(`/teams/${made.id}`, { ...extra, name: made.name });
  assert.deepEqual(body, made);
});

test('only administrators change teams', async () => {
  const made = await make();
  for (const answer of [
    await ben.post('/teams', { name: 'x' }),
    await ben.patch(`/teams/${made.id}`, { name: 'x' }),
    await ben.delete(`/teams/${made.id}`),
    await ben.post(members(made.id), { user_ids: [ben.id] }),
    await ben.patch(members(made.id), { user_ids: [ben.id] }),
    await ben.delete(members(made.id), { user_ids: [ben.id] }),
  ]) {
    assert.equal(answer.status, 401);
    assert.equal(answer.text, '{"error":"You are not authorized to do this action"}');
  }
});

test('adding members answers with those who were added, as agents', async () => {
  const { id } = await make();
  const key = await teamKey();
  const first = await ada.post(members(id), { user_ids: [cleo.id, String(ben.id)] });
  assert.equal(first.status, 200, first.text);
  assert.deepEqual(names(first), ['Ben', 'Cleo']);
  assert.deepEqual(
    first.body[0],
    (await ada.get('/agents')).body.find((each: { id: number }) => each.id === ben.id),
  );
  assert.notEqual(await teamKey(), key);
  assert.deepEqual(names(await ada.post(members(id), { user_ids: [ben.id, dora.id] })), ['Dora']);
  assert.deepEqual(names(await ben.get(members(id))), ['Ben', 'Cleo', 'Dora']);
  assert.equal((await ben.get(`/teams/${id}`)).body.is_member, true);
});

test('replacing them answers with all, and removing ignores who is not in it', async () => {
  const { id } = await make();
  await ada.post(members(id), { user_ids: [ben.id, cleo.id] });
  assert.deepEqual(names(await ada.patch(members(id), { user_ids: [cleo.id, dora.id] })), [
    'Cleo',
    'Dora',
  ]);
  const removed = await ada.delete(members(id), { user_ids: [dora.id, ben.id] });
  assert.deepEqual([removed.status, removed.text], [200, '']);
  assert.deepEqual(names(await ada.get(members(id))), ['Cleo']);
  assert.deepEqual((await ada.patch(members(id), { user_ids: [] })).body, []);
});

test('somebody who is no member of the account is refused, and nobody is added or removed', async () => {
  const { id } = await make();
  await ada.post(members(id), { user_ids: [ben.id] });
  const [gone] = await sql<{ id: number }>(
    world,
    `insert into users (name, email) values ('Gone', 'gone@example.com') returning id`,
  );
  await sql(
    world,
    `insert into memberships (account_id, user_id, role, removed_at) values ($1, $2, 'agent', now())`,
    [acme.id, gone?.id],
  );
  for (const stranger of [gil.id, 999_999, gone?.id]) {
    for (const answer of [
      await ada.post(members(id), { user_ids: [cleo.id, stranger] }),
      await ada.patch(members(id), { user_ids: [cleo.id, stranger] }),
      await ada.delete(members(id), { user_ids: [ben.id, stranger] }),
    ]) {
      assert.deepEqual([answer.status, answer.text], [401, '{"error":"Invalid User IDs"}']);
    }
  }
  assert.deepEqual(names(await ada.get(members(id))), ['Ben']);
});

test('members that are missing or no ids are refused by name', async () => {
  const { id } = await make();
  for (const body of [{}, { user_ids: ['x'] }, { user_ids: null }]) {
    for (const answer of [
      await ada.post(members(id), body),
      await ada.patch(members(id), body),
      await ada.delete(members(id), body),
    ]) {
      assert.equal(answer.status, 422);
      assert.match(answer.body.error, /user_ids/);
    }
  }
});

test('everything about a team leaves its lines in the audit log', async () => {
  const { id } = await make({ name: 'audited' });
  await ada.patch(`/teams/${id}`, { description: 'x' });
  await ada.post(members(id), { user_ids: [ben.id] });
  await ada.patch(members(id), { user_ids: [cleo.id] });
  await ada.delete(`/teams/${id}`);
  const lines = await sql(
    world,
    `select auditable_type as type, action, audited_changes as changes from audits
     where (auditable_type, auditable_id) = ('Team', $1::bigint) or (associated_type, associated_id) = ('Team', $1::bigint) order by id`,
    [id],
  );
  const own = { name: 'audited', allow_auto_assign: true };
  assert.deepEqual(lines, [
    { type: 'Team', action: 'create', changes: { ...own, description: null } },
    { type: 'Team', action: 'update', changes: { description: [null, 'x'] } },
    { type: 'TeamMember', action: 'create', changes: { team_id: id, user_id: ben.id } },
    { type: 'TeamMember', action: 'create', changes: { team_id: id, user_id: cleo.id } },
    { type: 'TeamMember', action: 'destroy', changes: { team_id: id, user_id: ben.id } },
    { type: 'Team', action: 'destroy', changes: { ...own, description: 'x' } },
  ]);
});

test('a deleted team is gone at once, and its name is free', async () => {
  const { id, name } = await make();
  await ada.post(members(id), { user_ids: [dora.id] });
  const opened = await world.conversation({ team_id: id });
  assert.equal((await dora.get(`/conversations/${opened.id}`)).status, 200);
  const key = await teamKey();
  const answer = await ada.delete(`/teams/${id}`);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.notEqual(await teamKey(), key);
  assert.equal((await ada.get(`/teams/${id}`)).text, NOT_FOUND);
  assert.ok(!names(await ada.get('/teams')).includes(name));
  assert.equal((await dora.get(`/conversations/${opened.id}`)).status, 404);
  assert.equal((await ada.get(`/conversations/${opened.id}`)).body.meta.team, undefined);
  assert.equal((await ada.get(`/conversations?team_id=${id}`)).status, 404);
  const assigned = await ada.post(`/conversations/${opened.id}/assignments`, { team_id: id });
  assert.equal(assigned.text, 'null');
  const begun = await world.conversation({ team_id: id });
  assert.equal(begun.meta.team, undefined);
  await ada.post('/bulk_actions', {
    type: 'Conversation',
    ids: [begun.id],
    fields: { team_id: id },
  });
  const stored = await sql(
    world,
    'select 1 from conversations where display_id = $1 and team_id = $2',
    [begun.id, id],
  );
  assert.deepEqual(stored, []);
  assert.equal((await ada.post('/teams', { name })).status, 200);
});

test('its conversations let go of it, each with its events and a line by who deleted it', async () => {
  const { id } = await make({ name: 'leaving' });
  const ids: number[] = [];
  for (let n = 0; n < 3; n += 1) ids.push((await world.conversation({ team_id: id })).id);
  const other = await world.conversation({ team_id: acme.billing.id });
  await sql(world, 'delete from jobs.job');
  await ada.delete(`/teams/${id}`);
  const run = async (): Promise<void> => {
    const [job] = await sql<{ data: Parameters<typeof dissolveTeam>[1] }>(
      world,
      `select data from jobs.job where name = 'dissolve_team'`,
    );
    assert.ok(job);
    await dissolveTeam({ pool: world.pool, log: createLog({ logLevel: 'silent' }) }, job.data);
  };
  const events = namesOf(await eventsOf(world, run));
  assert.equal(events.filter((each) => each === 'team.changed').length, 3);
  for (const each of ids) {
    assert.equal((await linesOf(world, each)).at(-1), 'Unassigned from leaving by Ada');
  }
  assert.deepEqual(await sql(world, 'select 1 from teams where id = $1', [id]), []);
  assert.equal((await ada.get(`/conversations/${other.id}`)).body.meta.team.name, 'billing');
  assert.deepEqual(await eventsOf(world, run), [], 'a second run finds nothing to do');
});
