import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, gil } = world;
const path = '/custom_filters';
const query = {
  payload: [
    { attribute_key: 'status', values: ['open'], query_operator: null, odd: { 'Ä ': [1] } },
  ],
};

async function save(who: Caller, input: Record<string, unknown>): Promise<Answer['body']> {
  const answer = await who.post(path, { query, ...input });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}
const namesFor = async (who: Caller, type = 'conversation'): Promise<string[]> =>
  (await who.get(`${path}?filter_type=${type}`)).body.map(({ name }: { name: string }) => name);

test('a view is kept as it was sent, and is its owner’s alone', async () => {
  const made = await save(ben, { name: 'Mine' });
  assert.deepEqual(Object.keys(made), [
    'id', 'name', 'filter_type', 'query', 'created_at', 'updated_at', 'shared', 'user_id',
  ]); // prettier-ignore
  assert.deepEqual(made.query, query);
  assert.deepEqual([made.filter_type, made.shared, made.user_id], ['conversation', false, ben.id]);
  assert.deepEqual((await ben.get(path)).body, [made]);
  assert.deepEqual((await ben.get(`${path}/${made.id}`)).body, made);
  for (const other of [ada, cleo, gil]) {
    assert.deepEqual(await namesFor(other), []);
    for (const answer of [
      await other.get(`${path}/${made.id}`),
      await other.patch(`${path}/${made.id}`, { name: 'x' }),
      await other.delete(`${path}/${made.id}`),
    ]) {
      assert.deepEqual(
        [answer.status, answer.body],
        [404, { error: 'Resource could not be found' }],
      );
    }
  }
  const changed = await ben.patch(`${path}/${made.id}`, { custom_filter: { name: 'Still mine' } });
  assert.deepEqual([changed.body.name, changed.body.query], ['Still mine', query]);
  const gone = await ben.delete(`${path}/${made.id}`);
  assert.deepEqual([gone.status, gone.text], [204, '']);
  assert.deepEqual(await namesFor(ben), []);
});

test('views of conversations, contacts and reports are listed each for itself', async () => {
  await save(ben, { name: 'k', filter_type: 'contact' });
  await save(ben, { name: 'r', filter_type: 2 });
  assert.deepEqual(await namesFor(ben, 'contact'), ['k']);
  assert.deepEqual(await namesFor(ben, 'report'), ['r']);
  assert.deepEqual(await namesFor(ben), []);
  for (const answer of [
    await ben.get(`${path}?filter_type=inbox`),
    await ben.post(path, { name: 'x', filter_type: 'inbox' }),
  ]) {
    assert.deepEqual(
      [answer.status, answer.body.error],
      [422, "'inbox' is not a valid filter_type"],
    );
  }
});

test('an administrator shares a view with everybody, after their own ones', async () => {
  const shared = await save(ada, { name: 'For all', shared: true });
  await save(ben, { name: 'Own' });
  await save(gil, { name: 'Elsewhere', shared: true });
  assert.deepEqual(await namesFor(ben), ['Own', 'For all']);
  assert.deepEqual(await namesFor(cleo), ['For all']);
  const [, seen] = (await ben.get(path)).body;
  assert.deepEqual([seen.shared, seen.user_id], [true, ada.id]);
  assert.equal((await cleo.get(`${path}/${shared.id}`)).status, 200);
  assert.deepEqual(await namesFor(gil), ['Elsewhere']);
});

test('agents neither share views nor change shared ones', async () => {
  const own = await save(ben, { name: 'To share' });
  const shared = await save(ada, { name: 'Guarded', shared: true });
  for (const answer of [
    await ben.post(path, { name: 'x', shared: true }),
    await ben.patch(`${path}/${own.id}`, { shared: true }),
    await ben.patch(`${path}/${shared.id}`, { name: 'x' }),
    await ben.delete(`${path}/${shared.id}`),
  ]) {
    assert.deepEqual([answer.status, answer.body], [
      401,
      { error: 'You are not authorized to do this action' },
    ]); // prettier-ignore
  }
  assert.deepEqual((await ben.get(`${path}/${shared.id}`)).body, shared);
  assert.deepEqual((await ben.get(`${path}/${own.id}`)).body, own);
});

test('what is shared is in the audit log, what is personal is not', async () => {
  const { id } = await save(ada, { name: 'Trace' });
  await ada.patch(`${path}/${id}`, { shared: true });
  await ada.patch(`${path}/${id}`, { name: 'Traced' });
  await ada.delete(`${path}/${id}`);
  const trail = await sql(
    world,
    `select action, audited_changes - 'query' as changes from audits
     where auditable_type = 'CustomFilter' and auditable_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(trail, [
    { action: 'update', changes: { shared: [false, true] } },
    { action: 'update', changes: { name: ['Trace', 'Traced'] } },
    { action: 'destroy', changes: { name: 'Traced', shared: true, filter_type: 'conversation' } },
  ]);
});

test('a name is needed, a query has an end, and neither owner nor account can be written', async () => {
  const blank = await ben.post(path, { query });
  assert.deepEqual(blank.body, { message: "Name can't be blank", attributes: ['name'] });
  const long = await ben.post(path, { name: 'x', query: { payload: 'x'.repeat(50_000) } });
  assert.equal(long.body.message, 'Query is too long (maximum is 50000 characters)');
  assert.equal((await ben.post(path, { name: 'x', query: 'x' })).status, 422);
  const made = await save(ben, { name: 'Moved', user_id: ada.id, account_id: globex.id });
  await ben.patch(`${path}/${made.id}`, { name: 'Moved', user_id: ada.id, account_id: globex.id });
  const [row] = await sql(world, 'select account_id, user_id from custom_filters where id = $1', [
    made.id,
  ]);
  assert.deepEqual(row, { account_id: acme.id, user_id: ben.id });
});

test('a person has at most a thousand, however many ask at once', async () => {
  const owner = [acme.id, cleo.id];
  await sql(
    world,
    `insert into custom_filters (account_id, user_id, name) select $1, $2, 'f' || n from generate_series(1, 999) n`,
    owner,
  );
  // Another request is about to save the last one.
  const other = await world.pool.connect();
  await other.query('begin');
  await other.query(
    'select from memberships where account_id = $1 and user_id = $2 for no key update',
    owner,
  );
  await other.query(
    `insert into custom_filters (account_id, user_id, name) values ($1, $2, 'last')`,
    owner,
  );
  let answered = false;
  const asked = cleo.post(path, { name: 'one too many' }).finally(() => {
    answered = true;
  });
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while (!answered && (await sql(world, waits)).length === 0);
  await other.query('commit');
  other.release();
  const refused = await asked;
  assert.deepEqual(
    [refused.status, refused.body],
    [
      422,
      {
        message:
          'Account Limit reached. The maximum number of allowed custom filters for a user per account is 1000.',
        attributes: ['account_id'],
      },
    ],
  );
  assert.equal((await ben.post(path, { name: 'others have room' })).status, 200);
});
