import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  condition as on,
  createDesk,
  defineAttribute,
  ODD_KEY,
  type Condition,
} from '../../test/desk.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, gil } = world;
const { finds } = await createDesk(world);

const cases: [sentence: string, payload: Condition[], names: string[]][] = [
  ['a text whatever its case', [on('plan', 'equal_to', ['GOLD'])], ['alpha', 'bravo']],
  [
    'only the first of several texts',
    [on('plan', 'equal_to', ['gold', 'silver'])],
    ['alpha', 'bravo'],
  ],
  [
    'other texts, and conversations without one',
    [on('plan', 'not_equal_to', ['gold'])],
    ['charlie', 'delta', 'echo'],
  ],
  ['part of a text', [on('plan', 'contains', ['OL', 'lv'])], ['alpha', 'bravo', 'charlie']],
  [
    'a text without a part, which there must be',
    [on('plan', 'does_not_contain', ['lv'])],
    ['alpha', 'bravo'],
  ],
  ['a text that is there', [on('plan', 'is_present')], ['alpha', 'bravo', 'charlie']],
  ['a text that is not there', [on('plan', 'is_not_present')], ['delta', 'echo']],
  ['a later text', [on('plan', 'is_greater_than', ['Gold'])], ['charlie']],
  ['an earlier text', [on('plan', 'is_less_than', ['SILVER'])], ['alpha', 'bravo']],
  ['nothing for the number of a text', [on('plan', 'equal_to', [7])], []],
  ['a link whatever its case', [on('site', 'equal_to', ['https://a.EXAMPLE'])], ['alpha']],
  ['a choice of a list', [on('tier', 'equal_to', ['Two'])], ['bravo']],
  [
    'another choice of a list',
    [on('tier', 'not_equal_to', ['Two'])],
    ['alpha', 'charlie', 'delta', 'echo'],
  ],

  ['a number', [on('amount', 'equal_to', [10])], ['alpha']],
  ['a number that was stored as text', [on('amount', 'equal_to', ['25'])], ['bravo']],
  ['a number written differently', [on('amount', 'equal_to', [' 1.00e1 '])], ['alpha']],
  ['all of several numbers', [on('amount', 'equal_to', [10, 25])], ['alpha', 'bravo']],
  [
    'only the first of several numbers as text',
    [on('amount', 'equal_to', ['10', '25'])],
    ['alpha'],
  ],
  [
    'other numbers, and what is none',
    [on('amount', 'not_equal_to', [10])],
    ['bravo', 'charlie', 'delta', 'echo'],
  ],
  ['greater numbers', [on('amount', 'is_greater_than', ['-3.5'])], ['alpha', 'bravo']],
  ['smaller numbers', [on('amount', 'is_less_than', [10])], ['delta']],
  ['numbers that are there', [on('amount', 'is_present')], ['alpha', 'bravo', 'delta']],
  ['no number where there is another thing', [on('amount', 'is_not_present')], ['charlie', 'echo']],
  ['part of a number', [on('amount', 'contains', ['5'])], ['bravo', 'delta']],
  ['a number without a part', [on('amount', 'does_not_contain', ['5'])], ['alpha']],

  ['a currency as a number', [on('price', 'is_greater_than', ['9.98'])], ['alpha', 'delta']],
  ['a currency by its value', [on('price', 'equal_to', [1000])], ['delta']],
  ['a percentage as a number', [on('discount', 'equal_to', ['5.0'])], ['alpha', 'delta']],
  ['a percentage that is there', [on('discount', 'is_present')], ['alpha', 'delta']],

  ['a date', [on('renewal', 'equal_to', ['2024-05-01'])], ['alpha']],
  ['a date that was stored as a time', [on('renewal', 'equal_to', ['2024-05-02'])], ['bravo']],
  ['later dates', [on('renewal', 'is_greater_than', ['2024-05-01'])], ['bravo']],
  [
    'earlier dates, without what is none',
    [on('renewal', 'is_less_than', ['2024-05-02'])],
    ['alpha'],
  ],
  ['dates so many days ago', [on('renewal', 'days_before', [30])], ['alpha', 'bravo']],
  [
    'other dates, and what is none',
    [on('renewal', 'not_equal_to', ['2024-05-01'])],
    ['bravo', 'charlie', 'delta', 'echo'],
  ],
  ['dates that exist', [on('renewal', 'is_present')], ['alpha', 'bravo']],

  ['a ticked box', [on('paid', 'equal_to', [true])], ['alpha']],
  ['a ticked box as text', [on('paid', 'equal_to', 'TRUE')], ['alpha']],
  ['a box that is not ticked', [on('paid', 'equal_to', false)], ['bravo']],
  ['a box that is not ticked, as text', [on('paid', 'equal_to', ['false'])], ['bravo']],
  [
    'what is not ticked, or no box',
    [on('paid', 'not_equal_to', [true])],
    ['bravo', 'charlie', 'delta', 'echo'],
  ],
  ['boxes that are there', [on('paid', 'is_present')], ['alpha', 'bravo']],

  [
    'an operator that it does not know as equal',
    [on('plan', 'starts_with', ['gold'])],
    ['alpha', 'bravo'],
  ],
  ['an operator that is no text as equal', [on('plan', { $ne: 1 }, ['gold'])], ['alpha', 'bravo']],
  ['a key with quotes', [on(ODD_KEY, 'equal_to', ['odd'])], ['alpha']],
  [
    'a key with quotes that is not there',
    [on(ODD_KEY, 'is_not_present')],
    ['bravo', 'charlie', 'delta', 'echo'],
  ],
];

for (const [sentence, payload, names] of cases) {
  test(`a filter on a custom attribute finds ${sentence}`, async () => {
    assert.deepEqual(await finds(ada, ...payload), names);
  });
}

const refused: [sentence: string, condition: Condition][] = [
  ['a number that is none', on('amount', 'equal_to', ['ten'])],
  ['a number among texts that is none', on('amount', 'equal_to', [10, 'ten'])],
  ['a number that is true', on('amount', 'equal_to', [true])],
  ['a number that is not a number', on('amount', 'is_greater_than', ['NaN'])],
  ['a number beyond sense', on('amount', 'equal_to', ['1e9999'])],
  ['a currency with its sign', on('price', 'equal_to', ['$5'])],
  ['a date that does not exist', on('renewal', 'equal_to', ['2024-02-30'])],
  ['a date that is a number', on('renewal', 'is_less_than', [1714521600])],
  ['so many days before a number', on('amount', 'days_before', [3])],
  ['so many days before a box', on('paid', 'days_before', [3])],
  ['a box that is neither', on('paid', 'equal_to', ['perhaps'])],
  ['a text that is an object', on('plan', 'equal_to', [{ a: 1 }])],
  ['part of an object', on('plan', 'contains', [['gold']])],
  ['nothing', on('plan', 'equal_to', [])],
];

for (const [sentence, condition] of refused) {
  test(`a filter on a custom attribute refuses ${sentence}`, async () => {
    const name = String(condition.attribute_key);
    assert.equal(
      await finds(ada, condition),
      `422 Invalid value. The values provided for ${name} are invalid`,
    );
  });
}

const unknown = (name: string): string =>
  `422 Invalid attribute key - [${name}]. The key should be one of [status,assignee_id,inbox_id,team_id,priority,display_id,campaign_id,labels,browser_language,conversation_language,referer,created_at,last_activity_at,mail_subject] or a custom attribute defined in the account.`;

test('an attribute of contacts is no key of conversations', async () => {
  assert.equal(await finds(ada, on('birthday', 'is_present')), unknown('birthday'));
});

test('an attribute of another account is no key', async () => {
  assert.deepEqual(await finds(gil, on('secret', 'is_present')), []);
  assert.equal(await finds(ada, on('secret', 'is_present')), unknown('secret'));
});

test('a custom attribute with the name of a standard key does not take its place', async () => {
  await defineAttribute(world, { account_id: acme.id, key: 'status', type: 'number' });
  assert.deepEqual(await finds(ada, on('status', 'equal_to', ['resolved'])), ['bravo']);
});

test('names of what every object has are no keys', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    assert.equal(await finds(ada, on(name, 'is_present')), unknown(name));
  }
});
