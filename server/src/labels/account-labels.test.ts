import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { retagLabel } from './retag.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil } = world;

let made = 0;
async function label(title = `label-${(made += 1)}`): Promise<Answer['body']> {
  const answer = await ada.post('/labels', { title });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const trail = (id: number) =>
  sql<{ action: string; audited_changes: unknown; user_id: number }>(
    world,
    `select action, audited_changes, user_id from audits
     where auditable_type = 'Label' and auditable_id = $1 order by id`,
    [id],
  );

/** Runs the jobs that renamings left behind, and those that follow from them. */
async function runRetagging(): Promise<number> {
  for (let runs = 0; ; runs += 1) {
    const [job] = await sql<{ id: string; data: Parameters<typeof retagLabel>[1] }>(
      world,
      `delete from jobs.job where id = (
         select id from jobs.job where name = 'retag_label' order by created_on limit 1) returning id, data`,
    );
    if (job === undefined) return runs;
    await retagLabel(world.pool, job.data);
  }
}

test('a label is made with what is usual, in lower case, and every member sees it in the order of titles', async () => {
  const answer = await ada.post('/labels', { title: 'Zebra' });
  assert.equal(answer.status, 200, answer.text);
  const { id, ...rest } = answer.body;
  assert.deepEqual(Object.keys(answer.body), [
    'id',
    'title',
    'description',
    'color',
    'show_on_sidebar',
  ]);
  assert.deepEqual(rest, {
    title: 'zebra',
    description: null,
    color: '#1f93ff',
    show_on_sidebar: null,
  });
  const other = await ada.post('/labels', {
    label: { title: 'apple', description: 'Fruit', color: '#000000', show_on_sidebar: true },
  });
  assert.deepEqual(
    { ...other.body, id: 0 },
    { id: 0, title: 'apple', description: 'Fruit', color: '#000000', show_on_sidebar: true },
  );
  const list = await ben.get('/labels');
  assert.deepEqual(list.body, { payload: [other.body, answer.body] });
  assert.deepEqual((await ada.get(`/labels/${id}`)).body, answer.body);
});

for (const [title, message] of [
  [undefined, 'Title must not be blank, Title is invalid'],
  ['', 'Title must not be blank, Title is invalid'],
  ['a', 'Title is invalid'],
  ['_ab', 'Title is invalid'],
  ['-ab', 'Title is invalid'],
  ['two words', 'Title is invalid'],
  ['a,b', 'Title is invalid'],
  ['ab\n', 'Title is invalid'],
  ['x'.repeat(256), 'Title is too long (maximum is 255 characters)'],
] as const) {
  test(`no label is called ${JSON.stringify(title)?.slice(0, 20)}`, async () => {
    const before = (await ada.get('/labels')).text;
    const answer = await ada.post('/labels', { title, color: '#fff' });
    assert.deepEqual([answer.status, answer.body], [422, { message, attributes: ['title'] }]);
    const kept = await label();
    const changed = await ada.patch(`/labels/${kept.id}`, { title: title ?? '' });
    assert.deepEqual([changed.status, changed.body], [422, { message, attributes: ['title'] }]);
    await ada.delete(`/labels/${kept.id}`);
    assert.equal((await ada.get('/labels')).text, before);
  });
}

test('letters and numbers of every script make a title', async () => {
  for (const title of ['größe', '請求', '1st', 'a-b_c'])
    assert.equal((await label(title)).title, title);
});

test('two labels of an account have different titles, whatever their case', async () => {
  await label('twice');
  const other = await label();
  const expected = { message: 'Title has already been taken', attributes: ['title'] };
  for (const answer of [
    await ada.post('/labels', { title: 'TWICE' }),
    await ada.patch(`/labels/${other.id}`, { title: 'Twice' }),
  ]) {
    assert.deepEqual([answer.status, answer.body], [422, expected]);
  }
  assert.equal((await gil.post('/labels', { title: 'twice' })).status, 200, 'of another account');
});

test('a request without any of its fields is refused with the name of the record', async () => {
  const { id } = await label();
  for (const answer of [
    await ada.post('/labels', {}),
    await ada.patch(`/labels/${id}`, { x: 1 }),
  ]) {
    const error = 'param is missing or the value is empty: label';
    assert.deepEqual([answer.status, answer.body], [422, { error }]);
  }
});

test('a change keeps what it does not name; null clears where null can be', async () => {
  const { id } = await label();
  await ada.patch(`/labels/${id}`, { description: 'x', show_on_sidebar: 'false', color: '#111' });
  const answer = await ada.put(`/labels/${id}`, { label: { description: null } });
  assert.equal(answer.status, 200);
  assert.equal(answer.body.description, null);
  assert.equal(answer.body.show_on_sidebar, false);
  assert.equal(answer.body.color, '#111');
});

test('agents read labels and change none', async () => {
  const { id } = await label('guarded');
  const before = (await ada.get('/labels')).text;
  for (const answer of [
    await ben.get(`/labels/${id}`),
    await ben.post('/labels', { title: 'mine' }),
    await ben.patch(`/labels/${id}`, { title: 'mine' }),
    await ben.delete(`/labels/${id}`),
  ]) {
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body, { error: 'You are not authorized to do this action' });
  }
  assert.equal((await ada.get('/labels')).text, before);
});

test("another account's label is none, and no field but its own can be written", async () => {
  const theirs = (await gil.post('/labels', { title: 'theirs' })).body;
  const absent = await ada.get('/labels/987654321');
  for (const answer of [
    await ada.get(`/labels/${theirs.id}`),
    await ada.patch(`/labels/${theirs.id}`, { title: 'ours' }),
    await ada.delete(`/labels/${theirs.id}`),
  ]) {
    assert.deepEqual([answer.status, answer.text], [404, absent.text]);
  }
  const sent = { title: 'own', id: theirs.id, account_id: globex.id, created_at: '2001-01-01' };
  const { id } = (await ada.post('/labels', sent)).body;
  assert.notEqual(id, theirs.id);
  await ada.patch(`/labels/${id}`, { ...sent, color: '#222' });
  const [row] = await sql<{ account_id: number; created_at: Date }>(
    world,
    'select account_id, created_at from labels where id = $1',
    [id],
  );
  assert.equal(row?.account_id, acme.id);
  assert.ok((row?.created_at.getFullYear() ?? 0) > 2001);
});

test('each change is in the audit log and makes copies of the labels stale', async () => {
  let id = 0;
  const events = await eventsOf(world, async () => {
    id = (await label('traced')).id;
    await ada.patch(`/labels/${id}`, { color: '#123456' });
    await ada.patch(`/labels/${id}`, { color: '#123456' });
    await ada.delete(`/labels/${id}`);
  });
  assert.deepEqual(namesOf(events), Array(3).fill('account.cache_invalidated'));
  const keys = events.map(({ payload }) => Number(payload.cache_keys.label));
  assert.ok(
    keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? 0)),
    String(keys),
  );
  const facts = { title: 'traced', description: null, show_on_sidebar: null };
  assert.deepEqual(await trail(id), [
    { action: 'create', audited_changes: { ...facts, color: '#1f93ff' }, user_id: ada.id },
    { action: 'update', audited_changes: { color: ['#1f93ff', '#123456'] }, user_id: ada.id },
    { action: 'destroy', audited_changes: { ...facts, color: '#123456' }, user_id: ada.id },
  ]);
});

test('a new title reaches conversations and contacts that have the old one, each once and with its events', async () => {
  const { id } = await label('vip');
  const tagged = await world.conversation();
  const other = await world.conversation();
  await ada.post(`/conversations/${tagged.id}/labels`, { labels: ['first', 'VIP', 'gold'] });
  await ada.post(`/conversations/${other.id}/labels`, { labels: ['vips'] });
  await sql(world, `update contacts set labels = '{vip,new}' where id = $1`, [acme.mia.id]);
  const theirs = await sql(
    world,
    'update contacts set labels = $2 where id = $1 returning labels',
    [globex.contact.id, ['vip']],
  );
  const lines = await linesOf(world, tagged.id);
  const events = await eventsOf(world, async () => {
    await ada.patch(`/labels/${id}`, { title: 'gold' });
    assert.equal(await runRetagging(), 1);
  });
  assert.deepEqual(namesOf(events), [
    'account.cache_invalidated',
    'label.renamed',
    'conversation.updated',
    'contact.updated',
  ]);
  assert.deepEqual(events[2]?.payload.changes, {
    label_list: [
      ['first', 'VIP', 'gold'],
      ['first', 'gold'],
    ],
  });
  assert.deepEqual(events[3]?.payload.changes, {
    label_list: [
      ['vip', 'new'],
      ['gold', 'new'],
    ],
  });
  assert.deepEqual((await ada.get(`/conversations/${tagged.id}/labels`)).body.payload, [
    'first',
    'gold',
  ]);
  assert.deepEqual((await ada.get(`/conversations/${other.id}/labels`)).body.payload, ['vips']);
  assert.deepEqual(await linesOf(world, tagged.id), lines, 'nobody did it, so no line says so');
  const after = await sql(world, 'select labels from contacts where id = $1', [globex.contact.id]);
  assert.deepEqual(after, theirs);
});

test('a job that runs again, or late, leads to the title that the label has by then', async () => {
  const { id } = await label('one');
  const tagged = await world.conversation();
  await ada.post(`/conversations/${tagged.id}/labels`, { labels: ['one'] });
  const stale = { account_id: acme.id, label_id: id, from: 'one', to: 'two' };
  await ada.patch(`/labels/${id}`, { title: 'two' });
  await ada.patch(`/labels/${id}`, { title: 'three' });
  await runRetagging();
  assert.deepEqual((await ada.get(`/conversations/${tagged.id}/labels`)).body.payload, ['three']);
  await ada.post(`/conversations/${tagged.id}/labels`, { labels: ['one'] });
  await retagLabel(world.pool, stale);
  assert.deepEqual((await ada.get(`/conversations/${tagged.id}/labels`)).body.payload, ['three']);
  const events = await eventsOf(world, async () => retagLabel(world.pool, stale));
  assert.deepEqual(events, [], 'there is nothing left to do');
  await ada.delete(`/labels/${id}`);
  assert.deepEqual((await ada.get(`/conversations/${tagged.id}/labels`)).body.payload, ['three']);
});

test('more than a batch is carried on by jobs that follow', async () => {
  const { id } = await label('many');
  await sql(
    world,
    `insert into contacts (account_id, name, labels) select $1, 'c' || n, '{many}' from generate_series(1, 450) n`,
    [acme.id],
  );
  await ada.patch(`/labels/${id}`, { title: 'crowd' });
  assert.equal(await runRetagging(), 3);
  const [left] = await sql<{ many: number; crowd: number }>(
    world,
    `select count(*) filter (where labels = '{many}') as many, count(*) filter (where labels = '{crowd}') as crowd
     from contacts`,
  );
  assert.deepEqual(left, { many: 0, crowd: 450 });
});
