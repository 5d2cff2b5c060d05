import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, globex, rex, stranger } = world;
const SESSIONS = '/api/v1/profile/sessions';

interface Keys extends Record<string, string> {
  client: string;
}

async function signIn({ email }: Caller, agent = 'Tests/1.0'): Promise<Keys> {
  const { headers } = await stranger.post(
    '/auth/sign_in',
    { email, password: 'Password1!' },
    { 'user-agent': agent },
  );
  const { 'access-token': token, client, uid } = headers as Record<string, string>;
  return { 'access-token': token ?? '', client: client ?? '', uid: uid ?? '' };
}

const list = (keys: Keys): Promise<Answer> => stranger.get(SESSIONS, keys);

test('people see where they are signed in, and nothing that opens it', async () => {
  const phone = await signIn(ada, 'Phone/2.0');
  const laptop = await signIn(ada, 'x'.repeat(400));
  await signIn(ben);
  const { status, body } = await list(phone);
  assert.equal(status, 200);
  assert.deepEqual(
    body.map(({ client }: Keys) => client).toSorted(),
    [phone.client, laptop.client].toSorted(),
  );
  const mine = body.find(({ client }: Keys) => client === phone.client);
  assert.deepEqual(Object.keys(mine), [
    'id', 'client', 'created_at', 'last_used_at', 'expires_at', 'user_agent', 'address', 'current',
  ]); // prettier-ignore
  assert.deepEqual([mine.user_agent, mine.address, mine.current], ['Phone/2.0', '127.0.0.1', true]);
  const other = body.find(({ client }: Keys) => client === laptop.client);
  assert.deepEqual([other.user_agent.length, other.current], [255, false]);
  assert.ok(!JSON.stringify(body).includes(phone['access-token'] ?? ''));
  const byToken = await ada.get(SESSIONS);
  assert.ok(byToken.body.every(({ current }: { current: boolean }) => !current));
});

test('a session that has ended is not in the list', async () => {
  const keys = await signIn(ada);
  const gone = await signIn(ada);
  await sql(world, 'update user_sessions set expires_at = now() where client = $1', [gone.client]);
  const { body } = await list(keys);
  assert.ok(body.every(({ client }: Keys) => client !== gone.client));
});

test('one session is ended alone, and only by its owner', async () => {
  const [phone, laptop, bens] = [await signIn(ada), await signIn(ada), await signIn(ben)];
  const [line] = (await list(bens)).body;
  const foreign = await stranger.delete(`${SESSIONS}/${line.id}`, undefined, phone);
  const missing = await stranger.delete(`${SESSIONS}/987654321`, undefined, phone);
  assert.deepEqual([foreign.status, foreign.text], [404, missing.text]);
  assert.equal((await list(bens)).status, 200);
  const { id } = (await list(phone)).body.find(({ client }: Keys) => client === laptop.client);
  const done = await stranger.delete(`${SESSIONS}/${id}`, undefined, phone);
  assert.deepEqual([done.status, done.text], [200, '']);
  assert.equal((await list(laptop)).status, 401);
  assert.equal((await list(phone)).status, 200);
  for (const odd of ['x', '0', '-1', '%00', 'null']) {
    assert.ok([400, 404].includes((await stranger.delete(`${SESSIONS}/${odd}`, undefined, phone)).status)); // prettier-ignore
  }
});

test('all others are ended at once; with an access token, all', async () => {
  const [phone, laptop, bens] = [await signIn(ada), await signIn(ada), await signIn(ben)];
  assert.equal((await stranger.delete(SESSIONS, undefined, phone)).status, 200);
  assert.deepEqual(
    [(await list(phone)).status, (await list(laptop)).status, (await list(bens)).status],
    [200, 401, 200],
  );
  assert.equal((await ada.delete(SESSIONS)).status, 200);
  assert.equal((await list(phone)).status, 401);
  assert.equal((await list(bens)).status, 200);
});

test('whoever has lost their session does not hear on: the realtime token of before is worth nothing', async () => {
  const token = async (): Promise<string> =>
    (await ben.get('/api/v1/profile')).body.pubsub_token as string;
  const [phone, laptop] = [await signIn(ben), await signIn(ben)];
  const before = await token();
  const { id } = (await list(phone)).body.find(({ client }: Keys) => client === laptop.client);
  await stranger.delete(`${SESSIONS}/${id}`, undefined, phone);
  const between = await token();
  await stranger.delete(SESSIONS, undefined, phone);
  assert.equal(new Set([before, between, await token()]).size, 3);
});

test('use is noted once in ten minutes', async () => {
  const keys = await signIn(ada);
  const noted = async (): Promise<string> =>
    (await list(keys)).body.find(({ client }: Keys) => client === keys.client).last_used_at;
  const old = '2026-01-01T00:00:00.000Z';
  const first = await noted();
  await stranger.get('/conversations', keys);
  assert.equal(await noted(), first, 'not each time');
  await sql(world, 'update user_sessions set last_used_at = $2 where client = $1', [
    keys.client,
    old,
  ]);
  await stranger.get('/conversations', keys);
  assert.ok((await noted()) >= first);
});

test('signing in and out stands in the audit log of each account of theirs', async () => {
  await sql(world, `insert into memberships (account_id, user_id, role) values ($1, $2, 'agent')`, [
    globex.id,
    ben.id,
  ]);
  await sql(world, 'delete from audits');
  const keys = await signIn(ben);
  await stranger.delete('/auth/sign_out', undefined, keys);
  await stranger.post('/auth/sign_in', { email: ben.email, password: 'wrong' });
  const lines = await sql(
    world,
    `select account_id::int, auditable_type, auditable_id::int, user_type, user_id::int, username, action, remote_address,
       request_uuid is not null as request from audits order by id`,
  );
  const line = (account_id: number, action: string) => ({
    account_id,
    auditable_type: 'User',
    auditable_id: ben.id,
    user_type: 'User',
    user_id: ben.id,
    username: 'Ben',
    action,
    remote_address: '127.0.0.1',
    request: true,
  });
  assert.deepEqual(lines, [
    line(acme.id, 'sign_in'),
    line(globex.id, 'sign_in'),
    line(acme.id, 'sign_out'),
    line(globex.id, 'sign_out'),
  ]);
});

test('the headers of an answer fit into one cookie', async () => {
  const { headers } = await stranger.post('/auth/sign_in', {
    email: ada.email,
    password: 'Password1!',
  });
  assert.ok(encodeURIComponent(JSON.stringify(headers)).length < 2500);
});

test('bots and strangers have no sessions to see', async () => {
  for (const who of [rex, stranger]) {
    assert.equal((await who.get(SESSIONS)).status, 401);
    assert.equal((await who.delete(SESSIONS)).status, 401);
    assert.equal((await who.delete(`${SESSIONS}/1`)).status, 401);
  }
});
