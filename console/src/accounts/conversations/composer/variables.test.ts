import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn, firstUnfilled } from './variables.ts';

const sources = {
  conversation: {
    id: 12,
    custom_attributes: { order: 'A-7' },
    meta: {
      sender: { id: 3, name: 'mia van dam', email: 'mia@example.com', phone_number: null, custom_attributes: { plan: 2 } },
    },
  },
  agent: { name: 'Ada Lovelace', available_name: 'Ada', email: 'ada@acme.example.com' },
  inbox: { id: 1, name: 'Support' },
  account: 'Acme',
} as unknown as Parameters<typeof fillIn>[1]; // prettier-ignore

test('a prepared text names whom it is for, who writes and what it is about', () => {
  for (const [text, filled] of [
    ['Dear {{contact.name}}', 'Dear Mia Van Dam'],
    ['Hi {{ contact.first_name }}!', 'Hi Mia!'],
    ['{{contact.last_name}}, {{contact.email}}', 'Dam, mia@example.com'],
    ['{{contact.custom_attribute.plan}}/{{conversation.custom_attribute.order}}', '2/A-7'],
    ['{{agent.available_name}} of {{account.name}} ({{inbox.name}})', 'Ada of Acme (Support)'],
    ['#{{conversation.display_id}}', '#12'],
  ]) {
    assert.equal(fillIn(text ?? '', sources), filled);
  }
});

test('what nobody knows stays, and is found', () => {
  const text = fillIn('Call {{contact.phone_number}} or {{nobody.constructor}}', sources);
  assert.equal(text, 'Call {{contact.phone_number}} or {{nobody.constructor}}');
  assert.deepEqual(firstUnfilled(text), { start: 5, end: 29 });
  assert.equal(firstUnfilled('Hello'), undefined);
});
