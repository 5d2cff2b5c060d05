import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paced } from './pace.ts';

/** A page whose clock goes on with each piece of work, and that has time when it is told so. */
function stage(each: number) {
  let time = 0;
  let due: (() => void) | undefined;
  const done: number[] = [];
  const pace = paced<number>(
    (items) => {
      for (const item of items) {
        time += each;
        done.push(item);
        if (item === 2) pace.add(100);
      }
    },
    { now: () => time, soon: (work) => (due = work) },
  );
  const frame = (): boolean => {
    const work = due;
    due = undefined;
    work?.();
    return work !== undefined;
  };
  return { pace, done, frame };
}

test('much at once is done in order, and not more than a breath of it between two pictures', () => {
  const { pace, done, frame } = stage(3);
  for (const item of [1, 2, 3, 4, 5, 6]) pace.add(item);
  assert.deepEqual(done, []);
  frame();
  assert.deepEqual(done, [1, 2, 3]);
  while (frame());
  assert.deepEqual(done, [1, 2, 3, 4, 5, 6, 100]);
});

test('what takes longer than a breath is done all the same, one at a time', () => {
  const { pace, done, frame } = stage(50);
  for (const item of [7, 8]) pace.add(item);
  frame();
  assert.deepEqual(done, [7]);
  frame();
  assert.deepEqual(done, [7, 8]);
  assert.equal(frame(), false);
});
