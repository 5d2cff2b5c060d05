import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyFrom, readPattern } from './naming.ts';

test('a key is made of the letters and digits of a name', () => {
  assert.equal(keyFrom(' Número de pedido (2) '), 'numero_de_pedido_2');
  assert.equal(keyFrom('注文'), '');
});

test('a pattern is read with and without slashes, and a broken one is known', () => {
  assert.equal(readPattern('  '), undefined);
  assert.deepEqual(readPattern('^AB-\\d{4}$'), /^AB-\d{4}$/);
  assert.deepEqual(readPattern('/^ab$/gi'), /^ab$/i);
  assert.equal(readPattern('('), 'broken');
});
