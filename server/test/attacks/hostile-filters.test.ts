import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exportContacts } from '../../src/contacts/exports.ts';
import { putConversation } from '../desk.ts';
import { sql } from '../inside.ts';
import { watchStatements } from '../statements.ts';
import { createWorld, type Answer, type Caller } from '../world.ts';

// Thousands of hostile filters, over every key and every type of custom attribute, also under keys that would
// end the SQL they were put into. Each hostile text carries a mark, and no statement that reaches the database
// has it in its text: what a client sends is a value beside it. PostgreSQL finds nothing to complain about, and
// nobody is shown a row that is not theirs.

const MARK = 'zq7x';
const FILTERS = Number(process.env['FILTERS'] ?? 1500);
const world = await createWorld();
const { acme, globex, ada, ben, cleo, gil, pool, platform } = world;
const account_id = acme.id;

const attacks = [
  `AND 1=1) OR (1=1 --${MARK}`,
  `'; select pg_sleep(30); --${MARK}`,
  `' or '${MARK}'='${MARK}`,
  `") or 1=1 -- ${MARK}`,
  `2024-01-01'::date or pg_sleep(30) is null --${MARK}`,
  `1) or exists (select pg_sleep(30) from users where '${MARK}'='${MARK}'`,
  `$1${MARK}`,
  `$$${MARK}$$`,
  `\\'; drop table contacts; --${MARK}`,
  `/*${MARK}*/ 1 or 1=1`,
  `\u02BC or 1=1 --${MARK}`,
  `%${MARK}%' escape '`,
  `{"${MARK}": {"$ne": null}}`,
  `{${MARK},NULL}`,
  `E'\\x27' --${MARK}`,
  `\0${MARK}`,
  `${MARK}\uD800`,
  MARK.repeat(4000),
] as const;

const keys = attacks.slice(0, 8).map((text) => text.slice(0, 60));
const types = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox'];

// Declared straight in the table: whatever way such a key once came in, nothing may come of it.
for (const model of ['conversation_attribute', 'contact_attribute']) {
  for (const [index, type] of types.entries()) {
    const insert = `insert into custom_attribute_definitions (account_id, attribute_model, attribute_key,
      attribute_display_name, attribute_display_type) values ($1, $2, $3, $3, $4)`;
    for (const key of [`plain_${type}`, keys[index]]) {
      await sql(world, insert, [account_id, model, key, type]);
    }
  }
}

const custom = (value: unknown): Record<string, unknown> =>
  Object.fromEntries([...types.map((type) => `plain_${type}`), ...keys].map((key) => [key, value]));
for (const value of ['gold', 5, '2024-05-01', true]) {
  for (const owner of [
    { account_id, inbox_id: acme.support.id, contact_id: acme.mia.id },
    { account_id, inbox_id: acme.sales.id, contact_id: acme.noah.id },
    { account_id: globex.id, inbox_id: globex.inbox.id, contact_id: globex.contact.id },
  ]) {
    await putConversation(world, { ...owner, custom_attributes: custom(value) });
    await sql(world, 'update contacts set custom_attributes = $2 where id = $1', [owner.contact_id, custom(value)]); // prettier-ignore
  }
}

const attack = fc.constantFrom<unknown>(...attacks);
// prettier-ignore
const other = fc.constantFrom<unknown>(
  '', ' ', '%', '_', '\\', "'", '"', 'NaN', 'Infinity', '-0', '1e400', '9'.repeat(400), 'true', '2024-02-31',
  null, true, 0, -1, 1.5, 1e308, [], {}, [[]], [{}], { length: 3 }, [null], { 0: 'open' }, 'gold', 5, '2024-05-01',
);
const mostly = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 14, arbitrary: usual }, { weight: 1, arbitrary: attack }, { weight: 1, arbitrary: other }); // prettier-ignore
const operators = [
  'equal_to', 'not_equal_to', 'contains', 'does_not_contain', 'is_present', 'is_not_present',
  'is_greater_than', 'is_less_than', 'days_before', 'starts_with',
]; // prettier-ignore
const sound = fc.constantFrom<unknown>('gold', '5', 5, '2024-05-01', 'true', '+14155550101');
const value = fc.oneof(attack, sound, sound, other);

const rowOver = (names: readonly string[]): fc.Arbitrary<unknown> =>
  fc.record(
    {
      attribute_key: mostly(fc.constantFrom(...names)),
      filter_operator: mostly(fc.constantFrom(...operators)),
      values: fc.oneof(fc.array(value, { minLength: 1, maxLength: 2 }), value),
      query_operator: mostly(fc.constantFrom('and', 'OR', null)),
      custom_attribute_type: mostly(fc.constantFrom('', 'conversation_attribute')),
      attribute_model: mostly(fc.constantFrom('standard', 'custom')),
    },
    { requiredKeys: ['attribute_key', 'filter_operator', 'values'] },
  );

const requestOver = (names: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    {
      payload: mostly(fc.array(rowOver(names), { minLength: 1, maxLength: 2 })),
      sort: mostly(fc.constantFrom('name', '-email', 'created_at')),
      sort_by: mostly(fc.constantFrom('last_activity_at_asc', 'priority_desc')),
      order_by: attack,
      page: mostly(fc.constantFrom(1, '1')),
      per_page: mostly(fc.constantFrom(25, '100')),
    },
    { requiredKeys: ['payload'] },
  );

const ownKeys = [...types.map((type) => `plain_${type}`), ...keys];
const conversationKeys = [
  'status', 'priority', 'assignee_id', 'inbox_id', 'team_id', 'campaign_id', 'display_id', 'labels', 'referer',
  'browser_language', 'conversation_language', 'mail_subject', 'created_at', 'last_activity_at', ...ownKeys,
]; // prettier-ignore
const contactKeys = [
  'name', 'email', 'phone_number', 'identifier', 'country_code', 'city', 'company', 'labels', 'blocked',
  'created_at', 'last_activity_at', ...ownKeys,
]; // prettier-ignore

type Ask = (who: Caller, input: Record<string, unknown>) => Promise<Answer>;

/** Sends them all, eight at a time, and gives how many were answered with rows. */
async function send(requests: Record<string, unknown>[], people: Caller[], ask: Ask) {
  const own = new Map<Caller, Set<number>>();
  for (const who of people) {
    const { body } = await ask(who, { payload: [], per_page: 100 });
    own.set(who, new Set((body.payload as { id: number }[]).map(({ id }) => id)));
  }
  const statements = watchStatements();
  let answered = 0;
  for (let start = 0; start < requests.length; start += 8) {
    const batch = requests.slice(start, start + 8).map(async (input, index) => {
      const who = people[index % people.length] as Caller;
      const { status, body, text } = await ask(who, input);
      const shown = `${status} ${text.slice(0, 200)} for ${JSON.stringify(input).slice(0, 600)}`;
      assert.ok(status === 200 || status === 422, shown);
      if (status === 200) answered += 1;
      const found = status === 200 ? (body.payload as { id: number }[]) : [];
      assert.ok(
        found.every(({ id }) => own.get(who)?.has(id)),
        shown,
      );
    });
    await Promise.all(batch);
  }
  assert.deepEqual(statements.errors, []);
  assert.ok(statements.texts.size > 10);
  assert.deepEqual(
    [...statements.texts].filter((text) => text.includes(MARK)),
    [],
  );
  return answered;
}

const patience = { timeout: 140_000 };

test('no hostile filter over conversations becomes SQL or finds what is not the caller’s', patience, async () => {
  const requests = fc.sample(requestOver(conversationKeys), { numRuns: FILTERS, seed: 21 });
  const ask: Ask = async (who, input) => who.post('/conversations/filter', input);
  assert.ok((await send(requests, [ada, ben, cleo, gil], ask)) > FILTERS / 8);
}); // prettier-ignore

test('no hostile filter over contacts becomes SQL or finds what is not the caller’s', patience, async () => {
  const requests = fc.sample(requestOver(contactKeys), { numRuns: FILTERS, seed: 22 });
  const ask: Ask = async (who, { sort, page, ...input }) => {
    const texts = Object.entries({ sort, page }).filter(([, each]) => typeof each === 'string');
    const query = new URLSearchParams(texts as [string, string][]).toString();
    return who.post(`/contacts/filter?${query}`, input);
  };
  assert.ok((await send(requests, [ada, ben, gil], ask)) > FILTERS / 8);
}); // prettier-ignore

test('conditions of an export, of a saved view and of a rule become no SQL either', patience, async () => {
  const statements = watchStatements();
  const requests = fc.sample(requestOver(contactKeys), { numRuns: 60, seed: 23 });
  let exported = 0;
  for (const { payload } of requests) {
    const saved = await ada.post('/custom_filters', { name: 'Hostile', filter_type: 'contact', query: { payload } }); // prettier-ignore
    assert.ok(saved.status < 500, saved.text);
    const asked = await ada.post('/contacts/export', { payload });
    assert.ok(asked.status < 500, asked.text);
    if (asked.status !== 200) continue;
    exported += 1;
    const [last] = await sql<{ id: number }>(world, 'select max(id)::int as id from contact_exports'); // prettier-ignore
    await exportContacts({ ...platform, pool }, { account_id, export_id: last?.id ?? 0 });
  }
  assert.ok(exported > 5, String(exported));
  const rules = fc.sample(requestOver(conversationKeys), { numRuns: 150, seed: 24 });
  for (const { payload: conditions } of rules) {
    const actions = [{ action_name: 'add_label', action_params: ['x'] }];
    const rule = { name: 'Hostile', event_name: 'conversation_updated', conditions, actions };
    for (const path of ['/automation_rules/dry_run', '/automation_rules']) {
      const answer = await ada.post(path, rule);
      assert.ok(answer.status < 500, answer.text);
    }
  }
  assert.deepEqual(statements.errors, []);
  assert.deepEqual([...statements.texts].filter((text) => text.includes(MARK)), []);
}); // prettier-ignore

test('lists are ordered by nothing but what they know', async () => {
  const statements = watchStatements();
  for (const text of attacks) {
    const hostile = encodeURIComponent(text.slice(0, 2000).toWellFormed());
    for (const path of ['contacts?sort=', 'contacts/search?q=a&sort=', 'conversations?sort_by=', 'conversations?status=', 'agents?sort=', 'labels?sort=', 'csat_survey_responses?sort=', 'audit_logs?sort=']) {
      const { status, text: shown } = await ada.get(`/${path}${hostile}`);
      assert.ok(status === 200 || (status >= 400 && status < 500), `${path}: ${shown}`);
    }
  }
  assert.deepEqual(statements.errors, []);
  assert.deepEqual([...statements.texts].filter((each) => each.includes(MARK)), []);
}); // prettier-ignore
