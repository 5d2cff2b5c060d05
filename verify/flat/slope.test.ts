import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slopeOf } from './slope.ts';

const points = (values: readonly number[]) => values.map((value, at) => ({ at, value }));

test('a line rises by its slope, wherever it begins', () => {
  assert.equal(slopeOf(points([7, 9, 11, 13])), 2);
  assert.equal(slopeOf(points([7, 9, 11, 13].toReversed())), -2);
});

test('what goes up and down around one value does not rise', () => {
  assert.equal(slopeOf(points([5, 6, 5, 4, 5])).toFixed(1), '-0.2');
  assert.equal(slopeOf(points([5, 6, 4, 4, 6, 5])).toFixed(1), '0.0');
});

test('one point or none has no slope', () => {
  assert.equal(slopeOf([]), 0);
  assert.equal(slopeOf([{ at: 1, value: 1 }]), 0);
});
