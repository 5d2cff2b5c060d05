import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postParts } from '../../test/files.ts';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { comeDue, inSeconds, saidIn, schedule, scheduledIn } from '../../test/scheduling.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, gil } = world;

const talk = async (): Promise<number> => (await world.conversation()).id;
const jobsFor = (id: number) =>
  sql<{ wait: number }>(
    world,
    `select extract(epoch from start_after - now())::float8 as wait from jobs.job
     where name = 'send_scheduled_message' and (data ->> 'scheduled_message_id')::bigint = $1`,
    [id],
  );

test('a message with a time waits: it is answered as such, and nothing is said yet', async () => {
  const id = await talk();
  const scheduled_at = inSeconds(3600);
  let body: Answer['body'];
  const events = await eventsOf(world, async () => {
    body = await schedule(ben, id, { scheduled_at, private: true, content_attributes: { a: 1 } });
  });
  const { created_at, updated_at, sender, ...rest } = body;
  assert.equal(created_at, Math.floor(Date.parse(updated_at) / 1000));
  assert.equal(sender.name, 'Ben');
  assert.deepEqual(rest, {
    id: rest.id,
    conversation_id: id,
    inbox_id: acme.support.id,
    content: 'Did it arrive?',
    message_type: 1,
    status: null,
    source_id: null,
    private: true,
    content_type: 'text',
    content_attributes: { a: 1 },
    attachments: [],
    scheduled_at,
    state: 'scheduled',
    reason: null,
    error: null,
    cancel_on_reply: false,
    expected_last_message_id: null,
    message_id: null,
  });
  assert.deepEqual(namesOf(events), ['scheduled_message.created']);
  assert.deepEqual(events[0]?.payload.data, body);
  assert.deepEqual(await saidIn(world, id), []);
  assert.deepEqual(await scheduledIn(world, id), [body]);
  const [job, ...others] = await jobsFor(body.id);
  assert.ok(Number(job?.wait) > 3590 && Number(job?.wait) <= 3600, String(job?.wait));
  assert.deepEqual(others, []);
});

test('a time may be written as a date, too, and in a form with files, which are kept for it', async () => {
  const id = await talk();
  const scheduled_at = new Date(inSeconds(7200) * 1000).toISOString();
  const { status, body, text } = await postParts(ben, `/conversations/${id}/messages`, [
    { name: 'content', bytes: 'See this' },
    { name: 'scheduled_at', bytes: scheduled_at },
    { filename: 'a.txt', type: 'text/plain', bytes: 'abc' },
    { filename: 'b.txt', type: 'text/plain', bytes: 'defg' },
  ]);
  assert.equal(status, 200, text);
  assert.equal(body.scheduled_at, Date.parse(scheduled_at) / 1000);
  const files = body.attachments as { filename: string; file_size: number }[];
  assert.deepEqual(
    files.map(({ filename, file_size }) => [filename, file_size]),
    [
      ['a.txt', 3],
      ['b.txt', 4],
    ],
  );
  await comeDue(world, body);
  const [said] = await saidIn(world, id);
  assert.equal(said.content, 'See this');
  assert.equal(said.sender.name, 'Ben');
  assert.deepEqual(
    said.attachments.map(({ file_size }: { file_size: number }) => file_size),
    [3, 4],
  );
  const [sent] = await scheduledIn(world, id);
  assert.deepEqual([sent.state, sent.message_id, sent.attachments], ['sent', said.id, []]);
});

test('a conversation can be opened with a message for later', async () => {
  const { id } = await world.conversation({
    message: { content: 'On Monday', scheduled_at: inSeconds(3600) },
  });
  assert.deepEqual(await saidIn(world, id), []);
  assert.equal((await scheduledIn(world, id))[0].content, 'On Monday');
});

for (const [what, at] of [
  ['an empty time', ''],
  ['no time', null],
] as const) {
  test(`with ${what} a message is sent at once`, async () => {
    const id = await talk();
    const { body } = await ben.post(`/conversations/${id}/messages`, {
      content: 'x',
      scheduled_at: at,
    });
    assert.equal(body.message_type, 1);
    assert.equal((await saidIn(world, id)).length, 1);
  });
}

for (const [what, change, error] of [
  ['now', { scheduled_at: inSeconds(0) }, /scheduled_at must be in the future/],
  ['the past', { scheduled_at: '2020-01-01T00:00:00Z' }, /scheduled_at must be in the future/],
  [
    'two years from now',
    { scheduled_at: inSeconds(2 * 366 * 86_400) },
    /scheduled_at must be within a year/,
  ],
  ['tomorrow, in words', { scheduled_at: 'tomorrow' }, /'tomorrow' is not a valid scheduled_at/],
  ['the 99th', { scheduled_at: '2030-99-99' }, /is not a valid scheduled_at/],
  ['a list', { scheduled_at: [1] }, /is not a valid scheduled_at/],
  ['a customer’s word', { message_type: 'incoming' }, /message_type/],
  ['what is too long', { content: 'x'.repeat(150_001) }, /Content is too long/],
  ['no kind of content', { content_type: 'song' }, /content_type/],
  ['cards without items', { content_type: 'cards' }, /At least one item/],
  ['no expected id', { expected_last_message_id: 'x' }, /expected_last_message_id/],
  ['no file of ours', { attachments: ['x--y'] }, /mismatched digest/],
] as const) {
  test(`what is for ${what} is refused, and nothing is kept`, async () => {
    const id = await talk();
    const body = { content: 'x', scheduled_at: inSeconds(3600), ...change };
    const answer = await ben.post(`/conversations/${id}/messages`, body);
    assert.equal(answer.status, 422, answer.text);
    assert.match(answer.body.error, error);
    assert.deepEqual(await scheduledIn(world, id), []);
  });
}

test('a hundred wait in one conversation, and no more', async () => {
  const id = await talk();
  const { id: first } = await schedule(ben, id);
  await sql(
    world,
    `insert into scheduled_messages (account_id, conversation_id, display_id, inbox_id, user_id, input, scheduled_at)
     select account_id, conversation_id, display_id, inbox_id, user_id, input, scheduled_at from scheduled_messages, generate_series(1, 99)
     where id = $1`,
    [first],
  );
  const answer = await ben.post(`/conversations/${id}/messages`, {
    content: 'x',
    scheduled_at: inSeconds(60),
  });
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, /scheduled_at/);
});

test('the same Idempotency-Key schedules once', async () => {
  const id = await talk();
  const body = { content: 'x', scheduled_at: inSeconds(3600) };
  const headers = { 'idempotency-key': 'later-1' };
  const first = await ben.post(`/conversations/${id}/messages`, body, headers);
  const again = await ben.post(`/conversations/${id}/messages`, body, headers);
  assert.equal(again.text, first.text);
  assert.equal((await scheduledIn(world, id)).length, 1);
});

test('whoever sees the conversation sees what waits in it; nobody else does', async () => {
  const id = await talk();
  await schedule(ben, id);
  const path = `/conversations/${id}/scheduled_messages`;
  assert.equal((await ada.get(path)).body.payload.length, 1);
  assert.equal((await cleo.get(path)).status, 404);
  assert.equal((await gil.get(path)).status, 404);
});

test('one finds all that one has scheduled, by its state', async () => {
  const [one, other] = [await talk(), await talk()];
  await sql(world, 'delete from scheduled_messages');
  const mine = await schedule(ada, one, { scheduled_at: inSeconds(500) });
  const later = await schedule(ada, other, { scheduled_at: inSeconds(900) });
  await schedule(ben, other);
  const own = async (query = ''): Promise<number[]> => {
    const { status, body, text } = await ada.get(`/scheduled_messages${query}`);
    assert.equal(status, 200, text);
    return body.payload.map(({ id }: { id: number }) => id);
  };
  assert.deepEqual(await own(), [mine.id, later.id]);
  await comeDue(world, mine);
  assert.deepEqual(await own('?state=sent'), [mine.id]);
  assert.deepEqual(await own('?state=scheduled'), [later.id]);
  assert.equal((await ada.get('/scheduled_messages?state=odd')).status, 422);
});

test('what one scheduled where one may not look any more is not listed', async () => {
  const id = await talk();
  const { id: mine } = await schedule(ben, id);
  const own = async (): Promise<number[]> =>
    (await ben.get('/scheduled_messages')).body.payload.map((each: { id: number }) => each.id);
  assert.ok((await own()).includes(mine));
  await sql(world, 'delete from inbox_members where inbox_id = $1 and user_id = $2', [
    acme.support.id,
    ben.id,
  ]);
  assert.ok(!(await own()).includes(mine));
  await sql(world, 'insert into inbox_members values ($1, $2, $3)', [
    acme.id,
    acme.support.id,
    ben.id,
  ]);
});
