import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { slidingWindow } from './window.ts';

test('the attempt after the limit is refused, and allowed again when it says so', () => {
  let now = 0;
  const { take } = slidingWindow(3, 60, () => now);
  for (const remaining of [2, 1, 0]) assert.equal(take('a').remaining, remaining);
  const refused = take('a');
  assert.equal(refused.allowed, false);
  now += refused.retryAfterSeconds - 1.1;
  assert.equal(take('a').allowed, false);
  now += 1.1;
  assert.equal(take('a').allowed, true);
});

test('a burst where two windows meet gets no second helping', () => {
  let now = 59;
  const { take } = slidingWindow(100, 60, () => now);
  const allowed = () =>
    Array.from({ length: 200 }, () => take('a')).filter((v) => v.allowed).length;
  assert.equal(allowed(), 100);
  now = 61;
  assert.ok(allowed() <= 2);
});

test('one key never pays for another', () => {
  const { take } = slidingWindow(1, 60);
  assert.equal(take('a').allowed, true);
  assert.equal(take('b').allowed, true);
  assert.equal(take('a').allowed, false);
});

test('who keeps knocking is let in when it is time, as often as the limit says', () => {
  let now = 0;
  const { take } = slidingWindow(60, 60, () => now);
  let allowed = 0;
  for (; now < 600; now += 0.1) if (take('a').allowed) allowed += 1;
  assert.ok(allowed >= 550 && allowed <= 660, `${allowed} in ten minutes`);
});

test('whatever the rhythm, a refused caller who waits as told is let in', () => {
  const pauses = fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), pauses, (limit, rhythm) => {
      let now = 1000;
      const { take } = slidingWindow(limit, 60, () => now);
      for (const pause of rhythm) {
        now += pause;
        const verdict = take('a');
        if (verdict.allowed) continue;
        assert.ok(verdict.retryAfterSeconds >= 1 && verdict.retryAfterSeconds <= 120);
        now += verdict.retryAfterSeconds;
        assert.equal(take('a').allowed, true);
      }
    }),
  );
});

test('a flood of keys does not grow without end', () => {
  const { take } = slidingWindow(1, 60);
  take('first');
  for (let i = 0; i < 200_000; i += 1) take(`key ${i}`);
  // Forgotten, so it may come again: the price of a bounded memory.
  assert.equal(take('first').allowed, true);
  assert.equal(take('key 199999').allowed, false);
});
