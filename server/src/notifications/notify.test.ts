import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { employRex, eventsOf, sql } from '../../test/inside.ts';
import { notifyingJobs, tellPeople } from '../../test/notifying.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { notifyOfAll, notifyPeople } from './notify.ts';

// Ben is in support; Cleo is not. What each of them is told of.

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex } = world;

/** What somebody was told, newest first: the kind and the conversation. */
async function told(who: Caller): Promise<[string, number][]> {
  await tellPeople(world);
  const { status, body, text } = await who.get('/notifications');
  assert.equal(status, 200, text);
  return body.data.payload.map((each: Answer['body']) => [
    each.notification_type,
    each.primary_actor.id,
  ]);
}

async function want(who: Caller, ...flags: string[]): Promise<void> {
  const { status } = await who.put('/notification_settings', {
    notification_settings: {
      selected_email_flags: flags.filter((flag) => flag.startsWith('email')),
      selected_push_flags: flags.filter((flag) => flag.startsWith('push')),
    },
  });
  assert.equal(status, 200);
}

beforeEach(async () => {
  await sql(world, 'delete from notifications');
  await sql(world, `delete from jobs.job where name = 'notify_people'`);
});

for (const flag of ['email_conversation_creation', 'push_conversation_creation']) {
  test(`a new conversation is told to the members of its inbox who chose ${flag}`, async () => {
    await want(ben);
    const { id: before } = await world.conversation();
    assert.deepEqual(await told(ben), []);
    await want(ben, flag);
    await want(cleo, flag);
    const { id } = await world.conversation();
    assert.deepEqual(await told(ben), [['conversation_creation', id]]);
    assert.notEqual(id, before);
    assert.deepEqual(await told(cleo), [], 'she is not in the inbox');
    assert.deepEqual(await told(ada), [], 'nor is Ada, and she did not choose it');
    await want(ben);
    await want(cleo);
  });
}

test('one that begins pending is told when the bot hands it over', async () => {
  await want(ben, 'push_conversation_creation');
  await employRex(world, acme.support);
  const { id } = await world.conversation();
  assert.deepEqual(await told(ben), []);
  await rex.post(`/conversations/${id}/toggle_status`, { status: 'open' });
  assert.deepEqual(await told(ben), [['conversation_creation', id]]);
  await employRex(world, acme.support, 'inactive');
  await want(ben);
});

test('being assigned by somebody else is told, with who did it', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  assert.deepEqual(await told(ben), [['conversation_assignment', id]]);
  const [only] = (await ben.get('/notifications')).body.data.payload;
  assert.deepEqual([only.secondary_actor.id, only.secondary_actor.type], [ada.id, 'user']);
});

test('assigning oneself, a pending conversation, a bot or nobody is not', async () => {
  const own = await world.conversation();
  await ben.post(`/conversations/${own.id}/assignments`, { assignee_id: ben.id });
  const pending = await world.conversation({ status: 'pending' });
  await ada.post(`/conversations/${pending.id}/assignments`, { assignee_id: ben.id });
  const robot = await world.conversation();
  await ada.post(`/conversations/${robot.id}/assignments`, {
    assignee_id: rex.id,
    assignee_type: 'AgentBot',
  });
  await ada.post(`/conversations/${own.id}/assignments`, { assignee_id: null });
  assert.deepEqual(await told(ben), []);
});

test('a message is told to the assignee and to those who take part, not to who wrote it', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await ada.post(`/conversations/${id}/participants`, { user_ids: [ada.id, ben.id] });
  const path = `/conversations/${id}/messages`;
  await ada.post(path, { content: 'Hi', message_type: 'incoming' });
  assert.deepEqual(await told(ben), [['assigned_conversation_new_message', id]]);
  await sql(world, 'delete from notifications');
  await ben.post(path, { content: 'A note', private: true });
  assert.deepEqual(await told(ada), [['participating_conversation_new_message', id]]);
  assert.deepEqual(await told(ben), []);
});

test('activity lines are told to nobody, and leave no jobs', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await tellPeople(world);
  await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' });
  assert.deepEqual(await notifyingJobs(world), []);
});

test('what only its writer would be told leaves no jobs, and is told to whoever joins them', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await tellPeople(world);
  const path = `/conversations/${id}/messages`;
  await ben.post(path, { content: 'Hi' });
  await ben.post(path, { content: 'A note', private: true });
  assert.deepEqual(await notifyingJobs(world), []);
  await ada.post(`/conversations/${id}/participants`, { user_ids: [ada.id] });
  await ben.post(path, { content: 'Hi again' });
  assert.equal((await notifyingJobs(world)).length, 1);
  assert.deepEqual(await told(ada), [['participating_conversation_new_message', id]]);
  await ada.post(path, { content: 'Hi from Ada' });
  assert.equal((await notifyingJobs(world)).length, 1);
});

test('a mention is told to whom it names, and takes the place of the message', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  const content = `[@Ben](mention://user/${ben.id}/Ben) and [@Ada](mention://user/${ada.id}/Ada) and [@Cleo](mention://user/${cleo.id}/Cleo) look`;
  const events = await eventsOf(world, async () => {
    await ada.post(`/conversations/${id}/messages`, { content, private: true });
    await tellPeople(world);
  });
  const created = events.filter(({ name }) => name === 'notification.created');
  assert.deepEqual(
    created.map(({ payload }) => [payload.user_id, payload.notification.notification_type]),
    [
      [ben.id, 'conversation_assignment'],
      [ben.id, 'conversation_mention'],
    ],
    'each once, and not Ada, who wrote it, nor Cleo, who may not see it',
  );
  const [only] = (await ben.get('/notifications')).body.data.payload;
  assert.equal(only.push_message_body, 'Ada: @Ben and @Ada and @Cleo look');
});

test('a team that is mentioned is told as its members in the inbox are', async () => {
  const { id } = await world.conversation();
  const content = `[@billing](mention://team/${acme.billing.id}/billing)`;
  await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.deepEqual(await told(ben), [['conversation_mention', id]]);
});

test('of a blocked customer only mentions are told', async () => {
  const { id } = await world.conversation({ contact_id: acme.noah.id });
  await sql(world, 'update contacts set blocked = true where id = $1', [acme.noah.id]);
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await ada.post(`/conversations/${id}/messages`, { content: 'x', private: true });
  assert.deepEqual(await told(ben), []);
  const content = `[@Ben](mention://user/${ben.id}/Ben)`;
  await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.deepEqual(await told(ben), [['conversation_mention', id]]);
  await sql(world, 'update contacts set blocked = false where id = $1', [acme.noah.id]);
});

test('nobody is told of what they may not open', async () => {
  const { id } = await world.conversation({ inbox_id: acme.sales.id });
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: dora.id });
  assert.deepEqual(await told(dora), []);
  assert.deepEqual(await sql(world, 'select 1 from notifications'), []);
  const [role] = await sql<{ id: number }>(
    world,
    `insert into custom_roles (account_id, name, permissions) values ($1, 'x', '{conversation_participating_manage}') returning id`,
    [acme.id],
  );
  await sql(world, 'update memberships set custom_role_id = $1 where user_id = $2', [
    role?.id,
    ben.id,
  ]);
  await want(ben, 'push_conversation_creation');
  const { id: theirs } = await world.conversation();
  assert.deepEqual(await told(ben), [], 'a new conversation is none of his');
  await ada.post(`/conversations/${theirs}/assignments`, { assignee_id: ben.id });
  assert.deepEqual(await told(ben), [['conversation_assignment', theirs]]);
  await ada.post(`/conversations/${theirs}/assignments`, { assignee_id: null });
  await ada.patch(`/conversations/${theirs}/participants`, { user_ids: [] });
  assert.deepEqual(await told(ben), [], 'and what he may not open any more is not shown');
  assert.equal((await ben.get('/notifications/unread_count')).body, 0);
  await sql(world, 'update memberships set custom_role_id = null where user_id = $1', [ben.id]);
  assert.equal((await ben.get('/notifications/unread_count')).body, 1);
  await want(ben);
});

test('of one conversation one is told the newest alone', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await tellPeople(world);
  const events = await eventsOf(world, async () => {
    await ada.post(`/conversations/${id}/messages`, { content: 'x', message_type: 'incoming' });
    await tellPeople(world);
  });
  const about = events.filter(({ name }) => name.startsWith('notification.'));
  assert.deepEqual(
    about.map(({ name, payload }) => [name, payload.user_id, payload.unread_count, payload.count]),
    [
      ['notification.deleted', ben.id, 1, 1],
      ['notification.created', ben.id, 1, 1],
    ],
  );
  assert.deepEqual(Object.keys(about[0]?.payload.notification), ['id']);
  assert.deepEqual(await told(ben), [['assigned_conversation_new_message', id]]);
});

test('jobs that run out of order leave the newest', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await ada.post(`/conversations/${id}/messages`, { content: 'first', message_type: 'incoming' });
  await ada.post(`/conversations/${id}/messages`, { content: 'second', message_type: 'incoming' });
  for (const key of (await notifyingJobs(world)).toReversed()) await notifyPeople(world.pool, key);
  const [only, ...others] = (await ben.get('/notifications')).body.data.payload;
  assert.deepEqual(others, []);
  assert.equal(only.secondary_actor.content, 'second');
});

test('a job that runs again does nothing, even when its notification was deleted', async () => {
  const { id } = await world.conversation();
  await tellPeople(world);
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  const jobs = await notifyingJobs(world);
  assert.deepEqual(await told(ben), [['conversation_assignment', id]]);
  const [only] = (await ben.get('/notifications')).body.data.payload;
  await ben.delete(`/notifications/${only.id}`);
  const events = await eventsOf(world, async () => {
    for (const key of jobs) await notifyPeople(world.pool, key);
  });
  assert.deepEqual(events, []);
  assert.deepEqual(await told(ben), []);
});

test('what happens twice at the same moment is told once', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  const [key] = (await notifyingJobs(world)).slice(-1);
  assert.ok(key);
  await Promise.all([1, 2, 3].map(async () => notifyPeople(world.pool, key)));
  assert.deepEqual(await told(ben), [['conversation_assignment', id]]);
});

test('of many events told in one go everybody hears what they would hear one by one', async () => {
  const happen = async (): Promise<number[]> => {
    const first = await world.conversation({ assignee_id: ben.id });
    const second = await world.conversation();
    const say = async (id: number, content: string) =>
      ada.post(`/conversations/${id}/messages`, { content, message_type: 'incoming' });
    await say(first.id, 'one');
    await say(first.id, 'two');
    await ada.post(`/conversations/${second.id}/assignments`, { assignee_id: ben.id });
    await say(second.id, 'three');
    return [first.id, second.id];
  };
  const hear = async (tell: () => Promise<void>) => {
    await sql(world, 'delete from notifications');
    const ids = await happen();
    const events = await eventsOf(world, tell);
    const list = (await ben.get('/notifications')).body.data.payload as Answer['body'][];
    return {
      list: list.map((each) => [
        each.notification_type,
        ids.indexOf(each.primary_actor.id),
        each.secondary_actor?.content,
      ]),
      names: events.map(({ name }) => name).toSorted(),
      mails: await sql(
        world,
        'select told, jsonb_array_length(items) as items from notification_mails where conversation_id = any($1) order by conversation_id',
        [(await sql<{ id: number }>(world, 'select id from conversations where display_id = any($1) order by id', [ids])).map(({ id }) => id)], // prettier-ignore
      ),
    };
  };
  await want(ben, 'email_assigned_conversation_new_message', 'email_conversation_assignment');
  const one = await hear(async () => tellPeople(world));
  const all = await hear(async () => {
    // The order in which the jobs come says nothing.
    await notifyOfAll(world.pool, (await notifyingJobs(world)).toReversed());
  });
  await want(ben);
  assert.equal(one.list.length, 2);
  assert.deepEqual(all, one);
});

test('told in one go or alone, an event is told once', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  const keys = await notifyingJobs(world);
  const events = await eventsOf(world, async () => {
    const tell = async () => notifyOfAll(world.pool, keys);
    await Promise.all([tell(), tell(), ...keys.map(async (key) => notifyPeople(world.pool, key))]);
  });
  assert.equal(events.filter(({ name }) => name === 'notification.created').length, 1);
  assert.deepEqual(await told(ben), [['conversation_assignment', id]]);
});
