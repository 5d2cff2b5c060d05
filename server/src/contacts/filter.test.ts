import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition, defineAttribute, type Condition } from '../../test/desk.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, globex } = world;
const account_id = acme.id;
const model = 'contact_attribute';
const ODD = `o'dd "key" $1`;

for (const [key, type] of [
  ['plan', 'text'],
  ['seats', 'number'],
  ['renewal', 'date'],
  ['paid', 'checkbox'],
  [ODD, 'text'],
] as const) {
  await defineAttribute(world, { account_id, key, type, model });
}
await defineAttribute(world, { account_id, key: 'of_conversations', type: 'text' });
await defineAttribute(world, { account_id: globex.id, key: 'theirs', type: 'text', model });

interface Given {
  name: string;
  email?: string;
  phone?: string;
  identifier?: string;
  labels?: string[];
  additional?: object;
  custom?: object;
  blocked?: boolean;
  created?: string;
  active?: string | null;
}

async function put(given: Given): Promise<number> {
  const [made] = await sql<{ id: number }>(
    world,
    `insert into contacts (account_id, name, email, phone_number, identifier, labels, additional_attributes,
       custom_attributes, blocked, created_at, last_activity_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
    [
      account_id, given.name, given.email, given.phone, given.identifier, given.labels ?? [],
      given.additional ?? {}, given.custom ?? {}, given.blocked ?? false, given.created ?? '2024-05-10', given.active,
    ], // prettier-ignore
  );
  return made?.id ?? 0;
}

await sql(world, 'delete from contacts where account_id = $1', [account_id]);
const lia = await put({
  name: 'Lia Gold',
  email: 'lia@example.com',
  phone: '+14155550101',
  labels: ['vip'],
  additional: { city: 'Lisbon', country_code: 'PT', company: 'Acorn' },
  custom: { plan: 'Pro', seats: 5, renewal: '2024-06-01', paid: true, [ODD]: 'x' },
  created: '2024-05-01T23:59:00Z',
  active: '2024-05-05T12:00:00Z',
});
const max = await put({
  name: 'Max 100%',
  phone: '+442079460112',
  identifier: 'CUS_Max',
  labels: ['VIP', 'new'],
  additional: { city: 'London', country_code: 'gb' },
  custom: { plan: 'free', seats: '12', paid: false },
  blocked: true,
  created: '2024-05-02T00:00:00Z',
});
const kim = await put({ name: 'Kim', email: 'KIM@example.com'.toLowerCase() });
await put({ name: 'Nobody can tell' });

const ask = async (payload: unknown, query = ''): Promise<Answer> =>
  ben.post(`/contacts/filter${query}`, { payload });

async function found(...payload: Condition[]): Promise<number[]> {
  const answer = await ask(payload);
  assert.equal(answer.status, 200, answer.text);
  return (answer.body.payload as { id: number }[]).map(({ id }) => id);
}

const cases: [string, Condition, number[]][] = [
  ['a name, whatever its case', condition('name', 'equal_to', ['lia GOLD']), [lia]],
  ['only the first of several values', condition('name', 'equal_to', ['kim', 'lia gold']), [kim]],
  ['another name', condition('name', 'not_equal_to', ['kim']), [lia, max]],
  ['a part of a name', condition('name', 'contains', [' GOL ', 'max']), [lia, max]],
  ['a per cent sign as it is', condition('name', 'contains', '%'), [max]],
  ['no part of a name', condition('name', 'does_not_contain', ['gold', 'max']), [kim]],
  ['an address', condition('email', 'equal_to', ['LIA@example.com']), [lia]],
  ['another address, of those who have one', condition('email', 'not_equal_to', ['lia@example.com']), [kim]],
  ['a part of an address', condition('email', 'contains', ['EXAMPLE']), [lia, kim]],
  ['a number without its plus', condition('phone_number', 'equal_to', ['14155550101']), [lia]],
  ['a number with it', condition('phone_number', 'equal_to', ['+14155550101']), [lia]],
  ['another number', condition('phone_number', 'not_equal_to', ['+14155550101']), [max]],
  ['the beginning of a number', condition('phone_number', 'starts_with', ['1415']), [lia]],
  ['a part of a number', condition('phone_number', 'contains', ['794601']), [max]],
  ['an identifier', condition('identifier', 'equal_to', ['cus_max']), [max]],
  ['a country', condition('country_code', 'equal_to', ['pt']), [lia]],
  ['another country', condition('country_code', 'not_equal_to', ['PT']), [max]],
  ['a part of a city', condition('city', 'contains', ['lon']), [max]],
  ['a company', condition('company', 'equal_to', ['ACORN']), [lia]],
  ['a label', condition('labels', 'equal_to', ['vip']), [lia, max]],
  ['no such label', condition('labels', 'not_equal_to', ['new']), [lia, kim]],
  ['any label', condition('labels', 'is_present'), [lia, max]],
  ['no label', condition('labels', 'is_not_present'), [kim]],
  ['after a day', condition('created_at', 'is_greater_than', ['2024-05-01']), [max, kim]],
  ['before a day', condition('created_at', 'is_less_than', ['2024-05-02']), [lia]],
  ['days before', condition('last_activity_at', 'days_before', [3]), [lia]],
  ['blocked', condition('blocked', 'equal_to', ['true']), [max]],
  ['not blocked', condition('blocked', 'equal_to', [false]), [lia, kim]],
  ['an attribute', condition('plan', 'equal_to', ['PRO']), [lia]],
  ['another attribute, or none', condition('plan', 'not_equal_to', ['pro']), [max, kim]],
  ['a number above', condition('seats', 'is_greater_than', [5]), [max]],
  ['a date below', condition('renewal', 'is_less_than', ['2024-06-02']), [lia]],
  ['a tick', condition('paid', 'equal_to', [true]), [lia]],
  ['an attribute that is there', condition('seats', 'is_present'), [lia, max]],
  ['an attribute that is not there', condition('seats', 'is_not_present'), [kim]],
  ['what an attribute does not know is equality', condition('plan', 'starts_with', ['pro']), [lia]],
  ['an attribute with an odd name', condition(ODD, 'equal_to', ['X']), [lia]],
]; // prettier-ignore

for (const [name, asked, expected] of cases) {
  test(`a filter finds ${name}`, async () => {
    assert.deepEqual(await found(asked), expected);
  });
}

test('no condition finds everybody who can be told, and AND binds tighter than OR', async () => {
  assert.deepEqual(await found(), [lia, max, kim]);
  assert.deepEqual(
    await found(
      condition('name', 'equal_to', ['kim'], 'OR'),
      condition('labels', 'equal_to', ['vip'], 'and'),
      condition('blocked', 'equal_to', [true]),
    ),
    [max, kim],
  );
});

test('a filter takes page and sort from the query, and shows inboxes when asked', async () => {
  const { body } = await ask([], '?page=1&sort=-name&include_contact_inboxes=false');
  assert.deepEqual([body.meta.count, body.meta.current_page], [3, '1']);
  assert.deepEqual(
    (body.payload as { id: number }[]).map(({ id }) => id),
    [max, lia, kim],
  );
  assert.equal('contact_inboxes' in body.payload[0], false);
  const inBody = await ben.post('/contacts/filter', { payload: [], page: 2 });
  const { meta, payload } = inBody.body;
  assert.deepEqual([meta.count, meta.current_page, payload], [3, 2, []]);
});

test('a filter that cannot be asked says why', async () => {
  const keys =
    'name,phone_number,email,identifier,country_code,city,company,labels,created_at,last_activity_at,blocked';
  const unknown = (key: string): string =>
    `Invalid attribute key - [${key}]. The key should be one of [${keys}] or a custom attribute defined in the account.`;
  const refused: [unknown, string][] = [
    [[condition('name', 'equal_to', ['x'], 'XOR')], 'Query operator must be either "AND" or "OR".'],
    [[condition('country_code', 'contains', ['x'])], 'Invalid operator. The allowed operators for country_code are [equal_to,not_equal_to].'],
    [[condition('phone_number', 'is_present')], 'Invalid operator. The allowed operators for phone_number are [equal_to,not_equal_to,contains,does_not_contain,starts_with].'],
    [[condition('created_at', 'equal_to', ['2024-01-01'])], 'Invalid operator. The allowed operators for created_at are [is_greater_than,is_less_than,days_before].'],
    [[condition('country_code', 'equal_to', [])], 'Invalid value. The values provided for country_code are invalid'],
    [[condition('created_at', 'is_less_than', ['soon'])], 'Invalid value. The values provided for created_at are invalid'],
    [[condition('seats', 'is_greater_than', ['many'])], 'Invalid value. The values provided for seats are invalid'],
    [[condition('of_conversations', 'equal_to', ['x'])], unknown('of_conversations')],
    [[condition('theirs', 'equal_to', ['x'])], unknown('theirs')],
    [[condition('status', 'equal_to', ['open'])], unknown('status')],
    [undefined, 'payload must be a list of conditions'],
  ]; // prettier-ignore
  for (const [payload, error] of refused) {
    const answer = await ask(payload);
    assert.deepEqual([answer.status, answer.body], [422, { error }]);
  }
  assert.equal((await ada.post('/contacts/filter', { payload: [] })).status, 200);
});
