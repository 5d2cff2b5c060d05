import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { pino } from 'pino';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { buildApp } from '../app.ts';

const world = await createWorld();
const { acme, ada, ben, rex, gil, globex } = world;
const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };
const REPLAYED = 'idempotent-replayed';

let keys = 0;
const newKey = (): string => `key-${(keys += 1)}`;

const keyed = async (
  key: string,
  path: string,
  body: unknown = usual,
  who: Caller = ada,
): Promise<Answer> => who.post(path, body, { 'idempotency-key': key });

const total = async (): Promise<number> =>
  (await ada.get('/conversations/meta?status=all')).body.meta.all_count;

test('the same request with the same key has one effect and one answer, byte for byte', async () => {
  const key = newKey();
  const before = await total();
  const first = await keyed(key, '/conversations');
  const second = await keyed(key, '/conversations');
  assert.equal(first.status, 200);
  assert.equal(first.headers[REPLAYED], undefined);
  assert.equal(second.status, 200);
  assert.equal(second.headers[REPLAYED], 'true');
  assert.equal(second.text, first.text);
  assert.equal(second.headers['content-type'], first.headers['content-type']);
  assert.equal(await total(), before + 1);
});

test('the answer is the one of then, whatever has happened since', async () => {
  const key = newKey();
  const { body, text } = await keyed(key, '/conversations');
  await ada.post(`/conversations/${body.id}/toggle_status`, { status: 'resolved' });
  assert.equal((await keyed(key, '/conversations')).text, text);
  await ada.delete(`/conversations/${body.id}`);
  assert.equal((await keyed(key, '/conversations')).text, text);
});

test('without a key, or with an empty one, every request is its own', async () => {
  const before = await total();
  for (const key of ['', '']) await keyed(key, '/conversations');
  await ada.post('/conversations', usual);
  assert.equal(await total(), before + 3);
});

test('the same key with another body, path or method is refused', async () => {
  const { id } = await world.conversation();
  const key = newKey();
  const path = `/conversations/${id}`;
  const headers = { 'idempotency-key': key };
  assert.equal((await ada.patch(path, { priority: 'high' }, headers)).status, 200);
  for (const answer of [
    await ada.patch(path, { priority: 'low' }, headers),
    await ada.patch(path, { priority: 'high', more: 1 }, headers),
    await ada.put(path, { priority: 'high' }, headers),
    await ada.patch('/conversations/1', { priority: 'high' }, headers),
    await ada.patch(`${path}?x=1`, { priority: 'high' }, headers),
    await ada.delete(path, { priority: 'high' }, headers),
  ]) {
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body, { error: 'Idempotency-Key was used with another request' });
  }
  assert.equal((await ada.get(path)).body.priority, 'high');
  assert.equal((await ada.patch(path, { priority: 'high' }, headers)).headers[REPLAYED], 'true');
});

test('a key is each caller’s own: people, bots and other accounts may use the same', async () => {
  const key = newKey();
  assert.equal(rex.id, ada.id, 'a bot and a person with one id');
  const theirs = { inbox_id: globex.inbox.id, contact_id: globex.contact.id };
  const answers = [
    await keyed(key, '/conversations', usual, ada),
    await keyed(key, '/conversations', usual, ben),
    await keyed(key, '/conversations', usual, rex),
    await keyed(key, '/conversations', theirs, gil),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 200);
    assert.equal(answer.headers[REPLAYED], undefined);
  }
  assert.equal(new Set(answers.slice(0, 3).map(({ body }) => body.id)).size, 3);
});

test('a request that was refused is not remembered: mended, it may come with the same key', async () => {
  const key = newKey();
  const { id } = await world.conversation();
  const path = `/conversations/${id}/toggle_status`;
  assert.equal((await keyed(key, path, { status: 'closed' })).status, 422);
  assert.equal((await keyed(key, '/conversations/999999/mute', {})).status, 404);
  const mended = await keyed(key, path, { status: 'pending' });
  assert.equal(mended.status, 200);
  assert.equal(mended.headers[REPLAYED], undefined);
});

test('a write whose message fails leaves nothing, and works when it is repeated well', async () => {
  const key = newKey();
  const before = await total();
  const bad = { ...usual, message: { content: 'x', message_type: 'nonsense' } };
  assert.equal((await keyed(key, '/conversations', bad)).status, 422);
  assert.equal(await total(), before);
  const good = await keyed(key, '/conversations', { ...usual, message: { content: 'x' } });
  assert.equal(good.status, 200);
  assert.equal(await total(), before + 1);
});

test('empty answers and null are remembered as well', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  for (const [path, body, text] of [
    [`/conversations/${id}/mute`, {}, ''],
    [`/conversations/${id}/assignments`, { assignee_id: null }, 'null'],
  ] as const) {
    const key = newKey();
    const answers = [await keyed(key, path, body), await keyed(key, path, body)];
    assert.deepEqual(
      answers.map((answer) => [answer.status, answer.text, answer.headers['content-type']]),
      [
        [200, text, answers[0]?.headers['content-type']],
        [200, text, answers[0]?.headers['content-type']],
      ],
    );
    assert.equal(answers[1]?.headers[REPLAYED], 'true');
  }
  const lines = await ada.get(`/conversations/${id}/messages`);
  const mutes = lines.body.payload.filter((m: { content: string }) => m.content.includes('muted'));
  assert.equal(mutes.length, 1, 'muting again would have said so again');
});

test('a deletion that was repeated is answered as the first one was', async () => {
  const { id } = await world.conversation();
  const headers = { 'idempotency-key': newKey() };
  assert.equal((await ada.delete(`/conversations/${id}`, undefined, headers)).status, 200);
  assert.equal((await ada.delete(`/conversations/${id}`, undefined, headers)).status, 200);
  assert.equal((await ada.delete(`/conversations/${id}`)).status, 404);
});

test('a key counts for a day', async () => {
  const key = newKey();
  const first = await keyed(key, '/conversations');
  const age = async (interval: string): Promise<unknown> =>
    sql(world, 'update idempotency_keys set created_at = now() - $2::interval where key = $1', [
      key,
      interval,
    ]);
  await age('23 hours 59 minutes');
  assert.equal((await keyed(key, '/conversations')).text, first.text);
  await age('24 hours 1 minute');
  const next = await keyed(key, '/conversations');
  assert.equal(next.headers[REPLAYED], undefined);
  assert.notEqual(next.body.id, first.body.id);
  assert.equal((await keyed(key, '/conversations')).text, next.text, 'and begins anew');
});

test('a key counts for a day by both clocks, so that one that is put forward makes nothing twice', async () => {
  const key = newKey();
  const first = await keyed(key, '/conversations');
  await sql(world, `update idempotency_keys set created_at = now() - interval '10 days'`);
  mock.timers.enable({ apis: ['Date'], now: Date.now() - 10 * 24 * 3_600_000 });
  try {
    assert.equal((await keyed(key, '/conversations')).text, first.text);
  } finally {
    mock.timers.reset();
  }
});

test('a key has at most 255 characters', async () => {
  assert.equal((await keyed('k'.repeat(255), '/conversations')).status, 200);
  const answer = await keyed('k'.repeat(256), '/conversations');
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, /Idempotency-Key/);
});

test('a read takes no notice of a key', async () => {
  const headers = { 'idempotency-key': newKey() };
  await ada.get('/conversations', headers);
  const answer = await ada.get('/conversations/meta', headers);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers[REPLAYED], undefined);
});

const form = (boundary: string, file: string): [string, Record<string, string>] => [
  [
    `--${boundary}`,
    'Content-Disposition: form-data; name="content"',
    '',
    'See the file',
    `--${boundary}`,
    'Content-Disposition: form-data; name="attachments[]"; filename="a.txt"',
    'Content-Type: text/plain',
    '',
    file,
    `--${boundary}--`,
    '',
  ].join('\r\n'),
  { 'content-type': `multipart/form-data; boundary=${boundary}` },
];

test('a form with files is recognised by its contents, not by its boundary', async () => {
  const { id } = await world.conversation();
  const key = newKey();
  const send = async (boundary: string, file: string): Promise<Answer> => {
    const [body, headers] = form(boundary, file);
    return ada.post(`/conversations/${id}/messages`, body, { ...headers, 'idempotency-key': key });
  };
  const first = await send('one', 'contents');
  assert.equal(first.status, 200, first.text);
  assert.equal(first.body.attachments.length, 1);
  const second = await send('two', 'contents');
  assert.equal(second.text, first.text);
  assert.equal(second.headers[REPLAYED], 'true');
  assert.equal((await send('three', 'other contents')).status, 422);
  assert.equal((await ada.get(`/conversations/${id}/messages`)).body.payload.length, 1);
});

/** Waits until a statement of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await sql(
      world,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

test('a twin that comes while the first is under way is told to come again', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}/messages`;
  const key = newKey();
  const holder = await world.pool.connect();
  await holder.query('begin');
  await holder.query(
    'select 1 from conversations where account_id = $1 and display_id = $2 for update',
    [acme.id, id],
  );
  const first = keyed(key, path, { content: 'Once' });
  await somebodyWaits();
  const twin = await keyed(key, path, { content: 'Once' });
  assert.equal(twin.status, 409);
  assert.deepEqual(twin.body, {
    error: 'A request with this Idempotency-Key is still under way',
  });
  assert.equal(twin.headers['retry-after'], '1');
  await holder.query('rollback');
  holder.release();
  const answer = await first;
  assert.equal(answer.status, 200);
  const after = await keyed(key, path, { content: 'Once' });
  assert.equal(after.text, answer.text);
  assert.equal(after.headers[REPLAYED], 'true');
  assert.equal((await ada.get(path)).body.payload.length, 1);
});

test('of many twins at once, through two servers, each key has one effect', async () => {
  const other = await buildApp(world.platform, pino({ level: 'silent' }));
  const create = async (key: string, twin: number): Promise<Answer | undefined> => {
    const response = await (twin % 2 === 0 ? world.app : other).inject({
      method: 'POST',
      url: `/api/v1/accounts/${acme.id}/conversations`,
      headers: { api_access_token: ada.token, 'idempotency-key': key },
      payload: usual,
    });
    assert.ok([200, 409].includes(response.statusCode), response.body);
    if (response.statusCode === 409) return undefined;
    const { body: text, headers } = response;
    return { status: 200, text, body: response.json(), headers };
  };
  const before = await total();
  const all = Array.from({ length: 20 }, newKey);
  const answers = await Promise.all(
    all.map(async (key) =>
      Promise.all(Array.from({ length: 10 }, async (_, twin) => create(key, twin))),
    ),
  );
  assert.equal(await total(), before + all.length);
  for (const [index, twins] of answers.entries()) {
    const late = await create(all[index] as string, 0);
    const texts = new Set([...twins, late].flatMap((twin) => twin?.text ?? []));
    assert.equal(texts.size, 1, 'every answer that there was is the same');
    assert.equal(late?.headers[REPLAYED], 'true');
  }
  await other.close();
});
