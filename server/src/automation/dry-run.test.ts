import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOfEverything, sql } from '../../test/inside.ts';
import { action, condition, ruling } from '../../test/ruling.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, gil, acme } = world;
const { work, rule, forget } = ruling(world);

const dryRun = async (
  input: object,
  path = '/automation_rules/dry_run',
): Promise<Answer['body']> => {
  const answer = await ada.post(path, input);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload;
};
const refund = [condition('content', 'contains', 'refund')];
const say = async (id: number, content: string): Promise<number> =>
  (await ada.post(`/conversations/${id}/messages`, { content, message_type: 'incoming' })).body.id;

test('a rule is tried on the messages of the past, and nothing is changed', async () => {
  const talk = await world.conversation();
  const first = await say(talk.id, 'a refund, please');
  const second = await say(talk.id, 'hello?');
  const actions = [action('add_label', 'money')];
  const before = await digestOfEverything(world);
  const tried = await dryRun({ event_name: 'message_created', conditions: refund, actions });
  assert.deepEqual(await digestOfEverything(world), before);
  assert.deepEqual([tried.looked_at, tried.matched, tried.actions], [2, 1, actions]);
  assert.deepEqual(
    tried.results.map(({ at, ...rest }: Answer['body']) => [typeof at, rest]),
    [
      ['string', { conversation_id: talk.id, message_id: second, event_id: null, matched: false, conditions: [{ ...refund[0], met: false }] }],
      ['string', { conversation_id: talk.id, message_id: first, event_id: null, matched: true, conditions: [{ ...refund[0], met: true }] }],
    ],
  ); // prettier-ignore
});

test('a saved rule is tried although it is switched off', async () => {
  const id = await rule('message_created', refund, action('add_label', 'money'));
  await ada.patch(`/automation_rules/${id}`, { active: false });
  const tried = await dryRun({}, `/automation_rules/${id}/dry_run`);
  assert.deepEqual([tried.event_name, tried.matched], ['message_created', 1]);
  await forget();
});

test('a rule for changes is tried on the changes that were, and not on what rules did', async () => {
  const talk = await world.conversation();
  await ada.post(`/conversations/${talk.id}/toggle_priority`, { priority: 'high' });
  const id = await rule('conversation_updated', [], action('change_priority', 'urgent'));
  await ada.post(`/conversations/${talk.id}/toggle_priority`, { priority: 'low' });
  await work();
  const conditions = [
    { attribute_key: 'priority', filter_operator: 'attribute_changed', values: { from: [], to: [] }, query_operator: null },
  ]; // prettier-ignore
  const tried = await dryRun({ event_name: 'conversation_updated', conditions });
  assert.deepEqual([tried.looked_at, tried.matched], [2, 2]);
  assert.ok(tried.results.every(({ event_id }: Answer['body']) => event_id > 0));
  await ada.delete(`/automation_rules/${id}`);
});

test('rules for new, opened and resolved conversations are tried on those', async () => {
  const talk = await world.conversation({ inbox_id: acme.sales.id });
  await world.conversation({
    inbox_id: acme.sales.id,
    additional_attributes: { auto_reply: true },
  });
  await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'resolved' });
  await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'open' });
  const conditions = [condition('inbox_id', 'equal_to', acme.sales.id)];
  for (const event_name of [
    'conversation_created',
    'conversation_opened',
    'conversation_resolved',
  ]) {
    const tried = await dryRun({ event_name, conditions });
    const found = tried.results.filter(({ matched }: Answer['body']) => matched);
    assert.deepEqual(
      found.map(({ conversation_id }: Answer['body']) => conversation_id),
      [talk.id],
      event_name,
    );
  }
});

test('it looks no further back than asked for, and at no more than asked for', async () => {
  const input = { event_name: 'message_created', conditions: [] };
  assert.equal((await dryRun({ ...input, limit: 1 })).looked_at, 1);
  assert.equal((await dryRun({ ...input, since: '2099-01-01' })).looked_at, 0);
  assert.equal((await dryRun({ ...input, since: 4_000_000_000 })).looked_at, 0);
  await sql(
    world,
    `update messages set created_at = now() - interval '31 days' where content = 'hello?'`,
  );
  assert.equal((await dryRun(input)).looked_at, 1);
  assert.equal((await dryRun({ ...input, since: '2020-01-01' })).looked_at, 2);
  const wrong = await ada.post('/automation_rules/dry_run', { ...input, since: 'yesterday' });
  assert.deepEqual(
    [wrong.status, wrong.body],
    [422, { error: 'since must be unix seconds or ISO 8601' }],
  );
});

test('what could not be saved cannot be tried, and only administrators try', async () => {
  const input = {
    event_name: 'message_created',
    conditions: [condition('shoe_size', 'equal_to', 1)],
  };
  const wrong = await ada.post('/automation_rules/dry_run', input);
  assert.deepEqual(
    [wrong.status, wrong.body],
    [422, { error: { conditions: ['Automation conditions shoe_size not supported.'] } }],
  );
  assert.equal((await ben.post('/automation_rules/dry_run', input)).status, 401);
  const id = await rule('message_created', refund);
  assert.equal((await gil.post(`/automation_rules/${id}/dry_run`, {})).status, 404);
  assert.equal(
    (await gil.post('/automation_rules/dry_run', { event_name: 'message_created' })).body.payload
      .looked_at,
    0,
  );
});
