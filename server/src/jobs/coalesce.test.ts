import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from './coalesce.ts';

function stage() {
  const begun: { place: string; end: PromiseWithResolvers<void> }[] = [];
  const ask = coalesce(
    async (place: string) => {
      const end = Promise.withResolvers<void>();
      begun.push({ place, end });
      return end.promise;
    },
    (place) => place,
  );
  const places = () => begun.map(({ place }) => place);
  return { begun, ask, places, finish: (nth: number) => begun[nth]?.end.resolve() };
}

test('of many who ask while it is under way, one more run serves all', async () => {
  const { ask, places, finish } = stage();
  const first = ask('a');
  const others = [ask('a'), ask('a'), ask('a')];
  assert.deepEqual(places(), ['a']);
  finish(0);
  await first;
  await new Promise(setImmediate);
  assert.deepEqual(places(), ['a', 'a'], 'what came to be during the first is seen by the second');
  const late = ask('a');
  finish(1);
  await Promise.all(others);
  await new Promise(setImmediate);
  finish(2);
  await late;
  assert.equal(places().length, 3, 'who asks during the second waits for a third');
  const after = ask('a');
  finish(3);
  await after;
});

test('other keys do not wait, and a failure is told to those who asked for it alone', async () => {
  const { ask, begun, places, finish } = stage();
  const first = ask('a');
  const second = ask('a');
  const other = ask('b');
  assert.deepEqual(places(), ['a', 'b']);
  begun[0]?.end.reject(new Error('lost'));
  await assert.rejects(first, /lost/);
  await new Promise(setImmediate);
  finish(1);
  finish(2);
  await Promise.all([second, other]);
});
