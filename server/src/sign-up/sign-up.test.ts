import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessMails, linkIn } from '../../test/access-mails.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld({ ENABLE_ACCOUNT_SIGNUP: 'true' });
const { ada, acme, rex, stranger } = world;
const closedWorld = await createWorld();
const apiOnly = await createWorld({ ENABLE_ACCOUNT_SIGNUP: 'api_only', RATE_LIMIT: '3000' });

const good = {
  account_name: 'Initech',
  user_full_name: 'Ivy',
  email: 'Ivy@initech.example.com',
  password: 'Password1!',
  locale: 'de',
};
const signUp = (body: object, headers = {}, path = '/api/v1/accounts.json'): Promise<Answer> =>
  stranger.post(path, body, headers);

function keys({ headers }: Answer): Record<string, string> {
  const { 'access-token': token, client, uid } = headers as Record<string, string>;
  return { 'access-token': token ?? '', client: client ?? '', uid: uid ?? '' };
}

const counts = async (where = world) =>
  sql(where, 'select (select count(*) from users) as users, (select count(*) from accounts) as accounts'); // prettier-ignore

test('who signs up is the administrator of an account of their own, signed in, and has an address to confirm', async () => {
  const answer = await signUp(good);
  assert.equal(answer.status, 200, answer.text);
  const { data } = answer.body;
  assert.deepEqual(Object.keys(data), [
    'id', 'provider', 'uid', 'name', 'display_name', 'email', 'account_id', 'created_at', 'pubsub_token',
    'role', 'inviter_id', 'confirmed', 'avatar_url', 'access_token', 'accounts',
  ]); // prettier-ignore
  const [membership] = data.accounts;
  assert.deepEqual(
    [data.name, data.email, data.role, data.confirmed, data.account_id],
    ['Ivy', 'Ivy@initech.example.com', 'administrator', false, membership.id],
  );
  assert.deepEqual(Object.keys(membership), ['id', 'name', 'active_at', 'role', 'locale']);
  assert.deepEqual([membership.name, membership.locale], ['Initech', 'de']);
  assert.match(data.created_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal(answer.headers['authorization'], undefined);
  const profile = await stranger.get('/api/v1/profile', keys(answer));
  assert.deepEqual([profile.status, profile.body.id], [200, data.id]);
  const byPassword = await stranger.post('/auth/sign_in', good);
  assert.match(byPassword.body.errors[0], /^A confirmation email was sent/);
  const [mail] = await accessMails(world);
  assert.equal(mail?.to, 'Ivy@initech.example.com');
  await stranger.post('/auth/confirmation', {
    confirmation_token: linkIn(mail ?? { text: '' }).token,
  });
  assert.equal((await stranger.post('/auth/sign_in', good)).status, 200);
});

test('an address and a password are enough for the short way; names come later', async () => {
  const body = { email: 'max@example.com', password: 'Password1!' };
  const answer = await signUp(body, {}, '/api/v2/accounts');
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual([answer.body.data.name, answer.body.data.accounts[0].name], ['', '']);
  const [account] = await sql<{ custom_attributes: unknown }>(
    world,
    'select custom_attributes from accounts where id = $1',
    [answer.body.data.account_id],
  );
  assert.deepEqual(account?.custom_attributes, { onboarding_step: 'profile_update' });
});

test('what cannot be is refused in the contract’s words, and makes nothing', async () => {
  const before = await counts();
  const says = async (change: object): Promise<unknown> => {
    const { status, body } = await signUp({ ...good, email: 'new@example.com', ...change });
    return [status, body];
  };
  const unnamed = 'Invalid, please check the signup paramters and try again';
  assert.deepEqual(await says({ account_name: ' ', user_full_name: '' }), [
    403,
    { message: unnamed },
  ]);
  for (const email of [
    '',
    'nonsense',
    'a@b',
    'a@example.com,b@example.com',
    'a@example.com\r\nBcc: x@example.com',
  ]) {
    // prettier-ignore
    assert.deepEqual(await says({ email }), [403, { message: 'You have entered an invalid email' }]);
  }
  assert.deepEqual(await says({ email: ada.email.toUpperCase() }), [
    403,
    { message: `You have already signed up for an account with ${ada.email.toUpperCase()}` },
  ]);
  const weak = await signUp({ ...good, email: 'new@example.com', password: 'password' });
  assert.deepEqual([weak.status, weak.body.attributes], [422, ['password']]);
  const locale = await signUp({ ...good, email: 'new@example.com', locale: '../../etc' });
  assert.deepEqual([locale.status, locale.body.attributes], [422, ['locale']]);
  assert.deepEqual(await counts(), before);
});

test('of many who sign up with one address at once, one gets it', async () => {
  const body = { ...good, email: 'race@example.com' };
  const answers = await Promise.all(Array.from({ length: 6 }, async () => signUp(body)));
  const codes = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  assert.deepEqual(codes, [200, 403, 403, 403, 403, 403]);
});

test('for somebody who is signed in it is one more account of theirs', async () => {
  const before = await counts();
  const answer = await ada.post('/api/v1/accounts', { account_name: 'Second' });
  assert.equal(answer.status, 200, answer.text);
  const { data } = answer.body;
  assert.equal(data.id, ada.id);
  assert.deepEqual(
    data.accounts.map(({ name, role }: Record<string, string>) => [name, role]),
    [
      ['Acme', 'administrator'],
      ['Second', 'administrator'],
    ],
  );
  assert.equal(data.account_id, data.accounts[1].id);
  assert.equal(answer.headers['access-token'], undefined);
  const [{ users }] = (await counts()) as [{ users: unknown }];
  assert.deepEqual(users, (before as [{ users: unknown }])[0].users);
  const nameless = await ada.post('/api/v1/accounts', { email: 'x@example.com' });
  assert.equal(nameless.status, 403);
});

test('wrong credentials do not become a new person', async () => {
  const before = await counts();
  const body = { ...good, email: 'other@example.com' };
  assert.equal((await signUp(body, { api_access_token: 'wrong' })).status, 401);
  assert.equal((await signUp(body, { api_access_token: rex.token })).status, 401);
  assert.equal(
    (await signUp(body, { 'access-token': 'x', client: 'x', uid: ada.email })).status,
    401,
  );
  assert.deepEqual(await counts(), before);
});

test('nobody signs up where that is not allowed, in any form', async () => {
  const before = await counts(closedWorld);
  for (const path of [
    '/api/v1/accounts',
    '/api/v1/accounts.json',
    '/api/v1//accounts/',
    '/api/v2/accounts',
  ]) {
    // prettier-ignore
    for (const body of [good, {}, { account_name: 'x' }]) {
      const answer = await closedWorld.stranger.post(path, body);
      assert.deepEqual([answer.status, answer.body], [404, { status: 404, error: 'Not Found' }]);
      assert.equal((await closedWorld.ada.post(path, body)).status, 404);
    }
  }
  assert.deepEqual(await counts(closedWorld), before);
});

test('five accounts in half an hour from an address, however it is asked', async () => {
  const from = async (i: number, url: string): Promise<number> => {
    const payload = { ...good, email: `many${i}@example.com` };
    return (await apiOnly.app.inject({ method: 'POST', url, remoteAddress: '203.0.113.5', payload })).statusCode; // prettier-ignore
  };
  const paths = ['/api/v1/accounts', '/api/v1/accounts.json', '/api/v2/accounts', '/api/v1//accounts', '/api/v2/accounts/']; // prettier-ignore
  for (const [i, path] of paths.entries()) assert.equal(await from(i, path), 200, path);
  assert.equal(await from(9, '/api/v1/accounts'), 429);
  assert.equal(await from(9, '/api/v2/accounts.json'), 429);
});

test('nothing but the named fields is taken from an application', async () => {
  const extra = { confirmed: true, confirmed_at: '2020-01-01', role: 'agent', account_id: acme.id, id: 1, type: 'SuperAdmin' }; // prettier-ignore
  const answer = await signUp({ ...good, ...extra, email: 'extra@example.com' });
  assert.equal(answer.status, 200);
  assert.equal(answer.body.data.confirmed, false);
  assert.notEqual(answer.body.data.account_id, acme.id);
  assert.equal(answer.body.data.role, 'administrator');
});
