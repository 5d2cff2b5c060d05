import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { eventsOf, linesOf, sql } from '../../test/inside.ts';
import { md5, postParts, type Part } from '../../test/files.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, acme } = world;

const talk = async (): Promise<string> =>
  `/conversations/${(await world.conversation()).id}/messages`;
const send = async (path: string, body: unknown, caller: Caller = ben): Promise<Answer['body']> => {
  const { status, body: message, text } = await caller.post(path, body);
  assert.equal(status, 200, text);
  return message;
};
const idsIn = async (path: string): Promise<number[]> =>
  (await ada.get(`${path}?per_page=100`)).body.payload.map((each: { id: number }) => each.id);

for (const key of ['echo_id', 'source_id'] as const) {
  test(`a request repeated with its ${key} gets the message that it made before`, async () => {
    const path = await talk();
    const body = { content: 'Once', [key]: 'same' };
    const first = await send(path, body);
    const events = await eventsOf(world, async () => {
      assert.deepEqual(await send(path, body), first);
    });
    assert.deepEqual(events, []);
    assert.deepEqual(await idsIn(path), [first.id]);
  });

  test(`20 twins with one ${key} at once make one message, and all get it`, async () => {
    const path = await talk();
    const body = { content: 'Once', [key]: 'twin', message_type: 'incoming' };
    const answers = await Promise.all(Array.from({ length: 20 }, async () => ben.post(path, body)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
    assert.deepEqual(await idsIn(path), [answers[0]?.body.id]);
  });
}

test('a message is the same for a day by both clocks, so that one that is put forward makes none twice', async () => {
  const path = await talk();
  const body = { content: 'Once', echo_id: 'same' };
  const first = await send(path, body);
  await sql(world, `update messages set created_at = now() - interval '10 days' where id = $1`, [
    first.id,
  ]);
  mock.timers.enable({ apis: ['Date'], now: Date.now() - 10 * 24 * 3_600_000 });
  try {
    assert.equal((await send(path, body)).id, first.id);
  } finally {
    mock.timers.reset();
  }
});

const original = { content: 'Same', echo_id: 'e', source_id: 's' };

for (const [what, change, caller] of [
  ['content', { content: 'Other' }],
  ['privacy', { private: true }],
  ['direction', { message_type: 'incoming' }],
  ['kind', { content_type: 'input_email' }],
  ['attributes', { content_attributes: { a: 1 } }],
  ['template parameters', { template_params: { name: 'welcome' } }],
  ['campaign', { campaign_id: 4 }],
  ['person', {}, ada],
  ['bot', {}, rex],
  ['id elsewhere', { source_id: 'other' }],
] as [string, object, Caller?][]) {
  test(`a message that differs in its ${what} is another message, whatever its ids`, async () => {
    const path = await talk();
    const first = await send(path, original);
    const second = await send(path, { ...original, ...change }, caller);
    assert.notEqual(second.id, first.id);
    assert.deepEqual(await idsIn(path), [first.id, second.id]);
  });
}

test('a user and a bot with the same number are not the same sender', async () => {
  const path = await talk();
  const user = [ada, ben, world.cleo, world.dora].find(({ id }) => id === rex.id);
  assert.ok(user !== undefined, 'somebody has the number of the bot');
  await sql(world, 'insert into inbox_members values ($1, $2, $3) on conflict do nothing', [
    acme.id,
    acme.support.id,
    user.id,
  ]);
  const first = await send(path, { content: 'x', echo_id: 'e' }, user);
  assert.notEqual((await send(path, { content: 'x', echo_id: 'e' }, rex)).id, first.id);
});

test('two bots who say the same are two senders', async () => {
  const path = await talk();
  const [helper] = await sql<{ id: number }>(
    world,
    `insert into agent_bots (name) values ('Helper') returning id`,
  );
  const body = { content: 'x', echo_id: 'e', sender_type: 'AgentBot' };
  const first = await send(path, { ...body, sender_id: rex.id });
  assert.notEqual((await send(path, { ...body, sender_id: helper?.id })).id, first.id);
});

test('the same ids in another conversation are another message', async () => {
  const [one, other] = [await talk(), await talk()];
  assert.notEqual((await send(one, original)).id, (await send(other, original)).id);
});

test('the id elsewhere tells messages apart, even when the echo is the same', async () => {
  const path = await talk();
  const first = await send(path, original);
  assert.equal((await send(path, { ...original, echo_id: 'new' })).id, first.id);
  assert.notEqual((await send(path, { ...original, source_id: null })).id, first.id);
});

test('messages without ids are as many as there were requests', async () => {
  const path = await talk();
  await send(path, { content: 'Hi' });
  await send(path, { content: 'Hi' });
  await send(path, { content: 'Hi', echo_id: '', source_id: '' });
  await send(path, { content: 'Hi', echo_id: '', source_id: '' });
  assert.equal((await idsIn(path)).length, 4);
});

test('after a day an id may be used again', async () => {
  const path = await talk();
  const first = await send(path, original);
  const age = 'update messages set created_at = created_at - $2::interval where id = $1';
  await sql(world, age, [first.id, '23 hours 59 minutes']);
  assert.equal((await send(path, original)).id, first.id);
  await sql(world, age, [first.id, '2 minutes']);
  assert.notEqual((await send(path, original)).id, first.id);
});

test('a message that failed meanwhile is still the answer to its request', async () => {
  const path = await talk();
  const body = { content: 'x', echo_id: 'e', content_attributes: { kept: true } };
  const first = await send(path, body);
  await ben.patch(`${path}/${first.id}`, { status: 'failed', external_error: 'no route' });
  const again = await send(path, body);
  assert.equal(again.id, first.id);
  assert.equal(again.status, 'failed');
});

test('a deleted message does not answer for a new one with its ids', async () => {
  const path = await talk();
  const first = await send(path, original);
  await ben.delete(`${path}/${first.id}`);
  const again = await send(path, original);
  assert.notEqual(again.id, first.id);
  assert.equal(again.content, 'Same');
});

test('files make messages the same or different, as words do', async () => {
  const path = await talk();
  const parts = (bytes: string, filename = 'a.txt'): Part[] => [
    { name: 'echo_id', bytes: 'files' },
    { filename, type: 'text/plain', bytes },
  ];
  const first = await postParts(ben, path, parts('one'));
  assert.equal(first.body.attachments.length, 1);
  const again = await postParts(ben, path, parts('one'));
  assert.deepEqual(again.body, first.body);
  await postParts(ben, path, parts('two'));
  await postParts(ben, path, parts('one', 'b.txt'));
  await postParts(ben, path, [...parts('one'), ...parts('one').slice(1)]);
  await send(path, { echo_id: 'files' });
  assert.equal((await idsIn(path)).length, 5);
});

test('a direct upload that was attached is found again when the request is repeated', async () => {
  const path = await talk();
  const announced = await ben.post(path.replace('/messages', '/direct_uploads'), {
    blob: { filename: 'a.txt', byte_size: 3, checksum: md5('abc'), content_type: 'text/plain' },
  });
  assert.equal(announced.status, 200, announced.text);
  const { url, headers } = announced.body.direct_upload;
  const put = await world.app.inject({
    method: 'PUT',
    url: url.replace(/^https?:\/\/[^/]+/, ''),
    headers,
    payload: 'abc',
  });
  assert.ok(put.statusCode < 300, put.body);
  const body = { attachments: [announced.body.signed_id], echo_id: 'direct' };
  const first = await send(path, body);
  assert.equal(first.attachments.length, 1);
  assert.deepEqual(await send(path, body), first);
  const differs = await ben.post(path, { ...body, content: 'with words' });
  assert.equal(differs.status, 422);
});

test('an Idempotency-Key gives the stored answer byte for byte, and 422 to another message', async () => {
  const path = await talk();
  const headers = { 'idempotency-key': 'key-1' };
  const first = await ben.post(path, { content: 'Once', echo_id: 5 }, headers);
  const again = await ben.post(path, { content: 'Once', echo_id: 5 }, headers);
  assert.equal(again.text, first.text);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.equal((await ben.post(path, { content: 'Other', echo_id: 5 }, headers)).status, 422);
  assert.equal((await idsIn(path)).length, 1);
});

test('20 messages sent at once are all there, once, in the order of their ids', async () => {
  const path = await talk();
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => send(path, { content: `n${n}` }, n % 2 ? ada : ben)),
  );
  const page = (await ada.get(path)).body.payload as Answer['body'][];
  const sent = answers.map(({ id }) => id as number).toSorted((a, b) => a - b);
  assert.deepEqual(
    page.map(({ id }) => id),
    sent,
  );
  assert.equal(new Set(page.map(({ content }) => content)).size, 20);
  assert.ok(page.every(({ created_at }, n) => n === 0 || created_at >= page[n - 1].created_at));
  const stored = await sql<{ ordered: boolean }>(
    world,
    `select bool_and(created_at > before) as ordered from (
       select created_at, lag(created_at, 1, '-infinity') over (order by id) as before
       from messages where id = any($1::bigint[])) m`,
    [sent],
  );
  assert.equal(stored[0]?.ordered, true);
});

test('customers who write while a conversation is resolved leave lines that fit its status', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}`;
  await Promise.all(
    Array.from({ length: 24 }, async (_, n) =>
      n % 2 === 0
        ? send(`${path}/messages`, { content: `m${n}`, message_type: 'incoming' })
        : ben.post(`${path}/toggle_status`, { status: 'resolved' }),
    ),
  );
  const { status, waiting_since, unread_count } = (await ada.get(path)).body;
  const lines = await linesOf(world, id);
  const resolved = lines.filter(
    (line) => line === 'Conversation was marked resolved by Ben',
  ).length;
  const reopened = lines.filter((line) => line.startsWith('System reopened')).length;
  assert.equal(lines.length, resolved + reopened);
  assert.equal(resolved - reopened, status === 'resolved' ? 1 : 0);
  assert.equal(waiting_since === 0, status === 'resolved');
  assert.equal(unread_count, 10);
});
