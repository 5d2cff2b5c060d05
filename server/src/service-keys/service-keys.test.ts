import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { urlOf } from '../http/mount.ts';
import { routes } from '../routes.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil, rex, stranger, app } = world;

interface Key {
  id: number;
  user_id: number;
  token: string;
}

async function make(body: object, who: Caller = ada): Promise<Key> {
  const answer = await who.post('/service_keys', { name: 'Export', ...body });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const get = (token: string, path: string): Promise<Answer> =>
  stranger.get(path, { api_access_token: token });
const post = (token: string, path: string, body: object = {}): Promise<Answer> =>
  stranger.post(path, body, { api_access_token: token });

const INVALID = { error: 'Invalid Access Token' };
const READ_ONLY = { error: 'This service key may only read' };
const KEEP_OUT = { error: 'Access to this endpoint is not authorized for service keys' };

test('an administrator makes a key, sees its token once, and nobody sees it again', async () => {
  const answer = await ada.post('/service_keys', {
    service_key: { name: ' Nightly export ', scopes: ['read'] },
  });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(Object.keys(answer.body), [
    'id', 'name', 'scopes', 'inbox_ids', 'user_id', 'created_by_id', 'created_at', 'last_used_at', 'expires_at', 'token',
  ]); // prettier-ignore
  const { token, ...shown } = answer.body;
  assert.match(token, /^ck_[1-9A-Za-z]{48}$/);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.deepEqual(
    [shown.name, shown.scopes, shown.inbox_ids, shown.created_by_id, shown.expires_at],
    ['Nightly export', ['read'], null, ada.id, null],
  );
  const list = await ada.get('/service_keys');
  assert.deepEqual(list.body, [shown]);
  const [found] = await sql<{ text: string }>(
    world,
    `select string_agg(k::text, '') || (select string_agg(i::text, '') from audits i) as text from service_keys k`,
  );
  assert.ok(!found?.text.includes(token));
  assert.ok(!found?.text.includes(Buffer.from(token).toString('hex')));
  await ada.delete(`/service_keys/${shown.id}`);
});

test('a repeated request makes another key: the token of the first is not kept', async () => {
  const headers = { 'idempotency-key': 'once' };
  const body = { name: 'Twice', scopes: ['read'] };
  const [one, two] = [
    await ada.post('/service_keys', body, headers),
    await ada.post('/service_keys', body, headers),
  ];
  assert.notEqual(one.body.token, two.body.token);
  const kept = await sql(world, 'select body from idempotency_keys');
  assert.ok(!JSON.stringify(kept).includes(one.body.token));
  for (const { body: made } of [one, two]) await ada.delete(`/service_keys/${made.id}`);
});

test('a key works in the header of tokens and as a bearer', async () => {
  const { id, token } = await make({ scopes: ['read'] });
  assert.equal((await get(token, '/conversations')).status, 200);
  const hyphens = await stranger.get('/conversations', { 'api-access-token': token });
  const bearer = await stranger.get('/conversations', { authorization: `Bearer ${token}` });
  assert.deepEqual([hyphens.status, bearer.status], [200, 200]);
  const both = await stranger.get('/conversations', {
    api_access_token: 'wrong',
    authorization: `Bearer ${token}`,
  });
  assert.deepEqual([both.status, both.body], [401, INVALID], 'the token still wins');
  const [line] = (await ada.get('/service_keys')).body;
  assert.match(line.last_used_at, /^\d{4}-/);
  await ada.delete(`/service_keys/${id}`);
});

test('a read-only key reads, filters and searches, and changes nothing', async () => {
  const opened = await world.conversation({ message: { content: 'Hi' } });
  const { token } = await make({ scopes: ['read'] });
  const path = `/conversations/${opened.id}`;
  for (const reading of ['/conversations', path, `${path}/messages`, '/inboxes', '/labels']) {
    assert.equal((await get(token, reading)).status, 200, reading);
  }
  const filter = {
    payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }],
  };
  const filtered = await post(token, '/conversations/filter', filter);
  assert.equal(filtered.status, 200, filtered.text);
  const writes: [string, object][] = [
    [`${path}/messages`, { content: 'x' }],
    [`${path}/toggle_status`, { status: 'resolved' }],
    [`${path}/labels`, { labels: ['x'] }],
    ['/conversations', { inbox_id: acme.support.id, contact_id: acme.mia.id }],
    ['/bulk_actions', { type: 'Conversation', ids: [opened.id], fields: { status: 'resolved' } }],
  ];
  for (const [url, body] of writes) {
    const answer = await post(token, url, body);
    assert.deepEqual([answer.status, answer.body], [401, READ_ONLY], url);
  }
  assert.equal((await ada.get(path)).body.status, 'open');
});

test('a key that may write answers in its own name, and takes nobody’s work', async () => {
  const opened = await world.conversation({ message: { content: 'Hi' } });
  const { id, user_id, token } = await make({ name: 'Robot', scopes: ['write'] });
  const path = `/conversations/${opened.id}`;
  const sent = await post(token, `${path}/messages`, { content: 'Hello' });
  assert.equal(sent.status, 200, sent.text);
  assert.deepEqual([sent.body.sender.id, sent.body.sender.name], [user_id, 'Robot']);
  await post(token, `${path}/toggle_status`, { status: 'resolved' });
  const reopened = await post(token, `${path}/toggle_status`, { status: 'open' });
  assert.equal(reopened.status, 200, reopened.text);
  const kept = await sql(world, 'select assignee_id from conversations where display_id = $1 and account_id = $2', [opened.id, acme.id]); // prettier-ignore
  assert.deepEqual(kept, [{ assignee_id: null }]);
  await ada.delete(`/service_keys/${id}`);
  const { body } = await ada.get(`${path}/messages`);
  const message = body.payload.find(({ content }: { content: string }) => content === 'Hello');
  assert.equal(message.sender.name, 'Robot', 'also when the key is gone');
});

test('a key is nobody: not among agents, members of inboxes, or those who can be assigned or mentioned', async () => {
  const opened = await world.conversation({});
  const { user_id } = await make({
    name: 'Ghost',
    scopes: ['write'],
    inbox_ids: [acme.support.id],
  });
  for (const path of [
    '/agents',
    `/inbox_members/${acme.support.id}`,
    `/assignable_agents?inbox_ids[]=${acme.support.id}`,
  ]) {
    // prettier-ignore
    const answer = await ada.get(path);
    if (answer.status === 404) continue;
    assert.equal(answer.status, 200, `${path} ${answer.text}`);
    assert.ok(!answer.text.includes('Ghost'), path);
  }
  await ada.post(`/conversations/${opened.id}/assignments`, { assignee_id: user_id });
  assert.equal((await ada.get(`/conversations/${opened.id}`)).body.meta.assignee, undefined);
  const members = await ada.patch('/inbox_members', {
    inbox_id: acme.support.id,
    user_ids: [ben.id],
  });
  assert.equal(members.status, 200, members.text);
  const [line] = (await ada.get('/service_keys')).body.slice(-1);
  assert.deepEqual(line.inbox_ids, [acme.support.id], 'and other members do not push it out');
});

test('a key for some inboxes sees these and no others, whichever way it looks', async () => {
  const mine = await world.conversation({ message: { content: 'needle here' } });
  const other = await world.conversation({
    inbox_id: acme.sales.id,
    message: { content: 'needle there' },
  });
  const { token } = await make({ scopes: ['write'], inbox_ids: [acme.support.id] });
  const all = await make({ scopes: ['read'] });
  const ids = ({ body }: Answer): number[] =>
    (body.data?.payload ?? body.payload).map(({ id }: { id: number }) => id);

  const filter = {
    payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }],
  };
  for (const ask of [
    async (by: string) => get(by, '/conversations?status=all&per_page=100'),
    async (by: string) => get(by, '/conversations/search?q=needle'),
    async (by: string) => post(by, '/conversations/filter', filter),
  ]) {
    const [seen, everything] = [await ask(token), await ask(all.token)];
    assert.equal(seen.status, 200, seen.text);
    assert.ok(ids(everything).includes(other.id), 'it is there to be seen');
    assert.ok(ids(seen).includes(mine.id));
    assert.ok(!ids(seen).includes(other.id));
  }
  const inboxes = (await get(token, '/inboxes')).body.payload.map(({ id }: { id: number }) => id);
  assert.deepEqual(inboxes, [acme.support.id]);
  const meta = (await get(token, '/conversations/meta?status=all')).body.meta;
  assert.ok(meta.all_count < (await get(all.token, '/conversations/meta?status=all')).body.meta.all_count); // prettier-ignore

  const missing = await get(token, '/conversations/987654');
  for (const rest of ['', '/messages', '/labels', '/participants']) {
    const hidden = await get(token, `/conversations/${other.id}${rest}`);
    assert.deepEqual([hidden.status, hidden.text], [404, missing.text], rest);
  }
  const bulk = { type: 'Conversation', ids: [mine.id, other.id], fields: { status: 'resolved' } };
  await post(token, '/bulk_actions', bulk);
  assert.equal((await ada.get(`/conversations/${mine.id}`)).body.status, 'resolved');
  assert.equal((await ada.get(`/conversations/${other.id}`)).body.status, 'open');
  const elsewhere = await post(token, '/conversations', {
    inbox_id: acme.sales.id,
    contact_id: acme.noah.id,
  });
  assert.ok([401, 404].includes(elsewhere.status), elsewhere.text);
  const reports = await get(token, `/api/v2/accounts/${acme.id}/reports/summary?since=0&until=1`);
  assert.equal(reports.status, 401, 'figures are over all inboxes');
});

test('a key is no administrator, whoever made it', async () => {
  const { token } = await make({ scopes: ['read', 'write'] });
  const refused = await post(token, '/labels', { title: 'x' });
  assert.equal(refused.status, 401);
  for (const route of routes) {
    if (!urlOf(route).includes(':account_id') || route.access.includes('agent')) continue;
    if (route.access.some((each) => each.endsWith('_manage'))) continue;
    const [method = ''] = [route.method].flat();
    const url = urlOf(route).replace(':account_id', String(acme.id)).replace(/:\w+/g, '1');
    const answer = await app.inject({
      method,
      url,
      headers: { api_access_token: token },
    });
    assert.equal(answer.statusCode, 401, `${method} ${url} ${answer.body}`);
  }
});

test('a key never reaches credentials: not its maker’s, not bots’, not other keys, not people’s', async () => {
  const { token } = await make({ scopes: ['read', 'write'] });
  const people = routes.filter(({ access }) => access.includes('user'));
  assert.ok(people.length > 10);
  for (const route of people) {
    const [method = ''] = [route.method].flat();
    const url = urlOf(route).replace(/:\w+/g, '1');
    for (const headers of [{ api_access_token: token }, { authorization: `Bearer ${token}` }]) {
      const answer = await app.inject({ method, url, headers });
      assert.deepEqual([answer.statusCode, answer.json()], [401, KEEP_OUT], `${method} ${url}`);
    }
  }
  assert.equal((await ben.get('/agent_bots')).status, 200, 'they are there to be seen');
  for (const path of ['/agent_bots', '/agent_bots/1', '/service_keys']) {
    const answer = await get(token, path);
    assert.equal(answer.status, 401, path);
    assert.ok(!answer.text.includes(rex.token));
  }
  const session = await stranger.get('/auth/validate_token', { authorization: `Bearer ${token}` });
  assert.equal(session.status, 401);
  const platform = await stranger.get('/platform/api/v1/accounts', { api_access_token: token });
  assert.ok(platform.status >= 400, platform.text);
});

test('a key is for its own account alone', async () => {
  const { token } = await make({ scopes: ['write'] });
  const theirs = await get(token, `/api/v1/accounts/${globex.id}/conversations`);
  assert.deepEqual(
    [theirs.status, theirs.body],
    [401, { error: 'You are not authorized to access this account' }],
  );
  const other = await make({ scopes: ['read'] }, gil);
  assert.equal((await get(other.token, '/conversations')).status, 401);
  assert.equal((await get(other.token, `/api/v1/accounts/${globex.id}/conversations`)).status, 200);
});

test('an expired or revoked key is an unknown token', async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const { id, token } = await make({ scopes: ['read'], expires_at: until });
  assert.equal((await get(token, '/conversations')).status, 200);
  await sql(world, `update service_keys set expires_at = now() where id = $1`, [id]);
  const late = await get(token, '/conversations');
  assert.deepEqual([late.status, late.body], [401, INVALID]);
  const fresh = await make({ scopes: ['read'] });
  const done = await ada.delete(`/service_keys/${fresh.id}`);
  assert.deepEqual([done.status, done.text], [200, '']);
  const revoked = await get(fresh.token, '/conversations');
  assert.deepEqual([revoked.status, revoked.body], [401, INVALID]);
  assert.equal((await ada.delete(`/service_keys/${fresh.id}`)).status, 404);
  assert.equal((await ada.patch(`/service_keys/${fresh.id}`, { name: 'x' })).status, 404);
});

test('part of a key, or another spelling of it, is none', async () => {
  const { token } = await make({ scopes: ['read'] });
  for (const wrong of [
    'ck_',
    token.slice(3),
    token.slice(0, -1),
    `${token}x`,
    token.toUpperCase(),
    'ck_null',
  ]) {
    // prettier-ignore
    const answer = await get(wrong, '/conversations');
    assert.deepEqual([answer.status, answer.body], [401, INVALID], wrong);
  }
  await sql(world, 'update accounts set status = $2 where id = $1', [acme.id, 'suspended']);
  const suspended = await get(token, '/conversations');
  assert.deepEqual(suspended.body, { error: 'Account is suspended' });
  await sql(world, 'update accounts set status = $2 where id = $1', [acme.id, 'active']);
});

test('what a key is made with must make sense, and nothing else is taken', async () => {
  const says = async (body: object): Promise<unknown> =>
    (await ada.post('/service_keys', { name: 'x', scopes: ['read'], ...body })).body;
  const before = await sql(world, 'select id from service_keys');
  assert.deepEqual(await says({ name: ' ' }), {
    message: "Name can't be blank",
    attributes: ['name'],
  });
  assert.deepEqual(await says({ scopes: [] }), { message: "Scopes can't be blank", attributes: ['scopes'] }); // prettier-ignore
  assert.deepEqual(await says({ scopes: ['admin'] }), { message: 'Scopes can only be read or write', attributes: ['scopes'] }); // prettier-ignore
  assert.deepEqual(await says({ inbox_ids: [] }), { message: "Inbox ids can't be blank", attributes: ['inbox_ids'] }); // prettier-ignore
  const foreign = await says({ inbox_ids: [acme.support.id, globex.inbox.id] });
  assert.deepEqual(foreign, await says({ inbox_ids: [987_654] }));
  for (const expires_at of [
    'yesterday',
    '2020-01-01',
    1,
    {},
    [],
    true,
    '2024-13-45',
    '99999999999999',
  ]) {
    const answer = await ada.post('/service_keys', { name: 'x', scopes: ['read'], expires_at });
    assert.deepEqual(answer.body.attributes, ['expires_at'], JSON.stringify(expires_at));
  }
  assert.deepEqual(await sql(world, 'select id from service_keys'), before);
  const extra = { account_id: globex.id, user_id: ben.id, digest: 'x', token: 'x', all_inboxes: true, role: 'administrator', id: 1 }; // prettier-ignore
  const made = await make({ scopes: ['read'], inbox_ids: [acme.mail.id], ...extra });
  assert.notEqual(made.user_id, ben.id);
  assert.notEqual(made.token, 'x');
  const [row] = await sql(world, 'select account_id::int, all_inboxes from service_keys where id = $1', [made.id]); // prettier-ignore
  assert.deepEqual(row, { account_id: acme.id, all_inboxes: false });
});

test('only its name can be changed, and only by administrators of the account', async () => {
  const { id, token } = await make({ scopes: ['read'], inbox_ids: [acme.support.id] });
  const answer = await ada.patch(`/service_keys/${id}`, {
    name: 'Renamed',
    scopes: ['write'],
    inbox_ids: null,
    expires_at: '2030-01-01',
  });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(
    [answer.body.name, answer.body.scopes, answer.body.inbox_ids, answer.body.expires_at],
    ['Renamed', ['read'], [acme.support.id], null],
  );
  const unnamed = await ada.put(`/service_keys/${id}`, { name: '' });
  assert.deepEqual(unnamed.body.attributes, ['name']);
  for (const who of [ben, rex, stranger]) {
    assert.equal((await who.get('/service_keys')).status, 401);
    assert.equal((await who.post('/service_keys', { name: 'x', scopes: ['read'] })).status, 401);
    assert.equal((await who.patch(`/service_keys/${id}`, { name: 'x' })).status, 401);
    assert.equal((await who.delete(`/service_keys/${id}`)).status, 401);
  }
  assert.equal((await gil.delete(`/service_keys/${id}`)).status, 404);
  assert.equal((await get(token, '/conversations')).status, 200, 'still there');
});

test('making, naming and revoking stand in the audit log, without the token', async () => {
  await sql(world, 'delete from audits');
  const { id } = await make({ scopes: ['read'] });
  await ada.patch(`/service_keys/${id}`, { name: 'Other' });
  await ada.delete(`/service_keys/${id}`);
  const lines = await sql<{ action: string; type: string; changes: object }>(
    world,
    'select action, auditable_type as type, audited_changes as changes from audits order by id',
  );
  assert.deepEqual(
    lines.map(({ action, type }) => [action, type]),
    [
      ['create', 'ServiceKey'],
      ['update', 'ServiceKey'],
      ['destroy', 'ServiceKey'],
    ],
  );
  assert.deepEqual(lines[1]?.changes, { name: ['Export', 'Other'] });
  assert.ok(!JSON.stringify(lines).includes('ck_'));
});

test('nobody signs in as a key, and no mail is sent for it', async () => {
  const { user_id } = await make({ scopes: ['write'] });
  const [user] = await sql<{ email: string; password_digest: string | null }>(
    world,
    'select email, password_digest from users where id = $1',
    [user_id],
  );
  assert.equal(user?.password_digest, null);
  const answer = await stranger.post('/auth/sign_in', { email: user?.email, password: '' });
  assert.equal(answer.status, 401);
});

test('a key for all inboxes is shown no secret of them, and leaves the macros of others alone', async () => {
  const { token } = await make({ scopes: ['read', 'write'] });
  const headers = { api_access_token: token };
  const path = `/api/v1/accounts/${acme.id}`;
  const inbox = `/inboxes/${acme.support.id}`;
  assert.ok('hmac_token' in (await ada.get(inbox)).body);
  for (const each of ['/inboxes', inbox]) {
    const answer = await get(token, each);
    assert.equal(answer.status, 200);
    assert.ok(!answer.text.includes('hmac_token'));
  }
  const macro = { name: 'Shared', visibility: 'global', actions: [{ action_name: 'mute_conversation', action_params: [] }] }; // prettier-ignore
  const { id } = (await ada.post('/macros', macro)).body.payload as { id: number };
  const changed = await stranger.patch(`${path}/macros/${id}`, { name: 'Taken' }, headers);
  assert.equal(changed.status, 401);
  assert.equal((await ada.get(`/macros/${id}`)).body.payload.name, 'Shared');
});
