import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { touchCache } from './cache-keys.ts';
import { transaction } from '../db/pool.ts';

const world = await createWorld();
const { acme, globex, ada, ben, rex, gil, stranger } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';
const inside = (path = ''): string => `/api/v1/accounts/${acme.id}${path}`;

test('a member reads the account with exactly its keys, with and without a slash at the end', async () => {
  const { status, body } = await ben.get('');
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), [
    'settings',
    'created_at',
    'domain',
    'features',
    'id',
    'locale',
    'name',
    'support_email',
    'status',
    'cache_keys',
    'latest_chatwoot_version',
    'subscribed_features',
  ]);
  assert.deepEqual(
    [body.id, body.name, body.locale, body.status, body.domain, body.settings],
    [acme.id, 'Acme', 'en', 'active', null, {}],
  );
  assert.deepEqual([body.latest_chatwoot_version, body.subscribed_features], [null, []]);
  assert.equal(body.support_email, 'confab@localhost', "the installation's address");
  assert.match(body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual((await ben.get('/')).body, body);
});

test('features are the flags that are on; the account can switch single ones', async () => {
  const { features } = (await ada.get('')).body;
  for (const flag of ['labels', 'audit_logs', 'custom_roles', 'team_management', 'chatwoot_v4']) {
    assert.equal(features[flag], true, flag);
  }
  assert.ok(!('channel_facebook' in features), 'there is no such channel');
  await sql(world, 'update accounts set features = $1 where id = $2', [
    { labels: false, sla: true },
    acme.id,
  ]);
  const switched = (await ada.get('')).body.features;
  assert.ok(!('labels' in switched));
  assert.equal(switched.sla, true);
});

for (const method of ['patch', 'put'] as const) {
  test(`an administrator updates the account by ${method}, and settings are merged`, async () => {
    const first = await ada[method]('', {
      name: 'Acme Ltd',
      locale: 'de',
      domain: 'acme.example.com',
      support_email: 'help@acme.example.com',
      industry: 'Retail',
      auto_resolve_after: 60,
      auto_resolve_message: 'Bye',
    });
    assert.equal(first.status, 200, first.text);
    assert.ok(!('latest_chatwoot_version' in first.body) && !('subscribed_features' in first.body));
    assert.deepEqual(first.body.custom_attributes, {
      plan_name: null,
      subscribed_quantity: null,
      subscription_status: null,
      subscription_ends_on: null,
      industry: 'Retail',
    });
    const second = await ada[method]('', {
      auto_resolve_after: null,
      auto_resolve_ignore_waiting: 'false',
      company_size: '10',
      conversation_required_attributes: ['plan'],
    });
    assert.deepEqual(second.body.settings, {
      auto_resolve_after: null,
      auto_resolve_message: 'Bye',
      auto_resolve_ignore_waiting: false,
      conversation_required_attributes: ['plan'],
    });
    assert.equal(second.body.custom_attributes.industry, 'Retail');
    assert.equal(second.body.custom_attributes.company_size, '10');
    const shown = (await ben.get('')).body;
    assert.deepEqual(
      [shown.name, shown.locale, shown.domain, shown.support_email],
      ['Acme Ltd', 'de', 'acme.example.com', 'help@acme.example.com'],
    );
    await sql(
      world,
      `update accounts set settings = '{}', custom_attributes = '{}' where id = $1`,
      [acme.id],
    );
  });
}

for (const [what, input, attribute, message] of [
  [
    'minutes below ten',
    { auto_resolve_after: 5 },
    'auto_resolve_after',
    'Auto resolve after must be greater than or equal to 10',
  ],
  [
    'minutes beyond two years',
    { auto_resolve_after: 1_439_857 },
    'auto_resolve_after',
    'Auto resolve after must be less than or equal to 1439856',
  ],
  ['a blank name', { name: ' ' }, 'name', "Name can't be blank"],
  [
    'a language that there is not',
    { locale: 'xx' },
    'locale',
    'Locale is not included in the list',
  ],
  [
    'a long domain',
    { domain: 'x'.repeat(101) },
    'domain',
    'Domain is too long (maximum is 100 characters)',
  ],
  [
    'an address that is none',
    { support_email: 'a@example.com\nBcc: b@example.com' },
    'support_email',
    'Support email is invalid',
  ],
] as const) {
  test(`${what} is refused by name and changes nothing`, async () => {
    const before = (await ada.get('')).text;
    const { status, body } = await ada.patch('', { ...input, industry: 'Mischief' });
    assert.equal(status, 422);
    assert.deepEqual(body, { message, attributes: [attribute] });
    assert.equal((await ada.get('')).text, before);
  });
}

test('minutes that are no number are refused by name', async () => {
  const { status, body } = await ada.patch('', { auto_resolve_after: 'soon' });
  assert.equal(status, 422);
  assert.deepEqual(body, { error: 'auto_resolve_after must be an integer' });
});

test('keys beyond the documented ones change nothing', async () => {
  const before = (await ada.get('')).body;
  const { body } = await ada.patch('', {
    id: globex.id,
    status: 'suspended',
    features: { sla: false, anything: true },
    custom_attributes: { plan_name: 'x' },
    settings: { captain_models: 'x' },
    created_at: '2000-01-01',
  });
  const { latest_chatwoot_version: _, subscribed_features: __, ...same } = before;
  assert.deepEqual(body, same);
});

test('an update leaves a line in the audit log, with what it changed', async () => {
  await ada.patch('', { name: 'Acme Inc', auto_resolve_after: 20 });
  const [line] = await sql(
    world,
    `select auditable_type, auditable_id, action, audited_changes from audits where account_id = $1 order by id desc limit 1`,
    [acme.id],
  );
  assert.deepEqual(line, {
    auditable_type: 'Account',
    auditable_id: acme.id,
    action: 'update',
    audited_changes: {
      name: ['Acme Ltd', 'Acme Inc'],
      settings: [{}, { auto_resolve_after: 20 }],
    },
  });
});

test('the first tour goes on after the account was filled in', async () => {
  await sql(
    world,
    `update accounts set custom_attributes = '{"onboarding_step": "account_update"}' where id = $1`,
    [acme.id],
  );
  const { body } = await ada.patch('', { timezone: 'Europe/Berlin' });
  assert.equal(body.custom_attributes.onboarding_step, 'invite_team');
  assert.equal(body.custom_attributes.timezone, 'Europe/Berlin');
});

test('an agent may not update it, nor a bot read it', async () => {
  const agent = await ben.patch('', { name: 'Mine' });
  assert.equal(agent.status, 401);
  assert.deepEqual(agent.body, { error: 'You are not authorized to do this action' });
  assert.equal((await rex.get('')).status, 401);
  assert.equal((await stranger.get('')).status, 401);
});

test('whoever is no member gets the answer of an account that does not exist', async () => {
  for (const answer of [
    await gil.get(inside()),
    await gil.get(inside('/cache_keys')),
    await gil.post(inside('/update_active_at')),
    await gil.patch(inside(), { name: 'Taken' }),
    await gil.get('/api/v1/accounts/999999'),
  ]) {
    assert.equal(answer.status, 404);
    assert.equal(answer.text, NOT_FOUND);
  }
  const elsewhere = await gil.get(inside('/conversations'));
  assert.equal(elsewhere.status, 401, 'as everywhere else');
});

test('a suspended account still shows itself, and nothing else', async () => {
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [globex.id]);
  assert.equal((await gil.get('')).body.status, 'suspended');
  assert.equal((await gil.get('/cache_keys')).status, 200);
  assert.equal((await gil.post('/update_active_at')).status, 200);
  assert.equal((await gil.get('/conversations')).status, 401);
  await sql(world, `update accounts set status = 'active' where id = $1`, [globex.id]);
});

test('cache keys are texts of ten digits, zeros before the first change, with their own header', async () => {
  const fresh = await gil.get('/cache_keys');
  assert.deepEqual(fresh.body, {
    cache_keys: { label: '0000000000', inbox: '0000000000', team: '0000000000' },
  });
  assert.equal(fresh.headers['cache-control'], 'max-age=10, private, stale-while-revalidate=300');
  await transaction(world.pool, (tx) => touchCache(tx, globex.id, 'team'));
  const { cache_keys } = (await gil.get('/cache_keys')).body;
  assert.match(cache_keys.team, /^\d{10}$/);
  assert.notEqual(cache_keys.team, fresh.body.cache_keys.team);
  assert.equal(cache_keys.label, '0000000000');
  assert.deepEqual((await gil.get('')).body.cache_keys, cache_keys);
});

test('saying that one works here makes it the account one starts with, and is no event', async () => {
  const names = namesOf(
    await eventsOf(world, async () => {
      const answer = await ben.post('/update_active_at');
      assert.deepEqual([answer.status, answer.text], [200, '']);
    }),
  );
  assert.deepEqual(names, []);
  const [membership] = await sql<{ recent: boolean }>(
    world,
    `select active_at > now() - interval '1 minute' as recent from memberships where user_id = $1`,
    [ben.id],
  );
  assert.equal(membership?.recent, true);
});

test('there are no limits to show', async () => {
  const { status, text } = await ada.get(`/enterprise/api/v1/accounts/${acme.id}/limits`);
  assert.deepEqual([status, text], [404, '{"error":"Not found"}']);
});
