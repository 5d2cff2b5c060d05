import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { permit, platformApp } from '../../test/platform-app.ts';
import { identifierOf, visitorAt } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';
import { removeAccount } from './delete-account.ts';

const world = await createWorld();
const { acme, ada, ben, gil, globex, rex, pool, app: server } = world;
const app = await platformApp(world);
const other = await platformApp(world, 'Another');
const INVALID = '{"error":"Invalid access_token"}';
const FOREIGN = '{"error":"Non permissible resource"}';
const NOT_FOUND = '{"status":404,"error":"Not Found"}';
const keys = ['id', 'name', 'locale', 'domain', 'support_email', 'features', 'custom_attributes', 'limits', 'status']; // prettier-ignore

const make = async (body: object = {}): Promise<number> =>
  (await app.post('/accounts', { name: 'Initech', ...body })).body.id;

test('only the token of a platform app opens the platform API, and it opens nothing else', async () => {
  assert.equal((await app.get('/accounts')).status, 200);
  for (const token of ['', ' ', 'nonsense', app.token.slice(0, -1), ada.token, rex.token, '%00']) {
    const headers: Record<string, string> = token === '' ? {} : { api_access_token: token };
    const answer = await server.inject({ url: '/platform/api/v1/accounts', headers });
    assert.deepEqual([answer.statusCode, answer.body], [401, INVALID], token);
  }
  for (const [method, url] of [['GET', `/api/v1/accounts/${acme.id}/conversations`], ['POST', `/api/v1/accounts/${acme.id}/conversations`], ['GET', '/api/v1/profile']] as const) {
    const answer = await server.inject({ method, url, headers: { api_access_token: app.token } });
    assert.equal(answer.statusCode, 401);
    assert.equal(answer.body, '{"error":"Access to this endpoint is not authorized for bots"}');
  } // prettier-ignore
});

test('an account is made as it was asked for, and is the app’s from then on', async () => {
  const { status, body, text } = await app.post('/accounts', { name: 'Hooli', locale: 'es', domain: 'hooli.example.com', support_email: 'help@hooli.example.com', features: { macros: false, sla: 'true' }, limits: { agents: 2 }, custom_attributes: { plan: 'pro' }, id: 999, created_at: 1 }); // prettier-ignore
  assert.equal(status, 200, text);
  assert.deepEqual(Object.keys(body), keys);
  assert.deepEqual([body.name, body.locale, body.domain, body.support_email, body.limits, body.custom_attributes, body.status], ['Hooli', 'es', 'hooli.example.com', 'help@hooli.example.com', { agents: 2 }, { plan: 'pro' }, 'active']); // prettier-ignore
  assert.equal(body.features.sla, true);
  assert.ok(!('macros' in body.features) && body.features.labels === true);
  assert.deepEqual((await app.get(`/accounts/${body.id}`)).body, body);
  assert.ok(((await app.get('/accounts')).body as { id: number }[]).some(({ id }) => id === body.id)); // prettier-ignore
});

test('a change changes what was given: features one by one, the rest as a whole', async () => {
  const id = await make({
    features: { sla: true },
    limits: { agents: 5 },
    domain: 'a.example.com',
  });
  const { body } = await app.patch(`/accounts/${id}`, { status: 'suspended', features: { macros: false }, limits: { inboxes: 1 }, domain: null }); // prettier-ignore
  assert.deepEqual([body.name, body.status, body.limits, body.domain, body.features.sla], ['Initech', 'suspended', { inboxes: 1 }, null, true]); // prettier-ignore
  assert.ok(!('macros' in body.features));
  const same = await app.patch(`/accounts/${id}`, {});
  assert.deepEqual(same.body, body);
});

test('what an account cannot be is refused by name', async () => {
  const id = await make();
  const bodies: [object, string][] = [
    [{ name: '' }, 'name'], [{ name: ' ' }, 'name'], [{ name: 'x'.repeat(256) }, 'name'], [{ locale: 'xx' }, 'locale'],
    [{ domain: 'd'.repeat(101) }, 'domain'], [{ support_email: 'x' }, 'support_email'], [{ status: 'gone' }, 'status'], [{ status: {} }, 'status'],
    [{ features: { a: 'maybe' } }, 'features'], [{ features: 'x' }, 'features'], [{ limits: 3 }, 'limits'],
    [{ custom_attributes: { a: 'x'.repeat(20_001) } }, 'custom_attributes'],
  ]; // prettier-ignore
  const before = (await app.get(`/accounts/${id}`)).text;
  for (const [body, name] of bodies) {
    for (const answer of [
      await app.patch(`/accounts/${id}`, body),
      await app.post('/accounts', { name: 'X', ...body }),
    ]) {
      // prettier-ignore
      assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 80));
      const said = `${answer.body.error ?? ''} ${String(answer.body.attributes ?? '')}`;
      assert.ok(said.includes(name), said);
    }
  }
  assert.equal((await app.get(`/accounts/${id}`)).text, before);
  assert.equal((await app.post('/accounts', {})).status, 422);
});

test('an account that is not the app’s is refused, and one that is nobody’s is none', async () => {
  const mine = await make();
  const asks = (id: number | string) => [
    () => other.get(`/accounts/${id}`), () => other.patch(`/accounts/${id}`, { name: 'Stolen' }), () => other.delete(`/accounts/${id}`),
    () => other.get(`/accounts/${id}/account_users`), () => other.post(`/accounts/${id}/account_users`, { user_id: ada.id }),
    () => other.delete(`/accounts/${id}/account_users`, { user_id: ada.id }),
  ]; // prettier-ignore
  for (const ask of asks(mine)) {
    const { status, text } = await ask();
    assert.deepEqual([status, text], [401, FOREIGN]);
  }
  for (const ask of [...asks(987_654), ...asks('abc')]) {
    const { status, text } = await ask();
    assert.deepEqual([status, text], [404, NOT_FOUND]);
  }
  assert.equal((await app.get(`/accounts/${mine}`)).body.name, 'Initech');
  assert.deepEqual((await other.get('/accounts')).body, []);
  await permit(world, other, 'account_id', mine);
  assert.equal((await other.get(`/accounts/${mine}`)).status, 200);
});

test('members are made, changed and let go', async () => {
  const id = await make();
  const path = `/accounts/${id}/account_users`;
  const { status, body } = await app.post(path, { user_id: String(ben.id), role: 'administrator', account_id: acme.id, custom_role_id: 1 }); // prettier-ignore
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['id', 'account_id', 'user_id', 'role', 'inviter_id', 'created_at', 'updated_at', 'active_at', 'availability', 'auto_offline', 'custom_role_id', 'agent_capacity_policy_id']); // prettier-ignore
  assert.deepEqual([body.account_id, body.user_id, body.role, body.custom_role_id], [id, ben.id, 'administrator', null]); // prettier-ignore
  const mine = () => server.inject({ url: `/api/v1/accounts/${id}/conversations`, headers: { api_access_token: ben.token } }); // prettier-ignore
  assert.equal((await mine()).statusCode, 200);
  const changed = await app.post(path, { user_id: ben.id, role: 'agent' });
  assert.deepEqual([changed.body.id, changed.body.role], [body.id, 'agent']);
  assert.equal((await app.get(path)).body.length, 1);
  const gone = await app.delete(path, { user_id: ben.id });
  assert.deepEqual([gone.status, gone.text], [200, '']);
  assert.equal((await mine()).statusCode, 401);
  assert.deepEqual((await app.get(path)).body, []);
  for (const user_id of [ben.id, 987_654, 'x', undefined]) assert.equal((await app.delete(path, { user_id })).status, 200); // prettier-ignore
  const back = await app.post(path, { user_id: ben.id });
  assert.deepEqual([back.body.id, back.body.role], [body.id, 'agent'], 'the membership they had');
  for (const [wrong, attribute] of [
    [{ user_id: 987_654 }, 'user'],
    [{}, 'user'],
    [{ user_id: ben.id, role: 'owner' }, 'role'],
  ] as const) {
    // prettier-ignore
    const answer = await app.post(path, wrong);
    assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
  }
});

test('a limit on agents that a platform app sets is kept', async () => {
  await permit(world, app, 'account_id', globex.id);
  await app.patch(`/accounts/${globex.id}`, { limits: { agents: 1 } });
  const full = await gil.post('/agents', { name: 'Una', email: 'una@globex.example.com' });
  assert.equal(full.status, 402, full.text);
  await app.patch(`/accounts/${globex.id}`, { limits: { agents: 2 } });
  assert.equal((await gil.post('/agents', { name: 'Una', email: 'una@globex.example.com' })).status, 200); // prettier-ignore
});

test('a deleted account is gone at once, for everybody, and nothing of it is left in the end', async () => {
  const identifier = await identifierOf(world, acme.support);
  const visitor = visitorAt(world, `/public/api/v1/inboxes/${identifier}`);
  const theirs = await gil.post('/conversations', { inbox_id: globex.inbox.id, contact_id: globex.contact.id, message: { content: 'Stays' } }); // prettier-ignore
  const made = await world.conversation({
    message: { content: 'Hello', message_type: 'incoming' },
  });
  await ada.post(`/conversations/${made.id}/assignments`, { assignee_id: ben.id });
  const line = '----x';
  const payload = `--${line}\r\ncontent-disposition: form-data; name="attachments[]"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--${line}--\r\n`;
  const file = await server.inject({ method: 'POST', url: `/api/v1/accounts/${acme.id}/conversations/${made.id}/messages`, headers: { api_access_token: ada.token, 'content-type': `multipart/form-data; boundary=${line}` }, payload }); // prettier-ignore
  assert.equal(file.statusCode, 200, file.body);
  await permit(world, app, 'account_id', acme.id);
  assert.equal((await visitor.get('')).status, 200);
  const gone = await app.delete(`/accounts/${acme.id}`);
  assert.deepEqual([gone.status, gone.text], [200, '']);

  assert.deepEqual([(await ada.get('/conversations')).status, (await ada.get('/conversations')).text], [404, '{"error":"Resource could not be found"}']); // prettier-ignore
  assert.equal((await visitor.get('')).text, NOT_FOUND);
  assert.equal((await app.get(`/accounts/${acme.id}`)).text, NOT_FOUND);
  assert.ok(!((await app.get('/accounts')).body as { id: number }[]).some(({ id }) => id === acme.id)); // prettier-ignore
  assert.equal((await app.delete(`/accounts/${acme.id}`)).status, 404);

  const jobs = await sql<{ data: { account_id: number } }>(world, `select data from jobs.job where name = 'delete_account'`); // prettier-ignore
  assert.deepEqual(jobs, [{ data: { account_id: acme.id } }]);
  await removeAccount(pool, globex.id);
  assert.equal(
    (await gil.get(`/conversations/${theirs.body.id}`)).status,
    200,
    'one that lives stays',
  );
  await removeAccount(pool, acme.id);
  const tables = await sql<{ name: string }>(world, `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'account_id'`); // prettier-ignore
  assert.ok(tables.length > 20);
  for (const { name } of tables) {
    const left = await sql(world, `select 1 from "${name}" where account_id = $1`, [acme.id]);
    assert.deepEqual(left, [], name);
  }
  assert.deepEqual(await sql(world, 'select 1 from accounts where id = $1', [acme.id]), []);
  const removed = await sql<{ data: { keys: string[] } }>(world, `select data from jobs.job where name = 'remove_files'`); // prettier-ignore
  assert.ok(removed.flatMap(({ data }) => data.keys).length >= 1);
  assert.equal((await gil.get(`/conversations/${theirs.body.id}`)).status, 200);
  await removeAccount(pool, acme.id);
});

test('what the app changes in an account stands in its audit log, under the app’s name', async () => {
  const id = await make();
  await sql(world, 'delete from audits where account_id = $1', [id]);
  await app.patch(`/accounts/${id}`, { status: 'suspended' });
  await app.patch(`/accounts/${id}`, { status: 'suspended' });
  await app.post(`/accounts/${id}/account_users`, { user_id: ben.id, role: 'agent' });
  await app.post(`/accounts/${id}/account_users`, { user_id: ben.id, role: 'administrator' });
  await app.delete(`/accounts/${id}/account_users`, { user_id: ben.id });
  await app.delete(`/accounts/${id}/account_users`, { user_id: ben.id });
  const bot = (await app.post('/agent_bots', { name: 'Bot', account_id: id })).body.id as number;
  await app.patch(`/agent_bots/${bot}`, { name: 'Bott' });
  await app.delete(`/agent_bots/${bot}`);
  const lines = await sql(
    world,
    `select auditable_type as type, action, user_type, user_id, username, audited_changes as changes,
       remote_address is not null as placed
     from audits where account_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(
    lines.map(({ type, action }) => `${type} ${action}`),
    ['Account update', 'AccountUser create', 'AccountUser update', 'AccountUser destroy', 'AgentBot create', 'AgentBot update', 'AgentBot destroy'], // prettier-ignore
  );
  for (const line of lines) {
    assert.deepEqual([line['user_type'], Number(line['user_id']), line['username'], line['placed']], ['PlatformApp', app.id, 'Provisioner', true]); // prettier-ignore
  }
  assert.deepEqual(lines[0]?.['changes'], { status: ['active', 'suspended'] });
  assert.deepEqual(lines[2]?.['changes'], { role: ['agent', 'administrator'] });
});

test('nobody who is a service key becomes a member', async () => {
  const id = await make();
  const key = (await ada.post('/service_keys', { name: 'Export', scopes: ['read'] })).body;
  const answer = await app.post(`/accounts/${id}/account_users`, { user_id: key.user_id, role: 'administrator' }); // prettier-ignore
  assert.deepEqual([answer.status, answer.body.attributes], [422, ['user']]);
  assert.equal((await app.post(`/accounts/${id}/account_users`, { user_id: ben.id })).status, 200);
});

test('the files of a deleted account are gone at once', async () => {
  const account = (await app.post('/accounts', { name: 'Gone' })).body.id as number;
  await app.post(`/accounts/${account}/account_users`, { user_id: ben.id, role: 'administrator' });
  const at = `/api/v1/accounts/${account}`;
  const { body: inbox } = await ben.post(`${at}/inboxes`, {
    name: 'Api',
    channel: { type: 'api' },
  });
  const { body: contact } = await ben.post(`${at}/contacts`, { name: 'Mia' });
  const { body: conversation } = await ben.post(`${at}/conversations`, { inbox_id: inbox.id, contact_id: contact.payload.contact.id }); // prettier-ignore
  const form = new FormData();
  form.append('attachments[]', new Blob(['secret text']), 'a.txt');
  const sent = await server.inject({
    method: 'POST',
    url: `${at}/conversations/${conversation.id}/messages`,
    headers: { api_access_token: ben.token },
    payload: form,
  });
  const [file] = (JSON.parse(sent.body) as { attachments: { data_url: string }[] }).attachments;
  const { pathname } = new URL(file?.data_url ?? '');
  assert.equal((await server.inject({ url: pathname })).statusCode, 200);
  await app.delete(`/accounts/${account}`);
  const gone = await server.inject({ url: pathname });
  const never = await server.inject({ url: pathname.replace(/redirect\/./, 'redirect/x') });
  assert.deepEqual([gone.statusCode, gone.body], [never.statusCode, never.body]);
  assert.equal(gone.statusCode, 404);
});
