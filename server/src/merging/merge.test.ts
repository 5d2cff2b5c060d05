import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { inSeconds, schedule, scheduledIn } from '../../test/scheduling.ts';
import { talksOf } from '../../test/talks.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { foldConversationCounts } from '../conversations/fold-counts.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, gil, globex } = world;

type Body = Answer['body'];
const { talk, show, say, hear, said } = talksOf(world);
const merge = async (target: number, body: object, caller = ben): Promise<Body> => {
  const answer = await caller.post(`/conversations/${target}/merge`, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

test('what was said in both is in one, under its ids and times and in its order; the other says where it went', async () => {
  const [target, source] = [await talk(), await talk()];
  const first = await hear(target, 'one');
  const second = await hear(source, 'two');
  const note = await say(source, 'note', { private: true });
  const third = await say(target, 'three');
  const before = [...(await said(target)), ...(await said(source))].toSorted((a, b) => a.id - b.id);
  const body = await merge(target, { source_id: source });
  assert.deepEqual([body.id, body.merged_into], [target, null]);
  const after = await said(target);
  assert.deepEqual(
    after.map(({ id }) => id),
    [first, second, note, third],
  );
  assert.deepEqual(
    after,
    before.map((each) => ({ ...each, conversation_id: target })),
  );
  const stub = await show(source);
  assert.deepEqual([stub.status, stub.merged_into, stub.unread_count], ['resolved', target, 0]);
  assert.deepEqual(await said(source), []);
  assert.equal(
    (await linesOf(world, source)).at(-1),
    `Ben merged this conversation into #${target}`,
  );
  assert.equal(
    (await linesOf(world, target)).at(-1),
    `Ben merged conversation #${source} into this one`,
  );
});

test('several can be merged at once, and again, which changes nothing', async () => {
  const [target, one, other] = [await talk(), await talk(), await talk()];
  await hear(one, 'one');
  await hear(other, 'other');
  await merge(target, { source_ids: [one, String(other)] });
  assert.equal((await said(target)).length, 2);
  const events = await eventsOf(world, () => merge(target, { source_ids: [other, one] }));
  assert.deepEqual(events, []);
});

test('labels, attributes, people who take part and who is mentioned are united; what the target has stays', async () => {
  const target = await talk({ custom_attributes: { order: 1, kept: 'yes' } });
  const source = await talk({ custom_attributes: { order: 2, added: true } });
  await ada.post(`/conversations/${target}/labels`, { labels: ['vip'] });
  await ada.post(`/conversations/${source}/labels`, { labels: ['VIP', 'billing'] });
  await ada.post(`/conversations/${source}/participants`, { user_ids: [ada.id] });
  await ada.patch(`/conversations/${source}`, { priority: 'high' });
  await ada.patch(`/conversations/${target}`, { priority: 'low' });
  await ada.patch(`/conversations/${source}/draft_messages`, { message: 'Dear Mia' });
  const body = await merge(target, { source_id: source });
  assert.deepEqual(body.labels, ['vip', 'billing']);
  assert.deepEqual(body.custom_attributes, { order: 1, kept: 'yes', added: true });
  assert.equal(body.priority, 'high');
  const participants = (await ada.get(`/conversations/${target}/participants`)).body as Body[];
  assert.ok(participants.some(({ id }) => id === ada.id));
  assert.equal((await ada.get(`/conversations/${target}/draft_messages`)).body.message, 'Dear Mia');
});

test('whoever nobody has goes to whoever had the other, and keeps who has it', async () => {
  const [free, taken] = [
    await talk(),
    await talk({ assignee_id: ben.id, team_id: acme.billing.id }),
  ];
  const { meta } = await merge(free, { source_id: taken });
  assert.deepEqual([meta.assignee.id, meta.team.id], [ben.id, acme.billing.id]);
  const other = await talk({ assignee_id: ada.id });
  assert.equal((await merge(other, { source_id: free })).meta.assignee.id, ada.id);
});

test('nobody who waits is forgotten: unread, waiting, first reply and status are those of both', async () => {
  const [target, source] = [await talk(), await talk()];
  await hear(target, 'seen');
  await say(target, 'answered');
  await ada.post(`/conversations/${target}/update_last_seen`);
  await ada.post(`/conversations/${target}/toggle_status`, { status: 'resolved' });
  const late = await hear(source, 'not seen');
  const [{ at }] = (await sql<{ at: number }>(
    world,
    'select floor(extract(epoch from created_at))::int as at from messages where id = $1',
    [late],
  )) as [{ at: number }];
  const reply = (await show(target)).first_reply_created_at;
  const body = await merge(target, { source_id: source });
  assert.equal(body.status, 'open');
  assert.equal(body.unread_count >= 1, true);
  assert.ok(Math.abs(body.waiting_since - at) <= 1);
  assert.equal(body.first_reply_created_at, reply);
  const [quiet, read] = [await talk(), await talk()];
  await hear(read, 'x');
  await ada.post(`/conversations/${read}/update_last_seen`);
  assert.equal((await merge(quiet, { source_id: read })).unread_count, 0);
});

test('a snoozed or pending target opens for an open source, and sleeps on with a resolved one', async () => {
  const until = inSeconds(3600);
  for (const [mine, theirs, then] of [
    ['snoozed', 'open', 'open'],
    ['pending', 'open', 'open'],
    ['snoozed', 'resolved', 'snoozed'],
    ['open', 'snoozed', 'open'],
    ['resolved', 'snoozed', 'snoozed'],
    ['resolved', 'resolved', 'resolved'],
  ] as const) {
    const ids: number[] = [];
    for (const status of [mine, theirs]) {
      const id = await talk();
      await ada.post(`/conversations/${id}/toggle_status`, {
        status,
        snoozed_until: status === 'snoozed' ? until : undefined,
      });
      ids.push(id);
    }
    const body = await merge(ids[0] as number, { source_id: ids[1] });
    assert.equal(body.status, then, `${mine} and ${theirs}`);
    if (then === 'snoozed') assert.equal(Date.parse(body.snoozed_until) / 1000, until);
  }
});

test('it is told by events of both and of the merge, and of a stub that it is one', async () => {
  const [target, source] = [await talk(), await talk()];
  await hear(source, 'x');
  const events = await eventsOf(world, () => merge(target, { source_id: source }));
  const names = namesOf(events);
  for (const name of [
    'conversation.status_changed',
    'conversation.updated',
    'conversation.merged',
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(!names.includes('conversation.resolved'));
  const updated = events.findLast(
    ({ name, payload }) => name === 'conversation.updated' && payload.data.id === source,
  );
  assert.equal(updated?.payload.data.merged_into, target);
  assert.deepEqual(updated?.payload.changes.merged_into, [null, target]);
  const merged = events.find(({ name }) => name === 'conversation.merged')?.payload;
  assert.deepEqual([merged.data.id, merged.source_ids], [target, [source]]);
});

test('no number of the past changes, and open counts are without stubs', async () => {
  const [target, source] = [await talk(), await talk()];
  await hear(source, 'x');
  await say(source, 'answer');
  const report = async (): Promise<string> => {
    const since = 1_700_000_000;
    const { status, text } = await ada.get(
      `/api/v2/accounts/${acme.id}/reports/summary?type=account&since=${since}&until=${inSeconds(86_400)}`,
    );
    assert.equal(status, 200, text);
    return text;
  };
  const facts = () => sql(world, 'select * from reporting_events order by id');
  const [numbers, rows] = [await report(), await facts()];
  const count = async (): Promise<number> =>
    (await ada.get('/conversations/meta')).body.meta.all_count;
  const open = await count();
  await merge(target, { source_id: source });
  assert.equal(await report(), numbers);
  assert.deepEqual(await facts(), rows);
  assert.equal(await count(), open - 1);
  await foldConversationCounts(world.pool);
  assert.equal(await count(), open - 1);
  const listed = (await ada.get('/conversations?per_page=100')).body.data.payload as Body[];
  assert.ok(listed.every(({ id }) => id !== source));
  const all = (await ada.get('/conversations?status=all&per_page=100')).body.data.payload as Body[];
  assert.equal(all.find(({ id }) => id === source)?.merged_into, target);
});

test('search and filters find what was said where it is now', async () => {
  const [target, source] = [await talk(), await talk()];
  await hear(source, 'xylophone');
  await merge(target, { source_id: source });
  const found = (await ada.get('/conversations?q=xylophone')).body.data.payload as Body[];
  assert.deepEqual(
    found.map(({ id }) => id),
    [target],
  );
  const filter = {
    payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }],
  };
  const open = (await ada.post('/conversations/filter', filter)).body.payload as Body[];
  assert.ok(open.every(({ id }) => id !== source));
});

test('what the customer writes to the stub arrives in the target, and so does an answer of the team', async () => {
  const [target, source] = [await talk(), await talk()];
  await merge(target, { source_id: source });
  const { body } = await ada.post(`/conversations/${source}/messages`, {
    content: 'again',
    message_type: 'incoming',
  });
  assert.equal(body.conversation_id, target);
  await say(source, 'answer');
  assert.deepEqual(
    (await said(target)).map(({ content }) => content),
    ['again', 'answer'],
  );
  assert.equal((await show(source)).status, 'resolved');
});

test('a stub stays resolved: it is refused alone, and passed over among many', async () => {
  const [target, source, other] = [await talk(), await talk(), await talk()];
  await merge(target, { source_id: source });
  const answer = await ben.post(`/conversations/${source}/toggle_status`, { status: 'open' });
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, new RegExp(`#${target}`));
  const bulk = { type: 'Conversation', ids: [source, other], fields: { status: 'snoozed' } };
  assert.equal((await ben.post('/bulk_actions', bulk)).status, 200);
  assert.deepEqual(
    [(await show(source)).status, (await show(other)).status],
    ['resolved', 'snoozed'],
  );
});

test('what waits to be sent goes along', async () => {
  const [target, source] = [await talk(), await talk()];
  const waiting = await schedule(ben, source, { cancel_on_reply: true });
  await merge(target, { source_id: source });
  assert.deepEqual(await scheduledIn(world, source), []);
  assert.deepEqual(
    (await scheduledIn(world, target)).map(({ id, conversation_id }) => [id, conversation_id]),
    [[waiting.id, target]],
  );
  await hear(target, 'I am back');
  assert.equal((await scheduledIn(world, target))[0].state, 'cancelled');
});

for (const [what, body, status, error] of [
  ['no conversation', {}, 422, /source_id/],
  ['a word', { source_id: 'x' }, 422, /source_id/],
  ['too many', { source_ids: Array.from({ length: 26 }, (_, n) => n + 1) }, 422, /source_ids/],
  ['one that is not there', { source_id: 999_999 }, 404, /could not be found/],
] as const) {
  test(`${what} is refused, and nothing changes`, async () => {
    const target = await talk();
    const events = await eventsOf(world, async () => {
      const answer = await ben.post(`/conversations/${target}/merge`, body);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.body.error, error);
    });
    assert.deepEqual(events, []);
  });
}

test('neither itself, nor another contact’s, nor what was merged elsewhere, nor into a stub', async () => {
  const [target, source, third] = [await talk(), await talk(), await talk()];
  const noahs = await talk({ contact_id: acme.noah.id });
  await merge(target, { source_id: source });
  for (const [to, from, error] of [
    [target, target, /itself/],
    [target, noahs, /another contact/],
    [third, source, new RegExp(`#${source} was merged into #${target} already`)],
    [source, third, new RegExp(`#${source} was merged into #${target} already`)],
  ] as const) {
    const events = await eventsOf(world, async () => {
      const answer = await ben.post(`/conversations/${to}/merge`, { source_id: from });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.body.error, error);
    });
    assert.deepEqual(events, []);
  }
});

test('whoever does not see both can merge neither; bots and other accounts not at all', async () => {
  const [target, source] = [await talk(), await talk({ inbox_id: acme.sales.id })];
  for (const [caller, to, from, status] of [
    [ben, target, source, 404],
    [ben, source, target, 404],
    [cleo, target, source, 404],
    [dora, target, source, 404],
    [rex, target, source, 401],
    [gil, target, source, 404],
  ] as const) {
    const answer = await caller.post(`/conversations/${to}/merge`, { source_id: from });
    assert.equal(answer.status, status, `${caller.name} ${answer.text}`);
  }
  const elsewhere = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
  });
  assert.equal(elsewhere.status, 200);
  await merge(target, { source_id: source }, ada);
});

test('a conversation of a contact that was deleted is none', async () => {
  const { body } = await ada.post('/contacts', { name: 'Zoe' });
  const contact_id = body.payload.contact.id as number;
  const [target, source] = [await talk({ contact_id }), await talk({ contact_id })];
  await ada.delete(`/contacts/${contact_id}`);
  assert.equal(
    (await ada.post(`/conversations/${target}/merge`, { source_id: source })).status,
    404,
  );
});

test('chains: what was merged into the source is part of the target', async () => {
  const [a, b, c] = [await talk(), await talk(), await talk()];
  await hear(a, 'from a');
  await merge(b, { source_id: a });
  await merge(c, { source_id: b });
  assert.equal((await show(a)).merged_into, c);
  assert.deepEqual(
    (await said(c)).map(({ content }) => content),
    ['from a'],
  );
  await hear(a, 'more');
  assert.equal((await said(c)).length, 2);
});

test('of two who merge two into each other at once one succeeds, and nothing is lost', async () => {
  for (let n = 0; n < 5; n += 1) {
    const [a, b] = [await talk(), await talk()];
    await hear(a, 'a');
    await hear(b, 'b');
    const answers = await Promise.all([
      ben.post(`/conversations/${a}/merge`, { source_id: b }),
      ada.post(`/conversations/${b}/merge`, { source_id: a }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((x, y) => x - y),
      [200, 422],
    );
    assert.equal((await said(a)).length + (await said(b)).length, 2);
  }
});

test('messages that come while it is merged are in the target, every one', async () => {
  const [target, source] = [await talk(), await talk()];
  const [, ...sent] = await Promise.all([
    merge(target, { source_id: source }),
    ...Array.from({ length: 20 }, async (_, n) => hear(n % 2 === 0 ? source : target, `m${n}`)),
  ]);
  const ids = (await said(target)).map(({ id }) => id as number);
  assert.deepEqual(
    ids.toSorted((a, b) => a - b),
    sent.toSorted((a, b) => a - b),
  );
  assert.deepEqual(await said(source), []);
});

test('a deleted target leaves a stub that is a conversation again', async () => {
  const [target, source] = [await talk(), await talk()];
  await merge(target, { source_id: source });
  await ada.delete(`/conversations/${target}`);
  assert.equal((await show(source)).merged_into, null);
  await hear(source, 'hello?');
  assert.equal((await show(source)).status, 'open');
});
