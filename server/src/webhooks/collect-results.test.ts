import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howMany } from './collect-results.ts';
import type { Result } from './results.ts';
import { failed } from './send.ts';

const answered = (length: number): Result => ({
  claimed: {} as Result['claimed'],
  attempt: { ...failed('of no use'), response_body: 'x'.repeat(length) },
  fate: { state: 'delivered' },
});

const many = (count: number, length: number): Result[] =>
  Array.from({ length: count }, () => answered(length));

test('short answers are written five hundred at a time, and long ones a few', () => {
  assert.equal(howMany(many(600, 100)), 500);
  assert.equal(howMany(many(3, 100)), 3);
  assert.equal(howMany(many(100, 64 * 1024)), 8);
});

test('one that is longer than all that is written together is written alone', () => {
  assert.equal(howMany(many(2, 1024 * 1024)), 1);
});
