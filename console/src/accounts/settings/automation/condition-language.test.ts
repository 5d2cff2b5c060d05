import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  draftCondition,
  draftConditions,
  isCompleteCondition,
  operatorsOf,
  valueKindOf,
  wireConditions,
  type Definition,
} from './condition-language.ts';

const definition = (
  attribute_key: string,
  attribute_display_type: Definition['attribute_display_type'],
  attribute_model: Definition['attribute_model'] = 'conversation_attribute',
): Definition => ({ attribute_key, attribute_display_name: attribute_key, attribute_display_type, attribute_model, attribute_values: ['gold'] }); // prettier-ignore
const definitions = [
  definition('seats', 'number'),
  definition('plan', 'list', 'contact_attribute'),
  definition('plan', 'text'),
  definition('renewal', 'date'),
];

test('conditions come back from the editor as the API has them', () => {
  const stored = [
    { attribute_key: 'content', filter_operator: 'contains', values: ['refund', 'money'], query_operator: 'or' },
    { attribute_key: 'inbox_id', filter_operator: 'equal_to', values: [3], query_operator: 'and' },
    { attribute_key: 'priority', filter_operator: 'attribute_changed', values: { from: [], to: ['urgent', 'nil'] }, query_operator: 'and' },
    { attribute_key: 'plan', filter_operator: 'equal_to', values: ['gold'], query_operator: 'and', custom_attribute_type: 'contact_attribute' },
    { attribute_key: 'assignee_id', filter_operator: 'is_not_present', values: [], query_operator: null },
  ]; // prettier-ignore
  assert.deepEqual(wireConditions(draftConditions(stored), definitions), stored);
});

test('what other clients write is read as well', () => {
  const [condition] = draftConditions([
    { attribute_key: 'team_id', filter_operator: 'equal_to', values: [{ id: 7, name: 'billing' }, '8'], query_operator: 'AND' },
  ]); // prettier-ignore
  assert.deepEqual(condition?.values, [7, 8]);
  assert.equal(condition?.joiner, 'and');
});

test('a custom attribute of which nobody said whose it is, is first the contact’s', () => {
  const [plan, seats] = draftConditions([
    { attribute_key: 'plan', filter_operator: 'equal_to', values: ['gold'] },
    { attribute_key: 'seats', filter_operator: 'is_greater_than', values: [4] },
  ]);
  assert.equal(valueKindOf(plan!, definitions), 'list');
  assert.equal(valueKindOf(seats!, definitions), 'number');
  const wired = wireConditions([plan!, seats!], definitions);
  assert.deepEqual(
    wired.map((each) => each['custom_attribute_type']),
    ['contact_attribute', 'conversation_attribute'],
  );
});

test('that something changed is asked only where the event tells what was before', () => {
  const priority = draftCondition('priority', undefined);
  const offers = (event: string): boolean =>
    operatorsOf(priority, { definitions, event }).includes('attribute_changed');
  assert.deepEqual(
    ['conversation_updated', 'conversation_opened', 'message_created', 'conversation_created'].map(offers),
    [true, true, false, false],
  ); // prettier-ignore
  const plan = draftCondition('plan', 'contact_attribute', definitions);
  const offered = operatorsOf(plan, { definitions, event: 'conversation_updated' });
  assert.ok(!offered.includes('attribute_changed'));
});

test('what a rule asks already stays, even when it would not be offered', () => {
  const [odd] = draftConditions([{ attribute_key: 'gone', filter_operator: 'starts_with', values: ['x'] }]); // prettier-ignore
  assert.deepEqual(operatorsOf(odd!, { definitions, event: 'message_created' }), ['starts_with']);
  assert.equal(valueKindOf(odd!, definitions), 'words');
});

test('a condition lacks something until there is a value to compare with', () => {
  const renewal = draftCondition('renewal', 'conversation_attribute', definitions);
  assert.equal(isCompleteCondition(renewal, definitions), false);
  assert.equal(isCompleteCondition({ ...renewal, values: ['2026-11-26'] }, definitions), true);
  assert.equal(isCompleteCondition({ ...renewal, operator: 'is_present' }, definitions), true);
  assert.equal(isCompleteCondition({ ...renewal, operator: 'attribute_changed' }, definitions), true); // prettier-ignore
  assert.equal(valueKindOf({ ...renewal, operator: 'days_before' }, definitions), 'days');
});
