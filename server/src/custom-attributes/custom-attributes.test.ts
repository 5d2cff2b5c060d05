import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil } = world;
const path = '/custom_attribute_definitions';

async function define(input: Record<string, unknown>): Promise<Answer['body']> {
  const answer = await ben.post(path, { attribute_display_name: 'Name', ...input });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

test('an attribute is defined with what is usual, and shown alone and in the list', async () => {
  const { id, created_at, updated_at, ...rest } = await define({ attribute_key: 'order_id' });
  assert.deepEqual(rest, {
    attribute_display_name: 'Name',
    attribute_display_type: 'text',
    attribute_description: null,
    attribute_key: 'order_id',
    regex_pattern: null,
    regex_cue: null,
    attribute_values: [],
    attribute_model: 'conversation_attribute',
    default_value: null,
  });
  assert.match(created_at, /Z$/);
  assert.match(updated_at, /Z$/);
  const shown = await ada.get(`${path}/${id}`);
  assert.deepEqual(Object.keys(shown.body), [
    'id', 'attribute_display_name', 'attribute_display_type', 'attribute_description', 'attribute_key', 'regex_pattern',
    'regex_cue', 'attribute_values', 'attribute_model', 'default_value', 'created_at', 'updated_at',
  ]); // prettier-ignore
  assert.deepEqual((await ada.get(path)).body, [shown.body]);
});

test('types and models are taken by name and by number', async () => {
  const list = await define({
    attribute_key: 'size',
    attribute_display_type: 6,
    attribute_model: '1',
    attribute_values: ['small', 'large'],
    default_value: 3,
    regex_pattern: '^s',
    regex_cue: 'begins with s',
  });
  assert.equal(list.attribute_display_type, 'list');
  assert.equal(list.attribute_model, 'contact_attribute');
  assert.deepEqual(list.attribute_values, ['small', 'large']);
  assert.deepEqual(
    [list.default_value, list.regex_pattern, list.regex_cue],
    [3, '^s', 'begins with s'],
  );
  const keys = async (query: string): Promise<string[]> =>
    (await ben.get(`${path}?${query}`)).body.map((each: Answer['body']) => each.attribute_key);
  assert.deepEqual(await keys('attribute_model=contact_attribute'), ['size']);
  assert.deepEqual(await keys('attribute_model=1'), ['size']);
  assert.deepEqual(await keys('attribute_model=0'), ['order_id']);
  for (const [field, value] of [
    ['attribute_display_type', 'colour'],
    ['attribute_display_type', 8],
    ['attribute_model', 'inbox_attribute'],
    ['attribute_model', {}],
  ] as const) {
    const answer = await ben.post(path, {
      attribute_display_name: 'x',
      attribute_key: 'x',
      [field]: value,
    });
    const shown = typeof value === 'object' ? '' : String(value);
    assert.deepEqual(
      [answer.status, answer.body.error],
      [422, `'${shown}' is not a valid ${field}`],
    );
  }
  assert.equal((await ben.get(`${path}?attribute_model=9`)).status, 422);
});

const reserved = {
  conversation_attribute:
    'status priority assignee_id inbox_id team_id display_id campaign_id labels browser_language country_code referer created_at last_activity_at',
  contact_attribute:
    'name email phone_number identifier country_code city created_at last_activity_at referer blocked',
};

for (const [attribute_model, keys] of Object.entries(reserved)) {
  test(`a ${attribute_model} is called nothing that each of them has already`, async () => {
    for (const attribute_key of keys.split(' ')) {
      const answer = await ben.post(path, {
        attribute_display_name: 'x',
        attribute_key,
        attribute_model,
      });
      assert.deepEqual([answer.status, answer.body], [422, {
        message: 'Attribute key The provided key is not allowed as it might conflict with default attributes.',
        attributes: ['attribute_key'],
      }]); // prettier-ignore
    }
  });
}

test('what is reserved for one kind is free for the other, and a change is checked too', async () => {
  const { id } = await define({ attribute_key: 'city' });
  const answer = await ben.patch(`${path}/${id}`, { attribute_model: 'contact_attribute' });
  assert.equal(answer.status, 422);
  assert.equal((await ben.get(`${path}/${id}`)).body.attribute_model, 'conversation_attribute');
});

test('a key is given once for each kind', async () => {
  await define({ attribute_key: 'twice' });
  await define({ attribute_key: 'twice', attribute_model: 1 });
  const { id } = await define({ attribute_key: 'thrice' });
  const taken = { message: 'Attribute key has already been taken', attributes: ['attribute_key'] };
  for (const answer of [
    await ben.post(path, { attribute_display_name: 'x', attribute_key: 'twice' }),
    await ben.patch(`${path}/${id}`, { attribute_key: 'twice' }),
  ]) {
    assert.deepEqual([answer.status, answer.body], [422, taken]);
  }
});

test('name and key are needed', async () => {
  const answer = await ben.post(path, { custom_attribute_definition: { regex_cue: 'x' } });
  assert.deepEqual([answer.status, answer.body], [422, {
    message: "Attribute display name can't be blank, Attribute key can't be blank",
    attributes: ['attribute_display_name', 'attribute_key'],
  }]); // prettier-ignore
});

test('a change keeps the rest, and all changes are in the audit log', async () => {
  const { id } = await define({ attribute_key: 'traced', attribute_values: ['a'] });
  const changed = await ada.put(`${path}/${id}`, { attribute_values: ['a', 'b'] });
  assert.deepEqual(changed.body.attribute_values, ['a', 'b']);
  assert.equal(changed.body.attribute_key, 'traced');
  await ada.put(`${path}/${id}`, { attribute_values: ['a', 'b'] });
  const gone = await ada.delete(`${path}/${id}`);
  assert.deepEqual([gone.status, gone.text], [204, '']);
  assert.equal((await ada.get(`${path}/${id}`)).status, 404);
  const trail = await sql<{ action: string; audited_changes: Record<string, unknown> }>(
    world,
    `select action, audited_changes from audits
     where auditable_type = 'CustomAttributeDefinition' and auditable_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(
    trail.map(({ action }) => action),
    ['create', 'update', 'destroy'],
  );
  assert.deepEqual(trail[1]?.audited_changes, { attribute_values: [['a'], ['a', 'b']] });
});

test('nobody is asked any more for a deleted attribute, and what has its name beside it stays', async () => {
  const mine = await define({ attribute_key: 'plan' });
  const contacts = await define({ attribute_key: 'plan', attribute_model: 1 });
  const field = (name: string, field_type: string) => ({ name, field_type, enabled: true });
  const [plan, theirs, city] = [
    field('plan', 'conversation_attribute'),
    field('plan', 'contact_attribute'),
    field('city', 'standard'),
  ];
  const put = async (account: number, inbox: number): Promise<void> => {
    await sql(world, `update accounts set settings = settings || $2 where id = $1`, [
      account,
      { conversation_required_attributes: ['plan', 'size'], auto_resolve_after: 10 },
    ]);
    await sql(world, `update inboxes set channel = channel || $2 where id = $1`, [
      inbox,
      { pre_chat_form_options: { pre_chat_message: 'Hi', pre_chat_fields: [plan, theirs, city] } },
    ]);
  };
  await put(acme.id, acme.website.id);
  await put(globex.id, globex.inbox.id);
  const stateOf = async (account: number, inbox: number) => {
    const [found] = await sql<{ required: string[]; form: Record<string, unknown> }>(
      world,
      `select a.settings -> 'conversation_required_attributes' as required, i.channel -> 'pre_chat_form_options' as form
       from accounts a join inboxes i on i.account_id = a.id where a.id = $1 and i.id = $2`,
      [account, inbox],
    );
    return found;
  };
  const elsewhere = await stateOf(globex.id, globex.inbox.id);
  const events = await eventsOf(world, async () => ada.delete(`${path}/${mine.id}`));
  assert.deepEqual(namesOf(events), ['account.cache_invalidated', 'settings.changed']);
  assert.deepEqual(await stateOf(acme.id, acme.website.id), {
    required: ['size'],
    form: { pre_chat_message: 'Hi', pre_chat_fields: [theirs, city] },
  });
  await ada.delete(`${path}/${contacts.id}`);
  assert.deepEqual((await stateOf(acme.id, acme.website.id))?.form['pre_chat_fields'], [city]);
  assert.deepEqual(await stateOf(globex.id, globex.inbox.id), elsewhere);
});

test("another account's attribute is none", async () => {
  const theirs = (await gil.post(path, { attribute_display_name: 'g', attribute_key: 'g' })).body;
  assert.equal((await gil.get(`${path}/${theirs.id}`)).status, 200);
  for (const answer of [
    await ada.get(`${path}/${theirs.id}`),
    await ada.patch(`${path}/${theirs.id}`, { attribute_display_name: 'x' }),
    await ada.delete(`${path}/${theirs.id}`),
  ]) {
    assert.deepEqual([answer.status, answer.body], [404, { error: 'Resource could not be found' }]);
  }
  const moved = await define({ attribute_key: 'moved', account_id: globex.id });
  const [row] = await sql(
    world,
    'select account_id from custom_attribute_definitions where id = $1',
    [moved.id],
  );
  assert.deepEqual(row, { account_id: acme.id });
});
