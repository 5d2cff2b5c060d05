import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { createSsoLink } from './sso.ts';

const world = await createWorld({ BASE_URL: 'https://desk.example.com' });
const { ada, ben, cleo, dora, gil, stranger, platform, pool } = world;

const linkFor = async ({ id, email }: Caller): Promise<URL> =>
  new URL(await transaction(pool, async (tx) => createSsoLink(tx, platform, { id, email })));
const tokenFor = async (who: Caller): Promise<string> =>
  (await linkFor(who)).searchParams.get('sso_auth_token') ?? '';
const signIn = (email: unknown, sso_auth_token: unknown): Promise<Answer> =>
  stranger.post('/auth/sign_in', { email, sso_auth_token });

const wrong = { success: false, errors: ['Invalid login credentials. Please try again.'] };

test('a link leads to the sign-in page and signs in once', async () => {
  const link = await linkFor(ada);
  assert.equal(link.origin + link.pathname, 'https://desk.example.com/app/login');
  assert.equal(link.searchParams.get('email'), ada.email);
  const token = link.searchParams.get('sso_auth_token') ?? '';
  assert.match(token, /^[\da-f]{64}$/);
  const answer = await signIn(ada.email.toUpperCase(), token);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.data.id, ada.id);
  assert.match(String(answer.headers['access-token']), /^[\w-]{22}$/);
  const again = await signIn(ada.email, token);
  assert.deepEqual([again.status, again.body], [401, wrong]);
});

test('of two who use a link at once, one gets in', async () => {
  const token = await tokenFor(ada);
  const answers = await Promise.all([1, 2, 3].map(async () => signIn(ada.email, token)));
  const codes = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  assert.deepEqual(codes, [200, 401, 401]);
});

test('a link is for its person alone, and for five minutes', async () => {
  const token = await tokenFor(ben);
  assert.equal((await signIn(cleo.email, token)).status, 401);
  await sql(world, `update sso_tokens set expires_at = expires_at - interval '299 seconds'`);
  assert.equal((await signIn(ben.email, token)).status, 200, 'not used up by somebody else');
  const late = await tokenFor(ben);
  await sql(world, `update sso_tokens set expires_at = expires_at - interval '300 seconds'`);
  assert.equal((await signIn(ben.email, late)).status, 401);
});

test('a link lives no longer because the clock was put back', async () => {
  const token = await tokenFor(ben);
  await sql(world, `update sso_tokens set expires_at = expires_at + interval '1 hour'`);
  assert.equal((await signIn(ben.email, token)).status, 401);
});

test('no blank, partial or misshapen token signs in', async () => {
  const token = await tokenFor(dora);
  for (const bad of [
    '',
    ' ',
    '%20',
    'null',
    '0',
    token.slice(0, 32),
    token.toUpperCase(),
    `${token}0`,
    '0'.repeat(64),
  ]) {
    // prettier-ignore
    assert.equal((await signIn(dora.email, bad)).status, 401, bad);
  }
  for (const bad of [[], {}, [token]]) assert.equal((await signIn(dora.email, bad)).status, 422);
  assert.equal((await signIn('', token)).status, 401);
});

test('the right password beside a wrong token does not help', async () => {
  const answer = await stranger.post('/auth/sign_in', {
    email: gil.email,
    password: 'Password1!',
    sso_auth_token: 'x',
  });
  assert.equal(answer.status, 401);
  const empty = await stranger.post('/auth/sign_in', {
    email: gil.email,
    password: 'Password1!',
    sso_auth_token: '',
  });
  assert.equal(empty.status, 200, 'an empty one is none');
});

test('who has not confirmed the address is not let in by a link', async () => {
  const token = await tokenFor(cleo);
  await sql(world, 'update users set confirmed_at = null where id = $1', [cleo.id]);
  assert.equal((await signIn(cleo.email, token)).status, 401);
});

test('no table holds a token in a form that could be used', async () => {
  const token = await tokenFor(ada);
  const [found] = await sql<{ text: string }>(
    world,
    `select string_agg(t::text, '') as text from sso_tokens t`,
  );
  assert.ok(!found?.text.includes(token));
});

test('a GET signs nobody in, it leads to the page where people do', async () => {
  const answer = await stranger.get('/auth/sign_in?email=ada@acme.example.com&password=Password1!');
  assert.deepEqual(
    [answer.status, answer.headers['location']],
    [302, 'https://desk.example.com/app/login?error=access-denied'],
  );
});
