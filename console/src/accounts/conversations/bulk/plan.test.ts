import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan, undoOf, type Known } from './plan.ts';

const like = (id: number, more: Partial<Known> = {}): Known => ({
  id,
  status: 'open',
  snoozed_until: null,
  labels: [],
  meta: { assignee: null, team: null },
  ...more,
});
const eve = { id: 7 };

test('what is so already is not changed', () => {
  const three = [like(1), like(2, { status: 'resolved' }), like(3)];
  assert.deepEqual(
    plan(three, { fields: { status: 'resolved' } }).map(({ id }) => id),
    [1, 3],
  );
  const labelled = [like(1, { labels: ['vip'] }), like(2)];
  assert.deepEqual(
    plan(labelled, { labels: { add: ['vip'] } }).map(({ id }) => id),
    [2],
  );
  assert.deepEqual(
    plan(labelled, { labels: { remove: ['vip'] } }).map(({ id }) => id),
    [1],
  );
  const mine = [like(1, { meta: { assignee: eve, team: null } }), like(2)];
  assert.deepEqual(
    plan(mine, { fields: { assignee_id: 7 } }).map(({ id }) => id),
    [2],
  );
  assert.deepEqual(
    plan(mine, { fields: { assignee_id: null } }).map(({ id }) => id),
    [1],
  );
});

test('a snooze changes what is snoozed already: it may be until another time', () => {
  const both = [like(1, { status: 'snoozed', snoozed_until: '2026-01-01T00:00:00.000Z' }), like(2)];
  assert.equal(
    plan(both, { fields: { status: 'snoozed' }, snoozed_until: 1_800_000_000 }).length,
    2,
  );
});

test('undoing gives each back what it had, those with the same at once', () => {
  const before = [
    like(1),
    like(2, { status: 'snoozed', snoozed_until: '2026-01-01T00:00:00.000Z' }),
    like(3),
    like(4, { status: 'pending' }),
  ];
  assert.deepEqual(undoOf(before, { fields: { status: 'resolved' } }), [
    { ids: [1, 3], change: { fields: { status: 'open' } } },
    { ids: [2], change: { fields: { status: 'snoozed' }, snoozed_until: 1_767_225_600 } },
    { ids: [4], change: { fields: { status: 'pending' } } },
  ]);
  const held = [like(1, { meta: { assignee: eve, team: { id: 3 } } }), like(2)];
  assert.deepEqual(undoOf(held, { fields: { assignee_id: 9 } }), [
    { ids: [1], change: { fields: { assignee_id: 7 } } },
    { ids: [2], change: { fields: { assignee_id: null } } },
  ]);
  assert.deepEqual(undoOf(held, { fields: { team_id: 4 } }), [
    { ids: [1], change: { fields: { team_id: 3 } } },
    { ids: [2], change: { fields: { team_id: null } } },
  ]);
});

test('undoing labels takes off only what was put on, and puts back what was taken off', () => {
  const before = [like(1, { labels: ['old'] }), like(2)];
  assert.deepEqual(undoOf(before, { labels: { add: ['old', 'new'] } }), [
    { ids: [1], change: { labels: { add: [], remove: ['new'] } } },
    { ids: [2], change: { labels: { add: [], remove: ['old', 'new'] } } },
  ]);
  assert.deepEqual(undoOf(before.slice(0, 1), { labels: { remove: ['old'] } }), [
    { ids: [1], change: { labels: { add: ['old'], remove: [] } } },
  ]);
});
