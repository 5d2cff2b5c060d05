import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { publishNow } from '../events/publish.ts';
import { sweepEvents } from '../events/sweep.ts';

const world = await createWorld();
const { ada, ben, cleo, dora, gil, acme, pool } = world;

interface Line {
  cursor: string;
  event?: string;
  data?: Answer['body'];
  has_more?: boolean;
}

const linesOf = ({ text }: Answer): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** What somebody is told, and the cursor from which they go on. */
async function changes(person: Caller, after?: string, more = '') {
  // Nobody publishes by the clock here.
  await publishNow(pool);
  const answer = await person.get(`/changes?${after === undefined ? '' : `after=${after}`}${more}`);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['content-type'], 'application/x-ndjson; charset=utf-8');
  const lines = linesOf(answer);
  return { lines: lines.slice(0, -1), cursor: lines.at(-1)!.cursor, end: lines.at(-1)! };
}

const now = async (person: Caller = ada): Promise<string> => (await changes(person)).cursor;
const eventsIn = (lines: Line[]): (string | undefined)[] => lines.map(({ event }) => event);
const contentsIn = (lines: Line[]): string[] =>
  lines.filter(({ event }) => event === 'message.created').map(({ data }) => data.content);

const say = async (id: number, content: string): Promise<void> => {
  const { status } = await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.equal(status, 200);
};

test('without a cursor the feed begins now, and then tells what happened in order, each with its cursor', async () => {
  const { id } = await world.conversation();
  const start = await changes(ben);
  assert.deepEqual(start.lines, []);
  assert.deepEqual(Object.keys(start.end), ['cursor', 'has_more']);
  await say(id, 'one');
  await ben.put(`/contacts/${acme.mia.id}`, { name: 'Mia B' });
  await say(id, 'two');
  const { lines, cursor } = await changes(ben, start.cursor);
  const told = lines.filter(({ event }) => /message.created|contact.updated/.test(event ?? ''));
  assert.deepEqual(eventsIn(told).filter((event) => event === 'message.created').length, 2);
  assert.deepEqual(contentsIn(lines), ['one', 'two']);
  assert.equal(told[0]?.data.account_id, acme.id);
  assert.equal(told[0]?.data.conversation_id, id);
  const first = lines.find(({ data }) => data.content === 'one')!;
  assert.deepEqual(contentsIn((await changes(ben, first.cursor)).lines), ['two']);
  assert.deepEqual((await changes(ben, cursor)).lines, []);
});

test('a few at a time, and whether there is more', async () => {
  const { id } = await world.conversation();
  let cursor = await now();
  for (const content of ['a', 'b', 'c']) await say(id, content);
  const contents: string[] = [];
  for (let isMore = true; isMore;) {
    const page = await changes(ada, cursor, '&limit=2');
    assert.ok(page.lines.length <= 2);
    contents.push(...contentsIn(page.lines));
    cursor = page.cursor;
    isMore = page.end.has_more === true;
  }
  assert.deepEqual(contents, ['a', 'b', 'c']);
});

test('who waits is told as soon as something happens, and holds no connection meanwhile', async () => {
  const { id } = await world.conversation();
  const cursor = await now(ben);
  const waiting = ben.get(`/changes?after=${cursor}&wait=50`);
  const others = [1, 2, 3].map(async () => cleo.get(`/changes?wait=1`));
  const isIdle = async (): Promise<boolean> => pool.idleCount === pool.totalCount;
  while (!(await isIdle())) await pool.query('select 1');
  await say(id, 'news');
  assert.deepEqual(contentsIn(linesOf(await waiting)), ['news']);
  for (const each of await Promise.all(others)) assert.equal(linesOf(each).length, 1);
});

test('one caller may wait only so often at once', async () => {
  const waiting = Array.from({ length: 7 }, async () => dora.get('/changes?wait=2'));
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 429).length, 1);
  assert.equal(statuses.filter((status) => status === 200).length, 6);
  assert.equal((await dora.get('/changes?wait=1')).status, 200);
});

test('everybody is told of what they may see, by the rights they have when they ask', async () => {
  const { id } = await world.conversation();
  const cursor = await now();
  await say(id, 'in support');
  assert.deepEqual(contentsIn((await changes(ben, cursor)).lines), ['in support']);
  assert.deepEqual((await changes(cleo, cursor)).lines, []);
  const members = { inbox_id: acme.support.id, user_ids: [ben.id] };
  await ada.delete('/inbox_members', members);
  assert.deepEqual(contentsIn((await changes(ben, cursor)).lines), []);
  await ada.post('/inbox_members', members);
  assert.deepEqual(contentsIn((await changes(ben, cursor)).lines), ['in support']);
  assert.equal((await gil.get(`/changes?after=${cursor}`)).status, 200);
  assert.deepEqual((await changes(gil, cursor)).lines, []);
});

test('a notification is told to whom it is for alone', async () => {
  const { id } = await world.conversation();
  const cursor = await now();
  await sql(
    world,
    `insert into events (account_id, name, payload) values ($1, 'notification.created', $2)`,
    [acme.id, { user_id: ben.id, notification: { id: 1 }, unread_count: 1, count: 1, id }],
  );
  assert.deepEqual(eventsIn((await changes(ben, cursor)).lines), ['notification.created']);
  assert.deepEqual((await changes(ada, cursor)).lines, []);
});

test('a conversation that was deleted is told to those who could see it, and to nobody else', async () => {
  const { id } = await world.conversation();
  const cursor = await now();
  await say(id, 'soon gone');
  assert.equal((await ada.delete(`/conversations/${id}`)).status, 200);
  for (const person of [ada, ben]) {
    const { lines } = await changes(person, cursor);
    assert.deepEqual(contentsIn(lines), []);
    const { data } = lines.find(({ event }) => event === 'conversation.deleted')!;
    assert.deepEqual([data.id, data.inbox_id, data.account_id], [id, acme.support.id, acme.id]);
    assert.doesNotMatch(JSON.stringify(lines), /removed_files|took_part/);
  }
  assert.deepEqual((await changes(cleo, cursor)).lines, []);
  assert.deepEqual((await changes(dora, cursor)).lines, []);
});

test('a deleted conversation concerns its team, its assignee and its participants as far as their role reaches', async () => {
  const role = await ada.post('/custom_roles', {
    custom_role: { name: 'Taking part', permissions: ['conversation_participating_manage'] },
  });
  const own = await world.conversation();
  await ada.post(`/conversations/${own.id}/participants`, { user_ids: [ben.id] });
  const other = await world.conversation();
  const ofTeam = await world.conversation();
  await ada.post(`/conversations/${ofTeam.id}/assignments?team_id=${acme.escalations.id}`);
  await sql(world, 'update memberships set custom_role_id = $1 where user_id = $2', [
    role.body.id,
    ben.id,
  ]);
  const cursor = await now();
  for (const { id } of [own, other, ofTeam]) await ada.delete(`/conversations/${id}`);
  const deleted = async (person: Caller) =>
    (await changes(person, cursor)).lines
      .filter(({ event }) => event === 'conversation.deleted')
      .map(({ data }) => data.id);
  assert.deepEqual(await deleted(ben), [own.id]);
  assert.deepEqual(await deleted(dora), [ofTeam.id]);
  await sql(world, 'update memberships set custom_role_id = null where user_id = $1', [ben.id]);
});

test('a service key is told of its inboxes', async () => {
  const { id } = await world.conversation();
  const made = await ada.post('/service_keys', {
    name: 'Warehouse',
    scopes: ['read'],
    inbox_ids: [acme.support.id],
  });
  const { token } = made.body as { token: string };
  const cursor = await now();
  await say(id, 'for the key');
  const elsewhere = await world.conversation({ inbox_id: acme.sales.id });
  await say(elsewhere.id, 'not for the key');
  await publishNow(pool);
  const { text } = await world.stranger.get(`/changes?after=${cursor}`, {
    api_access_token: token,
  });
  assert.match(text, /for the key/);
  assert.doesNotMatch(text, /not for the key/);
});

test('a list and the feed from its cursor miss nothing between them', async () => {
  const { id } = await world.conversation();
  const lists: [path: string, cursorIn: (body: Answer['body']) => string][] = [
    ['/conversations', (body) => body.data.meta.cursor],
    ['/conversations/search?q=x', (body) => body.meta.cursor],
    [`/conversations/${id}/messages`, (body) => body.meta.cursor],
    ['/contacts', (body) => body.meta.cursor],
    ['/contacts/search?q=mia', (body) => body.meta.cursor],
  ];
  for (const [path, cursorIn] of lists) {
    const cursor = cursorIn((await ben.get(path)).body);
    await say(id, `after ${path}`);
    assert.ok(contentsIn((await changes(ben, cursor)).lines).includes(`after ${path}`), path);
  }
  const filter = { payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }] }; // prettier-ignore
  const { body } = await ben.post('/conversations/filter', filter);
  await say(id, 'after the filter');
  const { lines } = await changes(ben, body.meta.cursor as string);
  assert.ok(contentsIn(lines).includes('after the filter'));
});

test('while many write, what a page shows and what follows it are everything', async () => {
  const ids = await Promise.all([1, 2, 3].map(async () => (await world.conversation()).id));
  let isOver = false;
  let written = 0;
  const writers = ids.map(async (id, each) => {
    while (!isOver) await say(id, `w${each} ${(written += 1)}`);
  });
  const [id] = ids;
  while (written < 20) await publishNow(pool);
  const page = await ben.get(`/conversations/${id}/messages?per_page=100`);
  isOver = true;
  await Promise.all(writers);
  const shown = (page.body.payload as { id: number }[]).map((message) => message.id);
  const { lines } = await changes(ben, page.body.meta.cursor as string, '&limit=500');
  const told = lines.flatMap(({ event, data }) =>
    event === 'message.created' && data.conversation_id === id ? [data.id as number] : [],
  );
  const stored = await sql<{ id: number }>(
    world,
    `select m.id from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
     where c.account_id = $1 and c.display_id = $2 order by m.id`,
    [acme.id, id],
  );
  assert.deepEqual(
    [...new Set([...shown, ...told])].toSorted((a, b) => a - b),
    stored.map((message) => message.id),
  );
});

test('in an account in which nothing happens a list stays the same, byte for byte', async () => {
  const first = await gil.get('/conversations');
  await ada.post('/contacts', { name: 'Elsewhere' });
  await publishNow(pool);
  const again = await gil.get('/conversations', { 'if-none-match': String(first.headers.etag) });
  assert.equal(again.status, 304);
});

test('what is no cursor is refused by name; one that reaches too far back, or too far ahead, is told to begin again', async () => {
  const wrong = await ada.get('/changes?after=nonsense');
  assert.equal(wrong.status, 422);
  assert.match(wrong.body.error, /^after /);
  for (const wait of [-1, 61]) {
    const { status, body } = await ada.get(`/changes?wait=${wait}`);
    assert.deepEqual([status, body.error], [422, 'wait must be from 0 to 60']);
  }
  const cursor = await now();
  const [epoch, position] = Buffer.from(cursor, 'base64url').toString().split('.');
  const at = (place: string): string => Buffer.from(place).toString('base64url');
  const gone = async (after: string): Promise<void> => {
    for (const accept of ['*/*', 'text/event-stream']) {
      const answer = await ada.get(`/changes?after=${after}`, { accept });
      assert.equal(answer.status, 410);
      assert.match(answer.body.error, /meta\.cursor/);
    }
  };
  await gone(at(`${epoch}.${Number(position) + 1000}`));
  await gone(at(`another.${position}`));
  await ada.post('/contacts', { name: 'Anybody' });
  await publishNow(pool);
  await sql(world, `update event_publications set published_at = now() - interval '30 days'`);
  await sweepEvents(pool, 24);
  await gone(cursor);
  assert.deepEqual((await changes(ada, await now())).lines, []);
});
