import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withItsQueue } from './disturbed.ts';

const standstill = { from: 1000, to: 1200 };
/** One every ten milliseconds, each answered after `took(due)`. */
const every10 = (took: (due: number) => number) =>
  Array.from({ length: 600 }, (_, index) => ({ due: index * 10, took: took(index * 10) }));

test('a standstill ends with the queue that it left', () => {
  const left = every10((due) => (due >= 1000 && due < 1500 ? 1600 - due : 5));
  assert.deepEqual(withItsQueue(left, standstill), { from: 1000, to: 1600 });
});

test('who was slow before and goes on being slow has no excuse', () => {
  const slow = every10(() => 400);
  assert.deepEqual(withItsQueue(slow, standstill), standstill);
});

test('a queue that does not end is no consequence after three seconds', () => {
  const growing = every10((due) => (due < 1000 ? 5 : 10_000));
  assert.deepEqual(withItsQueue(growing, standstill), { from: 1000, to: 4200 });
});
