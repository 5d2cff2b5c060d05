import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { routes } from '../routes.ts';

// Ben is in support, website and mail, and in the team billing. What his custom role leaves of that.

const world = await createWorld();
const { acme, ada, ben, cleo } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';

/** Conversations by what they are to Ben. */
const ids: Record<string, number> = {};

before(async () => {
  const open = async (input: object): Promise<number> =>
    (
      await world.conversation({
        message: { content: 'needle', message_type: 'incoming' },
        ...input,
      })
    ).id;
  ids['his own'] = await open({ assignee_id: ben.id });
  ids["nobody's"] = await open({});
  ids["another's"] = await open({ assignee_id: cleo.id });
  ids['one he takes part in'] = await open({ assignee_id: cleo.id });
  ids["nobody's, of his team in an inbox he is not in"] = await open({
    inbox_id: acme.sales.id,
    team_id: acme.billing.id,
  });
  ids["somebody else's inbox, though he is its assignee"] = await open({
    inbox_id: acme.sales.id,
    assignee_id: ben.id,
  });
  const path = `/conversations/${ids['one he takes part in']}/participants`;
  await ada.post(path, { user_ids: [ben.id] });
});

async function hold(permissions: string[] | null): Promise<void> {
  const [role] =
    permissions === null
      ? []
      : await sql<{ id: number }>(
          world,
          `insert into custom_roles (account_id, name, permissions) values ($1, 'x', $2) returning id`,
          [acme.id, permissions],
        );
  await sql(world, 'update memberships set custom_role_id = $1 where user_id = $2', [
    role?.id ?? null,
    ben.id,
  ]);
}

const unassigned = 'conversation_unassigned_manage';
const participating = 'conversation_participating_manage';
const team = "nobody's, of his team in an inbox he is not in";

/** By permissions: what lists have, and what can be opened beyond that. */
const cases: [permissions: string[] | null, listed: string[], opened: string[]][] = [
  [null, ['his own', "nobody's", "another's", 'one he takes part in'], [team]],
  [['conversation_manage'], ['his own', "nobody's", "another's", 'one he takes part in'], [team]],
  [[unassigned], ['his own', "nobody's"], [team]],
  [[participating], ['his own'], ['one he takes part in']],
  [
    [unassigned, participating],
    ['his own', "nobody's"],
    ['one he takes part in', team],
  ],
  [[], [], []],
  [['report_manage', 'contact_manage'], [], []],
];

const idsIn = (payload: { id: number }[]): number[] =>
  payload.map(({ id }) => id).toSorted((a, b) => a - b);
const idsOf = (names: string[]): number[] =>
  names.map((name) => ids[name] as number).toSorted((a, b) => a - b);

for (const [permissions, listed, opened] of cases) {
  const role = permissions === null ? 'no custom role' : `[${permissions.join()}]`;

  test(`with ${role} lists, counts, filters and searches have the same conversations`, async () => {
    await hold(permissions);
    const expected = idsOf(listed);
    const mine = listed.includes('his own') ? 1 : 0;
    const free = listed.includes("nobody's") ? 1 : 0;
    const counts = {
      mine_count: mine,
      unassigned_count: free,
      assigned_count: expected.length - free,
      all_count: expected.length,
    };
    const list = (await ben.get('/conversations?status=all')).body.data;
    assert.deepEqual(idsIn(list.payload), expected);
    const meta = (await ben.get('/conversations/meta?status=all')).body.meta;
    // With a second condition the counts are counted instead of maintained.
    const counted = (await ben.get('/conversations/meta?conversation_type=unattended')).body.meta;
    for (const each of [list.meta, meta, counted]) {
      const { mine_count, unassigned_count, assigned_count, all_count } = each;
      assert.deepEqual({ mine_count, unassigned_count, assigned_count, all_count }, counts);
    }
    const search = (await ben.get('/conversations/search?q=needle')).body;
    assert.deepEqual(idsIn(search.payload), expected);
    assert.equal(search.meta.all_count, expected.length);
    for (const condition of [
      { attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] },
      { attribute_key: 'created_at', filter_operator: 'is_greater_than', values: ['2000-01-01'] },
    ]) {
      const filter = (await ben.post('/conversations/filter', { payload: [condition] })).body;
      assert.deepEqual(idsIn(filter.payload), expected);
      assert.equal(filter.meta.all_count, expected.length);
      assert.equal(filter.meta.unassigned_count, free);
    }
    for (const assignee_type of ['me', 'unassigned', 'assigned']) {
      const part = (await ben.get(`/conversations?assignee_type=${assignee_type}`)).body.data;
      assert.equal(part.payload.length, part.meta.count, assignee_type);
    }
  });

  test(`with ${role} taking part lists what can be opened`, async () => {
    await hold(permissions);
    const list = (await ben.get('/conversations?conversation_type=participating&status=all')).body
      .data;
    const visible = new Set([...listed, ...opened]);
    assert.deepEqual(
      idsIn(list.payload),
      idsOf(['his own', 'one he takes part in'].filter((name) => visible.has(name))),
    );
  });

  test(`with ${role} a conversation opens or does not exist`, async () => {
    await hold(permissions);
    for (const [name, id] of Object.entries(ids)) {
      const answer = await ben.get(`/conversations/${id}`);
      const visible = [...listed, ...opened].includes(name);
      assert.equal(answer.status, visible ? 200 : 404, name);
      if (!visible) assert.equal(answer.text, NOT_FOUND);
    }
  });

  test(`with ${role} a bulk change reaches what can be opened`, async () => {
    await hold(permissions);
    for (const id of Object.values(ids))
      await ada.post(`/conversations/${id}/labels`, { labels: [] });
    const labels = { add: ['seen'] };
    const answer = await ben.post('/bulk_actions', {
      type: 'Conversation',
      ids: Object.values(ids),
      labels,
    });
    assert.equal(answer.status, 200);
    const changed = await ada.get('/conversations?labels=seen&status=all');
    assert.deepEqual(idsIn(changed.body.data.payload), idsOf([...listed, ...opened]));
  });
}

test('every verb of a conversation is gone with it', async () => {
  const id = ids["another's"] as number;
  const [note] = (await ada.get(`/conversations/${id}/messages`)).body.payload;
  const call = async (who: Caller, method: string, path: string): Promise<Answer> =>
    method === 'GET'
      ? who.get(path)
      : who[method.toLowerCase() as 'post'](path, {
          content: 'x',
          status: 'open',
          user_ids: [2],
          labels: ['x'],
          custom_attributes: {},
          email: 'x@example.com',
          draft_message: { message: 'x' },
          blob: { filename: 'a', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==' },
        });
  const targets = routes
    .filter(({ path }) => path.startsWith('/conversations/:conversation_id'))
    .flatMap(({ method, path }) => [method].flat().map((each) => [each, path] as const));
  assert.ok(targets.length >= 30);
  await hold([participating]);
  for (const [method, pattern] of targets) {
    const path = pattern.replace(':conversation_id', String(id)).replace(':message_id', note.id);
    const answer = await call(ben, method, path);
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND], `${method} ${pattern}`);
  }
  await hold(null);
  assert.equal((await ben.get(`/conversations/${id}`)).status, 200);
});

test('an inbox with one conversation per customer does not give away the one there is', async () => {
  await sql(world, 'update inboxes set lock_to_single_conversation = true where id = $1', [
    acme.mail.id,
  ]);
  const first = await world.conversation({ inbox_id: acme.mail.id, assignee_id: cleo.id });
  const again = { inbox_id: acme.mail.id, contact_id: acme.mia.id };
  await hold(null);
  assert.equal((await ben.post('/conversations', again)).body.id, first.id);
  await hold([participating]);
  const refused = await ben.post('/conversations', { ...again, message: { content: 'Me too' } });
  assert.deepEqual([refused.status, refused.text], [404, NOT_FOUND]);
  const { body } = await ada.get(`/conversations/${first.id}/messages`);
  assert.ok(!JSON.stringify(body.payload).includes('Me too'));
});

test('a custom role does not limit an administrator', async () => {
  await hold([]);
  await sql(world, `update memberships set role = 'administrator' where user_id = $1`, [ben.id]);
  assert.equal((await ben.get(`/conversations/${ids["another's"]}`)).status, 200);
  await sql(world, `update memberships set role = 'agent' where user_id = $1`, [ben.id]);
});
