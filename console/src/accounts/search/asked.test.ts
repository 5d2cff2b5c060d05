import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLimited, queryOf, readAsked } from './asked.ts';

test('whatever makes no sense in the address of a search is left out', () => {
  assert.deepEqual(
    readAsked({ q: 'order', in: 'nothing', inbox: '-1', agent: 'x', since: '2026-13-45', until: 7 }),
    { q: 'order' },
  ); // prettier-ignore
  assert.deepEqual(readAsked({ q: '   ', in: 'contacts', inbox: '3' }), {
    in: 'contacts',
    inbox: 3,
  });
  assert.deepEqual(readAsked({ q: 42 }), { q: '42' });
});

test('the last day is searched until its end', () => {
  const { since, until } = queryOf({ q: 'a', since: '2026-11-26', until: '2026-11-26' });
  assert.equal(until! - since!, 24 * 60 * 60);
});

test('a limit that says nothing in a section does not limit it', () => {
  assert.deepEqual(queryOf({ q: ' mia ', in: 'contacts', inbox: 3, agent: 4 }), { q: 'mia' });
  assert.equal(isLimited({ q: 'mia', in: 'conversations', agent: 4 }), false);
  assert.equal(isLimited({ q: 'mia', in: 'messages', agent: 4 }), true);
});
