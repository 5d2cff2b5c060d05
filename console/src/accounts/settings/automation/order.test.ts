import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repositioned, rulesByEvent } from './order.ts';

type Rule = Parameters<typeof repositioned>[0][number];

const rule = (id: number, position: number, event_name = 'message_created'): Rule =>
  ({ id, position, event_name }) as Rule;

test('rules stand below their event in the order in which they act', () => {
  const groups = rulesByEvent([
    rule(1, 0, 'message_created'),
    rule(2, 0, 'conversation_created'),
    rule(4, 0),
    rule(3, -1),
    rule(5, 0, 'of_another_version'),
  ]);
  assert.deepEqual(
    groups.map(({ event, rules }) => [event, rules.map(({ id }) => id)]),
    [
      ['conversation_created', [2]],
      ['message_created', [3, 1, 4]],
      ['of_another_version', [5]],
    ],
  );
});

test('only rules that come to another place are written', () => {
  assert.deepEqual(repositioned([rule(7, 0), rule(8, 2), rule(9, 0)]), [
    { id: 7, position: 1 },
    { id: 9, position: 3 },
  ]);
});
