import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { earOfPerson } from '../../test/ear.ts';
import { configure, connect, eventsOf, linesOf, sql } from '../../test/inside.ts';
import { tellPeople } from '../../test/notifying.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { releaseConversations } from '../conversations/release.ts';
import { createLog } from '../log.ts';
import { createGiver, giveOut, giveOutEverywhere } from './give-out.ts';

// Ben and Cleo work in support. What nobody could be given waits for one of them.

const world = await createWorld();
const { acme, ada, ben, cleo, dora, pool, rex } = world;
const support = acme.support.id;
const place = { account_id: acme.id, inbox_id: support };
const log = createLog({ logLevel: 'silent' });
const parts = { pool, log };

const assigneeOf = async (id: number): Promise<string | undefined> =>
  (await ada.get(`/conversations/${id}`)).body.assignee?.name;

async function open(many = 1, input: Record<string, unknown> = {}): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < many; n += 1) ids.push((await world.conversation(input)).id as number);
  return ids;
}

const assignees = (ids: readonly number[]) => Promise.all(ids.map(assigneeOf));

type Data = Parameters<typeof giveOut>[1];

const everywhere = async () => giveOutEverywhere(pool, createGiver(parts).each);

/** The jobs that give out, taken from the queue. */
const orders = async (): Promise<Data[]> =>
  (
    await sql<{ data: Data }>(world, `delete from jobs.job where name = 'give_out' returning data`)
  ).map(({ data }) => data);

async function obey(): Promise<number> {
  const all = await orders();
  for (const each of all) await giveOut(parts, each);
  return all.length;
}

const limit = (max_assignment_limit: number | null) =>
  ada.patch(`/inboxes/${support}`, { auto_assignment_config: { max_assignment_limit } });

beforeEach(async () => {
  await sql(world, 'update conversations set status = 1, awaits_agent = false, assignee_id = null');
  await sql(world, 'delete from inbox_members where inbox_id = $1', [support]);
  await ada.post('/inbox_members', { inbox_id: support, user_ids: [ben.id, cleo.id] });
  await connect(world);
  await limit(null);
  await configure(world, acme.support, { enable_auto_assignment: true });
  await orders();
});

test('nobody has more open conversations of an inbox than its limit; then others, and then it waits', async () => {
  await limit(2);
  await connect(world, ben, cleo);
  const ids = await open(5);
  assert.deepEqual(await assignees(ids), ['Ben', 'Cleo', 'Ben', 'Cleo', undefined]);
});

test('only open conversations of the same inbox count', async () => {
  await limit(1);
  await connect(world, ben);
  const [first, second] = await open(2);
  assert.deepEqual(await assignees([first as number, second as number]), ['Ben', undefined]);
  await ada.post(`/conversations/${first}/toggle_status`, { status: 'snoozed' });
  assert.equal(await assigneeOf((await open())[0] as number), 'Ben');
  await ada.post('/conversations', { inbox_id: acme.website.id, contact_id: acme.mia.id, assignee_id: ben.id }); // prettier-ignore
  await ada.post(`/conversations/${second}/toggle_status`, { status: 'resolved' });
});

test('the limit does not keep anybody from assigning by hand', async () => {
  await limit(1);
  await connect(world, ben);
  const [, second] = await open(2);
  await ada.post(`/conversations/${second}/assignments`, { assignee_id: ben.id });
  assert.equal(await assigneeOf(second as number), 'Ben');
});

test('twenty at once leave nobody above the limit, and the ring moves', async () => {
  await limit(4);
  await connect(world, ben, cleo);
  const made = await Promise.all(Array.from({ length: 20 }, () => world.conversation()));
  const names = made.map(({ assignee }) => (assignee?.name as string | undefined) ?? 'nobody');
  const count = (name: string) => names.filter((each) => each === name).length;
  assert.deepEqual([count('Ben'), count('Cleo'), count('nobody')], [4, 4, 12]);
});

test('what waited is given to who comes online, the customer who waits longest first', async () => {
  await limit(2);
  const ids = await open(4);
  const [first, , third] = ids;
  await sql(world, `update conversations set waiting_since = now() - interval '1 hour' where display_id = $1`, [third]); // prettier-ignore
  await sql(world, `update conversations set waiting_since = null where display_id = $1`, [first]);
  assert.deepEqual(await assignees(ids), [undefined, undefined, undefined, undefined]);
  await connect(world, ben);
  await giveOut(parts, place);
  assert.deepEqual(await assignees(ids), [undefined, 'Ben', 'Ben', undefined]);
});

test('connecting gives out what waits, and staying connected does not ask again', async () => {
  const [id] = await open();
  const ear = await earOfPerson(world, ben);
  await ear.hears('presence.update');
  assert.equal(await obey(), 1);
  assert.equal(await assigneeOf(id as number), 'Ben');
  await sql(world, 'update conversations set awaits_agent = true, assignee_id = null');
  ear.say({
    command: 'message',
    identifier: ear.frames.find(({ type }) => type === 'confirm_subscription')?.identifier,
    data: JSON.stringify({ action: 'update_presence' }),
  });
  await ear.hears('presence.update');
  assert.equal(await obey(), 0);
  ear.socket.close();
});

test('choosing to be available gives out what waits, at once', async () => {
  const [id] = await open();
  await sql(world, `update memberships set auto_offline = false, availability = 'busy' where user_id = $1`, [cleo.id]); // prettier-ignore
  await ben.post('/api/v1/profile/availability', { profile: { account_id: acme.id, availability: 'online' } }); // prettier-ignore
  await obey();
  assert.equal(await assigneeOf(id as number), undefined, 'busy is not there');
  await cleo.post('/api/v1/profile/availability', { profile: { account_id: acme.id, availability: 'online' } }); // prettier-ignore
  assert.equal(await obey(), 1);
  assert.equal(await assigneeOf(id as number), 'Cleo');
  await sql(world, `update memberships set auto_offline = true where user_id = $1`, [cleo.id]);
});

test('an administrator who makes somebody available gives out what waits', async () => {
  const [id] = await open();
  await ada.patch(`/agents/${ben.id}`, { auto_offline: false });
  assert.equal(await obey(), 1);
  assert.equal(await assigneeOf(id as number), 'Ben');
  await ada.patch(`/agents/${ben.id}`, { auto_offline: true });
  assert.equal(await obey(), 0, 'nothing waits any more');
});

for (const [what, done] of [
  ['is resolved', (id: number) => ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' })],
  ['is snoozed', (id: number) => ada.post(`/conversations/${id}/toggle_status`, { status: 'snoozed' })],
  ['goes to another', (id: number) => ada.post(`/conversations/${id}/assignments`, { assignee_id: cleo.id })],
] as const) {
  test(`when a conversation ${what}, its place is given to what waits`, async () => {
    await limit(1);
    await connect(world, ben);
    const [first, second] = await open(2);
    await orders();
    await done(first as number);
    assert.equal(await obey(), 1);
    assert.equal(await assigneeOf(second as number), 'Ben');
  });
} // prettier-ignore

test('without a limit no place gets free, and no job is made of it', async () => {
  await connect(world, ben);
  const [first] = await open();
  await ada.post(`/conversations/${first}/toggle_status`, { status: 'resolved' });
  assert.deepEqual(await orders(), []);
});

test('a raised limit gives out, and switching on gives out whatever is open and nobody’s', async () => {
  await limit(1);
  await connect(world, ben);
  const [, second] = await open(2);
  await limit(2);
  await obey();
  assert.equal(await assigneeOf(second as number), 'Ben');

  await ada.patch(`/inboxes/${support}`, {
    enable_auto_assignment: false,
    auto_assignment_config: {},
  });
  const [third] = await open();
  await obey();
  assert.equal(await assigneeOf(third as number), undefined);
  await ada.patch(`/inboxes/${support}`, { enable_auto_assignment: true });
  await obey();
  assert.equal(await assigneeOf(third as number), 'Ben');
});

test('what is taken from somebody by hand stays free until it is opened again', async () => {
  await connect(world, ben, cleo);
  const [id] = await open();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: null });
  await everywhere();
  assert.equal(await assigneeOf(id as number), undefined);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  await connect(world);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'open' });
  await connect(world, ben, cleo);
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: null });
  await everywhere();
  assert.equal(await assigneeOf(id as number), 'Cleo', 'it waited, and was nobody’s anyway');
});

test('what somebody had who leaves the account waits for another, and is given out within a minute', async () => {
  await connect(world, ben);
  const [id] = await open();
  assert.equal(await assigneeOf(id as number), 'Ben');
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [ben.id]);
  await releaseConversations(parts, { account_id: acme.id, user_id: ben.id, by: null });
  await connect(world, cleo);
  await everywhere();
  assert.equal(await assigneeOf(id as number), 'Cleo');
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [ben.id]);
});

test('what is resolved, pending, a bot’s or was taken meanwhile is not given out', async () => {
  const [resolved, pending, robot, taken] = (await open(4)) as [number, number, number, number];
  await ada.post(`/conversations/${resolved}/toggle_status`, { status: 'resolved' });
  await ada.post(`/conversations/${pending}/toggle_status`, { status: 'pending' });
  await ada.post(`/conversations/${robot}/assignments`, { assignee_id: rex.id, assignee_type: 'AgentBot' }); // prettier-ignore
  await ada.post(`/conversations/${taken}/assignments`, { assignee_id: ada.id });
  await connect(world, ben);
  await everywhere();
  assert.deepEqual(await assignees([resolved, pending, taken]), [undefined, undefined, 'Ada']);
  assert.equal((await ada.get(`/conversations/${robot}`)).body.meta.assignee_type, 'AgentBot');
});

test('a conversation of a team waits for its members, and for nobody if the team shares out by hand', async () => {
  await ada.post('/inbox_members', { inbox_id: support, user_ids: [dora.id] });
  const team = await ada.post('/teams', { name: 'pilots', allow_auto_assign: true });
  await ada.post(`/teams/${team.body.id}/team_members`, { user_ids: [dora.id] });
  const [piloted] = await open(1, { team_id: team.body.id });
  const [byHand] = await open(1, { team_id: acme.billing.id });
  await connect(world, ben, cleo);
  await everywhere();
  assert.deepEqual(await assignees([piloted as number, byHand as number]), [undefined, undefined]);
  await connect(world, ben, cleo, dora);
  await everywhere();
  assert.deepEqual(await assignees([piloted as number, byHand as number]), ['Dora', undefined]);
});

test('it is given once, with its events and news for the agent, however many give out at once', async () => {
  const ids = await open(6);
  await sql(world, `delete from jobs.job where name = 'notify_people'`);
  await connect(world, ben, cleo);
  const events = await eventsOf(world, () =>
    Promise.all([giveOut(parts, place), giveOut(parts, place), everywhere()]),
  );
  assert.equal(events.filter(({ name }) => name === 'assignee.changed').length, 6);
  const names = await assignees(ids);
  const count = (name: string) => names.filter((each) => each === name).length;
  assert.deepEqual([count('Ben'), count('Cleo')], [3, 3]);
  assert.deepEqual(await linesOf(world, ids[0] as number), [], 'nobody did it');
  await tellPeople(world);
  const told = (await ben.get('/notifications')).body.data.payload as Answer['body'][];
  assert.equal(
    told.filter(({ notification_type }) => notification_type === 'conversation_assignment').length,
    3,
  );
});

test('a conversation that cannot be given keeps none of the others waiting', async () => {
  const [bad, good] = (await open(2)) as [number, number];
  await sql(
    world,
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'sabotage'; end $$`,
  );
  await sql(
    world,
    `create trigger refuse before update on conversations for each row when (new.display_id = ${bad} and new.assignee_id is not null) execute function refuse()`,
  );
  await connect(world, ben);
  await giveOut(parts, place);
  assert.deepEqual(await assignees([bad, good]), [undefined, 'Ben']);
  await sql(world, 'drop trigger refuse on conversations; drop function refuse');
});

test('who is elsewhere in the account is not given what they are no member for', async () => {
  const [id] = await open();
  const outsiders: Caller[] = [ada, dora];
  await connect(world, ...outsiders);
  await everywhere();
  assert.equal(await assigneeOf(id as number), undefined);
});
