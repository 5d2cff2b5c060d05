import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postParts } from '../../test/files.ts';
import { configure, digestOfEverything, eventsOf, sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, acme } = world;

const talk = async (): Promise<string> =>
  `/conversations/${(await world.conversation()).id}/messages`;
const send = async (path: string, body: unknown, caller: Caller = ben): Promise<number> => {
  const answer = await caller.post(path, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.id;
};
const countIn = async (path: string): Promise<number> =>
  (await ada.get(`${path}?per_page=100`)).body.payload.length;
const idsOf = ({ body }: Answer): number[] => body.missed.map(({ id }: { id: number }) => id);

test('an answer to what one has not seen is refused with it, and nothing has changed', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' });
  const crossing = await send(path, { content: 'I do it', echo_id: 'a' }, ada);
  const before = await digestOfEverything(world);
  const answer = await ben.post(path, { content: 'Me too', expected_last_message_id: seen });
  assert.equal(answer.status, 409);
  const page = (await ben.get(path)).body.payload as { id: number }[];
  assert.deepEqual(answer.body, {
    error: 'The conversation has moved on: somebody has written meanwhile',
    code: 'conversation_moved_on',
    last_message_id: crossing,
    has_more: false,
    missed: page.filter(({ id }) => id === crossing),
  });
  assert.deepEqual(await digestOfEverything(world), before);
});

test('with the last message that was missed it goes out', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' });
  await send(path, { content: 'I do it' }, ada);
  const { body } = await ben.post(path, { content: 'Me too', expected_last_message_id: seen });
  await send(path, { content: 'Me too', expected_last_message_id: String(body.last_message_id) });
  assert.equal(await countIn(path), 3);
});

for (const nothing of [0, '0', null]) {
  test(`${JSON.stringify(nothing)} expects a conversation in which nobody has written`, async () => {
    const path = await talk();
    const first = await send(path, { content: 'First', expected_last_message_id: nothing }, ada);
    const answer = await ben.post(path, { content: 'x', expected_last_message_id: nothing });
    assert.equal(answer.status, 409);
    assert.deepEqual(idsOf(answer), [first]);
  });
}

test('of fifty who answer the same message at once one alone comes through', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' });
  const bots = await sql<{ id: number }>(
    world,
    `insert into agent_bots (name) select 'bot ' || n from generate_series(1, 50) n returning id`,
  );
  const answers = await Promise.all(
    bots.map(async ({ id }) =>
      ben.post(path, {
        content: `from ${id}`,
        sender_type: 'AgentBot',
        sender_id: id,
        expected_last_message_id: seen,
      }),
    ),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, ...Array.from({ length: 49 }, () => 409)],
  );
  assert.equal(await countIn(path), 2);
});

test('one’s own messages and activity lines are not missed; notes of others are', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' });
  await send(path, { content: 'mine' });
  await ada.patch(path.replace('/messages', ''), { priority: 'high' });
  await send(path, { content: 'mine again', expected_last_message_id: seen });
  const note = await send(path, { content: 'Do not refund', private: true }, ada);
  const answer = await ben.post(path, { content: 'x', expected_last_message_id: seen });
  assert.equal(answer.status, 409);
  assert.deepEqual(idsOf(answer), [note]);
});

test('a bot is told what people and customers wrote meanwhile', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' });
  const again = await send(path, { content: 'Hello?', message_type: 'incoming' });
  const answer = await rex.post(path, { content: 'I am Rex', expected_last_message_id: seen });
  assert.deepEqual(idsOf(answer), [again]);
});

test('twenty of what was missed are shown, the newest, and it is said that there is more', async () => {
  const path = await talk();
  const ids: number[] = [];
  for (let n = 0; n < 22; n += 1) ids.push(await send(path, { content: `n${n}` }, ada));
  const answer = await ben.post(path, { content: 'x', expected_last_message_id: 0 });
  assert.deepEqual(idsOf(answer), ids.slice(2));
  assert.equal(answer.body.has_more, true);
  assert.equal(answer.body.last_message_id, ids.at(-1));
});

test('a refused form leaves no file, and goes out with the same key once it expects the right one', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' }, ada);
  const crossing = await send(path, { content: 'I do it' }, ada);
  const parts = (expected: number) => [
    { name: 'content', bytes: 'See this' },
    { name: 'expected_last_message_id', bytes: String(expected) },
    { filename: 'a.txt', type: 'text/plain', bytes: 'abc' },
  ];
  const count = async () =>
    (await sql<{ n: number }>(world, 'select count(*) as n from blobs'))[0]?.n;
  const before = await count();
  assert.equal((await postParts(ben, path, parts(seen))).status, 409);
  assert.equal(await count(), before);
  const sent = await postParts(ben, path, parts(crossing));
  assert.equal(sent.status, 200, sent.text);
  assert.equal(sent.body.attachments.length, 1);
});

test('a refusal is not kept for its Idempotency-Key: the key is free for the next try', async () => {
  const path = await talk();
  await send(path, { content: 'Hi', message_type: 'incoming' });
  const headers = { 'idempotency-key': 'crossing' };
  const refused = await ben.post(path, { content: 'x', expected_last_message_id: 0 }, headers);
  const expected_last_message_id = refused.body.last_message_id;
  const sent = await ben.post(path, { content: 'x', expected_last_message_id }, headers);
  assert.equal(sent.status, 200, sent.text);
  const again = await ben.post(path, { content: 'x', expected_last_message_id }, headers);
  assert.equal(again.text, sent.text);
});

test('a request that is repeated with its echo_id gets its message, whoever wrote since', async () => {
  const path = await talk();
  const seen = await send(path, { content: 'Hi', message_type: 'incoming' });
  const body = { content: 'Once', echo_id: 'e', expected_last_message_id: seen };
  const first = await send(path, body);
  await send(path, { content: 'Later' }, ada);
  assert.equal(await send(path, body), first);
});

for (const [value, why] of [
  ['abc', 'a word'],
  [-1, 'less than nothing'],
  [1.5, 'a fraction'],
  [[1], 'a list'],
  [true, 'a truth'],
] as const) {
  test(`an expected id that is ${why} is refused by its name`, async () => {
    const path = await talk();
    const answer = await ben.post(path, { content: 'x', expected_last_message_id: value });
    assert.equal(answer.status, 422);
    assert.match(answer.body.error, /expected_last_message_id/);
    assert.equal(await countIn(path), 0);
  });
}

test('a customer is shown what they missed of what is theirs to see', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}/messages`;
  const identifier = 'support-of-acme';
  await configure(world, acme.support, { identifier });
  const [{ source_id }] = (await sql<{ source_id: string }>(
    world,
    `select ci.source_id from contact_inboxes ci join conversations c on c.contact_inbox_id = ci.id
     where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  )) as [{ source_id: string }];
  const own = `/public/api/v1/inboxes/${identifier}/contacts/${source_id}/conversations/${id}/messages`;
  await send(path, { content: 'A note', private: true });
  const first = await world.stranger.post(own, { content: 'Hi', expected_last_message_id: null });
  assert.equal(first.status, 200, first.text);
  const reply = await send(path, { content: 'Hello' });
  const late = await world.stranger.post(own, { content: 'x', expected_last_message_id: 0 });
  assert.equal(late.status, 409, late.text);
  assert.deepEqual(idsOf(late), [reply]);
  const page = (await world.stranger.get(own)).body as { id: number }[];
  assert.deepEqual(
    late.body.missed,
    page.filter((each) => each.id === reply),
  );
});

test('a conversation that is kept as the only one refuses a first message that is not the first', async () => {
  await configure(world, acme.support, { lock_to_single_conversation: true });
  const { id } = await world.conversation();
  const [{ source_id }] = (await sql<{ source_id: string }>(
    world,
    `select ci.source_id from contact_inboxes ci join conversations c on c.contact_inbox_id = ci.id
     where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  )) as [{ source_id: string }];
  await send(`/conversations/${id}/messages`, { content: 'Hi' }, ada);
  const body = {
    inbox_id: acme.support.id,
    contact_id: acme.mia.id,
    source_id,
    message: { content: 'Hello', expected_last_message_id: 0 },
  };
  const events = await eventsOf(world, async () => {
    assert.equal((await ben.post('/conversations', body)).status, 409);
  });
  await configure(world, acme.support, { lock_to_single_conversation: false });
  assert.deepEqual(events, []);
});

test('who does not ask for it pays for nothing; who does, for two statements', async () => {
  const path = await talk();
  const last = await send(path, { content: 'Hi' });
  const count = async (body: object) => (await statementsOf(async () => send(path, body))).length;
  const plain = await count({ content: 'x' });
  assert.equal(await count({ content: 'x', expected_last_message_id: '' }), plain);
  assert.equal(await count({ content: 'x', expected_last_message_id: last }), plain + 2);
});
