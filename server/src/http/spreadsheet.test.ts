import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvOf, withFormulas, withoutFormulas } from './spreadsheet.ts';

const starts = ['=', '+', '-', '@', '\t', '\r', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20'];
const behind = [
  '',
  '"',
  "'",
  '""',
  `'"`,
  ';',
  ';"',
  'a;',
  'a;"',
  'a\t',
  'a\n',
  'a\r\n',
  'a\r"',
  '\r',
  '\t',
  ';;',
  `x;'`,
];
const hostile = behind.flatMap((before) => starts.map((start) => `${before}${start}cmd|' /C calc'!A0`)); // prettier-ignore

/** What each reader takes for cells: with quotes, and, as some do in the middle of a cell, without. */
function cellsAsRead(text: string): string[] {
  const readings = [',', ';', '\t'].flatMap((delimiter) =>
    [{}, { quote: null }].flatMap((quoting) => {
      const options = { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], ...quoting };
      return parse(text, options).flat();
    }));
  return readings;
} // prettier-ignore

test('no cell of a CSV begins to calculate, whatever its reader takes for a separator', () => {
  for (const text of hostile) {
    for (const line of [[text], ['Mia', text], [text, text], [1, text, null]]) {
      const calculating = cellsAsRead(csvOf([line])).filter((cell) => /^["']*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) && !/^"*'/.test(cell));
      assert.deepEqual(calculating, [], JSON.stringify(line));
    }
  }
}); // prettier-ignore

test('numbers stay numbers, and harmless text stays as it is', () => {
  assert.equal(csvOf([[-5, 'a-b', 'x=1', '5 + 5', null, 'it’s']]), '-5,a-b,x=1,5 + 5,,it’s\n');
  assert.equal(csvOf([['a', 'b']], { record_delimiter: '\r\n' }), 'a,b\r\n');
});

test('whatever was marked is found as it was', () => {
  for (const text of hostile) assert.equal(withFormulas(withoutFormulas(text)), text);
  const text = fc.array(fc.constantFrom(...starts, '"', "'", ';', '\n', 'a', ' ')).map((all) => all.join('')); // prettier-ignore
  fc.assert(fc.property(text, (each) => withFormulas(withoutFormulas(each)) === each), { numRuns: 5000 }); // prettier-ignore
});
