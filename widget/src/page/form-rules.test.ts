import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFields, faultOf, patternOf, sortAnswers } from './form-rules.ts';
import type { Field } from './globals.ts';

const field = (facts: Partial<Field>): Field => ({ name: 'x', label: 'X', type: 'text', enabled: true, ...facts }); // prettier-ignore

test('a form says what is wrong with an answer', () => {
  const cases: [Partial<Field>, string | boolean, string | undefined][] = [
    [{ required: true }, '  ', 'required'],
    [{}, '', undefined],
    [{ type: 'email' }, 'mia@', 'invalidEmail'],
    [{ type: 'email' }, 'mia@example.com', undefined],
    [{ name: 'phoneNumber' }, '0151 123', 'invalidPhone'],
    [{ name: 'phoneNumber' }, '+49 (151) 123-45', undefined],
    [{ type: 'link' }, 'javascript:alert(1)', 'invalidUrl'],
    [{ type: 'link' }, 'https://example.com/a', undefined],
    [{ type: 'number' }, 'many', 'invalid'],
    [{ type: 'number' }, '4.5', undefined],
    [{ type: 'checkbox', required: true }, false, 'required'],
    [{ type: 'checkbox', required: true }, true, undefined],
    [{ regex_pattern: String.raw`^\d{4}$` }, '47', 'invalid'],
    [{ regex_pattern: String.raw`/^ab\d+$/i` }, 'AB12', undefined],
    [{ regex_pattern: '(' }, 'anything', undefined],
  ];
  for (const [facts, value, expected] of cases) {
    assert.equal(faultOf(field(facts), value), expected, JSON.stringify([facts, value]));
  }
  assert.equal(patternOf('/x/g')?.flags, '');
});

test('a form does not ask what is known', () => {
  const fields = ['emailAddress', 'fullName', 'phoneNumber', 'plan'].map((name) => field({ name }));
  const names = (known?: Parameters<typeof askedFields>[1]): string[] =>
    askedFields([...fields, field({ name: 'off', enabled: false })], known).map(({ name }) => name);
  const nobody = { has_email: false, has_phone_number: false, has_name: true };
  assert.deepEqual(names(), ['emailAddress', 'fullName', 'phoneNumber', 'plan']);
  assert.deepEqual(names(nobody), ['emailAddress', 'fullName', 'phoneNumber', 'plan']);
  assert.deepEqual(names({ ...nobody, has_email: true }), ['phoneNumber', 'plan']);
  assert.deepEqual(names({ ...nobody, identifier: 'u1' }), ['emailAddress', 'phoneNumber', 'plan']);
});

test('answers go to the contact or the conversation, as the team has set it', () => {
  const fields = [
    field({ name: 'emailAddress', type: 'email' }),
    field({ name: 'phoneNumber' }),
    field({ name: 'seats', type: 'number', field_type: 'contact_attribute' }),
    field({ name: 'order', field_type: 'conversation_attribute' }),
    field({ name: 'empty' }),
  ];
  const answers = { emailAddress: ' mia@example.com ', phoneNumber: '+1 415 555 0123', seats: '4', order: 'A1', empty: '', message: 'Hi' }; // prettier-ignore
  assert.deepEqual(sortAnswers(fields, answers), {
    contact: { email: 'mia@example.com', phone_number: '+14155550123' },
    custom_attributes: { order: 'A1' },
    contact_attributes: { seats: 4 },
  });
});
