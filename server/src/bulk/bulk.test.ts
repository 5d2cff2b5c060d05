import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, eventsOf, linesOf, namesOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, gil, globex } = world;

const bulk = async (body: Record<string, unknown>, who = ada): Promise<Answer> =>
  who.post('/bulk_actions', { type: 'Conversation', ...body });
const show = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const two = async (input?: Record<string, unknown>): Promise<[number, number]> => [
  (await world.conversation(input)).id,
  (await world.conversation(input)).id,
];

test('one call changes status, assignee, team and labels of many', async () => {
  const ids = await two();
  const answer = await bulk({
    ids,
    fields: { status: 'pending', assignee_id: ben.id, team_id: acme.billing.id },
    labels: { add: ['vip', 'refund'] },
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  for (const id of ids) {
    const { status, assignee, meta, labels } = await show(id);
    assert.equal(status, 'pending');
    assert.equal(assignee.id, ben.id);
    assert.equal(meta.team.id, acme.billing.id);
    assert.deepEqual(labels, ['vip', 'refund']);
  }
});

test('the lines say that the caller did it', async () => {
  const [id] = await two();
  await bulk({ ids: [id], fields: { status: 'resolved' }, labels: { add: ['vip'] } }, ben);
  assert.deepEqual(await linesOf(world, id), [
    'Conversation was marked resolved by Ben',
    'Ben added vip',
  ]);
});

test('labels are removed before others are added', async () => {
  const [id] = await two();
  await ada.post(`/conversations/${id}/labels`, { labels: ['a', 'b', 'c'] });
  await bulk({ ids: [id], labels: { add: ['b', 'd'], remove: ['a', 'b'] } });
  assert.deepEqual((await show(id)).labels, ['c', 'b', 'd']);
});

test('a snooze may have an end', async () => {
  const ids = await two();
  await bulk({ ids, fields: { status: 'snoozed' }, snoozed_until: 1_900_000_000 });
  for (const id of ids) {
    const { status, snoozed_until } = await show(id);
    assert.deepEqual(
      { status, snoozed_until },
      { status: 'snoozed', snoozed_until: '2030-03-17T17:46:40.000Z' },
    );
  }
});

test('null and 0 take assignee and team away; a null status stays what it was', async () => {
  const ids = await two({ assignee_id: ben.id, team_id: acme.billing.id, status: 'pending' });
  await bulk({ ids, fields: { assignee_id: null, team_id: 0, status: null } });
  for (const id of ids) {
    const { status, assignee, meta } = await show(id);
    assert.equal(status, 'pending');
    assert.equal(assignee, null);
    assert.equal('team' in meta, false);
  }
});

test('what is not named stays as it is; a priority cannot be set', async () => {
  const ids = await two({ assignee_id: ben.id });
  await bulk({ ids, fields: { priority: 'high' } });
  for (const id of ids) {
    const { priority, assignee } = await show(id);
    assert.equal(priority, null);
    assert.equal(assignee.id, ben.id);
  }
});

test('an assignee or team of another account is none', async () => {
  const ids = await two({ assignee_id: ben.id, team_id: acme.billing.id });
  await bulk({ ids, fields: { assignee_id: gil.id, team_id: globex.team.id } });
  for (const id of ids) {
    const { assignee, meta } = await show(id);
    assert.equal(assignee, null);
    assert.equal('team' in meta, false);
  }
});

test('ids that do not exist are skipped, and ids may be text', async () => {
  const [id] = await two();
  const answer = await bulk({
    ids: [999_999, String(id), 'abc', -1],
    fields: { status: 'resolved' },
  });
  assert.equal(answer.status, 200);
  assert.equal((await show(id)).status, 'resolved');
});

test('conversations that the caller may not see are skipped like unknown ones', async () => {
  const [own, hidden, teams] = [
    await world.conversation(),
    await world.conversation({ inbox_id: acme.sales.id }),
    await world.conversation({ inbox_id: acme.sales.id, team_id: acme.escalations.id }),
  ];
  const ids = [own.id, hidden.id, teams.id];
  assert.equal((await bulk({ ids, fields: { status: 'resolved' } }, ben)).status, 200);
  assert.deepEqual(
    [(await show(own.id)).status, (await show(hidden.id)).status, (await show(teams.id)).status],
    ['resolved', 'open', 'open'],
  );
  await bulk({ ids, labels: { add: ['seen'] } }, dora);
  assert.deepEqual(
    [(await show(hidden.id)).labels, (await show(teams.id)).labels],
    [[], ['seen']],
    'the team lets Dora in',
  );
});

test('ids of another account reach nothing there', async () => {
  const theirs = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
  });
  assert.equal(theirs.status, 200);
  const events = await eventsOf(world, async () =>
    gil.post('/bulk_actions', {
      type: 'Conversation',
      ids: [theirs.body.id + 1, theirs.body.id + 2],
      fields: { status: 'resolved' },
    }),
  );
  assert.deepEqual(namesOf(events), []);
});

for (const type of ['conversation', 'Conversation']) {
  test(`the type may be written ${type}`, async () => {
    const [id] = await two();
    assert.equal((await bulk({ type, ids: [id], fields: { status: 'resolved' } })).status, 200);
    assert.equal((await show(id)).status, 'resolved');
  });
}

for (const type of ['Message', 'conversations', '', null, undefined, {}]) {
  test(`the type ${JSON.stringify(type)} is refused`, async () => {
    const [id] = await two();
    const answer = await bulk({ type, ids: [id], fields: { status: 'resolved' } });
    assert.equal(answer.status, 422);
    assert.equal(answer.text, '{"success":false}');
    assert.equal((await show(id)).status, 'open');
  });
}

test('a mistake in what is asked changes none of them', async () => {
  const ids = await two();
  for (const body of [
    { fields: { status: 'closed' } },
    { snoozed_until: 'soon' },
    { labels: { add: ['x'.repeat(256)] } },
  ]) {
    const answer = await bulk({ ids, labels: { add: ['never'] }, ...body });
    assert.equal(answer.status, 422, JSON.stringify(body));
    for (const id of ids) assert.deepEqual((await show(id)).labels, []);
  }
});

test('nothing to change, or nobody to change, is fine', async () => {
  const ids = await two();
  const events = await eventsOf(world, async () => {
    for (const body of [{ ids }, { ids: [] }, {}, { ids: null }, { ids, fields: {}, labels: {} }]) {
      assert.equal((await bulk(body)).status, 200);
    }
  });
  assert.deepEqual(namesOf(events), []);
});

test('a thousand ids are the most', async () => {
  const ids = Array.from({ length: 1001 }, (_, index) => index);
  assert.equal((await bulk({ ids, labels: { add: ['x'] } })).status, 422);
});

test('a bot changes nothing in bulk', async () => {
  const [id] = await two();
  assert.equal((await bulk({ ids: [id], fields: { status: 'resolved' } }, rex)).status, 401);
});

test('bulk changes that cross each other, with agents to assign, all succeed', async () => {
  const ids: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    ids.push((await world.conversation({ status: 'resolved', inbox_id: acme.sales.id })).id);
  }
  const reversed = ids.toReversed();
  await connect(world, cleo);
  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_, n) =>
      bulk(
        {
          ids: n % 2 === 0 ? ids : reversed,
          fields: { status: n % 3 === 0 ? 'resolved' : 'open' },
        },
        n % 4 === 0 ? cleo : ada,
      ),
    ),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
});
