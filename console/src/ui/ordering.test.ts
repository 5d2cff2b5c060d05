import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, placeAt } from './ordering.ts';

test('a thing is moved to another place, and the others close up', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 0), ['c', 'a', 'b']);
  assert.deepEqual(moved(['a', 'b', 'c'], 1, 1), ['a', 'b', 'c']);
});

test('beyond the ends nothing is moved', () => {
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b']);
  assert.deepEqual(moved(['a', 'b'], 1, 2), ['a', 'b']);
  assert.deepEqual(moved([], 0, 0), []);
});

test('what is dragged changes places past the half of its neighbour', () => {
  const middles = [10, 30, 50];
  assert.equal(placeAt(middles, 29, 0), 0);
  assert.equal(placeAt(middles, 31, 0), 1);
  assert.equal(placeAt(middles, 999, 0), 2);
  assert.equal(placeAt(middles, 31, 2), 2);
  assert.equal(placeAt(middles, 29, 2), 1);
  assert.equal(placeAt(middles, -5, 2), 0);
});
