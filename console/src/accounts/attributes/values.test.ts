import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readValue, type Definition } from './values.ts';

const of = (attribute_display_type: string, regex_pattern: string | null = null): Definition =>
  ({ attribute_display_type, regex_pattern }) as Definition;

for (const [definition, text, expected] of [
  [of('text'), ' Ada ', { value: 'Ada' }],
  [of('text'), '  ', { value: null }],
  [of('number'), '12,5', { value: 12.5 }],
  [of('percent'), 'much', { wrong: 'number' }],
  [of('link'), 'https://example.com/a', { value: 'https://example.com/a' }],
  [of('link'), 'javascript:alert(1)', { wrong: 'link' }],
  [of('link'), 'example.com', { wrong: 'link' }],
  [of('text', '^AB-\\d{4}$'), 'AB-1234', { value: 'AB-1234' }],
  [of('text', '/^AB-\\d{4}$/'), 'AB-12', { wrong: 'pattern' }],
  [of('text', '('), 'anything', { value: 'anything' }],
  [of('date'), '2026-11-27', { value: '2026-11-27' }],
] as const) {
  test(`"${text}" as ${definition.attribute_display_type} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(readValue(definition, text), expected);
  });
}
