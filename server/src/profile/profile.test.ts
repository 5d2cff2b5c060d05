import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessMails } from '../../test/access-mails.ts';
import { multipart, picture } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, dora, gil, rex, stranger } = world;

const PROFILE = '/api/v1/profile';
const show = async (who: Caller): Promise<Answer['body']> => (await who.get(PROFILE)).body;
const signIn = (email: string, password = 'Password1!'): Promise<Answer> =>
  stranger.post('/auth/sign_in', { email, password });

function keys({ headers }: Answer): Record<string, string> {
  const { 'access-token': token, client, uid } = headers as Record<string, string>;
  return { 'access-token': token ?? '', client: client ?? '', uid: uid ?? '' };
}

test('people change their name, signature and phone number, and are answered whole each time', async () => {
  const before = await show(ben);
  const answer = await ben.patch(PROFILE, {
    profile: {
      name: 'Benjamin',
      display_name: 'Benji',
      message_signature: 'Yours,\nBen',
      phone_number: '+14155550100',
    },
  });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.body, {
    ...before,
    name: 'Benjamin',
    display_name: 'Benji',
    available_name: 'Benji',
    message_signature: 'Yours,\nBen',
    custom_attributes: { phone_number: '+14155550100' },
  });
  assert.equal(answer.headers['cache-control'], 'no-store');
  const cleared = await ben.put(PROFILE, {
    name: 'Ben',
    display_name: '',
    message_signature: null,
  });
  assert.deepEqual(
    [cleared.body.available_name, cleared.body.message_signature, cleared.body.custom_attributes],
    ['Ben', null, { phone_number: '+14155550100' }],
  );
});

test('the settings of clients are kept as they came, and replaced as a whole', async () => {
  const odd = {
    locale: 'de',
    deep: { list: [1, 'two', { three: [] }], empty: {}, nothing: null, 'a.b': 'ü🦊\u2028<b>' },
    '': false,
    number: 1e-7,
  };
  assert.deepEqual(
    (await ada.put(PROFILE, { profile: { ui_settings: odd } })).body.ui_settings,
    odd,
  );
  assert.deepEqual((await show(ada)).ui_settings, odd);
  const next = await ada.put(PROFILE, { ui_settings: { is_contact_sidebar_open: true } });
  assert.deepEqual(next.body.ui_settings, { is_contact_sidebar_open: true });
  assert.deepEqual((await ada.put(PROFILE, { ui_settings: {} })).body.ui_settings, {});
});

test('settings that cannot be kept are refused and change nothing', async () => {
  await ada.put(PROFILE, { ui_settings: { kept: true } });
  for (const ui_settings of ['text', [1], { a: 'x\0y' }, { big: 'x'.repeat(100_001) }]) {
    const answer = await ada.put(PROFILE, { name: 'No', ui_settings });
    assert.equal(answer.status, 422, JSON.stringify(ui_settings).slice(0, 40));
  }
  const { name, ui_settings } = await show(ada);
  assert.deepEqual([name, ui_settings], ['Ada', { kept: true }]);
});

test('forms do as well as JSON, whole or in parts', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const form = await world.app.inject({
    method: 'PUT',
    url: PROFILE,
    headers: { ...headers, api_access_token: cleo.token },
    payload: 'profile[name]=Cleopatra&profile[ui_settings][theme]=dark',
  });
  assert.equal(form.statusCode, 200, form.body);
  assert.deepEqual([form.json().name, form.json().ui_settings], ['Cleopatra', { theme: 'dark' }]);
  const parts = multipart([
    { name: 'profile[name]', bytes: 'Cleo' },
    {
      name: 'profile[avatar]',
      filename: 'me.png',
      type: 'image/png',
      bytes: await picture('png', { width: 300, height: 300 }),
    },
  ]);
  const answer = await world.app.inject({
    method: 'PUT',
    url: PROFILE,
    headers: { ...parts.headers, api_access_token: cleo.token },
    payload: parts.payload,
  });
  assert.equal(answer.statusCode, 200, answer.body);
  const { name, avatar_url } = answer.json();
  assert.equal(name, 'Cleo');
  assert.match(avatar_url, /^http:\/\/localhost:3000\/rails\/active_storage\/representations\//);
  const seen = await world.app.inject({ url: new URL(avatar_url).pathname });
  assert.ok(seen.statusCode < 400, String(seen.statusCode));
  const removed = await cleo.delete(`${PROFILE}/avatar`);
  assert.deepEqual([removed.status, removed.body.avatar_url], [200, '']);
  assert.equal((await world.app.inject({ url: new URL(avatar_url).pathname })).statusCode, 404);
});

test('what is no picture is refused with everything beside it', async () => {
  const parts = multipart([
    { name: 'profile[name]', bytes: 'Other' },
    { name: 'profile[avatar]', filename: 'a.txt', type: 'text/plain', bytes: Buffer.from('a') },
  ]);
  const answer = await world.app.inject({
    method: 'PATCH',
    url: PROFILE,
    headers: { ...parts.headers, api_access_token: cleo.token },
    payload: parts.payload,
  });
  assert.deepEqual(
    [answer.statusCode, answer.json()],
    [422, { message: 'Avatar filetype not supported', attributes: ['avatar'] }],
  );
  assert.equal((await show(cleo)).name, 'Cleo');
});

test('nothing else of a person can be changed, whatever the request names', async () => {
  const columns = await sql<{ name: string }>(
    world,
    `select column_name as name from information_schema.columns where table_name in ('users', 'memberships')`,
  );
  const extra = Object.fromEntries(columns.map(({ name }) => [name, 1]));
  const read = async () =>
    sql(world, `select to_jsonb(u) - 'updated_at' as row from users u order by id`);
  const before = [await read(), await show(dora)];
  const keep = { name: 'Dora', display_name: null, email: dora.email, message_signature: null };
  const body = {
    ...extra, ...keep, ui_settings: {}, avatar: undefined, account_id: globex.id, user_id: ada.id, id: ada.id,
    role: 'administrator', type: 'SuperAdmin', confirmed: true, access_token: 'x', accounts: [], provider: 'x',
  }; // prettier-ignore
  const answer = await dora.patch(PROFILE, { ...body, profile: body });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual([await read(), await show(dora)], before);
});

test('a request without anything to change is told what is missing', async () => {
  for (const body of [{}, { profile: {} }, { profile: 'x' }, { unknown: 1 }]) {
    const answer = await ben.put(PROFILE, body);
    assert.deepEqual(
      [answer.status, answer.body],
      [422, { error: 'param is missing or the value is empty: profile' }],
    );
  }
});

test('a name is needed and has its limit', async () => {
  const blank = await ben.put(PROFILE, { name: ' ' });
  assert.deepEqual(blank.body, { message: "Name can't be blank", attributes: ['name'] });
  const long = await ben.put(PROFILE, { name: 'x'.repeat(256) });
  assert.deepEqual(long.body, {
    message: 'Name is too long (maximum is 255 characters)',
    attributes: ['name'],
  });
});

test('a new password needs the old one, ends all sessions but the last begun, and changes the realtime token', async () => {
  const first = await signIn(ben.email);
  await sql(world, `update user_sessions set expires_at = expires_at - interval '1 hour'`);
  const last = await signIn(ben.email);
  const before = await show(ben);
  const passwords = { password: 'Other-pass-2', password_confirmation: 'Other-pass-2' };
  for (const current_password of ['', 'wrong', undefined]) {
    const refused = await ben.put(PROFILE, { profile: { current_password, ...passwords } });
    assert.deepEqual([refused.status, refused.body], [422, { error: 'Invalid current password' }]);
  }
  const weak = await ben.put(PROFILE, { current_password: 'Password1!', password: 'aaaaaa' });
  assert.deepEqual(weak.body.attributes, ['password']);
  assert.match(
    weak.body.message,
    /^Password must contain at least 1 uppercase character, Password /,
  );
  const mistyped = await ben.put(PROFILE, {
    current_password: 'Password1!',
    password: 'Other-pass-2',
    password_confirmation: 'other',
  });
  assert.deepEqual(mistyped.body.attributes, ['password_confirmation']);
  assert.equal((await stranger.get(PROFILE, keys(first))).status, 200, 'nothing happened yet');

  const done = await stranger.put(
    PROFILE,
    { profile: { current_password: 'Password1!', ...passwords } },
    keys(last),
  );
  assert.equal(done.status, 200, done.text);
  assert.notEqual(done.body.pubsub_token, before.pubsub_token);
  assert.equal(done.body.access_token, before.access_token);
  assert.equal((await stranger.get(PROFILE, keys(first))).status, 401);
  assert.equal((await stranger.get(PROFILE, keys(last))).status, 200);
  assert.equal((await signIn(ben.email)).status, 401);
  assert.equal((await signIn(ben.email, 'Other-pass-2')).status, 200);
});

test('an empty password field is none', async () => {
  const answer = await ben.put(PROFILE, { name: 'Ben', password: '', current_password: '' });
  assert.equal(answer.status, 200);
  assert.equal((await signIn(ben.email, 'Other-pass-2')).status, 200);
});

test('ten guesses at the current password, then one waits', async () => {
  const codes: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    const guess = { current_password: `guess ${i}`, password: 'Password1!' };
    codes.push((await dora.put(PROFILE, guess)).status);
  }
  assert.deepEqual(codes, [...Array<number>(10).fill(422), 429, 429]);
});

test('an address must be one, and nobody else’s', async () => {
  for (const email of [
    'nonsense',
    'a@b',
    'a b@example.com',
    'a@example.com, b@example.com',
    'x\r\nBcc: y@example.com',
    '<a@example.com>',
  ]) {
    // prettier-ignore
    const answer = await cleo.put(PROFILE, { email });
    assert.deepEqual([answer.status, answer.body], [422, { message: 'Email is invalid', attributes: ['email'] }]); // prettier-ignore
  }
  const taken = await cleo.put(PROFILE, { name: 'Changed', email: ada.email.toUpperCase() });
  assert.deepEqual(taken.body, { message: 'Email has already been taken', attributes: ['email'] });
  assert.equal((await show(cleo)).name, 'Cleo', 'all or nothing');
  assert.deepEqual(await accessMails(world), []);
});

test('nobody can send mails to a stranger’s mailbox without end', async () => {
  const codes: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    codes.push((await cleo.put(PROFILE, { email: `victim${i}@example.com` })).status);
  }
  assert.deepEqual(codes.slice(-2), [429, 429]);
  assert.ok((await accessMails(world)).length <= 5);
});

test('availability is chosen for one account, and only by its members', async () => {
  const answer = await ada.post(`${PROFILE}/availability`, {
    profile: { account_id: acme.id, availability: 'busy' },
  });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(
    [answer.body.id, answer.body.accounts[0].availability, answer.body.accounts[0].auto_offline],
    [ada.id, 'busy', true],
  );
  const offline = await ada.post(`${PROFILE}/auto_offline`, { account_id: acme.id });
  assert.equal(offline.body.accounts[0].auto_offline, false);
  assert.equal(offline.body.accounts[0].availability_status, 'busy');
  const on = await ada.post(`${PROFILE}/auto_offline`, {
    account_id: acme.id,
    auto_offline: true,
  });
  assert.equal(on.body.accounts[0].auto_offline, true);
  assert.equal((await show(ben)).accounts[0].availability, 'online', 'nobody else’s');
});

test('an account one does not belong to is one that does not exist', async () => {
  for (const [path, method] of [
    ['availability', 'post'],
    ['auto_offline', 'post'],
    ['set_active_account', 'put'],
  ] as const) {
    // prettier-ignore
    const ask = (account_id: number) =>
      ada[method](`${PROFILE}/${path}`, { account_id, availability: 'busy' });
    const [foreign, missing] = [await ask(globex.id), await ask(999_999)];
    assert.deepEqual(
      [foreign.status, foreign.body],
      [404, { error: 'Resource could not be found' }],
    );
    assert.equal(foreign.text, missing.text);
    assert.equal((await ask(acme.id)).status, 200, 'it works where one belongs');
  }
  assert.equal((await show(gil)).accounts[0].availability, 'online');
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [cleo.id]);
  const left = await cleo.put(`${PROFILE}/set_active_account`, { account_id: acme.id });
  assert.equal(left.status, 404);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [cleo.id]);
});

test('an unknown availability is refused in words', async () => {
  for (const availability of ['away', 1, {}, undefined]) {
    const answer = await ada.post(`${PROFILE}/availability`, { account_id: acme.id, availability });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /availability/);
  }
});

test('the account one works in is noted, and is the one of the profile from then on', async () => {
  await sql(world, `insert into memberships (account_id, user_id, role) values ($1, $2, 'agent')`, [
    globex.id,
    ada.id,
  ]);
  const go = async (account_id: unknown) =>
    ada.put(`${PROFILE}/set_active_account`, { profile: { account_id } });
  const answer = await go(String(globex.id));
  assert.deepEqual([answer.status, answer.text], [200, '']);
  const there = await show(ada);
  assert.deepEqual([there.account_id, there.role], [globex.id, 'agent']);
  await go(acme.id);
  const back = await show(ada);
  assert.deepEqual([back.account_id, back.role], [acme.id, 'administrator']);
  await sql(world, 'update accounts set deleted_at = now() where id = $1', [globex.id]);
  for (const answer of [
    await go(globex.id),
    await ada.post(`${PROFILE}/availability`, { account_id: globex.id, availability: 'busy' }),
  ]) {
    assert.deepEqual([answer.status, answer.body], [404, { error: 'Resource could not be found' }]);
  }
  await sql(world, 'update accounts set deleted_at = null where id = $1', [globex.id]);
  await sql(world, 'delete from memberships where account_id = $1 and user_id = $2', [
    globex.id,
    ada.id,
  ]);
});

test('a custom role shows in the membership with what it allows, and so does who invited somebody', async () => {
  const [role] = await sql<{ id: number }>(
    world,
    `insert into custom_roles (account_id, name, description, permissions)
     values ($1, 'Reporter', 'Reads', '{report_manage,contact_manage}') returning id::int`,
    [acme.id],
  );
  await sql(
    world,
    'update memberships set custom_role_id = $2, inviter_id = $3 where user_id = $1',
    [dora.id, role?.id, ada.id],
  );
  const { accounts, inviter_id } = await show(dora);
  assert.equal(inviter_id, ada.id);
  assert.deepEqual(accounts[0].permissions, ['report_manage', 'contact_manage', 'custom_role']);
  assert.equal(accounts[0].custom_role_id, role?.id);
  assert.deepEqual(accounts[0].custom_role, {
    id: role?.id,
    name: 'Reporter',
    description: 'Reads',
    permissions: ['report_manage', 'contact_manage'],
  });
});

test('a new access token takes the place of the old one at once', async () => {
  const answer = await gil.post(`${PROFILE}/reset_access_token`);
  assert.equal(answer.status, 200);
  const { access_token } = answer.body;
  assert.match(access_token, /^[1-9A-Za-z]{24}$/);
  assert.notEqual(access_token, gil.token);
  assert.equal((await gil.get(PROFILE)).status, 401);
  const anew = await stranger.get(PROFILE, { api_access_token: access_token });
  assert.deepEqual([anew.status, anew.body.id], [200, gil.id]);
});

test('a profile is never a bot’s or a stranger’s to change', async () => {
  const calls: [method: 'put' | 'post' | 'delete', path: string][] = [
    ['put', PROFILE],
    ['delete', `${PROFILE}/avatar`],
    ['post', `${PROFILE}/availability`],
    ['post', `${PROFILE}/auto_offline`],
    ['put', `${PROFILE}/set_active_account`],
    ['post', `${PROFILE}/resend_confirmation`],
    ['post', `${PROFILE}/reset_access_token`],
  ];
  for (const [method, path] of calls) {
    const bot = await rex[method](path, { name: 'x' });
    assert.deepEqual(bot.body, { error: 'Access to this endpoint is not authorized for bots' });
    assert.equal((await stranger[method](path, { name: 'x' })).status, 401);
  }
});
