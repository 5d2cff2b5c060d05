import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewOf, TEMPLATE } from './preview.ts';

test('a file is understood by its header', () => {
  const preview = previewOf(
    '\uFEFFEmail,name,plan\r\nmia@example.com,"Mia, the first",gold\r\n\r\n',
  );
  assert.deepEqual(preview, {
    rows: 1,
    columns: [
      { name: 'Email', isField: true, example: 'mia@example.com' },
      { name: 'name', isField: true, example: 'Mia, the first' },
      { name: 'plan', isField: false, example: 'gold' },
    ],
    hasKey: true,
  });
});

test('a file in which nobody can be told apart is noticed', () => {
  assert.equal(previewOf('name,city\nMia,Berlin')?.hasKey, false);
});

test('what is no CSV file is none', () => {
  assert.equal(previewOf(''), undefined);
  assert.equal(previewOf('\0\0PNG'), undefined);
});

test('the template is such a file', () => {
  assert.deepEqual([previewOf(TEMPLATE)?.hasKey, previewOf(TEMPLATE)?.rows], [true, 1]);
});
