import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { action, ruling } from '../../test/ruling.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben } = world;
const { work, rule, runs, forget } = ruling(world);
beforeEach(forget);

await ada.post('/custom_attribute_definitions', {
  attribute_key: 'plan',
  attribute_display_name: 'Plan',
  attribute_display_type: 'text',
  attribute_model: 'conversation_attribute',
});

const change = (attribute_key: string, from: unknown[], to: unknown[]) => ({
  attribute_key,
  filter_operator: 'attribute_changed',
  values: { from, to },
  query_operator: null,
});

type Act = (id: number) => Promise<unknown>;
const post =
  (path: string, body: object): Act =>
  async (id) =>
    ada.post(`/conversations/${id}/${path}`, body);

const status = (to: string): Act => post('toggle_status', { status: to });
const priority = (to: string | null): Act => post('toggle_priority', { priority: to });
const labels = (...to: string[]): Act => post('labels', { labels: to });
const nothing: Act = async () => undefined;

// What was before, what is asked for, what makes it true, what does not.
const table: [what: string, before: Act, asked: object, makes: Act, not: Act][] = [
  ['a status to another', nothing, change('status', ['open'], ['resolved']), status('resolved'), status('pending')],
  ['a status from one of these', status('pending'), change('status', ['pending', 'snoozed'], []), status('open'), priority('low')],
  ['a priority from nothing', nothing, change('priority', ['nil'], ['urgent', 'high']), priority('high'), priority('low')],
  ['a priority to nothing', priority('high'), change('priority', [], ['nil']), priority(null), priority('low')],
  ['an agent', nothing, change('assignee_id', [], [ben.id]), post('assignments', { assignee_id: ben.id }), status('pending')],
  ['a team', nothing, change('team_id', ['nil'], [String(acme.billing.id)]), post('assignments', { team_id: acme.billing.id }), post('assignments', { team_id: acme.escalations.id })],
  ['a label that comes', labels('old'), change('labels', [], ['vip']), labels('old', 'vip'), labels('old', 'new')],
  ['a label that goes', labels('old', 'vip'), change('labels', ['vip'], []), labels('old'), labels('vip')],
  ['an attribute of the account', post('custom_attributes', { custom_attributes: { plan: 'free', other: 1 } }), change('plan', ['free'], ['paid']), post('custom_attributes', { custom_attributes: { plan: 'paid', other: 1 } }), post('custom_attributes', { custom_attributes: { plan: 'free', other: 2 } })],
  ['an attribute to anything', post('custom_attributes', { custom_attributes: { plan: 'free', other: 1 } }), change('plan', [], []), post('custom_attributes', { custom_attributes: { other: 1 } }), post('custom_attributes', { custom_attributes: { plan: 'free', other: 2 } })],
]; // prettier-ignore

for (const [what, before, asked, makes, not] of table) {
  test(`a rule can ask for a change of ${what}`, async () => {
    const acts: boolean[] = [];
    for (const act of [makes, not]) {
      const { id } = await world.conversation();
      await before(id);
      await forget();
      await rule('conversation_updated', [asked], action('add_private_note', 'changed'));
      await act(id);
      assert.equal(await work(), 1);
      acts.push(
        (await runs(id)).some(({ status: became }: Answer['body']) => became === 'finished'),
      );
    }
    assert.deepEqual(acts, [true, false]);
  });
}

test('a change is part of the whole, wherever it stands', async () => {
  const open = {
    attribute_key: 'status',
    filter_operator: 'equal_to',
    values: ['open'],
    query_operator: 'and',
  };
  await rule(
    'conversation_updated',
    [
      open,
      { ...change('priority', [], ['high']), query_operator: 'or' },
      change('status', [], ['pending']),
    ],
    action('add_private_note', 'x'),
  );
  const { id } = await world.conversation();
  await priority('low')(id);
  await work();
  await priority('high')(id);
  await work();
  await status('pending')(id);
  await work();
  await priority('low')(id);
  await priority('high')(id);
  await work();
  const acted = (await runs(id, '?status=finished')).map(({ conditions }: Answer['body']) =>
    conditions.map(({ met }: Answer['body']) => met),
  );
  assert.deepEqual(acted, [
    [false, false, true],
    [true, true, false],
  ]);
});

test('rules for opening and resolving know the change of the status', async () => {
  await rule(
    'conversation_resolved',
    [change('status', ['pending'], ['resolved'])],
    action('add_label', 'unseen'),
  );
  const { id } = await world.conversation();
  await status('resolved')(id);
  await work();
  await status('pending')(id);
  await status('resolved')(id);
  await work();
  assert.deepEqual((await ada.get(`/conversations/${id}`)).body.labels, ['unseen']);
  assert.equal((await runs(id, '?status=finished')).length, 1);
});
