import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessMails, linkIn } from '../../test/access-mails.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { inviteUser } from './invite.ts';
import { lifetimes, signLink } from './links.ts';
import { findPerson, passwordProof, type Person } from './people.ts';

const world = await createWorld({ BASE_URL: 'https://desk.example.com' });
const strict = await createWorld({ RATE_LIMIT: '3000' });
const { acme, ada, ben, cleo, dora, gil, stranger, pool, platform } = world;

const SAID = {
  message: 'Woot! Request for password reset is successful. Check your mail for instructions.',
};
const INVALID = { message: 'Invalid token', redirect_url: '/' };

const signIn = (email: string, password: string): Promise<Answer> =>
  stranger.post('/auth/sign_in', { email, password });
const ask = (email: unknown, headers = {}): Promise<Answer> =>
  stranger.post('/auth/password', { email }, headers);
const choose = (token: unknown, password = 'Other-pass-2', confirmation = password) =>
  stranger.put('/auth/password', {
    reset_password_token: token,
    password,
    password_confirmation: confirmation,
  });
const confirm = (token: unknown) =>
  stranger.post('/auth/confirmation', { confirmation_token: token });

function keys({ headers }: Answer): Record<string, string> {
  const { 'access-token': token, client, uid } = headers as Record<string, string>;
  return { 'access-token': token ?? '', client: client ?? '', uid: uid ?? '' };
}

const personOf = async ({ id }: { id: number }): Promise<Person> => {
  const person = await findPerson(pool, id);
  assert.ok(person);
  return person;
};

async function resetToken(email: string): Promise<string> {
  assert.equal((await ask(email)).status, 200);
  const [mail] = await accessMails(world);
  assert.ok(mail);
  return linkIn(mail).token;
}

test('who forgot the password gets a mail whose link leads to the page where a new one is chosen', async () => {
  const answer = await ask('  ADA@acme.example.com ');
  assert.deepEqual([answer.status, answer.body], [200, SAID]);
  const [mail, ...others] = await accessMails(world);
  assert.deepEqual(others, []);
  assert.equal(mail?.to, ada.email);
  assert.equal(
    linkIn(mail ?? { text: '' }).page,
    'https://desk.example.com/app/auth/password/edit?reset_password_token',
  );
});

test('nobody finds out whether an address is known: the same answer, and the same statements', async () => {
  const [known, unknown] = [await ask(ben.email), await ask('nobody@acme.example.com')];
  assert.equal(known.status, 200);
  assert.equal(known.text, unknown.text);
  assert.deepEqual(Object.keys(known.headers), Object.keys(unknown.headers));
  const mails = await accessMails(world);
  assert.deepEqual(
    mails.map(({ to }) => to),
    [ben.email],
  );
});

test('a forged Host does not get into the mail', async () => {
  await ask(ben.email, { host: 'evil.example', 'x-forwarded-host': 'evil.example' });
  const [mail] = await accessMails(world);
  assert.ok(mail !== undefined && !JSON.stringify(mail).includes('evil.example'));
});

test('no waiting job holds a token', async () => {
  await ask(ben.email);
  const jobs = await sql<{ data: unknown }>(
    world,
    `select data from jobs.job where name = 'send_access_mail'`,
  );
  assert.deepEqual(
    jobs.map(({ data }) => data),
    [{ kind: 'reset', email: ben.email }],
  );
  await accessMails(world);
});

test('the link sets the password once, signs in, and ends every session of before', async () => {
  const before = await signIn(ben.email, 'Password1!');
  const realtime = before.body.data.pubsub_token as string;
  const token = await resetToken(ben.email);
  const answer = await choose(token);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.data.id, ben.id);
  assert.notEqual(answer.body.data.pubsub_token, realtime);
  assert.equal(answer.headers['authorization'], undefined);
  assert.equal((await stranger.get('/conversations', keys(answer))).status, 200);
  assert.equal((await stranger.get('/conversations', keys(before))).status, 401);
  assert.equal((await signIn(ben.email, 'Password1!')).status, 401);
  assert.equal((await signIn(ben.email, 'Other-pass-2')).status, 200);
  const again = await choose(token, 'Third-pass-3');
  assert.deepEqual([again.status, again.body], [422, INVALID]);
  assert.equal((await signIn(ben.email, 'Other-pass-2')).status, 200);
  const notices = await sql<{ data: { to: string; subject: string } }>(
    world,
    `select data from jobs.job where name = 'send_notice'`,
  );
  assert.deepEqual(
    notices.map(({ data }) => [data.to, data.subject]),
    [[ben.email, 'Your password was changed']],
  );
});

test('of two who use the link at once, one sets the password', async () => {
  const token = await resetToken(dora.email);
  const answers = await Promise.all([
    choose(token, 'First-pass-1'),
    choose(token, 'Second-pass-2'),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 422],
  );
});

test('a weak or mistyped password is refused in words, and the link stays good', async () => {
  const token = await resetToken(cleo.email);
  const weak = await choose(token, 'password');
  assert.equal(weak.status, 422);
  assert.deepEqual(weak.body, {
    message:
      'Password must contain at least 1 uppercase character, Password must contain at least 1 number character, Password must contain at least 1 special character',
    attributes: ['password'],
  });
  const mistyped = await choose(token, 'Password1!', 'Password2!');
  assert.deepEqual(mistyped.body, {
    message: "Password confirmation doesn't match Password",
    attributes: ['password_confirmation'],
  });
  assert.equal((await choose(token)).status, 200);
});

test('no blank, partial, forged, old or foreign token sets a password', async () => {
  const { vault } = platform;
  const person = await personOf(ada);
  const claim = { purpose: 'password' as const, user_id: ada.id, proof: passwordProof(person) };
  const good = signLink(vault, claim, 60);
  const bad: unknown[] = [
    undefined, null, '', ' ', '%20', 'null', '0', 0, [], {}, [good], { a: good }, good.slice(0, -1), good.slice(1),
    `${good}x`, good.split('--')[0], `--${good.split('--')[1]}`,
    signLink(vault, claim, -1),
    signLink(vault, { ...claim, user_id: gil.id }, 60),
    signLink(vault, { ...claim, proof: '' }, 60),
    signLink(vault, { ...claim, purpose: 'confirmation' }, 60),
    signLink(vault, { ...claim, purpose: 'second factor' }, 60),
    vault.sign('pubsub', 'user/1/x'),
  ]; // prettier-ignore
  for (const token of bad) {
    const answer = await choose(token);
    assert.equal(answer.status, 422, JSON.stringify(token));
    assert.equal(answer.headers['access-token'], undefined);
  }
  assert.equal((await signIn(ada.email, 'Password1!')).status, 200, 'nothing happened');
  assert.equal((await choose(good, 'Password1!')).status, 200, 'the true one works');
});

test('links live as long as promised', () => {
  assert.deepEqual(lifetimes, {
    reset: 6 * 3600,
    confirmation: 72 * 3600,
    invitation: 7 * 24 * 3600,
    secondFactor: 300,
  });
});

test('a link to choose a password is void once the address is another one', async () => {
  const token = await resetToken(cleo.email);
  await sql(world, `update users set email = 'cleo2@acme.example.com' where id = $1`, [cleo.id]);
  assert.deepEqual((await choose(token)).body, INVALID);
  await sql(world, `update users set email = $2 where id = $1`, [cleo.id, cleo.email]);
});

async function newcomer(name: string, password_digest: string | null = null): Promise<number> {
  const [made] = await sql<{ id: number }>(
    world,
    'insert into users (name, email, password_digest) values ($1, $2, $3) returning id::int',
    [name, `${name.toLowerCase()}@example.com`, password_digest],
  );
  const id = made?.id ?? 0;
  await sql(world, `insert into memberships (account_id, user_id, role) values ($1, $2, 'agent')`, [
    acme.id,
    id,
  ]);
  return id;
}

const invite = async (user_id: number): Promise<void> =>
  transaction(pool, async (tx) =>
    inviteUser(tx, { user_id, account_id: acme.id, inviter_id: ada.id }),
  );

test('who is invited chooses a password, is confirmed by that, and has an access token', async () => {
  const id = await newcomer('Nora');
  await invite(id);
  const [mail] = await accessMails(world);
  assert.deepEqual(
    [mail?.to, mail?.subject],
    ['nora@example.com', 'You have been invited to Acme'],
  );
  assert.match(mail?.text ?? '', /Ada has invited you to work in Acme\./);
  const answer = await choose(linkIn(mail ?? { text: '' }).token);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.data.confirmed, true);
  assert.match(answer.body.data.access_token, /^[1-9A-Za-z]{24}$/);
  const { access_token: api_access_token } = answer.body.data;
  assert.equal((await stranger.get('/conversations', { api_access_token })).status, 200);
  const told = await sql(
    world,
    `select account_id from events where name = 'settings.changed' and payload = $1`,
    [{ kind: 'agents', id }],
  );
  assert.deepEqual(told, [{ account_id: acme.id }], 'their colleagues hear that they have begun');
});

test('who has an account already is only told where to find the new one', async () => {
  const { password_digest } = await personOf(gil);
  await sql(world, `insert into memberships (account_id, user_id, role) values ($1, $2, 'agent')`, [
    acme.id,
    gil.id,
  ]);
  await invite(gil.id);
  const [mail] = await accessMails(world);
  assert.equal(linkIn(mail ?? { text: '' }).page, 'https://desk.example.com/app/login?');
  assert.equal((await personOf(gil)).password_digest, password_digest);
  await sql(world, 'delete from memberships where account_id = $1 and user_id = $2', [
    acme.id,
    gil.id,
  ]);
  await invite(gil.id);
  assert.deepEqual(await accessMails(world), [], 'no mail about an account one is not in');
});

test('whoever took somebody’s address before them has nothing of the account that they are invited to', async () => {
  const { password_digest } = await personOf(gil);
  const id = await newcomer('Vera', password_digest);
  await sql(
    world,
    `insert into user_sessions (user_id, client, digest, expires_at) values ($1, 'c', $2, now() + interval '1 day')`,
    [id, platform.vault.digest('squatter')],
  );
  const squatter = { 'access-token': 'squatter', client: 'c', uid: 'vera@example.com' };
  assert.equal((await stranger.get('/conversations', squatter)).status, 200, 'they were in');
  await invite(id);
  assert.equal((await stranger.get('/conversations', squatter)).status, 401);
  const [mail] = await accessMails(world);
  await choose(linkIn(mail ?? { text: '' }).token);
  assert.equal((await signIn('vera@example.com', 'Password1!')).status, 401);
  assert.equal((await signIn('vera@example.com', 'Other-pass-2')).status, 200);
});

const askForAddress = async (email: string): Promise<void> => {
  const answer = await gil.patch('/api/v1/profile', { email });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.email, gil.email, 'not yet');
};

test('a new address counts once the mail to it was answered, and ends the sessions of the old one', async () => {
  const before = await signIn(gil.email, 'Password1!');
  await askForAddress('Gil.New@example.com');
  const [mail] = await accessMails(world);
  assert.equal(mail?.to, 'Gil.New@example.com');
  const { page, token } = linkIn(mail);
  assert.equal(page, 'https://desk.example.com/app/auth/confirmation?confirmation_token');
  const answer = await confirm(token);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(
    [answer.body.data.email, answer.body.data.uid, answer.headers['uid']],
    ['Gil.New@example.com', 'Gil.New@example.com', 'Gil.New@example.com'],
  );
  assert.equal((await stranger.get('/api/v1/profile', keys(answer))).status, 200);
  assert.equal((await stranger.get('/api/v1/profile', keys(before))).status, 401);
  const again = await confirm(token);
  assert.deepEqual(
    [again.status, again.body],
    [422, { message: 'Already confirmed', redirect_url: '/' }],
  );
  assert.equal(again.headers['access-token'], undefined);
  await sql(world, 'update users set email = $2 where id = $1', [gil.id, gil.email]);
});

test('only the last address that was asked for can be confirmed, and not one that became somebody’s', async () => {
  await askForAddress('first@example.com');
  const [first] = await accessMails(world);
  await askForAddress('second@example.com');
  const [second] = await accessMails(world);
  assert.deepEqual((await confirm(linkIn(first ?? { text: '' }).token)).body, INVALID);
  const [other] = await sql<{ id: number }>(
    world,
    `insert into users (name, email) values ('Other', 'SECOND@example.com') returning id`,
  );
  const taken = await confirm(linkIn(second ?? { text: '' }).token);
  assert.deepEqual([taken.status, taken.body], [422, { message: 'Failure', redirect_url: '/' }]);
  await sql(world, 'delete from users where id = $1', [other?.id]);
  assert.equal((await confirm(linkIn(second ?? { text: '' }).token)).status, 200);
  await sql(world, 'update users set email = $2 where id = $1', [gil.id, gil.email]);
});

test('asking for the address one has takes back the one that waited', async () => {
  await askForAddress('third@example.com');
  const [mail] = await accessMails(world);
  await askForAddress(gil.email);
  assert.deepEqual(await accessMails(world), []);
  assert.deepEqual((await confirm(linkIn(mail ?? { text: '' }).token)).body, INVALID);
});

test('a new password forgets an address that waited: somebody else may have asked for it', async () => {
  await sql(world, `update users set unconfirmed_email = 'thief@example.com' where id = $1`, [
    dora.id,
  ]);
  const token = await resetToken(dora.email);
  assert.equal((await choose(token)).status, 200);
  assert.equal((await personOf(dora)).unconfirmed_email, null);
});

test('no other token confirms an address', async () => {
  const { vault } = platform;
  await sql(world, 'update users set confirmed_at = null where id = $1', [dora.id]);
  const proof = dora.email;
  const claim = { purpose: 'confirmation' as const, user_id: dora.id, proof };
  const bad: unknown[] = [
    undefined, null, '', ' ', [], {}, 0, 'null',
    signLink(vault, claim, -1),
    signLink(vault, { ...claim, user_id: ada.id }, 60),
    signLink(vault, { ...claim, user_id: 999_999 }, 60),
    signLink(vault, { ...claim, purpose: 'password' }, 60),
    signLink(vault, { ...claim, proof: '' }, 60),
  ]; // prettier-ignore
  for (const token of bad) {
    const answer = await confirm(token);
    assert.deepEqual([answer.status, answer.body], [422, INVALID], JSON.stringify(token));
  }
  assert.equal((await signIn(dora.email, 'Other-pass-2')).status, 401);
  assert.equal((await confirm(signLink(vault, claim, 60))).status, 200);
  assert.equal((await signIn(dora.email, 'Other-pass-2')).status, 200);
});

test('the mail to confirm an address can be had again, while there is one to confirm', async () => {
  const quiet = await ada.post('/api/v1/profile/resend_confirmation');
  assert.deepEqual([quiet.status, quiet.text], [200, '']);
  assert.deepEqual(await accessMails(world), []);
  await sql(world, 'update users set confirmed_at = null where id = $1', [ada.id]);
  await ada.post('/api/v1/profile/resend_confirmation');
  const [mail] = await accessMails(world);
  assert.equal(mail?.to, ada.email);
  await sql(world, 'update users set confirmed_at = now() where id = $1', [ada.id]);
});

const from = async (remoteAddress: string, email: string, url = '/auth/password') =>
  (await strict.app.inject({ method: 'POST', url, remoteAddress, payload: { email } })).statusCode;

test('five requests for a mail from an address, and five about an e-mail from wherever, then one waits', async () => {
  const paths = ['/auth/password', '/auth/password.json', '/auth//password', '/auth/password/'];
  for (let i = 0; i < 5; i += 1) {
    assert.equal(await from('203.0.113.1', `${i}@x.example`, paths[i % 4]), 200);
  }
  assert.equal(await from('203.0.113.1', 'six@x.example'), 429);
  const spellings = [strict.ben.email, strict.ben.email.toUpperCase(), ` ${strict.ben.email} `];
  const codes: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    codes.push(await from(`198.51.100.${i}`, spellings[i % 3] ?? ''));
  }
  assert.deepEqual(codes, [200, 200, 200, 200, 200, 429, 429]);
  for (let i = 0; i < 6; i += 1) {
    assert.equal(await from('127.0.0.1', `local${i}@x.example`), 200, 'exempt addresses do not');
  }
});
