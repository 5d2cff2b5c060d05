import assert from 'node:assert/strict';
import { test } from 'node:test';

// What a page has and a test has not.
Object.assign(globalThis, {
  location: { origin: 'http://127.0.0.1' },
  localStorage: { getItem: () => null },
  addEventListener: () => {},
});
const { parseChanges } = await import('./feed.ts');

const change = (id: number) => ({ cursor: `c${id}`, event: 'message.created', data: { id } });
const linesOf = (...lines: object[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

test('the lines of an answer are events, and the last says where to go on', () => {
  const { events, cursor } = parseChanges(
    linesOf(change(1), change(2), { cursor: 'c9', has_more: false }),
  );
  assert.deepEqual(events.map(({ data }) => data['id']), [1, 2]); // prettier-ignore
  assert.equal(cursor, 'c9');
});

test('an answer that was cut off tells nothing, rather than half of it', () => {
  assert.throws(() => parseChanges(linesOf(change(1))));
  assert.throws(() => parseChanges(`${linesOf(change(1))}{"cursor":"c`));
  assert.throws(() => parseChanges(''));
});
