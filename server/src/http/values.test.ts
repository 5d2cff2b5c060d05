import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { holdsTooMany } from './values.ts';

const { ada } = await createWorld();
const keys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 1]));

test('a body of more values than anybody sends is refused before it is read', async () => {
  for (const body of [keys(120_000), { custom_attributes: keys(120_000) }, { ids: Array.from({ length: 120_000 }, () => 1) }, { a: Array.from({ length: 120_000 }, () => ({})) }]) {
    const answer = await ada.post('/contacts', { name: 'Mia', ...body });
    assert.deepEqual([answer.status, answer.body], [413, { error: 'The request is too large' }]);
  }
  const fewer = await ada.post('/contacts', { name: 'Mia', ...keys(40_000) });
  assert.equal(fewer.status, 200, fewer.text);
}); // prettier-ignore

test('what looks like values within a text is text', () => {
  for (const text of [',[{'.repeat(120_000), '",{['.repeat(120_000), String.raw`\",`.repeat(120_000), '\\'.repeat(120_001)]) {
    assert.equal(holdsTooMany(JSON.stringify({ text, more: text })), false);
    assert.equal(holdsTooMany(JSON.stringify({ text, list: Array.from({ length: 120_000 }, () => 1) })), true);
  }
  assert.equal(holdsTooMany(`"${'\\"'.repeat(100_000)}`), false, 'and one that never ends is for the parser');
}); // prettier-ignore
