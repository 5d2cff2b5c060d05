import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFilter, writeFilter } from './address.ts';
import { operators, type Condition, type Filter } from './language.ts';

test('an address can be read by people', () => {
  const filter: Filter = [
    [
      { key: 'status', operator: 'equal_to', values: ['open', 'pending'] },
      { key: 'priority', operator: 'not_equal_to', values: ['low'] },
    ],
    [{ key: 'labels', operator: 'is_not_present', values: [] }],
  ];
  const text = 'status.is.open.pending and priority.not.low or labels.unset';
  assert.equal(writeFilter(filter), text);
  assert.deepEqual(readFilter(text), filter);
  const address = new URLSearchParams({ filter: text }).toString();
  assert.equal(address, 'filter=status.is.open.pending+and+priority.not.low+or+labels.unset');
});

/** Always the same numbers, so that what fails once fails again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

const texts = ['open', '7', '-1.5', '2026-11-26', 'www.example.com', 'a b', ' x ', '*', '**', '*.', '._', '*_', 'and', 'or', 'or or', 'é ñ', '日本', '🙂.🙃', '"', '{"a":1}', '%', '+', '&=#', '\n', 'true', '()']; // prettier-ignore

test('any filter comes back from its address as it was', () => {
  const random = numbers(26);
  const upTo = (most: number): number => Math.floor((random.next().value as number) / 7) % most;
  const some = (): string => texts[upTo(texts.length)] ?? '';
  const condition = (): Condition => {
    const operator = operators[upTo(operators.length)] ?? 'equal_to';
    const values = Array.from({ length: 1 + upTo(3) }, () => some() + some()).filter(
      (value) => value.trim() !== '',
    );
    const bare = operator === 'is_present' || operator === 'is_not_present' || values.length === 0;
    return bare
      ? { key: some(), operator: 'is_present', values: [] }
      : { key: some(), operator, values };
  };
  for (let n = 0; n < 2000; n += 1) {
    const filter = Array.from({ length: 1 + upTo(4) }, () =>
      Array.from({ length: 1 + upTo(4) }, condition),
    );
    const address = new URLSearchParams({ filter: writeFilter(filter) ?? '' }).toString();
    const back = readFilter(new URLSearchParams(address).get('filter') ?? '');
    assert.deepEqual(back, filter, address);
  }
});

test('what makes no sense in an address is left out, and the rest stays', () => {
  const open = [{ key: 'status', operator: 'equal_to', values: ['open'] }];
  for (const nonsense of [undefined, '', ' ', 'x', 'and', 'or or', '.', '..', '*', 'status', 'status.', 'status.is', 'status.is.', 'status.was.open', '.is.open', '🙂', '{"a":1}', '[object Object]']) {
    assert.deepEqual(readFilter(nonsense), [], nonsense);
    assert.deepEqual(readFilter(`${nonsense} and status.is.open`), [open], nonsense);
    assert.deepEqual(readFilter(`status.is.open or ${nonsense} or`), [open], nonsense);
  }
  assert.equal(writeFilter(readFilter('or status.is.open. and and x')), 'status.is.open');
  assert.equal(writeFilter([[]]), undefined);
}); // prettier-ignore

test('an address without end is read as far as the server would', () => {
  const [group] = readFilter('display_id.is.1 and '.repeat(500));
  assert.equal(group?.length, 100);
  assert.deepEqual(readFilter(`display_id.is.1 and labels.is${'.x'.repeat(2000)}`), [
    [{ key: 'display_id', operator: 'equal_to', values: ['1'] }],
  ]);
});
