import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highlightsOf } from './highlight.ts';
import { numbersWith } from './numbers.ts';

const marked = (content: string, wanted: string): string[] =>
  highlightsOf(content, wanted).map(({ start, length }) => content.slice(start, start + length));

for (const [content, wanted, expected] of [
  ['Crème de la CRÈME', 'creme', ['Crème', 'CRÈME']],
  ['creme', 'crème', ['creme']],
  ['cre\u0300me!', 'crème', ['cre\u0300me']],
  ['aaaa', 'aa', ['aa', 'aa']],
  ['👍 ok 👍 ok', 'ok', ['ok', 'ok']],
  ['ﬁne print', 'fine', ['ﬁne']],
  ['nothing here', 'x', []],
  ['anything', '', []],
  ['a.c abc', '.', ['.']],
] as const) {
  test(`in ${JSON.stringify(content)} the text ${JSON.stringify(wanted)} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(marked(content, wanted), expected);
  });
}

test('at most twenty places are marked, in a long text without delay', () => {
  assert.equal(highlightsOf('ab '.repeat(50_000), 'ab').length, 20);
});

test('the numbers with some digits in them are those that one finds by looking at each', () => {
  for (const digits of ['7', '12', '05', '999', '10', '0', '1234', '12345']) {
    for (const length of [1, 2, 3, 4]) {
      const found = numbersWith(digits, length);
      if (found === undefined) {
        assert.ok(length - digits.length > 2);
        continue;
      }
      const all = Array.from({ length: 10 ** length - 1 }, (_, index) => index + 1);
      const expected = all.filter((number) => String(number).includes(digits));
      assert.deepEqual(
        found.toSorted((a, b) => a - b),
        expected,
        `${digits} in ${length}`,
      );
    }
  }
});
