import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fateOf, holdAfter, isSuccess, readRetryAfter, WAITS } from './retry-rules.ts';

const failure = { status: 500, retryAfter: null, isStrict: false };
const clock = { scale: 1, random: 0.5 };

test('ten attempts are spread over about three days, each wait within a fifth of the table', () => {
  assert.equal(WAITS.length, 10);
  assert.deepEqual([...WAITS], [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  const hours = WAITS.reduce<number>((sum, wait) => sum + wait, 0) / 3600;
  assert.ok(hours > 72 && hours < 78, `${hours} hours`);
  for (let tries = 1; tries < 10; tries += 1) {
    const waits = [0, 0.5, 1].map((random) => {
      const fate = fateOf({ ...failure, tries }, { scale: 1, random });
      return fate.state === 'pending' ? fate.wait : 0;
    });
    const wait = WAITS[tries] as number;
    assert.deepEqual(
      waits.map(Math.round),
      [0.8, 1, 1.2].map((part) => Math.round(part * wait)),
    );
  }
  assert.deepEqual(fateOf({ ...failure, tries: 10 }, clock), { state: 'dead', reason: 'tried' });
});

test('an event holds up its conversation for the attempts of the first quarter of an hour', () => {
  const slow = [1, 2, 3, 4, 9].map((tries) => {
    const fate = fateOf({ ...failure, tries }, clock);
    return fate.state === 'pending' && fate.slow;
  });
  assert.deepEqual(slow, [false, false, true, true, true]);
  const strict = fateOf({ ...failure, tries: 9, isStrict: true }, clock);
  assert.ok(strict.state === 'pending' && !strict.slow);
});

test('a scale makes the table shorter and nothing else', () => {
  const scaled = fateOf({ ...failure, tries: 3 }, { scale: 600, random: 0.5 });
  assert.deepEqual(scaled, { state: 'pending', wait: 3, slow: true });
});

test('a receiver is left alone as long as it asks, and one that is gone for good', () => {
  const asked = fateOf({ ...failure, status: 429, tries: 1, retryAfter: 60 }, clock);
  assert.deepEqual(asked, { state: 'pending', wait: 60, slow: false });
  assert.equal(holdAfter(429, 60), 60);
  assert.equal(holdAfter(503, 60), 60);
  assert.equal(holdAfter(500, 60), null);
  const gone = fateOf({ ...failure, status: 410, tries: 1 }, clock);
  assert.deepEqual(gone, { state: 'dead', reason: 'gone' });
});

for (const [header, seconds] of [
  ['120', 120],
  [' 7 ', 7],
  ['0', null],
  ['-5', null],
  ['soon', null],
  ['', null],
  [undefined, null],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60],
  ['Wed, 31 Dec 1969 23:00:00 GMT', null],
  ['999999999', 86_400],
] as const) {
  test(`Retry-After: ${header} is ${seconds} seconds`, () => {
    assert.equal(readRetryAfter(header, 0), seconds);
  });
}

test('success is 200 to 207', () => {
  const good = [199, 200, 204, 207, 208, 302, 400].filter((status) => isSuccess(status));
  assert.deepEqual(good, [200, 204, 207]);
});
