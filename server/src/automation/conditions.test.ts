import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { action, condition } from '../../test/ruling.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { ruleKeys } from './keys.ts';

const world = await createWorld();
const { acme, ada, ben } = world;

const types = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox'];
for (const attribute_model of ['conversation_attribute', 'contact_attribute']) {
  for (const attribute_display_type of types) {
    const attribute_key = `${attribute_model.startsWith('contact') ? 'k' : 'c'}_${attribute_display_type}`;
    const definition = { attribute_key, attribute_display_name: attribute_key };
    const answer = await ada.post('/custom_attribute_definitions', {
      ...definition,
      attribute_display_type,
      attribute_model,
    });
    assert.equal(answer.status, 200, answer.text);
  }
}
const attributes = (prefix: string) => ({
  [`${prefix}_text`]: 'Gold plan',
  [`${prefix}_number`]: 12,
  [`${prefix}_currency`]: 99.5,
  [`${prefix}_percent`]: 40,
  [`${prefix}_link`]: 'https://shop.example.com/7',
  [`${prefix}_date`]: '2026-01-10',
  [`${prefix}_list`]: 'Blue',
  [`${prefix}_checkbox`]: true,
});

await ada.patch(`/contacts/${acme.mia.id}`, {
  phone_number: '+4915112345678',
  additional_attributes: { country_code: 'DE', city: 'Bremen', company_name: 'Blue Ltd' },
  custom_attributes: attributes('k'),
});
const talk = await world.conversation({
  assignee_id: ben.id,
  team_id: acme.billing.id,
  custom_attributes: attributes('c'),
  additional_attributes: {
    browser_language: 'de',
    conversation_language: 'fr',
    referer: 'https://example.com/pricing',
    mail_subject: 'About my order',
  },
});
await ada.post(`/conversations/${talk.id}/toggle_priority`, { priority: 'high' });
await ada.post(`/conversations/${talk.id}/labels`, { labels: ['vip', 'shop'] });
await ada.post(`/conversations/${talk.id}/messages`, {
  content: 'Where is MY refund? 100%',
  message_type: 'incoming',
});

/** Whether a rule with these conditions would act on the newest message, and what it says of each. */
async function verdict(...conditions: object[]): Promise<{ matched: boolean; met: boolean[] }> {
  const answer = await ada.post('/automation_rules/dry_run', {
    event_name: 'message_created',
    conditions,
    actions: [action('add_label', 'x')],
    limit: 1,
  });
  assert.equal(answer.status, 200, answer.text);
  const [{ matched, conditions: judged }] = answer.body.payload.results;
  return { matched, met: judged.map(({ met }: Answer['body']) => met) };
}

// Values that hold, and values that do not.
type Row = [key: string, operator: string, holds: unknown[] | null, not: unknown[] | null];
const reference = (key: string, id: number): Row[] => [
  [key, 'equal_to', [id], [987_654]],
  [key, 'equal_to', [987_654, String(id)], [987_654]],
  [key, 'not_equal_to', [987_654], [id]],
  [key, 'is_present', [], null],
  [key, 'is_not_present', null, []],
];
const equality = (key: string, is: string, other: string): Row[] => [
  [key, 'equal_to', [is], [other]],
  [key, 'equal_to', [other, is], [other]],
  [key, 'not_equal_to', [other], [is]],
];
const phrase = (key: string, is: string, [part, other]: [string, string]): Row[] => [
  ...equality(key, is, other),
  [key, 'contains', [part], [other]],
  [key, 'contains', [other, part], [other]],
  [key, 'does_not_contain', [other], [part]],
];
const table: Row[] = [
  ...equality('status', 'open', 'resolved'),
  ['status', 'equal_to', ['all'], ['snoozed', 'pending']],
  ...equality('priority', 'high', 'low'),
  ['priority', 'not_equal_to', ['nil'], ['high', 'nil']],
  ...reference('assignee_id', ben.id),
  ...reference('team_id', acme.billing.id),
  ...reference('inbox_id', acme.support.id),
  ['labels', 'equal_to', ['vip'], ['other']],
  ['labels', 'equal_to', ['other', 'shop'], ['other']],
  ['labels', 'not_equal_to', ['other'], ['vip']],
  ['labels', 'is_present', [], null],
  ['labels', 'is_not_present', null, []],
  ...equality('browser_language', 'de', 'en'),
  ...equality('conversation_language', 'fr', 'en'),
  ...phrase('referer', 'https://example.com/pricing', ['PRICING', 'shop']),
  ...phrase('mail_subject', 'About my order', ['my ORDER', 'invoice']),
  ...phrase('phone_number', '+4915112345678', ['12345', '99999']),
  ['phone_number', 'starts_with', ['+49'], ['+48']],
  ...phrase('email', 'MIA@example.com', ['example.com', 'elsewhere']),
  ...equality('country_code', 'de', 'fr'),
  ...phrase('city', 'bremen', ['BREM', 'Ulm']),
  ...phrase('company', 'blue ltd', ['ltd', 'inc']),
  ...equality('message_type', 'incoming', 'outgoing'),
  ...phrase('content', 'where is my REFUND? 100%', ['refund', 'invoice']),
  ['content', 'contains', ['100%'], ['100_']],
];
const between = (key: string, [less, is, more]: [unknown, unknown, unknown]): Row[] => [
  [key, 'equal_to', [is], [less]],
  [key, 'not_equal_to', [more], [is]],
  [key, 'is_present', [], null],
  [key, 'is_not_present', null, []],
  [key, 'is_greater_than', [less], [more]],
  [key, 'is_less_than', [more], [less]],
];
for (const prefix of ['c', 'k']) {
  table.push(
    ...between(`${prefix}_text`, ['Alpha', 'gold plan', 'Zulu']),
    [`${prefix}_text`, 'contains', ['PLAN'], ['silver']],
    [`${prefix}_text`, 'does_not_contain', ['silver'], ['plan']],
    ...between(`${prefix}_number`, [2, 12, '100']),
    ...between(`${prefix}_currency`, [99.4, '99.50', 100]),
    ...between(`${prefix}_percent`, [9, 40, 100]),
    ...between(`${prefix}_link`, ['http://a', 'https://shop.example.com/7', 'https://z']),
    ...between(`${prefix}_date`, ['2026-01-09', '2026-01-10', '2026-01-11']),
    [`${prefix}_date`, 'days_before', [1], [20_000]],
    ...between(`${prefix}_list`, ['azure', 'blue', 'red']),
    [`${prefix}_checkbox`, 'equal_to', [true], ['false']],
    [`${prefix}_checkbox`, 'not_equal_to', [false], ['true']],
    [`${prefix}_checkbox`, 'is_present', [], null],
    [`${prefix}_checkbox`, 'is_not_present', null, []],
  );
}

for (const key of new Set(table.map(([name]) => name))) {
  test(`a rule can ask for ${key} with each of its operators`, async () => {
    for (const [name, operator, holds, not] of table.filter(([each]) => each === key)) {
      if (holds !== null) {
        const found = await verdict(condition(name, operator, ...holds));
        assert.deepEqual(
          found,
          { matched: true, met: [true] },
          `${name} ${operator} ${String(holds)}`,
        );
      }
      if (not !== null) {
        const found = await verdict(condition(name, operator, ...not));
        assert.deepEqual(
          found,
          { matched: false, met: [false] },
          `${name} ${operator} ${String(not)}`,
        );
      }
    }
  });
}

test('no key and no operator of a rule is missing from these tests', () => {
  const asked = new Set(table.map(([key, operator]) => `${key} ${operator}`));
  const all = [...ruleKeys].flatMap(([key, { operators }]) =>
    Object.keys(operators).map((operator) => `${key} ${operator}`),
  );
  assert.deepEqual(
    all.filter((each) => !asked.has(each)),
    [],
  );
});

test('conditions are joined from left to right, AND before OR', async () => {
  const [yes, no] = [
    condition('status', 'equal_to', 'open'),
    condition('status', 'equal_to', 'resolved'),
  ];
  const cases: [object[], boolean][] = [
    [[{ ...yes, query_operator: 'and' }, no], false],
    [[{ ...yes, query_operator: 'OR' }, no], true],
    [[{ ...no, query_operator: 'or' }, { ...yes, query_operator: 'AND' }, no], false],
    [[{ ...no, query_operator: 'and' }, { ...yes, query_operator: 'or' }, yes], true],
    [[{ ...yes, query_operator: 'or' }, { ...no, query_operator: 'and' }, no], true],
    [[], true],
  ];
  for (const [conditions, matched] of cases) {
    assert.equal((await verdict(...conditions)).matched, matched, JSON.stringify(conditions));
  }
});

test('an id may stand with its name, as some clients write it', async () => {
  const [is, other] = [acme.support, acme.sales].map(({ id, name }) =>
    condition('inbox_id', 'equal_to', { id, name }),
  ) as [object, object];
  assert.deepEqual([(await verdict(is)).matched, (await verdict(other)).matched], [true, false]);
});

test('a key that is an attribute of both is the contact’s, unless the condition says otherwise', async () => {
  await sql(
    world,
    `insert into custom_attribute_definitions (account_id, attribute_model, attribute_key, attribute_display_name, attribute_display_type)
     values ($1, 'conversation_attribute', 'k_text', 'K', 'text')`,
    [acme.id],
  );
  const is = condition('k_text', 'is_present');
  const met = async (custom_attribute_type?: string): Promise<boolean> =>
    (await verdict({ ...is, custom_attribute_type })).matched;
  assert.deepEqual(
    [await met(), await met('contact_attribute'), await met('conversation_attribute')],
    [true, true, false],
  );
});

const refused: [what: string, given: object, problem: string][] = [
  ['an operator that the key does not have', condition('status', 'contains', 'o'), 'Invalid operator. The allowed operators for status are [equal_to,not_equal_to].'],
  ['an operator that a custom attribute does not have', condition('c_text', 'starts_with', 'G'), 'Invalid operator. The allowed operators for c_text are [equal_to,not_equal_to,contains,does_not_contain,is_present,is_not_present,is_greater_than,is_less_than,days_before].'],
  ['an operator that there is not', condition('content', 'sounds_like', 'x'), 'Invalid operator. The allowed operators for content are [equal_to,not_equal_to,contains,does_not_contain].'],
  ['no values', condition('content', 'contains'), 'Invalid value. The values provided for content are invalid'],
  ['a status that there is not', condition('status', 'equal_to', 'closed'), 'Invalid value. The values provided for status are invalid'],
  ['a priority that there is not', condition('priority', 'equal_to', 'high', 'top'), 'Invalid value. The values provided for priority are invalid'],
  ['a number that is none', condition('c_number', 'is_greater_than', 'many'), 'Invalid value. The values provided for c_number are invalid'],
  ['a change of what does not change', { attribute_key: 'email', filter_operator: 'attribute_changed', values: { from: [], to: [] } }, 'Invalid operator. attribute_changed is not allowed for email.'],
  ['an object among the values of a change', { attribute_key: 'status', filter_operator: 'attribute_changed', values: { from: [{}], to: [] } }, 'Invalid value. The values provided for status are invalid'],
  ['too many values', condition('content', 'contains', ...Array<string>(1001).fill('x')), 'Automation conditions have too many values (maximum is 1000).'],
  ['an SLA, which there is not here', condition('sla_policy_id', 'equal_to', 1), 'Automation conditions sla_policy_id not supported.'],
]; // prettier-ignore

for (const [what, given, problem] of refused) {
  test(`${what} is refused when the rule is saved`, async () => {
    const input = { name: 'X', event_name: 'conversation_updated', conditions: [given] };
    const answer = await ada.post('/automation_rules', input);
    assert.deepEqual([answer.status, answer.body], [422, { error: { conditions: [problem] } }]);
  });
}

test('values of conditions are values, whatever is in them', async () => {
  const hostile = `x' or 1=1; drop table conversations; -- \\ $1 {{contact.name}}`;
  for (const [key, { operators }] of ruleKeys) {
    if (key.endsWith('_id') || ['status', 'priority', 'message_type'].includes(key)) continue;
    for (const operator of Object.keys(operators)) {
      await verdict(condition(key, operator, hostile));
    }
  }
  assert.equal((await verdict(condition('content', 'contains', hostile))).matched, false);
});
