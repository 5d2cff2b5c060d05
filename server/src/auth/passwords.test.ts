import assert from 'node:assert/strict';
import { randomBytes, scryptSync } from 'node:crypto';
import { test } from 'node:test';
import bcrypt from 'bcryptjs';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { passwordProblems } from './password-rules.ts';
import { hashPassword, isOutdated, passwordMatches } from './passwords.ts';

const world = await createWorld();
const { ada, ben, cleo, stranger } = world;

const signIn = async (email: string, password: string): Promise<number> =>
  (await stranger.post('/auth/sign_in', { email, password })).status;

async function digestOf(id: number): Promise<string> {
  const [found] = await sql<{ digest: string }>(
    world,
    'select password_digest as digest from users where id = $1',
    [id],
  );
  return found?.digest ?? '';
}

const setDigest = async (id: number, digest: string): Promise<unknown> =>
  sql(world, 'update users set password_digest = $2 where id = $1', [id, digest]);

/** As it was made before argon2id. */
function scryptDigest(password: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(password, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`;
}

test('a password is kept as argon2id with the costs that OWASP recommends, each time with another salt', async () => {
  const [one, two] = [await hashPassword('Password1!'), await hashPassword('Password1!')];
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.notEqual(one, two);
  assert.equal(await passwordMatches('Password1!', one), true);
  assert.equal(await passwordMatches('Password1', one), false);
  assert.equal(isOutdated(one), false);
});

test('letters typed on another keyboard are the same password', async () => {
  const digest = await hashPassword('Zürich-\u212b1');
  assert.equal(await passwordMatches('Zu\u0308rich-\u00c51', digest), true);
});

const imported = { $2a$: 'a', $2b$: 'b' } as const;

for (const prefix of Object.keys(imported)) {
  test(`who comes with a digest ${prefix}… signs in with the password they had, and has a new digest then`, async () => {
    const digest = (await bcrypt.hash('Wagon-Wheel-7', 4)).replace(/^\$2.\$/, prefix);
    await setDigest(ben.id, digest);
    assert.equal(await signIn(ben.email, 'wagon-wheel-7'), 401);
    assert.equal(await digestOf(ben.id), digest, 'a wrong password changes nothing');
    const token = (await ben.get('/api/v1/profile')).body.pubsub_token as string;
    assert.equal(await signIn(ben.email, 'Wagon-Wheel-7'), 200);
    assert.match(await digestOf(ben.id), /^\$argon2id\$/);
    assert.equal(await signIn(ben.email, 'Wagon-Wheel-7'), 200);
    assert.equal((await ben.get('/api/v1/profile')).body.pubsub_token, token, 'no new password');
  });
}

test('a digest of former times still signs in and is renewed', async () => {
  await setDigest(cleo.id, scryptDigest('Wagon-Wheel-7'));
  assert.equal(await signIn(cleo.email, 'Wagon-Wheel-8'), 401);
  assert.equal(await signIn(cleo.email, 'Wagon-Wheel-7'), 200);
  assert.match(await digestOf(cleo.id), /^\$argon2id\$/);
  assert.equal(await signIn(cleo.email, 'Wagon-Wheel-7'), 200);
});

test('what is no digest matches nothing', async () => {
  const broken = ['', '$', 'scrypt$', 'scrypt$$', '$argon2id$v=19$m=19456,t=2,p=1$$', '$2a$31$x', '$2a$', 'Password1!']; // prettier-ignore
  for (const digest of [...broken, `$2a$31$${'.'.repeat(53)}`]) {
    assert.equal(await passwordMatches('Password1!', digest), false, digest);
    assert.equal(await passwordMatches('', digest), false, digest);
    await setDigest(ada.id, digest);
    assert.equal(await signIn(ada.email, 'Password1!'), 401, digest);
  }
});

test('a failure takes as long for an unknown address as for a password from elsewhere', async () => {
  await setDigest(ben.id, await bcrypt.hash('Wagon-Wheel-7', 11));
  const time = async (email: string): Promise<number> => {
    const began = performance.now();
    assert.equal(await signIn(email, 'wrong'), 401);
    return performance.now() - began;
  };
  const least = { imported: Infinity, unknown: Infinity, ours: Infinity };
  await setDigest(cleo.id, await hashPassword('Wagon-Wheel-7'));
  for (let i = 0; i < 3; i += 1) {
    least.imported = Math.min(least.imported, await time(ben.email));
    least.unknown = Math.min(least.unknown, await time(`nobody${i}@acme.example.com`));
    least.ours = Math.min(least.ours, await time(cleo.email));
  }
  for (const other of [least.unknown, least.ours]) {
    const ratio = other / least.imported;
    assert.ok(ratio > 0.4 && ratio < 2.5, JSON.stringify(least));
  }
});

test('everything that is wrong with a password is said', () => {
  const said = (password: string, confirmation?: string): string[] =>
    passwordProblems(password, confirmation).map(([, problem]) => problem);
  assert.deepEqual(said('Password1!'), []);
  assert.deepEqual(said('Password1!', 'Password1!'), []);
  assert.deepEqual(said('password'), [
    'must contain at least 1 uppercase character',
    'must contain at least 1 number character',
    'must contain at least 1 special character',
  ]);
  assert.deepEqual(said('PASSWORD1!'), ['must contain at least 1 lowercase character']);
  assert.deepEqual(said('Aa1!'), ['is too short (minimum is 6 characters)']);
  assert.deepEqual(said(`Aa1!${'x'.repeat(125)}`), ['is too long (maximum is 128 characters)']);
  assert.deepEqual(said(`Aa1!${'x'.repeat(124)}`), []);
  assert.deepEqual(said(''), ["can't be blank"]);
  assert.deepEqual(said('Password1!', 'Password2!'), ["doesn't match Password"]);
});
