import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { takingTurns } from './turns.ts';

const world = await createWorld();
const { ada, ben, acme, app, stranger } = world;
const strict = await createWorld({ RATE_LIMIT: '3000' });

const signIn = (email: string, password = 'Password1!') =>
  stranger.post('/auth/sign_in', { email, password });

/** What a client keeps of the answer to its signing in. */
function keys({ headers }: Answer): Record<string, string> {
  const { 'access-token': token, client, uid } = headers as Record<string, string>;
  return { 'access-token': token ?? '', client: client ?? '', uid: uid ?? '' };
}

const wrong = { success: false, errors: ['Invalid login credentials. Please try again.'] };

test('the right e-mail and password begin a session, whatever their case and blanks', async () => {
  const answer = await signIn('  ADA@acme.EXAMPLE.com ');
  assert.equal(answer.status, 200);
  const { headers } = answer;
  assert.match(String(headers['access-token']), /^[\w-]{22}$/);
  assert.match(String(headers['client']), /^[\w-]{22}$/);
  assert.equal(headers['token-type'], 'Bearer');
  assert.equal(headers['uid'], ada.email);
  assert.equal(headers['cache-control'], 'no-store');
  const twoMonths = Number(headers['expiry']) - Date.now() / 1000;
  assert.ok(twoMonths > 58 * 86_400 && twoMonths < 63 * 86_400);
  const bearer = String(headers['authorization']).replace('Bearer ', '');
  assert.deepEqual(JSON.parse(Buffer.from(bearer, 'base64').toString()), {
    'access-token': headers['access-token'],
    'token-type': 'Bearer',
    client: headers['client'],
    expiry: headers['expiry'],
    uid: headers['uid'],
  });
});

test('who signs in is told who they are, in every key of the contract and its order', async () => {
  const { body } = await signIn(ada.email);
  assert.deepEqual(Object.keys(body), ['data']);
  const { pubsub_token, ...data } = body.data;
  assert.match(pubsub_token, /^.{20,}$/);
  assert.deepEqual(data, {
    access_token: ada.token,
    account_id: acme.id,
    available_name: 'Ada',
    avatar_url: '',
    confirmed: true,
    display_name: null,
    message_signature: null,
    email: ada.email,
    id: ada.id,
    inviter_id: null,
    name: 'Ada',
    provider: 'email',
    role: 'administrator',
    ui_settings: {},
    uid: ada.email,
    type: null,
    accounts: [
      {
        id: acme.id,
        name: 'Acme',
        status: 'active',
        active_at: null,
        role: 'administrator',
        permissions: ['administrator'],
        availability: 'online',
        availability_status: 'offline',
        auto_offline: true,
        custom_role_id: null,
        custom_role: null,
      },
    ],
  });
  assert.deepEqual(Object.keys(body.data).slice(0, 3), [
    'access_token',
    'account_id',
    'available_name',
  ]);
});

test('the session opens the account, by its headers or by the bearer token that carries them', async () => {
  const answer = await signIn(ben.email);
  const byHeaders = await stranger.get('/conversations', keys(answer));
  const authorization = String(answer.headers['authorization']);
  const byBearer = await stranger.get('/conversations', { authorization });
  assert.deepEqual([byHeaders.status, byBearer.status], [200, 200]);
});

test('every later answer repeats the session’s headers unchanged, errors included', async () => {
  const first = await signIn(ada.email);
  for (const path of ['/conversations', '/conversations/999999', '/api/v1/profile']) {
    const { headers } = await stranger.get(path, keys(first));
    for (const name of ['access-token', 'token-type', 'client', 'expiry', 'uid', 'authorization']) {
      assert.equal(headers[name], first.headers[name], `${name} of ${path}`);
    }
  }
  const byToken = await ada.get('/conversations');
  assert.equal(byToken.headers['access-token'], undefined);
});

test('an access token wins over a session, even a wrong one', async () => {
  const session = keys(await signIn(ada.email));
  const answer = await stranger.get('/conversations', { ...session, api_access_token: 'wrong' });
  assert.deepEqual([answer.status, answer.body], [401, { error: 'Invalid Access Token' }]);
});

test('a wrong password and an unknown e-mail are the same answer, byte for byte', async () => {
  const known = await signIn(ada.email, 'wrong');
  const unknown = await signIn('nobody@acme.example.com', 'wrong');
  for (const answer of [known, unknown]) {
    assert.deepEqual([answer.status, answer.body], [401, wrong]);
    assert.equal(answer.headers['access-token'], undefined);
  }
  assert.equal(known.text, unknown.text);
});

test('a wrong password and an unknown e-mail take the same time', async () => {
  await sql(world, `update users set password_digest = null where id = $1`, [world.dora.id]);
  const time = async (email: string): Promise<number> => {
    const began = performance.now();
    await stranger.post('/auth/sign_in', { email, password: 'wrong' });
    return performance.now() - began;
  };
  const median = (times: number[]): number => times.toSorted((a, b) => a - b)[2] ?? 0;
  const known: number[] = [];
  const unknown: number[] = [];
  const without: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    known.push(await time(ben.email));
    unknown.push(await time(`nobody${i}@acme.example.com`));
    without.push(await time(world.dora.email));
  }
  for (const other of [unknown, without]) {
    const ratio = median(other) / median(known);
    assert.ok(ratio > 0.5 && ratio < 2, `${ratio}`);
  }
});

test('blank, missing, huge and misshapen credentials never sign anybody in', async () => {
  await sql(world, `update users set password_digest = null where id = $1`, [world.dora.id]);
  const email = world.cleo.email;
  for (const body of [
    {},
    { email },
    { email, password: '' },
    { email, password: null },
    { email: world.dora.email, password: '' },
    { email, password: `Password1!${' '.repeat(200)}` },
    { email, password: 'Password1!'.repeat(100_000) },
    { email, password: 'password1!' },
  ]) {
    const answer = await stranger.post('/auth/sign_in', body);
    assert.equal(answer.status, 401, JSON.stringify(body).slice(0, 80));
  }
  for (const body of [
    { email: { $ne: '' }, password: 'x' },
    { email: [email], password: 'x' },
    { email, password: { $gt: '' } },
  ]) {
    assert.equal((await stranger.post('/auth/sign_in', body)).status, 422);
  }
});

test('somebody who has not confirmed the address is told so', async () => {
  await sql(world, 'update users set confirmed_at = null where id = $1', [world.gil.id]);
  const { status, body } = await signIn(world.gil.email);
  assert.equal(status, 401);
  assert.equal(body.success, false);
  assert.match(body.errors[0], /^A confirmation email was sent to your account at 'gil@/);
});

test('a session is valid until it ends, and its check says who is signed in since when', async () => {
  const answer = await signIn(ada.email);
  const check = await stranger.get('/auth/validate_token', keys(answer));
  assert.equal(check.status, 200);
  const { created_at, ...user } = check.body.payload.data;
  assert.equal(check.body.payload.success, true);
  assert.deepEqual(user, answer.body.data);
  assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(check.headers['access-token'], answer.headers['access-token']);
  await sql(world, `update user_sessions set expires_at = now() where client = $1`, [
    String(answer.headers['client']),
  ]);
  const late = await stranger.get('/auth/validate_token', keys(answer));
  assert.deepEqual(
    [late.status, late.body],
    [401, { success: false, errors: ['Invalid login credentials'] }],
  );
  assert.equal((await stranger.get('/conversations', keys(answer))).status, 401);
});

test('an access token is no session', async () => {
  assert.equal((await ada.get('/auth/validate_token')).status, 401);
});

test('half a session, or one of another, opens nothing', async () => {
  const adas = keys(await signIn(ada.email));
  const bens = keys(await signIn(ben.email));
  const forged: Record<string, string>[] = [
    { ...adas, 'access-token': bens['access-token'] ?? '' },
    { ...adas, uid: ben.email },
    { ...adas, client: bens['client'] ?? '' },
    { ...adas, client: '' },
    { ...adas, 'access-token': '' },
    { ...adas, 'access-token': ' ' },
    { client: adas['client'] ?? '', uid: ada.email },
    { authorization: 'Bearer ' },
    { authorization: 'Bearer bnVsbA==' },
    {
      authorization: `Bearer ${Buffer.from('{"access-token":{},"client":[],"uid":1}').toString('base64')}`,
    },
  ];
  for (const headers of forged) {
    for (const path of ['/conversations', '/auth/validate_token', '/api/v1/profile']) {
      const answer = await stranger.get(path, headers);
      assert.equal(answer.status, 401, JSON.stringify(headers));
    }
  }
});

test('signing out ends this session and leaves the other clients alone', async () => {
  const phone = keys(await signIn(ada.email));
  const laptop = keys(await signIn(ada.email));
  const out = await stranger.delete('/auth/sign_out', undefined);
  assert.deepEqual(
    [out.status, out.body],
    [404, { success: false, errors: ['User was not found or was not logged in.'] }],
  );
  const signOut = async () =>
    app.inject({
      method: 'DELETE',
      url: '/auth/sign_out',
      headers: { ...phone, 'idempotency-key': 'x' },
    });
  const done = await signOut();
  assert.deepEqual([done.statusCode, done.json()], [200, { success: true }]);
  assert.equal((await stranger.get('/conversations', phone)).status, 401);
  assert.equal((await stranger.get('/conversations', laptop)).status, 200);
  assert.equal((await signOut()).statusCode, 404);
});

test('a twenty-sixth client takes the place of the one that would have ended first', async () => {
  await sql(strict, 'delete from user_sessions');
  await sql(
    strict,
    `insert into user_sessions (user_id, client, digest, expires_at)
     select $1, 'client ' || n, '\\x00', now() + make_interval(days => n) from generate_series(1, 25) n`,
    [strict.ada.id],
  );
  const { email } = strict.ada;
  assert.equal(
    (await strict.stranger.post('/auth/sign_in', { email, password: 'Password1!' })).status,
    200,
  );
  const clients = await sql<{ client: string }>(
    strict,
    'select client from user_sessions order by expires_at',
  );
  assert.equal(clients.length, 25);
  assert.equal(clients[0]?.client, 'client 2');
});

test('no table holds a session’s token in a form that could be used', async () => {
  const { headers } = await signIn(ada.email);
  const token = String(headers['access-token']);
  const [row] = await sql<{ text: string }>(
    world,
    `select string_agg(s::text, '') as text from user_sessions s`,
  );
  assert.ok(!row?.text.includes(token) && !row?.text.includes(Buffer.from(token).toString('hex')));
});

test('five attempts from an address, then it waits; exempt addresses do not', async () => {
  const attempt = async (remoteAddress: string, email: string) =>
    strict.app.inject({
      method: 'POST',
      url: '/auth/sign_in',
      remoteAddress,
      payload: { email, password: 'Password1!' },
    });
  for (let i = 0; i < 5; i += 1) {
    assert.equal((await attempt('203.0.113.1', `${i}@x.example`)).statusCode, 401);
  }
  const refused = await attempt('203.0.113.1', strict.ben.email);
  assert.deepEqual([refused.statusCode, refused.body], [429, 'Retry later\n']);
  assert.ok(Number(refused.headers['retry-after']) > 60);
  assert.equal((await attempt('203.0.113.2', strict.ben.email)).statusCode, 200);
  for (let i = 0; i < 8; i += 1) {
    assert.equal((await attempt('127.0.0.1', `local${i}@x.example`)).statusCode, 401);
  }
});

test('ten attempts on one e-mail, then it waits, however many addresses they come from', async () => {
  const attempt = async (i: number, email: string) =>
    strict.app.inject({
      method: 'POST',
      url: '/auth/sign_in',
      remoteAddress: `198.51.100.${i}`,
      payload: { email, password: 'guess' },
    });
  const spellings = ['cleo@acme.example.com', 'CLEO@acme.example.com', ' cleo@acme.example.com '];
  const codes: number[] = [];
  for (let i = 0; i < 15; i += 1) {
    codes.push((await attempt(i, spellings[i % 3] ?? '')).statusCode);
  }
  assert.deepEqual(codes, [...Array<number>(10).fill(401), ...Array<number>(5).fill(429)]);
});

test('the profile is its user’s, by token or session, and nobody else’s', async () => {
  const mine = await ben.get('/api/v1/profile');
  assert.equal(mine.status, 200);
  assert.deepEqual(
    [mine.body.id, mine.body.role, mine.body.access_token],
    [ben.id, 'agent', ben.token],
  );
  const bot = await world.rex.get('/api/v1/profile');
  assert.deepEqual(
    [bot.status, bot.body],
    [401, { error: 'Access to this endpoint is not authorized for bots' }],
  );
  const nobody = await stranger.get('/api/v1/profile');
  assert.deepEqual(
    [nobody.status, nobody.body],
    [401, { errors: ['You need to sign in or sign up before continuing.'] }],
  );
});

test('the account of the profile is the one used last, and accounts that were left are not shown', async () => {
  await sql(
    world,
    `insert into memberships (account_id, user_id, role, active_at) values ($1, $2, 'administrator', now())`,
    [world.globex.id, ben.id],
  );
  const two = (await ben.get('/api/v1/profile')).body;
  assert.deepEqual(
    [two.account_id, two.role, two.accounts.length],
    [world.globex.id, 'administrator', 2],
  );
  await sql(
    world,
    'update memberships set removed_at = now() where account_id = $1 and user_id = $2',
    [world.globex.id, ben.id],
  );
  const one = (await ben.get('/api/v1/profile')).body;
  assert.deepEqual([one.account_id, one.role, one.accounts.length], [acme.id, 'agent', 1]);
});

test('the realtime token is the user’s own, stays the same, and changes with the password', async () => {
  const token = async (caller = ada): Promise<string> =>
    (await caller.get('/api/v1/profile')).body.pubsub_token as string;
  const before = await token();
  assert.equal(await token(), before);
  assert.notEqual(await token(ben), before);
  await sql(world, `update users set credentials_version = credentials_version + 1 where id = $1`, [
    ada.id,
  ]);
  assert.notEqual(await token(), before);
});

test('work that takes turns is done two at a time, in order, and a full line is sent away', async () => {
  const turn = takingTurns({ width: 2, line: 3 });
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (n: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    order.push(n);
    running -= 1;
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((n) => turn(work(n))));
  assert.equal(most, 2);
  assert.deepEqual(order, [0, 1, 2, 3, 4]);
  assert.equal(results[5]?.status, 'rejected');
  await turn(work(6));
});
