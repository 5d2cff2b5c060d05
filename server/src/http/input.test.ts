import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Type, type TObject } from 'typebox';
import { HttpError } from '../errors.ts';
import { cleanBag, parseQuery, type Bag } from './bag.ts';
import { readInput } from './input.ts';
import { Anything, FreeObject, Nullable } from './schema.ts';

const schema = Type.Object({
  count: Type.Optional(Type.Integer()),
  size: Type.Optional(Type.Number()),
  flag: Type.Optional(Type.Boolean()),
  name: Type.Optional(Type.String({ maxLength: 5 })),
  inbox: Type.Optional(Nullable(Type.Integer())),
  note: Type.Optional(Nullable(Type.String())),
  ids: Type.Optional(Type.Array(Type.Integer(), { maxItems: 3 })),
  message: Type.Optional(Type.Object({ content: Type.Optional(Type.String()) })),
  free: Type.Optional(FreeObject()),
  any: Type.Optional(Anything()),
});

const read = (bag: Bag): Bag => readInput(schema as TObject, bag);

/** What the caller is told about a bag that cannot be read. */
function refusal(bag: Bag): string {
  try {
    read(bag);
  } catch (error) {
    assert.ok(error instanceof HttpError);
    assert.equal(error.status, 422);
    return (error.body as { error: string }).error;
  }
  return 'accepted';
}

test('numbers may be text, with spaces around them', () => {
  assert.deepEqual(read({ count: '11', size: ' 1.5 ' }), { count: 11, size: 1.5 });
  assert.deepEqual(read({ count: -3, size: 0 }), { count: -3, size: 0 });
});

test('an empty text is no number at all', () => {
  assert.deepEqual(read({ count: '', size: '', inbox: '' }), { inbox: null });
});

test('what is no number is refused with the name of the field', () => {
  for (const count of ['eleven', '1.5', 1.5, true, [], {}, '9'.repeat(20), ' ', Number.NaN]) {
    assert.equal(refusal({ count }), 'count must be an integer', String(count));
  }
  for (const size of ['big', {}, 'Infinity', false]) {
    assert.equal(refusal({ size }), 'size must be a number', String(size));
  }
});

test('the words for false are false, everything else said is true', () => {
  for (const flag of [false, 'false', 'FALSE', '0', 0, 'f', 'off', '']) {
    assert.deepEqual(read({ flag }), { flag: false }, String(flag));
  }
  for (const flag of [true, 'true', '1', 1, 'yes', 'on']) {
    assert.deepEqual(read({ flag }), { flag: true }, String(flag));
  }
  assert.equal(refusal({ flag: [] }), 'flag must be true or false');
});

test('text may be a number or a truth value, up to its length', () => {
  assert.deepEqual(read({ name: 7 }), { name: '7' });
  assert.deepEqual(read({ name: true }), { name: 'true' });
  assert.equal(refusal({ name: 'longer' }), 'name is too long (maximum is 5 characters)');
  assert.equal(refusal({ name: {} }), 'name must be a string');
  assert.equal(refusal({ name: ['a'] }), 'name must be a string');
});

test('null is absent unless it means something', () => {
  assert.deepEqual(read({ count: null, name: null, message: null, ids: null }), {});
  assert.deepEqual(read({ inbox: null, note: null, any: null }), {
    inbox: null,
    note: null,
    any: null,
  });
  assert.deepEqual(read({ note: '' }), { note: '' });
});

test('one value is a list of one, and a list with numbers for keys is a list', () => {
  assert.deepEqual(read({ ids: 7 }), { ids: [7] });
  assert.deepEqual(read({ ids: { 0: '7', 1: 8 } }), { ids: [7, 8] });
  assert.deepEqual(read({ ids: [] }), { ids: [] });
  assert.deepEqual(read(parseQuery('ids[]=&ids[]=7')), { ids: [7] });
  assert.deepEqual(read(parseQuery('ids[]=')), { ids: [] }, 'an empty list, as forms say it');
  assert.equal(refusal(parseQuery('ids=')), 'ids[0] must be an integer', 'and no list at all');
  assert.equal(refusal({ ids: ['x'] }), 'ids[0] must be an integer');
  assert.equal(refusal({ ids: [1, 2, 3, 4] }), 'ids has too many entries (maximum is 3)');
});

test('inside objects the same holds, and the name says where', () => {
  assert.deepEqual(read({ message: { content: 7, unknown: 1 } }), { message: { content: '7' } });
  assert.equal(refusal({ message: { content: {} } }), 'message.content must be a string');
  assert.equal(refusal({ message: 'text' }), 'message must be an object');
  assert.equal(refusal({ free: [1] }), 'free must be an object');
});

test('unknown keys are ignored, and keys of every object are unknown', () => {
  assert.deepEqual(read({ unknown: 1, constructor: 1, toString: 1 }), {});
  assert.deepEqual(read({ free: { whatever: { it: 'is' } } }), {
    free: { whatever: { it: 'is' } },
  });
});

test('queries are read with brackets, however they are written', () => {
  assert.deepEqual(parseQuery('a[]=1&a[]=2'), { a: ['1', '2'] });
  assert.deepEqual(parseQuery('a%5B%5D=1&a%5B%5D=2'), { a: ['1', '2'] });
  assert.deepEqual(parseQuery('a[b][c]=1'), { a: { b: { c: '1' } } });
  assert.deepEqual(parseQuery('a=1+2%20%26'), { a: '1 2 &' });
  assert.deepEqual(parseQuery('a&b='), { a: '', b: '' });
});

test('a bag is cleaned of what a database cannot hold', () => {
  assert.deepEqual(cleanBag({ a: [1, null, [null, 2]], b: null, c: { d: null } }), {
    a: [1, [2]],
    b: null,
    c: { d: null },
  });
  assert.deepEqual(cleanBag({ a: 'x\ud800' }), { a: 'x\ufffd' });
  assert.throws(() => cleanBag({ a: { b: 'x\0' } }), /a\.b contains a null byte/);
  assert.throws(() => cleanBag({ 'a\0': 1 }), /null byte/);
  assert.deepEqual(cleanBag(JSON.parse('{"__proto__":{"x":1},"a":{"constructor":1}}') as Bag), {
    a: {},
  });
});

test('whatever is sent is either read or refused by name, and never a crash', () => {
  const keys = fc.constantFrom(...Object.keys(schema.properties), 'unknown', '__proto__');
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 }), { maxKeys: 6 }), (bag) => {
      try {
        const result = read(cleanBag(bag));
        for (const key of Object.keys(result)) assert.ok(key in schema.properties);
      } catch (error) {
        assert.ok(error instanceof HttpError, String(error));
        assert.equal(error.status, 422);
      }
    }),
    { numRuns: 2000 },
  );
});

test('whatever stands in a query is read without a crash', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom('[', ']', '[]', '=', '&', '%', '%5B', '__proto__', 'a', '.'),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const bag = parseQuery(parts.join(''));
      assert.equal(typeof bag, 'object');
      assert.equal(({} as Bag)['polluted'], undefined);
    }),
    { numRuns: 2000 },
  );
});
