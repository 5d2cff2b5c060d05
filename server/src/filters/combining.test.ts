import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition as on, createDesk, type Condition } from '../../test/desk.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, dora, rex, gil, stranger } = world;
const { finds } = await createDesk(world);

const [open, resolved] = ['open', 'resolved'].map(
  (name) => (joiner?: unknown) => on('status', 'equal_to', [name], joiner),
) as [(joiner?: unknown) => Condition, (joiner?: unknown) => Condition];
const medium = (joiner?: unknown) => on('priority', 'equal_to', ['medium'], joiner);

const cases: [sentence: string, payload: Condition[], names: string[]][] = [
  ['both of two conditions', [open('AND'), medium()], ['echo']],
  ['either of two conditions', [resolved('OR'), medium()], ['bravo', 'echo']],
  ['both when nothing joins them, as the API document shows', [open(), medium()], ['echo']],
  ['both when null joins them', [open(null), medium(null)], ['echo']],
  ['both when an empty word joins them', [open(''), medium('')], ['echo']],
  ['joined in small letters', [resolved('or'), medium()], ['bravo', 'echo']],
  ['joined in mixed letters', [resolved('Or'), medium('aNd')], ['bravo', 'echo']],
  ['AND before OR on the right', [resolved('OR'), open('AND'), medium()], ['bravo', 'echo']],
  ['AND before OR on the left', [open('AND'), medium('OR'), resolved()], ['bravo', 'echo']],
  [
    'AND before OR on both sides',
    [
      open('AND'),
      on('labels', 'is_present', [], 'OR'),
      resolved('AND'),
      on('labels', 'is_not_present'),
    ],
    ['alpha'],
  ],
  ['the same with an operator after the last', [resolved('OR'), medium('OR')], ['bravo', 'echo']],
  ['the same with an operator after the only one', [medium('AND')], ['echo']],
  [
    'the same key twice',
    [on('labels', 'equal_to', ['billing'], 'AND'), on('labels', 'equal_to', ['Urgent'])],
    ['alpha'],
  ],
  [
    'a different custom attribute and then another condition',
    [on('plan', 'not_equal_to', ['gold'], 'AND'), open()],
    ['echo'],
  ],
  [
    'a different custom attribute last, without undoing the condition before',
    [resolved('AND'), on('plan', 'not_equal_to', ['silver'])],
    ['bravo'],
  ],
  [
    'texts after a custom attribute with all of their values and in their own case',
    [on('plan', 'is_present', [], 'AND'), on('browser_language', 'equal_to', ['de', 'EN', 'en'])],
    ['alpha', 'bravo'],
  ],
];

for (const [sentence, payload, names] of cases) {
  test(`a filter finds ${sentence}`, async () => {
    assert.deepEqual(await finds(ada, ...payload), names);
  });
}

const joiner = '422 Query operator must be either "AND" or "OR".';
const operator = (key: string, allowed: string): string =>
  `422 Invalid operator. The allowed operators for ${key} are [${allowed}].`;
const value = (key: string): string =>
  `422 Invalid value. The values provided for ${key} are invalid`;
const key = (name: string): string =>
  `422 Invalid attribute key - [${name}]. The key should be one of [status,assignee_id,inbox_id,team_id,priority,display_id,campaign_id,labels,browser_language,conversation_language,referer,created_at,last_activity_at,mail_subject] or a custom attribute defined in the account.`;

const equal = 'equal_to,not_equal_to';
const present = `${equal},is_present,is_not_present`;
const contain = `${equal},contains,does_not_contain`;
const days = 'is_greater_than,is_less_than,days_before';

const allowed: [name: string, operators: string][] = [
  ['status', equal],
  ['priority', equal],
  ['assignee_id', present],
  ['inbox_id', present],
  ['team_id', present],
  ['campaign_id', present],
  ['display_id', contain],
  ['labels', present],
  ['browser_language', equal],
  ['conversation_language', equal],
  ['referer', contain],
  ['mail_subject', contain],
  ['created_at', days],
  ['last_activity_at', days],
];

const operators =
  'equal_to,not_equal_to,contains,does_not_contain,is_present,is_not_present,is_greater_than,is_less_than,days_before';

for (const [name, list] of allowed) {
  test(`a filter on ${name} takes no operator but ${list}`, async () => {
    const others = operators.split(',').filter((each) => !list.split(',').includes(each));
    for (const other of [...others, 'starts_with', '', null, 1, {}, ['equal_to']]) {
      assert.equal(await finds(ada, on(name, other, ['1'])), operator(name, list), String(other));
    }
  });
}

const refused: [sentence: string, payload: Condition[], error: string][] = [
  ['a joiner that is neither', [open('XOR'), medium()], joiner],
  ['a bad joiner after the last', [open('AND'), medium('nor')], joiner],
  ['a joiner with blanks', [open(' AND '), medium()], joiner],
  ['a joiner that is SQL', [open('AND 1=1) OR (1=1'), medium()], joiner],
  ['a joiner that is a list', [open(['AND']), medium()], joiner],
  ['a joiner that is an object', [open({ or: 1 }), medium()], joiner],
  ['a joiner that is false', [open(false), medium()], joiner],
  ['a bad joiner before anything else that is wrong', [on('nonsense', 'x'), open('XOR')], joiner],
  ['a bad operator before blank values', [on('status', 'contains', [])], operator('status', equal)],
  [
    'blank values before an unknown key',
    [on('phone_number', 'equal_to', [])],
    value('phone_number'),
  ],
  [
    'the first bad condition of two',
    [on('phone_number', 'equal_to', ['1']), on('status', 'x')],
    key('phone_number'),
  ],
  ['an unknown key', [on('phone_number', 'equal_to', ['1'])], key('phone_number')],
  ['a key in the wrong case', [on('Status', 'equal_to', ['open'])], key('Status')],
  ['no key', [on(null, 'equal_to', ['open'])], key('')],
  ['a key that is a list', [on(['status'], 'equal_to', ['open'])], key('')],
  ['a column that is no key', [on('account_id', 'equal_to', [1])], key('account_id')],
  ['no values', [on('status', 'equal_to')], value('status')],
  ['null for values', [on('status', 'equal_to', null)], value('status')],
  ['an empty list of values', [on('inbox_id', 'equal_to', [])], value('inbox_id')],
  ['a list with nothing but null', [on('inbox_id', 'equal_to', [null])], value('inbox_id')],
  ['a blank text for values', [on('labels', 'equal_to', '  ')], value('labels')],
  ['an empty object for values', [on('labels', 'equal_to', {})], value('labels')],
  ['an object for values', [on('labels', 'equal_to', { a: 1 })], value('labels')],
  ['lists within values', [on('status', 'equal_to', [['open']])], value('status')],
  ['an inbox that is no number', [on('inbox_id', 'equal_to', ['support'])], value('inbox_id')],
  ['an inbox with something behind', [on('inbox_id', 'equal_to', ['1 or 1=1'])], value('inbox_id')],
  ['an empty text for an inbox', [on('inbox_id', 'equal_to', [''])], value('inbox_id')],
  ['a team with a fraction', [on('team_id', 'equal_to', [1.5])], value('team_id')],
  [
    'an assignee beyond all numbers',
    [on('assignee_id', 'not_equal_to', ['9'.repeat(30)])],
    value('assignee_id'),
  ],
  ['a display id that is true', [on('display_id', 'equal_to', [true])], value('display_id')],
  ['one bad id among good ones', [on('campaign_id', 'equal_to', [7, 'x'])], value('campaign_id')],
  [
    'a day that does not exist',
    [on('created_at', 'is_less_than', ['2024-02-30'])],
    value('created_at'),
  ],
  ['a day that is a word', [on('created_at', 'is_less_than', ['yesterday'])], value('created_at')],
  [
    'a day in unix seconds',
    [on('last_activity_at', 'is_greater_than', [1714521600])],
    value('last_activity_at'),
  ],
  [
    'a day that is SQL',
    [on('created_at', 'is_less_than', ["2024-05-01'; select pg_sleep(2)--"])],
    value('created_at'),
  ],
  ['days that are no number', [on('created_at', 'days_before', ['a week'])], value('created_at')],
  [
    'more days than there were',
    [on('created_at', 'days_before', [9_999_999])],
    value('created_at'),
  ],
  ['days without end', [on('created_at', 'days_before', ['1e400'])], value('created_at')],
  ['a text beyond sense', [on('referer', 'contains', ['x'.repeat(65_536)])], value('referer')],
];

for (const [sentence, payload, error] of refused) {
  test(`a filter refuses ${sentence}`, async () => {
    assert.equal(await finds(ada, ...payload), error);
  });
}

test('a filter refuses a payload that is no list', async () => {
  const bodies = [
    {},
    { payload: null },
    { payload: 'status' },
    { payload: { attribute_key: 'status' } },
    [],
    undefined,
  ];
  for (const body of bodies) {
    const answer = await ada.post('/conversations/filter', body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.deepEqual(answer.body, { error: 'payload must be a list of conditions' });
  }
});

test('a filter refuses conditions that are no objects', async () => {
  for (const payload of [['status'], [1], [[]], [open(), true]]) {
    const { status, body } = await ada.post('/conversations/filter', { payload });
    assert.equal(status, 422);
    assert.match(body.error, /^payload\[\d\] must be an object$/);
  }
});

test('a filter takes a hundred conditions with a thousand values, and no more', async () => {
  const conditions = Array.from({ length: 100 }, () => open('OR'));
  assert.deepEqual(await finds(ada, ...conditions), ['alpha', 'echo']);
  assert.equal(
    await finds(ada, ...conditions, open()),
    '422 payload has too many conditions (maximum is 100)',
  );
  const values = Array.from({ length: 1000 }, (_, n) => n - 5000);
  assert.deepEqual(
    await finds(ada, on('inbox_id', 'equal_to', [...values.slice(1), acme.sales.id])),
    ['charlie'],
  );
  assert.equal(
    await finds(ada, on('inbox_id', 'equal_to', [...values, 1])),
    '422 payload has too many values (maximum is 1000)',
  );
});

test('an unknown key of any length is refused with a short answer', async () => {
  const { text, status } = await ada.post('/conversations/filter', {
    payload: [on('k'.repeat(65_536), 'equal_to', ['1'])],
  });
  assert.equal(status, 422);
  assert.ok(text.length < 1000);
});

test('an agent finds only what is in their inboxes', async () => {
  assert.deepEqual(await finds(ben), ['alpha', 'bravo', 'delta', 'echo']);
  assert.deepEqual(await finds(cleo), ['charlie']);
  const anything = [on('inbox_id', 'is_present', [], 'OR'), on('status', 'equal_to', ['all'])];
  assert.deepEqual(await finds(cleo, ...anything), ['charlie']);
  assert.deepEqual(await finds(cleo, on('inbox_id', 'equal_to', [acme.support.id])), []);
});

test('being in a team or the assignee does not add to what an agent finds', async () => {
  assert.deepEqual(await finds(ada, on('team_id', 'equal_to', [acme.escalations.id])), [
    'charlie',
    'echo',
  ]);
  assert.deepEqual(await finds(dora, on('team_id', 'equal_to', [acme.escalations.id])), []);
  assert.deepEqual(await finds(dora), []);
});

test('nobody finds conversations of another account', async () => {
  const found = (await gil.post('/conversations/filter', { payload: [] })).body.payload;
  assert.equal(found.length, 1);
  assert.equal(found[0].account_id, globex.id);
  assert.deepEqual(await finds(ada, on('inbox_id', 'equal_to', [globex.inbox.id])), []);
  assert.deepEqual(await finds(ada, on('team_id', 'equal_to', [globex.team.id])), []);
});

test('bots and strangers may not filter', async () => {
  const bot = await rex.post('/conversations/filter', { payload: [] });
  assert.equal(bot.status, 401);
  assert.deepEqual(bot.body, { error: 'Access to this endpoint is not authorized for bots' });
  assert.equal((await stranger.post('/conversations/filter', { payload: [] })).status, 401);
});
