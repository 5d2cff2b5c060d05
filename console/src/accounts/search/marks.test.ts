import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf, piecesOf } from './marks.ts';

const found = (text: string, wanted: string): string[] =>
  piecesOf(text, wanted)
    .filter(({ isFound }) => isFound)
    .map((piece) => piece.text);

test('what was looked for is marked whatever its case and accents, every time', () => {
  assert.deepEqual(found('Crème, CREME and creme', 'crème'), ['Crème', 'CREME', 'creme']);
  assert.deepEqual(found('Office: oﬃce', 'office'), ['Office', 'oﬃce']);
  assert.deepEqual(found('nothing of it', 'order'), []);
  assert.deepEqual(found('anything', '  '), []);
});

test('the pieces are the text again', () => {
  for (const [text, wanted] of [['İstanbul 👍🏽 İ', 'i'], ['<b>x</b>', '<b>'], ['aaa', 'aa']] as const) {
    assert.equal(piecesOf(text, wanted).map((piece) => piece.text).join(''), text);
  }
}); // prettier-ignore

test('of a long text the part with the words is shown', () => {
  const text = `${'word '.repeat(200)}order ${'tail '.repeat(200)}`;
  const shown = excerptOf(text, 'order').map((piece) => piece.text).join('');
  assert.match(shown, /^…word .*order tail/);
  assert.ok(shown.length < 300 && shown.endsWith('…'));
  assert.equal(excerptOf('short', 'x').map((piece) => piece.text).join(''), 'short');
}); // prettier-ignore
