import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;

const snooze = async (id: number, snoozed_until?: unknown): Promise<Answer> =>
  ada.post(`/conversations/${id}/toggle_status`, { status: 'snoozed', snoozed_until });

const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;

const NOON = '2031-02-03T12:00:00.000Z';
const NOON_SECONDS = Date.parse(NOON) / 1000;

for (const [spelling, value] of Object.entries({
  'unix seconds': NOON_SECONDS,
  'unix seconds as text': String(NOON_SECONDS),
  'unix seconds with a fraction': NOON_SECONDS + 0.7,
  'ISO 8601 in UTC': '2031-02-03T12:00:00Z',
  'ISO 8601 with milliseconds': NOON,
  'ISO 8601 with an offset': '2031-02-03T13:30:00+01:30',
  'ISO 8601 with spaces around it': ' 2031-02-03T12:00:00Z ',
})) {
  test(`a snooze ends at ${spelling}`, async () => {
    const { id } = await world.conversation();
    const answer = await snooze(id, value);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.payload.snoozed_until, NOON);
    assert.equal((await show(id)).snoozed_until, NOON);
  });
}

test('a snooze without an end is until the next customer message', async () => {
  for (const value of [undefined, null, '']) {
    const { id } = await world.conversation();
    const answer = await snooze(id, value);
    assert.equal(answer.body.payload.current_status, 'snoozed');
    assert.equal(answer.body.payload.snoozed_until, null);
  }
});

test('an end in the past is taken as it is', async () => {
  const { id } = await world.conversation();
  assert.equal((await snooze(id, 2030)).body.payload.snoozed_until, '1970-01-01T00:33:50.000Z');
});

for (const value of [
  'tomorrow',
  '2031-13-45',
  '2031-02-30T25:00:00Z',
  'NaN',
  true,
  {},
  [],
  -1,
  1e15,
  '9'.repeat(30),
]) {
  test(`a snooze cannot end at ${JSON.stringify(value)}`, async () => {
    const { id } = await world.conversation();
    const answer = await snooze(id, value);
    assert.equal(answer.status, 422, answer.text);
    assert.match(answer.body.error, /is not a valid snoozed_until$/);
    assert.equal((await show(id)).status, 'open');
  });
}

test('every other status forgets the end', async () => {
  for (const status of ['open', 'resolved', 'pending']) {
    const { id } = await world.conversation();
    await snooze(id, NOON);
    const answer = await ada.post(`/conversations/${id}/toggle_status`, { status });
    assert.equal(answer.body.payload.snoozed_until, null);
    assert.equal((await show(id)).snoozed_until, null);
    await ada.post(`/conversations/${id}/toggle_status`, { status: 'snoozed' });
    assert.equal((await show(id)).snoozed_until, null, 'it does not come back');
  }
});

test('an end given with another status is not kept', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/toggle_status`, {
    status: 'pending',
    snoozed_until: NOON_SECONDS,
  });
  assert.equal((await show(id)).snoozed_until, null);
});

test('a snooze can be moved: an update without a change of status', async () => {
  const { id } = await world.conversation();
  await snooze(id, NOON_SECONDS);
  const events = await eventsOf(world, async () => snooze(id, NOON_SECONDS + 60));
  assert.deepEqual(namesOf(events), ['conversation.updated']);
  assert.deepEqual(events[0]?.payload.changes, {
    snoozed_until: [NOON, '2031-02-03T12:01:00.000Z'],
  });
  assert.equal((await show(id)).snoozed_until, '2031-02-03T12:01:00.000Z');
});

test('snoozing again without an end makes it endless', async () => {
  const { id } = await world.conversation();
  await snooze(id, NOON_SECONDS);
  await snooze(id);
  assert.equal((await show(id)).snoozed_until, null);
});

interface Wake {
  start_after: Date;
}

const wakes = async (id: number): Promise<Wake[]> =>
  sql<Wake>(
    world,
    `select j.start_after from jobs.job j join conversations c on c.id = (j.data ->> 'conversation_id')::bigint
     where j.name = 'wake_conversation' and c.account_id = $1 and c.display_id = $2 order by j.created_on`,
    [acme.id, id],
  );

test('a job that waits for the end is stored with the snooze', async () => {
  const { id } = await world.conversation();
  await snooze(id, NOON_SECONDS);
  const created = await world.conversation({ status: 'snoozed', snoozed_until: NOON });
  for (const each of [id, created.id]) {
    const found = await wakes(each);
    assert.deepEqual(
      found.map(({ start_after }) => start_after.toISOString()),
      [NOON],
    );
  }
});

test('a snooze without an end, and a conversation that is not snoozed, have no job', async () => {
  const { id } = await world.conversation({ status: 'snoozed' });
  await snooze(id);
  assert.deepEqual(await wakes(id), []);
  const open = await world.conversation({ snoozed_until: NOON });
  assert.deepEqual(await wakes(open.id), []);
});
