import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleOf } from './variables.ts';

const plan = {
  attribute_model: 'contact_attribute',
  attribute_key: 'plan',
  attribute_display_name: 'Plan',
} as const;

test('an example has something in the place of every variable that there is', () => {
  const text = 'Hello {{contact.first_name}}, number {{ conversation.id }}: {{contact.custom_attribute.plan}}'; // prettier-ignore
  assert.deepEqual(exampleOf(text, [plan]), { example: 'Hello Mia, number 42: Plan', unknown: [] });
});

test('a variable that there is not stays as it is, and is named once', () => {
  const text = '{{contact.nmae}} {{contact.nmae}} {{conversation.custom_attribute.plan}} {single}';
  assert.deepEqual(exampleOf(text, [plan]), {
    example: text,
    unknown: ['{{contact.nmae}}', '{{conversation.custom_attribute.plan}}'],
  });
});
