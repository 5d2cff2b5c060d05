import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld({ BASE_URL: 'https://desk.example.com' });
const { stranger } = world;
const PATH = '/installation/onboarding';
const NOT_FOUND = { status: 404, error: 'Not Found' };

const good = {
  name: 'Ada',
  company: 'Acme',
  email: 'ada@acme.example.com',
  password: 'Password1!',
};
const onboard = (body: unknown, headers = {}): Promise<Answer> => send('POST', PATH, body, headers);

async function send(
  method: 'GET' | 'POST',
  url: string,
  body?: unknown,
  headers = {},
): Promise<Answer> {
  const response = await world.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) }); // prettier-ignore
  const text = response.body;
  const body_: unknown = text.startsWith('{') ? JSON.parse(text) : text;
  return { status: response.statusCode, text, body: body_, headers: response.headers };
}

const empty = async (): Promise<unknown> => sql(world, 'truncate users, accounts cascade');

test('once there is anybody it is over: no method, suffix or body makes another first person', async () => {
  const users = await sql(world, 'select id from users order by id');
  for (const url of [PATH, `${PATH}.json`, `${PATH}/`, `//installation/onboarding`]) {
    for (const body of [good, { user: good }, {}]) {
      const answer = await send('POST', url, body);
      assert.deepEqual([answer.status, answer.body], [404, NOT_FOUND], url);
    }
    assert.deepEqual((await send('GET', url)).body, NOT_FOUND);
  }
  const browser = await send('GET', PATH, undefined, { accept: 'text/html,*/*' });
  assert.deepEqual(
    [browser.status, browser.headers['location']],
    [302, 'https://desk.example.com/app/login'],
  );
  assert.deepEqual(await sql(world, 'select id from users order by id'), users);
});

test('while nobody is there it says so', async () => {
  await empty();
  const answer = await send('GET', PATH);
  assert.deepEqual([answer.status, answer.body], [200, { open: true }]);
});

test('the first person needs everything, and a good password', async () => {
  const blank = await onboard({ user: { name: 'Ada' } });
  assert.deepEqual(blank.body, {
    message: "Company can't be blank, Email can't be blank",
    attributes: ['company', 'email'],
  });
  assert.deepEqual((await onboard({ ...good, email: 'x' })).body.attributes, ['email']);
  assert.deepEqual((await onboard({ ...good, password: 'x' })).body.attributes, ['password']);
  assert.equal((await onboard(good, { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.deepEqual(await sql(world, 'select from users'), []);
});

test('of fifty who come first at once, one is', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, i) =>
      onboard({ user: { ...good, email: `first${i}@example.com` } }),
    ),
  );
  const winners = answers.filter(({ status }) => status === 200);
  assert.equal(winners.length, 1);
  assert.ok(answers.every(({ status }) => status === 200 || status === 404));
  assert.equal((await sql(world, 'select from users')).length, 1);
  assert.equal((await sql(world, 'select from accounts')).length, 1);
  const [winner] = winners;
  assert.ok(winner);
  const { data } = winner.body;
  assert.deepEqual([data.name, data.role, data.confirmed, data.accounts[0].name], ['Ada', 'administrator', true, 'Acme']); // prettier-ignore
  assert.match(String(winner.headers['access-token']), /^[\w-]{22}$/);
  const again = await stranger.post('/auth/sign_in', { email: data.email, password: 'Password1!' });
  assert.equal(again.status, 200);
});

test('while another first person is being made, by whatever way, one waits and is too late', async () => {
  await empty();
  const other = await world.pool.connect();
  await other.query(`begin; insert into users (name, email) values ('Otto', 'otto@example.com')`);
  let isOver = false;
  const late = onboard(good).finally(() => {
    isOver = true;
  });
  while (!isOver && !(await someoneWaits())) await new Promise(setImmediate);
  await other.query('commit');
  other.release();
  assert.equal((await late).status, 404);
  assert.equal((await sql(world, 'select from users')).length, 1);
});

async function someoneWaits(): Promise<boolean> {
  const waiting = await sql(
    world,
    `select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
     where not l.granted and l.relation = 'users'::regclass`,
  );
  return waiting.length > 0;
}

test('a form does as well, and leads a browser to the sign-in page', async () => {
  await empty();
  const form = new URLSearchParams({
    'user[name]': 'Ada', 'user[company]': 'Acme', 'user[email]': good.email, 'user[password]': good.password,
  }); // prettier-ignore
  const answer = await onboard(form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
  });
  assert.deepEqual(
    [answer.status, answer.headers['location']],
    [302, 'https://desk.example.com/app/login'],
  );
  assert.equal((await stranger.post('/auth/sign_in', good)).status, 200);
});
