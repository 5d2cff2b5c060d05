import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { eventsOf, sql, statementsOf } from '../../test/inside.ts';
import { tellPeople } from '../../test/notifying.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { sweepExpired } from '../sweep.ts';
import { reopenNotifications } from './reopen.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, rex, gil } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';
type Shown = Answer['body'];

/** Assigns Ben so many conversations; gives their numbers, oldest first. */
async function assign(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await world.conversation({
      message: { content: 'Where is it?', message_type: 'incoming' },
    });
    await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
    ids.push(id);
  }
  await tellPeople(world);
  return ids;
}
const list = async (query = ''): Promise<Shown> =>
  (await ben.get(`/notifications${query}`)).body.data;
const first = async (query = ''): Promise<Shown> => (await list(query)).payload[0];
const numbers = ({ payload }: Shown): number[] =>
  payload.map((each: Shown) => each.primary_actor.id);

beforeEach(async () => sql(world, 'delete from notifications'));

test('a notification has exactly its keys', async () => {
  const [id] = await assign(1);
  const { meta, payload } = await list();
  assert.deepEqual(meta, { unread_count: 1, count: 1, current_page: 1 });
  const [shown] = payload;
  assert.deepEqual(Object.keys(shown), [
    'id',
    'notification_type',
    'push_message_title',
    'push_message_body',
    'primary_actor_type',
    'primary_actor_id',
    'primary_actor',
    'read_at',
    'secondary_actor',
    'user',
    'created_at',
    'last_activity_at',
    'snoozed_until',
    'meta',
  ]);
  const [stored] = await sql<{ id: number }>(
    world,
    'select id from conversations where account_id = $1 and display_id = $2',
    [acme.id, id],
  );
  assert.deepEqual(
    [shown.notification_type, shown.primary_actor_type, shown.primary_actor_id],
    ['conversation_assignment', 'Conversation', stored?.id],
  );
  assert.equal(shown.primary_actor.id, id, 'the number, as everywhere else');
  assert.equal(shown.primary_actor.meta.sender.name, 'Mia');
  assert.equal(shown.push_message_title, `A conversation (#${id}) has been assigned to you`);
  assert.equal(shown.push_message_body, 'Mia: Where is it?');
  assert.deepEqual([shown.user.id, shown.user.type], [ben.id, 'user']);
  assert.deepEqual([shown.read_at, shown.snoozed_until, shown.meta], [null, null, {}]);
  assert.equal(shown.last_activity_at, shown.created_at);
});

test('the list has fifteen to a page, newest first, or oldest first when asked', async () => {
  const ids = await assign(17);
  const newest = ids.toReversed();
  assert.deepEqual(numbers(await list()), newest.slice(0, 15));
  const second = await list('?page=2');
  assert.deepEqual(numbers(second), newest.slice(15));
  assert.deepEqual(second.meta, { unread_count: 17, count: 17, current_page: '2' });
  assert.deepEqual(numbers(await list('?sort_order=asc&page=1')), ids.slice(0, 15));
  assert.deepEqual(numbers(await list('?page=x')), newest.slice(0, 15));
  assert.deepEqual(numbers(await list('?page=3')), []);
});

test('the list is the same number of statements however much is on it', async () => {
  await assign(1);
  const few = (await statementsOf(async () => list())).length;
  await assign(4);
  const many = (await statementsOf(async () => list())).length;
  assert.equal(many, few);
});

test('read and snoozed ones are listed when they are asked for', async () => {
  const [one, two, three] = await assign(3);
  const [c, b] = (await list()).payload;
  await ben.patch(`/notifications/${b.id}`);
  await ben.post(`/notifications/${c.id}/snooze`, { snoozed_until: 4_000_000_000 });
  assert.deepEqual(numbers(await list()), [one]);
  assert.deepEqual(numbers(await list('?includes[]=read')), [two, one]);
  assert.deepEqual(numbers(await list('?includes[]=snoozed')), [three, one]);
  const all = await list('?includes[]=read&includes[]=snoozed');
  assert.deepEqual(numbers(all), [three, two, one]);
  assert.deepEqual([all.meta.count, all.meta.unread_count], [3, 1]);
});

test('the unread count is a bare number', async () => {
  await assign(2);
  const { text } = await ben.get('/notifications/unread_count');
  assert.equal(text, '2');
  assert.equal((await cleo.get('/notifications/unread_count')).text, '0');
});

test('what a deleted inbox held is told of no more, before the job has emptied it', async () => {
  const { body: inbox } = await ada.post('/inboxes', { name: 'Closing', channel: { type: 'api' } });
  await ada.post('/inbox_members', { inbox_id: inbox.id, user_ids: [ben.id] });
  const { id } = await world.conversation({ inbox_id: inbox.id });
  await ben.post(`/conversations/${id}/assignments`, { assignee_id: ada.id });
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await tellPeople(world);
  for (const who of [ada, ben]) {
    const { body } = await who.get('/notifications');
    assert.deepEqual(numbers(body.data), [id]);
  }
  const { id: notification } = await first();
  await ada.delete(`/inboxes/${inbox.id}`);
  for (const who of [ada, ben]) {
    const { body } = await who.get('/notifications');
    assert.deepEqual(body.data.payload, []);
    assert.deepEqual([body.data.meta.count, body.data.meta.unread_count], [0, 0]);
    assert.equal((await who.get('/notifications/unread_count')).text, '0');
  }
  const read = await ben.patch(`/notifications/${notification}`);
  assert.deepEqual([read.status, read.text], [404, NOT_FOUND]);
});

for (const method of ['patch', 'put'] as const) {
  test(`${method.toUpperCase()} marks one as read and answers with its row`, async () => {
    await assign(1);
    const { id } = await first();
    const events = await eventsOf(world, async () => {
      const { status, body } = await ben[method](`/notifications/${id}`);
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body), [
        'id',
        'account_id',
        'user_id',
        'notification_type',
        'primary_actor_type',
        'primary_actor_id',
        'secondary_actor_type',
        'secondary_actor_id',
        'read_at',
        'created_at',
        'updated_at',
        'snoozed_until',
        'last_activity_at',
        'meta',
      ]);
      assert.deepEqual([body.user_id, body.account_id], [ben.id, acme.id]);
      assert.deepEqual([body.secondary_actor_type, body.secondary_actor_id], ['User', ada.id]);
      assert.match(body.read_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });
    assert.deepEqual(
      events.map(({ name, payload }) => [name, payload.user_id, payload.unread_count]),
      [['notification.updated', ben.id, 0]],
    );
    assert.equal(events[0]?.payload.notification.id, id);
    assert.deepEqual(numbers(await list()), []);
  });
}

test('one that was read can be unread again', async () => {
  await assign(1);
  const { id } = await first();
  await ben.patch(`/notifications/${id}`);
  const { body } = await ben.post(`/notifications/${id}/unread`);
  assert.equal(body.read_at, null);
  assert.equal((await list()).meta.unread_count, 1);
});

test('a snoozed one is hidden, and comes back unread when its time is over', async () => {
  await assign(1);
  const { id } = await first();
  await ben.patch(`/notifications/${id}`);
  const { body } = await ben.post(`/notifications/${id}/snooze`, { snoozed_until: 1_600_000_000 });
  assert.equal(body.snoozed_until, '2020-09-13T12:26:40.000Z');
  assert.deepEqual(body.meta, { last_snoozed_at: null });
  assert.deepEqual(numbers(await list('?includes[]=read')), []);
  await sql(world, `update notifications set last_activity_at = '2020-01-01'`);
  const events = await eventsOf(world, async () => reopenNotifications(world.pool));
  assert.deepEqual(
    events.map(({ name, payload }) => [name, payload.user_id, payload.unread_count]),
    [['notification.updated', ben.id, 1]],
  );
  const back = await first();
  assert.deepEqual(
    [back.id, back.read_at, back.snoozed_until, back.meta],
    [id, null, null, { last_snoozed_at: '2020-09-13T12:26:40.000Z' }],
  );
  assert.ok(back.last_activity_at > 1_700_000_000);
  assert.deepEqual(await eventsOf(world, async () => reopenNotifications(world.pool)), []);
});

test('a snooze needs a time', async () => {
  await assign(1);
  const { id } = await first();
  for (const body of [{}, { snoozed_until: 'soon' }]) {
    const answer = await ben.post(`/notifications/${id}/snooze`, body);
    assert.equal(answer.status, 422);
    assert.match(answer.body.error, /snoozed_until/);
  }
  assert.equal((await first()).snoozed_until, null);
});

test('all are read at once, or those of one conversation, without events', async () => {
  const [one, two] = await assign(2);
  const { primary_actor_id } = await first();
  const events = await eventsOf(world, async () => {
    const about = { primary_actor_type: 'Conversation', primary_actor_id };
    const answer = await ben.post('/notifications/read_all', about);
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.deepEqual(numbers(await list()), [one]);
    await ben.post('/notifications/read_all', { ...about, primary_actor_type: 'Contact' });
    await ben.post('/notifications/read_all', { ...about, primary_actor_id: 'x' });
    assert.deepEqual(numbers(await list()), [one]);
    await ben.post('/notifications/read_all');
  });
  assert.deepEqual(events, []);
  assert.deepEqual(numbers(await list()), []);
  assert.deepEqual(numbers(await list('?includes[]=read')), [two, one]);
});

test('one is deleted with an event', async () => {
  const [one] = await assign(2);
  const { id } = await first();
  const events = await eventsOf(world, async () => {
    const answer = await ben.delete(`/notifications/${id}`);
    assert.deepEqual([answer.status, answer.text], [200, '']);
  });
  assert.deepEqual(
    events.map(({ name, payload }) => [name, payload]),
    [
      [
        'notification.deleted',
        { user_id: ben.id, notification: { id }, unread_count: 1, count: 1 },
      ],
    ],
  );
  assert.deepEqual(numbers(await list()), [one]);
});

test('those that are read are deleted, or all, of this account alone', async () => {
  await assign(3);
  await ben.patch(`/notifications/${(await first()).id}`);
  await ben.post('/notifications/destroy_all', { type: 'read' });
  assert.equal((await list('?includes[]=read')).meta.count, 2);
  for (const body of [{}, { type: 'none' }]) {
    const answer = await ben.post('/notifications/destroy_all', body);
    assert.equal(answer.status, 422);
    assert.match(answer.body.error, /type/);
  }
  assert.equal((await list()).meta.count, 2);
  const events = await eventsOf(world, async () =>
    ben.post('/notifications/destroy_all', { type: 'all' }),
  );
  assert.equal(events.length, 2);
  assert.equal((await list()).meta.count, 0);
});

test("somebody else's is one that does not exist, whatever account they are of", async () => {
  await assign(1);
  const { id } = await first();
  const theirs = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
  });
  assert.equal(theirs.status, 200);
  await sql(
    world,
    `insert into notifications (account_id, user_id, conversation_id, notification_type, event_id)
     select account_id, $2, id, 2, 1 from conversations where account_id = $1`,
    [globex.id, gil.id],
  );
  const { body } = await gil.get('/notifications');
  const foreign = body.data.payload[0].id;
  for (const [who, key] of [
    [ada, id],
    [cleo, id],
    [ben, foreign],
    [ben, 999_999],
    [ben, 'x'],
  ] as const) {
    for (const answer of [
      await who.patch(`/notifications/${key}`),
      await who.post(`/notifications/${key}/unread`),
      await who.post(`/notifications/${key}/snooze`, { snoozed_until: 4_000_000_000 }),
      await who.delete(`/notifications/${key}`),
    ]) {
      assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
    }
  }
  await ada.post('/notifications/read_all');
  await ada.post('/notifications/destroy_all', { type: 'all' });
  assert.equal((await first()).id, id);
  assert.equal((await rex.get('/notifications')).status, 401);
});

test('old ones are swept away', async () => {
  await assign(2);
  const { id } = await first();
  await sql(
    world,
    `update notifications set created_at = now() - interval '32 days' where id = $1`,
    [id],
  );
  await sweepExpired(world.pool);
  const { payload } = await list();
  assert.equal(payload.length, 1);
  assert.notEqual(payload[0].id, id);
});
