import assert from 'node:assert/strict';
import { test } from 'node:test';
import { narrowed, without, type Filter } from './language.ts';
import { filterOf, wireOf } from './wire.ts';

const one = (key: string, ...values: string[]) => ({ key, operator: 'equal_to' as const, values });

test('groups become a row of conditions, and the row groups again', () => {
  const filter: Filter = [[one('status', 'open'), one('inbox_id', '3')], [one('labels', 'vip')]];
  const row = wireOf(filter);
  assert.deepEqual(
    row.map(({ query_operator }) => query_operator),
    ['and', 'or', null],
  );
  assert.deepEqual(row[1]?.values, [3]);
  assert.deepEqual(filterOf(row), filter);
});

test('what other clients have saved is read, and what nobody understands is left out', () => {
  const saved = [
    { attribute_key: 'assignee_id', filter_operator: 'equal_to', values: [{ id: 7, name: 'Ada' }], query_operator: 'OR' },
    { attribute_key: 'status', filter_operator: 'resembles', values: ['x'], query_operator: 'and' },
    { attribute_key: 'priority', filter_operator: 'equal_to', values: 'high' },
    7,
    { attribute_key: 'blocked', filter_operator: 'equal_to', values: [true, null, {}] },
  ]; // prettier-ignore
  assert.deepEqual(filterOf(saved), [
    [one('assignee_id', '7')],
    [one('priority', 'high'), one('blocked', 'true')],
  ]);
  for (const nonsense of [undefined, null, {}, 'x', [], [[]]]) {
    assert.deepEqual(filterOf(nonsense), []);
  }
});

test('a condition that is added holds beside every alternative, one that goes leaves the others', () => {
  const vip = one('labels', 'vip');
  const filter: Filter = [[one('status', 'open'), vip], [one('priority', 'high')]];
  assert.deepEqual(narrowed(filter, one('team_id', '1')).map((group) => group.length), [3, 2]);
  assert.deepEqual(narrowed([], vip), [[vip]]);
  assert.deepEqual(without(filter, vip), [[one('status', 'open')], [one('priority', 'high')]]);
  assert.deepEqual(without([[vip]], vip), []);
}); // prettier-ignore
