import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, gil, acme, globex } = world;

beforeEach(async () => void (await sql(world, 'delete from integration_hooks')));

const openai = { app_id: 'openai', settings: { api_key: 'k-planted-1' } };
const dialogflow = (inbox_id: unknown) => ({
  app_id: 'dialogflow',
  inbox_id,
  settings: { project_id: 'p', credentials: { type: 'service_account' } },
});
const connect = async (body: object = openai): Promise<Answer['body']> => {
  const answer = await ada.post('/integrations/hooks', body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const app = async (id: string, who = ada): Promise<Answer['body']> =>
  (await who.get(`/integrations/apps/${id}`)).body;

test('there are always apps, in their order, and agents see what they need', async () => {
  const { body } = await ben.get('/integrations/apps');
  assert.deepEqual(Object.keys(body), ['payload']);
  assert.deepEqual(
    body.payload.map(({ id }: { id: string }) => id),
    ['webhook', 'dashboard_apps', 'openai', 'dialogflow', 'google_translate', 'dyte'],
  );
  for (const each of body.payload) {
    const keys = ['id', 'name', 'description', 'short_description', 'enabled', 'hooks'];
    assert.deepEqual(Object.keys(each), keys);
    assert.deepEqual([each.enabled, each.hooks], [false, []]);
  }
});

test('administrators see how they are set up', async () => {
  const { body } = await ada.get('/integrations/apps');
  for (const each of body.payload) {
    for (const key of ['logo', 'i18n_key', 'action', 'hook_type', 'allow_multiple_hooks', 'button']) {
      assert.ok(key in each, `${each.id} ${key}`);
    }
    assert.equal(each.button, each.action);
  }
  const { settings_json_schema, ...rest } = await app('openai');
  assert.deepEqual(rest.visible_properties, ['api_key', 'label_suggestion']);
  assert.deepEqual(settings_json_schema.required, ['api_key']);
  assert.equal(settings_json_schema.additionalProperties, false);
  assert.equal((await ada.get('/integrations/apps/none')).status, 404);
}); // prettier-ignore

test('webhooks and dashboard apps count as used when there are some', async () => {
  assert.equal((await app('webhook')).enabled, false);
  await ada.post('/webhooks', { url: 'https://example.com/used' });
  assert.deepEqual([(await app('webhook')).enabled, (await app('dashboard_apps')).enabled], [true, false]);
  await ada.post('/dashboard_apps', { title: 'a', content: [{ url: 'https://a.example', type: 'frame' }] });
  assert.equal((await app('dashboard_apps', ben)).enabled, true);
  const [other] = [(await gil.get('/integrations/apps/webhook')).body];
  assert.equal(other.enabled, false);
}); // prettier-ignore

test('an app of the account is connected; its keys are for administrators, and encrypted', async () => {
  const hook = await connect();
  const { id, ...rest } = hook;
  assert.deepEqual(rest, {
    app_id: 'openai',
    status: true,
    inbox: null,
    account_id: acme.id,
    hook_type: 'account',
    settings: { api_key: 'k-planted-1' },
    reference_id: null,
  });
  assert.deepEqual((await app('openai')).hooks, [hook]);
  const seen = await app('openai', ben);
  assert.equal(seen.enabled, true);
  const shown = { app_id: 'openai', status: true, inbox: null, account_id: acme.id };
  assert.deepEqual(seen.hooks, [{ id, ...shown, hook_type: 'account' }]);
  const [found] = await sql<{ text: string }>(
    world,
    'select h::text as text from integration_hooks h where id = $1',
    [id],
  );
  assert.ok(!found?.text.includes('planted') && !found?.text.includes('706c616e746564'));
});

test('an app of an inbox needs one of the account’s', async () => {
  const hook = await connect(dialogflow(acme.support.id));
  assert.deepEqual([hook.hook_type, hook.inbox], ['inbox', { id: acme.support.id, name: 'Support' }]);
  const none = await ada.post('/integrations/hooks', dialogflow(undefined));
  assert.deepEqual(none.body, { message: "Inbox can't be blank", attributes: ['inbox_id'] });
  for (const id of [globex.inbox.id, 987_654_321]) {
    const answer = await ada.post('/integrations/hooks', dialogflow(id));
    assert.deepEqual(answer.body, { message: 'Inbox must exist', attributes: ['inbox'] });
  }
  await connect(dialogflow(acme.sales.id));
}); // prettier-ignore

test('which apps can be connected once is the same to the database', async () => {
  const [found] = await sql<{ text: string }>(
    world,
    `select pg_get_indexdef('integration_hooks_single'::regclass) as text`,
  );
  for (const each of (await ada.get('/integrations/apps')).body.payload) {
    const isSingle = found?.text.includes(`'${each.id}'`);
    assert.equal(isSingle, !each.allow_multiple_hooks, each.id);
  }
});

test('what can be connected once is taken, also by two requests at once', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => ada.post('/integrations/hooks', openai)));
  assert.deepEqual(answers.map(({ status }) => status)
    .toSorted((a, b) => a - b), [200, 422, 422]);
  const refused = answers.find(({ status }) => status === 422);
  assert.deepEqual(refused?.body, { message: 'App has already been taken', attributes: ['app_id'] });
  assert.equal((await gil.post('/integrations/hooks', openai)).status, 200);
}); // prettier-ignore

for (const app_id of [undefined, 'none', 'webhook', 'dashboard_apps', 'toString', 7, ['openai']]) {
  test(`no app to connect: ${JSON.stringify(app_id)}`, async () => {
    const answer = await ada.post('/integrations/hooks', { ...openai, app_id });
    assert.deepEqual([answer.status, answer.body.attributes], [422, ['app_id']]);
  });
}

for (const settings of [undefined, {}, 'x', [], { api_key: '' }, { api_key: 7 }, { api_key: 'k', evil: 1 }, { api_key: 'k', label_suggestion: 'yes' }]) {
  test(`settings that the app does not take: ${JSON.stringify(settings)}`, async () => {
    const expected = { message: 'Settings : Invalid settings data', attributes: ['settings'] };
    const answer = await ada.post('/integrations/hooks', { app_id: 'openai', settings });
    assert.deepEqual([answer.status, answer.body], [422, expected]);
    if (settings === undefined) return;
    const hook = await connect();
    const change = await ada.patch(`/integrations/hooks/${hook.id}`, { settings });
    assert.deepEqual([change.status, change.body], [422, expected]);
    assert.deepEqual((await app('openai')).hooks, [hook]);
  });
} // prettier-ignore

test('status and settings are changed, and nothing else', async () => {
  const hook = await connect();
  const path = `/integrations/hooks/${hook.id}`;
  for (const [status, expected] of [[false, false], ['enabled', true], ['disabled', false], ['true', true]] as const) {
    assert.equal((await ada.patch(path, { hook: { status } })).body.status, expected);
  }
  const settings = { api_key: 'k-2', label_suggestion: true };
  const extra = { app_id: 'dyte', inbox_id: acme.support.id, account_id: globex.id, hook_type: 'inbox', reference_id: 'x' };
  const answer = await ada.put(path, { settings, ...extra });
  assert.deepEqual(answer.body, { ...hook, settings });
  assert.equal((await ada.patch(path, { status: 'perhaps' })).status, 422);
}); // prettier-ignore

test('a hook is removed', async () => {
  const { id } = await connect();
  const answer = await ada.delete(`/integrations/hooks/${id}`);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.equal((await app('openai')).enabled, false);
  assert.equal((await ada.delete(`/integrations/hooks/${id}`)).status, 404);
});

test('there is nobody to process an event', async () => {
  const { id } = await connect();
  const path = `/integrations/hooks/${id}/process_event`;
  const answer = await ben.post(path, { event: { name: 'rephrase', data: {} } });
  assert.deepEqual([answer.status, answer.body], [422, { error: 'No processor found' }]);
  assert.equal((await ben.post('/integrations/hooks/987654321/process_event')).status, 404);
});

test('hooks of another account are not there', async () => {
  const theirs = (await gil.post('/integrations/hooks', openai)).body;
  const path = `/integrations/hooks/${theirs.id}`;
  assert.equal((await ada.patch(path, { status: false })).status, 404);
  assert.equal((await ada.delete(path)).status, 404);
  assert.equal((await ada.post(`${path}/process_event`, { event: {} })).status, 404);
  assert.deepEqual((await gil.get('/integrations/apps/openai')).body.hooks, [theirs]);
});

test('agents and bots connect nothing, and every change is noted without keys', async () => {
  const { id } = await connect();
  for (const answer of [
    await ben.post('/integrations/hooks', openai),
    await ben.patch(`/integrations/hooks/${id}`, { status: false }),
    await ben.delete(`/integrations/hooks/${id}`),
    await rex.get('/integrations/apps'),
  ]) {
    assert.equal(answer.status, 401);
  }
  await ada.patch(`/integrations/hooks/${id}`, { status: false, settings: { api_key: 'k-planted-2' } });
  await ada.delete(`/integrations/hooks/${id}`);
  const audits = await sql<{ action: string; audited_changes: object }>(
    world,
    `select action, audited_changes from audits where auditable_type = 'Integrations::Hook' and auditable_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(audits.map(({ action }) => action), ['create', 'update', 'destroy']);
  assert.ok(!JSON.stringify(audits).includes('planted'));
}); // prettier-ignore
