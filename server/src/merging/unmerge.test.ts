import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { schedule, scheduledIn } from '../../test/scheduling.ts';
import { talksOf } from '../../test/talks.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo } = world;

type Body = Answer['body'];
const { talk, show, say, hear, said } = talksOf(world);
const idsIn = async (id: number): Promise<number[]> => (await said(id)).map((each) => each.id);
const merge = async (target: number, ...source_ids: number[]): Promise<void> => {
  const answer = await ben.post(`/conversations/${target}/merge`, { source_ids });
  assert.equal(answer.status, 200, answer.text);
};
const unmerge = async (id: number, body: object = {}): Promise<Body> => {
  const answer = await ben.post(`/conversations/${id}/unmerge`, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

/** What a merge can change of a conversation. */
async function stateOf(id: number): Promise<Body> {
  const { body } = await ada.get(`/conversations/${id}/participants`);
  const { meta, status, snoozed_until, priority, labels, custom_attributes, waiting_since, first_reply_created_at, unread_count, agent_last_seen_at, merged_into } = await show(id); // prettier-ignore
  return {
    status, snoozed_until, priority, labels, custom_attributes, waiting_since, first_reply_created_at, unread_count,
    agent_last_seen_at, merged_into, assignee: meta.assignee?.id, team: meta.team?.id,
    participants: body.map((each: Body) => each.id), said: await said(id),
  }; // prettier-ignore
}

test('an un-merge puts back exactly what moved, and both are as they were', async () => {
  const target = await talk({ custom_attributes: { order: 1 } });
  const source = await talk({
    custom_attributes: { order: 2, added: true },
    assignee_id: ben.id,
    team_id: acme.billing.id,
  });
  await hear(target, 'one');
  await say(target, 'answer');
  await ada.post(`/conversations/${target}/update_last_seen`);
  await ada.post(`/conversations/${target}/labels`, { labels: ['vip'] });
  await hear(source, 'two');
  await say(source, 'note', { private: true });
  await ada.post(`/conversations/${source}/labels`, { labels: ['billing', 'VIP'] });
  await ada.patch(`/conversations/${source}`, { priority: 'urgent' });
  const before = [await stateOf(target), await stateOf(source)];
  const counts = async () => (await ada.get('/conversations/meta')).body;
  const counted = await counts();
  await merge(target, source);
  assert.notDeepEqual(await stateOf(target), before[0]);
  let body: Body;
  const events = await eventsOf(world, async () => {
    body = await unmerge(source);
  });
  assert.deepEqual([body.id, body.merged_into], [source, null]);
  assert.deepEqual([await stateOf(target), await stateOf(source)], before);
  assert.deepEqual(await counts(), counted);
  assert.ok(namesOf(events).includes('conversation.unmerged'));
  assert.equal(
    (await linesOf(world, source)).at(-1),
    `Ben took this conversation out of #${target} again`,
  );
  assert.equal(
    (await linesOf(world, target)).at(-1),
    `Ben took conversation #${source} out of this one again`,
  );
});

test('what was written since then stays in the target, whichever way it came', async () => {
  const [target, source] = [await talk(), await talk()];
  const moved = await hear(source, 'before');
  await merge(target, source);
  const since = [
    await hear(source, 'to the stub'),
    await say(target, 'answer'),
    await hear(target, 'and here'),
  ];
  await unmerge(target);
  assert.deepEqual(await idsIn(source), [moved]);
  assert.deepEqual(await idsIn(target), since);
  await hear(source, 'its own again');
  assert.equal((await said(source)).length, 2);
});

test('what somebody has changed since then stays changed', async () => {
  const target = await talk({ custom_attributes: { a: 1 } });
  const source = await talk({ assignee_id: ben.id, custom_attributes: { b: 1, c: 1 } });
  await ada.post(`/conversations/${source}/labels`, { labels: ['x', 'y'] });
  await merge(target, source);
  await ada.post(`/conversations/${target}/labels`, { labels: ['y', 'z'] });
  await ada.post(`/conversations/${target}/custom_attributes`, {
    custom_attributes: { b: 2 },
    merge: true,
  });
  await ada.post(`/conversations/${target}/assignments`, { assignee_id: ada.id });
  await unmerge(source);
  const { labels, custom_attributes, meta } = await show(target);
  assert.deepEqual(labels, ['z']);
  assert.deepEqual(custom_attributes, { a: 1, b: 2 });
  assert.equal(meta.assignee.id, ada.id);
});

test('a target that the merge opened is done again, unless the customer has written since', async () => {
  for (const writes of [false, true]) {
    const [target, source] = [await talk(), await talk()];
    await hear(source, 'x');
    await ada.post(`/conversations/${target}/toggle_status`, { status: 'resolved' });
    await merge(target, source);
    if (writes) await hear(target, 'still there?');
    const facts = () => sql(world, 'select 1 from reporting_events');
    const before = (await facts()).length;
    await unmerge(source);
    assert.equal((await facts()).length, before);
    const { status, waiting_since } = await show(target);
    assert.deepEqual([status, waiting_since > 0], writes ? ['open', true] : ['resolved', false]);
  }
});

test('what a label or somebody is there for by another merge stays', async () => {
  const [target, one, other] = [await talk(), await talk(), await talk()];
  for (const each of [one, other]) {
    await ada.post(`/conversations/${each}/labels`, { labels: ['both'] });
    await ada.post(`/conversations/${each}/participants`, { user_ids: [ada.id] });
    await hear(each, String(each));
  }
  await merge(target, one, other);
  await unmerge(target, { source_id: one });
  assert.deepEqual((await show(target)).labels, ['both']);
  assert.equal((await said(target)).length, 1);
  const people = async () =>
    ((await ada.get(`/conversations/${target}/participants`)).body as Body[]).map(({ id }) => id);
  assert.ok((await people()).includes(ada.id));
  await unmerge(target);
  assert.deepEqual((await show(target)).labels, []);
  assert.ok(!(await people()).includes(ada.id));
  const answer = await ben.post(`/conversations/${target}/unmerge`);
  assert.equal(answer.status, 422);
});

test('in whatever order merges are undone, what is left is as if they had never been', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    const target = await talk();
    const sources = [
      await talk({ custom_attributes: { key: 'one' }, assignee_id: ben.id }),
      await talk({ custom_attributes: { key: 'other' } }),
    ];
    await hear(sources[0] as number, 'one');
    await hear(sources[1] as number, 'other');
    await ada.patch(`/conversations/${sources[1]}`, { priority: 'high' });
    await ada.patch(`/conversations/${sources[0]}`, { priority: 'low' });
    const before = await stateOf(target);
    const alone = await Promise.all(sources.map(stateOf));
    await merge(target, ...sources);
    const [first, second] = order.map((n) => sources[n] as number) as [number, number];
    await unmerge(first);
    const rest = alone[order[1]];
    const half = await stateOf(target);
    assert.deepEqual(
      [half.custom_attributes, half.priority, half.waiting_since, half.assignee, half.unread_count],
      [
        rest.custom_attributes,
        rest.priority,
        Math.min(rest.waiting_since, before.waiting_since),
        rest.assignee,
        1,
      ],
    );
    await unmerge(second);
    assert.deepEqual(await stateOf(target), before);
    assert.deepEqual(await Promise.all(sources.map(stateOf)), alone);
  }
});

test('a chain is undone from its end', async () => {
  const [a, b, c] = [await talk(), await talk(), await talk()];
  const first = await hear(a, 'a');
  await merge(b, a);
  await merge(c, b);
  const early = await ben.post(`/conversations/${a}/unmerge`);
  assert.equal(early.status, 422);
  assert.match(early.body.error, new RegExp(`#${b} was merged into #${c} since`));
  await unmerge(b);
  assert.equal((await show(a)).merged_into, b);
  assert.deepEqual(await idsIn(b), [first]);
  await unmerge(a);
  assert.deepEqual(await idsIn(a), [first]);
});

test('after a day it is for good', async () => {
  const [target, source] = [await talk(), await talk()];
  await merge(target, source);
  const age = (interval: string) =>
    sql(world, `update conversation_merges set merged_at = now() - $1::interval`, [interval]);
  await age('25 hours');
  const late = await ben.post(`/conversations/${source}/unmerge`);
  assert.equal(late.status, 422);
  assert.match(late.body.error, /more than 24 hours ago/);
  await age('23 hours 59 minutes');
  await unmerge(source);
});

test('only who sees both can undo it, and what was not merged cannot be', async () => {
  const [target, source] = [await talk({ inbox_id: acme.sales.id }), await talk()];
  const merged = await ada.post(`/conversations/${target}/merge`, { source_id: source });
  assert.equal(merged.status, 200, merged.text);
  assert.equal((await ben.post(`/conversations/${source}/unmerge`)).status, 404);
  assert.equal((await cleo.post(`/conversations/${target}/unmerge`)).status, 404);
  assert.equal((await ada.post(`/conversations/${source}/unmerge`)).status, 200);
  const answer = await ada.post(`/conversations/${source}/unmerge`);
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, /was not merged/);
});

test('ten who undo it at once undo it once', async () => {
  const [target, source] = [await talk(), await talk()];
  const id = await hear(source, 'x');
  await merge(target, source);
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => ben.post(`/conversations/${source}/unmerge`)),
  );
  assert.ok(answers.every(({ status }) => [200, 422].includes(status)));
  assert.deepEqual(await idsIn(source), [id]);
  const lines = (await linesOf(world, source)).filter((line) => line.includes('out of'));
  assert.equal(lines.length, 1);
});

test('what waits goes back, and what was sent meanwhile does not', async () => {
  const [target, source] = [await talk(), await talk()];
  const waiting = await schedule(ben, source);
  const sent = await schedule(ben, source);
  await merge(target, source);
  await ben.post(`/conversations/${target}/scheduled_messages/${sent.id}/send_now`);
  await unmerge(source);
  assert.deepEqual(
    (await scheduledIn(world, source)).map(({ id }) => id),
    [waiting.id],
  );
  assert.deepEqual(
    (await scheduledIn(world, target)).map(({ id }) => id),
    [sent.id],
  );
});

test('a snoozed source sleeps again until its time', async () => {
  const [target, source] = [await talk(), await talk()];
  const snoozed_until = Math.floor(Date.now() / 1000) + 3600;
  await ada.post(`/conversations/${source}/toggle_status`, { status: 'snoozed', snoozed_until });
  await merge(target, source);
  await sql(world, 'delete from jobs.job');
  await unmerge(source);
  assert.equal((await show(source)).status, 'snoozed');
  const jobs = await sql(world, `select 1 from jobs.job where name = 'wake_conversation'`);
  assert.equal(jobs.length, 1);
});
