import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { permit, platformApp } from '../../test/platform-app.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, rex, stranger, app: server } = world;
const app = await platformApp(world);
const other = await platformApp(world, 'Another');
const FOREIGN = '{"error":"Non permissible resource"}';
const NOT_FOUND = '{"status":404,"error":"Not Found"}';
const signIn = (email: string, password: string): Promise<Answer> =>
  stranger.post('/auth/sign_in', { email, password });
const eve = { name: 'Eve', email: 'Eve@Example.com', password: 'Password1!', display_name: 'E', custom_attributes: { a: 1 } }; // prettier-ignore

test('a user is made, confirmed, and can sign in at once', async () => {
  const { status, body, text } = await app.post('/users', { ...eve, type: 'SuperAdmin', confirmed: false, role: 'administrator' }); // prettier-ignore
  assert.equal(status, 200, text);
  assert.deepEqual([body.name, body.email, body.display_name, body.confirmed, body.custom_attributes, body.accounts, body.role], ['Eve', 'eve@example.com', 'E', true, { a: 1 }, [], null]); // prettier-ignore
  assert.ok(!('type' in body));
  assert.equal((await signIn('eve@example.com', eve.password)).status, 200);
  assert.deepEqual(await sql(world, `select 1 from jobs.job where name = 'send_notice'`), []);
  const token = await app.post(`/users/${body.id}/token`);
  assert.deepEqual(Object.keys(token.body), ['access_token', 'expiry', 'user']);
  assert.deepEqual(Object.keys(token.body.user), ['id', 'name', 'display_name', 'email', 'pubsub_token']); // prettier-ignore
  assert.equal(token.body.access_token, body.access_token);
});

test('whoever has the address already is answered as they are, and is the app’s from then on', async () => {
  assert.equal((await app.get(`/users/${ben.id}`)).text, FOREIGN);
  const { body } = await app.post('/users', { name: 'Changed', email: 'BEN@acme.example.com', password: 'Other1!x' }); // prettier-ignore
  assert.deepEqual([body.id, body.name], [ben.id, 'Ben']);
  assert.deepEqual(body.accounts, [{ id: acme.id, name: 'Acme', active_at: null, role: 'agent' }]);
  assert.equal((await signIn(ben.email, 'Password1!')).status, 200);
  assert.equal((await app.get(`/users/${ben.id}`)).status, 200);
});

test('attributes are added, an address changes at once, a new password signs out', async () => {
  const { body: made } = await app.post('/users', { ...eve, email: 'fay@example.com' });
  const path = `/users/${made.id}`;
  const session = await signIn('fay@example.com', eve.password);
  const headers = { 'access-token': String(session.headers['access-token']), client: String(session.headers['client']), uid: 'fay@example.com' }; // prettier-ignore
  assert.equal((await stranger.get('/auth/validate_token', headers)).status, 200);
  const { body } = await app.patch(path, { custom_attributes: { b: 2 }, display_name: null });
  assert.deepEqual([body.custom_attributes, body.display_name, body.name], [{ a: 1, b: 2 }, null, 'Eve']); // prettier-ignore
  await app.patch(path, { password: 'NewPass1!' });
  assert.equal((await stranger.get('/auth/validate_token', headers)).status, 401);
  assert.equal((await signIn('fay@example.com', eve.password)).status, 401);
  const moved = await app.patch(path, { email: 'Faye@example.com' });
  assert.deepEqual([moved.body.email, moved.body.uid, moved.body.confirmed], ['faye@example.com', 'faye@example.com', true]); // prettier-ignore
  assert.equal((await signIn('faye@example.com', 'NewPass1!')).status, 200);
});

test('what a user cannot be is refused by name, and changes nothing', async () => {
  const { body: made } = await app.post('/users', { ...eve, email: 'gia@example.com' });
  const before = (await app.get(`/users/${made.id}`)).text;
  for (const [body, attribute] of [
    [{ email: '' }, 'email'],
    [{ email: 'x' }, 'email'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(256) }, 'name'],
    [{ password: 'short' }, 'password'],
    [{ password: '' }, 'password'],
    [{ custom_attributes: { a: 'x'.repeat(20_001) } }, 'custom_attributes'],
  ] as [object, string][]) {
    // prettier-ignore
    const answers = [await app.patch(`/users/${made.id}`, body), await app.post('/users', { ...eve, email: 'new@example.com', ...body })]; // prettier-ignore
    for (const { status, body: refused } of answers) {
      assert.equal(status, 422, JSON.stringify(body).slice(0, 80));
      assert.ok(refused.attributes.includes(attribute), JSON.stringify(refused));
    }
  }
  const taken = await app.patch(`/users/${made.id}`, { email: ada.email });
  assert.deepEqual([taken.status, taken.body], [422, { message: 'Email has already been taken', attributes: ['email'] }]); // prettier-ignore
  const bare = await app.post('/users', { email: 'bare@example.com' });
  assert.deepEqual([bare.status, bare.body.attributes], [422, ['name', 'password']]);
  assert.equal((await app.get(`/users/${made.id}`)).text, before);
});

test('a link signs the user in once', async () => {
  const { body: made } = await app.post('/users', { ...eve, email: 'hal@example.com' });
  const { body } = await app.get(`/users/${made.id}/login`);
  const link = new URL(body.url);
  assert.equal(link.pathname, '/app/login');
  const sso_auth_token = link.searchParams.get('sso_auth_token');
  const enter = () => stranger.post('/auth/sign_in', { email: 'hal@example.com', sso_auth_token });
  assert.equal((await enter()).status, 200);
  assert.equal((await enter()).status, 401);
});

test('a user who is not the app’s is refused, and who is nobody is none', async () => {
  const asks = (id: number | string) => [
    () => other.get(`/users/${id}`), () => other.patch(`/users/${id}`, { name: 'X', password: 'Password2!' }), () => other.delete(`/users/${id}`),
    () => other.get(`/users/${id}/login`), () => other.post(`/users/${id}/token`),
  ]; // prettier-ignore
  for (const ask of asks(ada.id)) {
    const { status, text } = await ask();
    assert.deepEqual([status, text], [401, FOREIGN]);
  }
  for (const ask of asks(987_654)) {
    const { status, text } = await ask();
    assert.deepEqual([status, text], [404, NOT_FOUND]);
  }
  assert.equal((await signIn(ada.email, 'Password1!')).status, 200);
});

test('a deleted user is gone at once: no credential of theirs opens anything, and no name is left', async () => {
  const { body: made } = await app.post('/users', { ...eve, email: 'ida@example.com' });
  await permit(world, app, 'account_id', acme.id);
  await app.post(`/accounts/${acme.id}/account_users`, { user_id: made.id, role: 'administrator' });
  const opened = await world.conversation();
  const headers = { api_access_token: made.access_token };
  const at = `/api/v1/accounts/${acme.id}/conversations/${opened.id}`;
  const said = await stranger.post(`${at}/messages`, { content: 'Hello' }, headers);
  assert.equal(said.status, 200, said.text);
  await ada.post(`/conversations/${opened.id}/assignments`, { assignee_id: made.id });
  const { body: link } = await app.get(`/users/${made.id}/login`);
  const gone = await app.delete(`/users/${made.id}`);
  assert.deepEqual([gone.status, gone.text], [200, '']);
  assert.equal((await app.get(`/users/${made.id}`)).text, NOT_FOUND);
  assert.equal((await stranger.get(at, headers)).status, 401);
  assert.equal((await signIn('ida@example.com', eve.password)).status, 401);
  const sso_auth_token = new URL(link.url).searchParams.get('sso_auth_token');
  assert.equal((await stranger.post('/auth/sign_in', { email: 'ida@example.com', sso_auth_token })).status, 401); // prettier-ignore
  const { body } = await ada.get(`/conversations/${opened.id}/messages`);
  const message = (body.payload as Answer['body'][]).find(({ id }) => id === said.body.id);
  assert.deepEqual([message.content, message.sender.name], ['Hello', 'Deleted user']);
  const jobs = await sql(world, `select data from jobs.job where name = 'release_conversations'`);
  assert.equal(jobs.length, 1);
  const again = await app.post('/users', { ...eve, email: 'ida@example.com' });
  assert.notEqual(again.body.id, made.id, 'the address is free');
});

test('bots are made for an account of the app or for all, with a token that works', async () => {
  const outgoing_url = 'https://bot.example.com/events';
  const { status, body, text } = await app.post('/agent_bots', { name: 'Bo', description: 'Helps', outgoing_url, account_id: acme.id }); // prettier-ignore
  assert.equal(status, 200, text);
  assert.deepEqual(Object.keys(body), ['id', 'name', 'description', 'outgoing_url', 'account_id', 'access_token']); // prettier-ignore
  assert.deepEqual([body.name, body.outgoing_url, body.account_id], ['Bo', outgoing_url, acme.id]);
  const made = await stranger.post(`/api/v1/accounts/${acme.id}/conversations`, { inbox_id: acme.support.id, contact_id: acme.mia.id }, { api_access_token: body.access_token }); // prettier-ignore
  assert.equal(made.status, 200, made.text);
  const changed = await app.patch(`/agent_bots/${body.id}`, { outgoing_url: null, account_id: 2, name: 'Bob' }); // prettier-ignore
  assert.deepEqual([changed.body.name, changed.body.outgoing_url, changed.body.account_id, changed.body.description], ['Bob', null, acme.id, 'Helps']); // prettier-ignore
  const general = await app.post('/agent_bots', { name: 'All' });
  assert.equal(general.body.account_id, null);
  assert.equal((await app.get('/agent_bots')).body.length, 2);
  assert.deepEqual((await other.get('/agent_bots')).body, []);
  for (const answer of [
    await other.get(`/agent_bots/${body.id}`),
    await app.get(`/agent_bots/${rex.id}`),
    await other.post('/agent_bots', { name: 'X', account_id: acme.id }),
  ]) {
    // prettier-ignore
    assert.deepEqual([answer.status, answer.text], [401, FOREIGN]);
  }
  for (const wrong of [
    {},
    { name: '' },
    { name: 'x'.repeat(256) },
    { name: 'X', outgoing_url: 'ftp://x' },
  ]) {
    // prettier-ignore
    assert.equal((await app.post('/agent_bots', wrong)).status, 422, JSON.stringify(wrong).slice(0, 60));
  }
  const nowhere = await app.post('/agent_bots', { name: 'X', account_id: 987_654 });
  assert.deepEqual([nowhere.status, nowhere.body.attributes], [422, ['account']]);
  assert.equal((await app.delete(`/agent_bots/${body.id}`)).text, '');
  assert.equal((await app.get(`/agent_bots/${body.id}`)).text, NOT_FOUND);
});

test('a bot has a picture, and gives it up', async () => {
  const { body: bot } = await app.post('/agent_bots', { name: 'Pic' });
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'); // prettier-ignore
  const line = '----x';
  const head = `--${line}\r\ncontent-disposition: form-data; name="avatar"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), png, Buffer.from(`\r\n--${line}--\r\n`)]);
  const headers = { api_access_token: app.token, 'content-type': `multipart/form-data; boundary=${line}` }; // prettier-ignore
  const url = `/platform/api/v1/agent_bots/${bot.id}`;
  assert.equal((await server.inject({ method: 'PATCH', url, headers, payload })).statusCode, 200);
  const pictures = () => sql(world, `select 1 from avatars where agent_bot_id = $1`, [bot.id]);
  assert.equal((await pictures()).length, 1);
  assert.equal((await app.delete(`/agent_bots/${bot.id}/avatar`)).body.id, bot.id);
  assert.deepEqual(await pictures(), []);
});
