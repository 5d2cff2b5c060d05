import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { accessMails, linkIn } from '../../test/access-mails.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { signLink } from './links.ts';
import { createSsoLink } from './sso.ts';

const world = await createWorld();
// Before the first test: when all that are known are done, what was started is taken down.
const strict = await createWorld({ RATE_LIMIT: '3000' });
const { ada, ben, cleo, dora, gil, rex, stranger, platform, pool } = world;

const MFA = '/api/v1/profile/mfa';
const signIn = (body: object): Promise<Answer> => stranger.post('/auth/sign_in', body);
const withPassword = ({ email }: Caller): Promise<Answer> =>
  signIn({ email, password: 'Password1!' });

/** What an authenticator app shows, so many half minutes from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    digits: 6,
    period: 30,
    algorithm: 'SHA1',
  }).generate({
    timestamp: Date.now() + steps * 30_000,
  });

/** Lets a code be used that was used before: as if time had passed. */
const later = async ({ id }: Caller): Promise<unknown> =>
  sql(world, 'update users set otp_last_step = null where id = $1', [id]);

/** A code that is certainly none of those that count now. */
function wrongCode(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((step) => codeOf(secret, step));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''; // prettier-ignore
}

async function enable(who: Caller): Promise<{ secret: string; codes: string[] }> {
  const begun = await who.post(MFA);
  assert.equal(begun.status, 200, begun.text);
  const { secret } = begun.body;
  const enabled = await who.post(`${MFA}/verify`, { otp_code: codeOf(secret) });
  assert.equal(enabled.status, 200, enabled.text);
  await later(who);
  return { secret, codes: enabled.body.backup_codes };
}

async function mfaToken(who: Caller): Promise<string> {
  const answer = await withPassword(who);
  assert.equal(answer.status, 206, answer.text);
  return answer.body.mfa_token;
}

test('the second factor is switched on with an app, which gives ten backup codes', async () => {
  assert.deepEqual((await ada.get(MFA)).body, {
    feature_available: true,
    enabled: false,
    backup_codes_generated: false,
  });
  const begun = await ada.post(MFA);
  assert.deepEqual(Object.keys(begun.body), ['provisioning_url', 'secret']);
  const url = new URL(begun.body.provisioning_url);
  assert.equal(url.protocol, 'otpauth:');
  assert.equal(url.searchParams.get('secret'), begun.body.secret);
  assert.equal(begun.headers['cache-control'], 'no-store');
  assert.equal((await withPassword(ada)).status, 200, 'a secret alone asks nobody');

  const { secret } = begun.body;
  const wrong = await ada.post(`${MFA}/verify`, { otp_code: wrongCode(secret) });
  assert.deepEqual([wrong.status, wrong.body], [422, { error: 'Invalid verification code' }]);
  const enabled = await ada.post(`${MFA}/verify`, { otp_code: codeOf(secret) });
  assert.deepEqual(Object.keys(enabled.body), ['enabled', 'backup_codes']);
  assert.equal(enabled.body.enabled, true);
  const { backup_codes } = enabled.body;
  assert.equal(new Set(backup_codes).size, 10);
  assert.ok(backup_codes.every((code: string) => /^[\dA-F]{8}$/.test(code)));
  assert.deepEqual((await ada.get(MFA)).body, {
    feature_available: true,
    enabled: true,
    backup_codes_generated: true,
  });
  const again = await ada.post(MFA);
  assert.deepEqual([again.status, again.body], [422, { error: 'MFA is already enabled' }]);
  await later(ada);
  const off = await ada.delete(MFA, { otp_code: codeOf(secret), password: 'Password1!' });
  assert.deepEqual([off.status, off.body], [200, { enabled: false }]);
  assert.equal((await withPassword(ada)).status, 200);
});

test('switching it on ends the sessions that were begun without it, but not the one that asks', async () => {
  const keys = ({ headers }: Answer) => ({
    'access-token': String(headers['access-token']),
    client: String(headers['client']),
    uid: String(headers['uid']),
  });
  const [mine, other] = [keys(await withPassword(dora)), keys(await withPassword(dora))];
  const { secret } = (await stranger.post(MFA, undefined, mine)).body;
  const done = await stranger.post(`${MFA}/verify`, { otp_code: codeOf(secret) }, mine);
  assert.equal(done.status, 200, done.text);
  assert.equal((await stranger.get(MFA, mine)).status, 200);
  assert.equal((await stranger.get(MFA, other)).status, 401);
});

const { secret, codes } = await enable(ben);
const { secret: cleoSecret } = await enable(cleo);

test('the password alone gives no session, only a token for the second step', async () => {
  const answer = await withPassword(ben);
  assert.equal(answer.status, 206);
  assert.deepEqual(Object.keys(answer.body), ['mfa_required', 'mfa_token']);
  assert.equal(answer.body.mfa_required, true);
  for (const name of ['access-token', 'client', 'uid', 'authorization']) {
    assert.equal(answer.headers[name], undefined, name);
  }
  const wrong = await signIn({ email: ben.email, password: 'wrong' });
  assert.equal(wrong.status, 401);
});

test('the code of the moment finishes it, once', async () => {
  const token = await mfaToken(ben);
  const otp_code = codeOf(secret);
  const answer = await signIn({ mfa_token: token, otp_code });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.data.id, ben.id);
  assert.match(String(answer.headers['access-token']), /^[\w-]{22}$/);
  const replayed = await signIn({ mfa_token: await mfaToken(ben), otp_code });
  assert.deepEqual([replayed.status, replayed.body], [400, { error: 'Invalid verification code' }]);
  await later(ben);
});

test('of two who show one code at once, one gets in', async () => {
  const token = await mfaToken(ben);
  const otp_code = codeOf(secret);
  const answers = await Promise.all(
    [1, 2, 3].map(async () => signIn({ mfa_token: token, otp_code })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 400, 400],
  );
  await later(ben);
});

test('a clock half a minute off is forgiven, more is not', async () => {
  for (const [steps, status] of [
    [-1, 200],
    [1, 200],
    [-3, 400],
    [3, 400],
  ] as const) {
    // prettier-ignore
    const answer = await signIn({ mfa_token: await mfaToken(cleo), otp_code: codeOf(cleoSecret, steps) });
    assert.equal(answer.status, status, String(steps));
    await later(cleo);
  }
});

test('a backup code works instead, once, however it is typed', async () => {
  const code = codes[0] ?? '';
  const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
  const first = await signIn({ mfa_token: await mfaToken(ben), backup_code: typed });
  assert.equal(first.status, 200, first.text);
  const second = await signIn({ mfa_token: await mfaToken(ben), backup_code: code });
  assert.deepEqual([second.status, second.body], [400, { error: 'Invalid verification code' }]);
  const [count] = await sql<{ n: number }>(
    world,
    'select count(*)::int as n from backup_codes where user_id = $1',
    [ben.id],
  );
  assert.equal(count?.n, 9);
});

test('no table holds the secret or a code in a form that could be used', async () => {
  const [found] = await sql<{ text: string }>(
    world,
    `select (select string_agg(u::text, '') from users u) || (select string_agg(b::text, '') from backup_codes b) as text`,
  );
  const text = found?.text ?? '';
  for (const secretText of [secret, ...codes]) {
    assert.ok(!text.includes(secretText));
    assert.ok(!text.includes(Buffer.from(secretText).toString('hex')));
  }
});

test('nothing but the true token and a true code is a second step', async () => {
  await sql(world, 'update users set otp_last_step = null');
  const { vault } = platform;
  const [person] = await sql<{ version: number }>(
    world,
    'select credentials_version as version from users where id = $1',
    [ben.id],
  );
  const claim = {
    purpose: 'second factor' as const,
    user_id: ben.id,
    proof: String(person?.version),
  };
  const refused = { error: 'Invalid or expired MFA token' };
  for (const token of [
    ' ',
    'x',
    '--',
    'null',
    'eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoxfQ.',
    signLink(vault, claim, -1),
    signLink(vault, { ...claim, user_id: ada.id }, 60),
    signLink(vault, { ...claim, proof: '99' }, 60),
    signLink(vault, { ...claim, purpose: 'password' }, 60),
    signLink(vault, { ...claim, purpose: 'confirmation' }, 60),
    signLink(vault, claim, 60).slice(0, -1),
  ]) {
    // prettier-ignore
    const answer = await signIn({ mfa_token: token, otp_code: codeOf(secret) });
    assert.deepEqual([answer.status, answer.body], [401, refused], token);
  }
  const blank = await signIn({ mfa_token: '', otp_code: codeOf(secret) });
  assert.equal(blank.status, 401);
  const good = signLink(vault, claim, 60);
  for (const factor of [
    {},
    { otp_code: '' },
    { otp_code: ' ' },
    { otp_code: null },
    { backup_code: '' },
    { backup_code: ' ' },
    { otp_code: 'null' },
    { backup_code: '00000000' },
    { otp_code: wrongCode(secret) },
  ]) {
    // prettier-ignore
    const answer = await signIn({ mfa_token: good, ...factor });
    assert.deepEqual([answer.status, answer.body], [400, { error: 'Invalid verification code' }]);
  }
  const fine = await signIn({ mfa_token: signLink(vault, claim, 61), otp_code: codeOf(secret) });
  assert.equal(fine.status, 200, 'and this one is one');
});

test('no other way in is without the second factor: not a link, not a new password, not a new address', async () => {
  const link = await transaction(pool, async (tx) => createSsoLink(tx, platform, cleo));
  const sso_auth_token = new URL(link).searchParams.get('sso_auth_token');
  const bySso = await signIn({ email: cleo.email, sso_auth_token });
  await stranger.post('/auth/password', { email: cleo.email });
  const [mail] = await accessMails(world);
  const byMail = await stranger.put('/auth/password', {
    reset_password_token: linkIn(mail ?? { text: '' }).token,
    password: 'Password1!',
    password_confirmation: 'Password1!',
  });
  await cleo.patch('/api/v1/profile', { email: 'cleo.new@example.com' });
  const [confirmation] = await accessMails(world);
  const byAddress = await stranger.post('/auth/confirmation', {
    confirmation_token: linkIn(confirmation ?? { text: '' }).token,
  });
  for (const answer of [bySso, byMail, byAddress]) {
    assert.equal(answer.status, 206, answer.text);
    assert.equal(answer.body.mfa_required, true);
    assert.equal(answer.headers['access-token'], undefined);
  }
  await sql(world, 'update users set email = $2 where id = $1', [cleo.id, cleo.email]);
});

test('a token of the first step ends with the password it was given for', async () => {
  const token = await mfaToken(cleo);
  await sql(
    world,
    'update users set credentials_version = credentials_version + 1, otp_last_step = null where id = $1',
    [cleo.id],
  );
  const answer = await signIn({ mfa_token: token, otp_code: codeOf(cleoSecret) });
  assert.equal(answer.status, 401);
});

test('it is switched off with the password and a code, and neither alone', async () => {
  const { secret: theirs } = await enable(gil);
  const attempt = (otp_code: string, password: string) => gil.delete(MFA, { otp_code, password });
  const badPassword = await attempt(codeOf(theirs), 'wrong');
  assert.deepEqual(
    [badPassword.status, badPassword.body],
    [422, { error: 'Invalid credentials or verification code' }],
  );
  const badCode = await attempt(wrongCode(theirs), 'Password1!');
  assert.deepEqual([badCode.status, badCode.body], [422, { error: 'Invalid verification code' }]);
  assert.equal((await withPassword(gil)).status, 206, 'still on');
  assert.equal((await attempt(codeOf(theirs), 'Password1!')).status, 200);
  assert.equal((await withPassword(gil)).status, 200);
  const off = await attempt('123456', 'Password1!');
  assert.deepEqual([off.status, off.body], [422, { error: 'MFA is not enabled' }]);
  const renew = await gil.post(`${MFA}/backup_codes`, { otp_code: '123456' });
  assert.deepEqual([renew.status, renew.body], [422, { error: 'MFA is not enabled' }]);
});

test('new backup codes end the old ones', async () => {
  const { secret: mine, codes: old } = await enable(ada);
  const wrong = await ada.post(`${MFA}/backup_codes`, { otp_code: wrongCode(mine) });
  assert.deepEqual([wrong.status, wrong.body], [422, { error: 'Invalid verification code' }]);
  const renewed = await ada.post(`${MFA}/backup_codes`, { otp_code: codeOf(mine) });
  assert.deepEqual(Object.keys(renewed.body), ['backup_codes']);
  assert.equal(renewed.body.backup_codes.length, 10);
  const byOld = await signIn({ mfa_token: await mfaToken(ada), backup_code: old[1] });
  assert.equal(byOld.status, 400);
  const byNew = await signIn({
    mfa_token: await mfaToken(ada),
    backup_code: renewed.body.backup_codes[1],
  });
  assert.equal(byNew.status, 200);
});

test('it is nobody’s to see or change but the person’s', async () => {
  for (const who of [rex, stranger]) {
    assert.equal((await who.get(MFA)).status, 401);
    assert.equal((await who.post(MFA)).status, 401);
    assert.equal((await who.delete(MFA, { otp_code: '1', password: 'Password1!' })).status, 401);
  }
});

test('codes cannot be guessed: attempts are counted by token, by address, and by person', async () => {
  const begun = await strict.ben.post(MFA);
  await strict.ben.post(`${MFA}/verify`, { otp_code: codeOf(begun.body.secret) });
  const first = await strict.stranger.post('/auth/sign_in', { email: strict.ben.email, password: 'Password1!' }); // prettier-ignore
  const guess = async (mfa_token: string, remoteAddress: string): Promise<number> => {
    const payload = { mfa_token, otp_code: wrongCode(begun.body.secret) };
    const answer = await strict.app.inject({ method: 'POST', url: '/auth/sign_in', remoteAddress, payload });
    return answer.statusCode;
  }; // prettier-ignore
  const byToken: number[] = [];
  for (let i = 0; i < 12; i += 1)
    byToken.push(await guess(first.body.mfa_token, `198.51.100.${i}`));
  assert.deepEqual(byToken, [...Array<number>(10).fill(400), 429, 429]);
  const byAddress: number[] = [];
  for (let i = 0; i < 12; i += 1) byAddress.push(await guess(`token ${i}`, '203.0.113.9'));
  assert.deepEqual(byAddress, [...Array<number>(10).fill(401), 429, 429]);
  const second = await strict.stranger.post('/auth/sign_in', { email: strict.ben.email, password: 'Password1!' }); // prettier-ignore
  const claim = { purpose: 'second factor' as const, user_id: strict.ben.id, proof: '0' };
  assert.equal(second.status, 206);
  const byPerson: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    const token = signLink(strict.platform.vault, claim, 100 + i);
    byPerson.push(await guess(token, `192.0.2.${i}`));
  }
  assert.ok(
    byPerson.slice(-2).every((status) => status === 429),
    String(byPerson),
  );
});

test('five attempts in a minute at switching it on or off from an address', async () => {
  const attempt = async (method: 'POST' | 'DELETE', url: string) =>
    (
      await strict.app.inject({
        method,
        url,
        remoteAddress: '203.0.113.20',
        headers: { api_access_token: strict.cleo.token },
        payload: { otp_code: '123456', password: 'x' },
      })
    ).statusCode;
  const urls = [`${MFA}/verify`, `${MFA}/verify.json`, `${MFA}/backup_codes`, `${MFA}/verify/`, `${MFA}//verify`]; // prettier-ignore
  for (const url of urls) assert.equal(await attempt('POST', url), 422, url);
  assert.equal(await attempt('POST', `${MFA}/verify`), 429);
  assert.equal(await attempt('DELETE', MFA), 429);
});
