import assert from 'node:assert/strict';
import { test } from 'node:test';
import { employRex, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { app, acme, globex, ada, gil, rex } = world;

interface Said {
  status: number;
  text: string;
}

/** Asks for a list of conversations with just these headers. */
async function ask(
  headers: Record<string, string>,
  account: number | string = acme.id,
  rest = 'conversations',
): Promise<Said> {
  const { statusCode: status, body: text } = await app.inject({
    url: `/api/v1/accounts/${account}/${rest}`,
    headers,
  });
  return { status, text };
}

const token = { api_access_token: ada.token };
const SIGN_IN = '{"errors":["You need to sign in or sign up before continuing."]}';

for (const header of [
  'api_access_token',
  'api-access-token',
  'Api-Access-Token',
  'API_ACCESS_TOKEN',
]) {
  test(`the token may come in the header ${header}`, async () => {
    assert.equal((await ask({ [header]: ada.token })).status, 200);
  });
}

test('a token in the query is none', async () => {
  for (const name of ['api_access_token', 'api-access-token', 'token']) {
    const answer = await ask({}, acme.id, `conversations?${name}=${ada.token}`);
    assert.deepEqual(answer, { status: 401, text: SIGN_IN });
  }
});

test('without credentials, or with blank ones, one is asked to sign in', async () => {
  const blank: Record<string, string>[] = [
    {},
    { api_access_token: '' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${ada.token}` },
    { authorization: 'Basic YWRhOmFkYQ==' },
    { 'access-token': ada.token, client: 'x' },
    { 'access-token': 'x', client: 'x', uid: ada.email },
  ];
  for (const headers of blank) {
    assert.deepEqual(await ask(headers), { status: 401, text: SIGN_IN }, JSON.stringify(headers));
  }
});

test('an unknown token is called that', async () => {
  for (const wrong of [
    'nonsense',
    ada.token.slice(0, -1),
    `${ada.token}x`,
    ada.token.toUpperCase(),
  ]) {
    assert.deepEqual(await ask({ api_access_token: wrong }), {
      status: 401,
      text: '{"error":"Invalid Access Token"}',
    });
  }
});

test('rubbish beside a token is ignored, as SDKs send the token as a bearer too', async () => {
  for (const authorization of [`Bearer ${ada.token}`, 'Bearer !!!', 'Bearer', 'nonsense']) {
    assert.equal((await ask({ ...token, authorization })).status, 200, authorization);
  }
  assert.equal((await ask({ ...token, 'access-token': 'x', client: 'x', uid: 'x' })).status, 200);
});

test('a wrong token is not made good by anything beside it', async () => {
  const answer = await ask({ api_access_token: 'wrong', 'api-access-token': ada.token });
  assert.equal(answer.status, 401);
});

test('an account that does not exist is 404, whoever asks', async () => {
  for (const account of ['999999', 'abc', '0', '-1', '99999999999999999999']) {
    const answer = await ask(token, account);
    assert.deepEqual(answer, { status: 404, text: '{"error":"Resource could not be found"}' });
  }
});

test('somebody who is no member of an account is told so', async () => {
  assert.deepEqual(await ask({ api_access_token: gil.token }), {
    status: 401,
    text: '{"error":"You are not authorized to access this account"}',
  });
});

test('a bot in front of an account it does not belong to is told so, unless it works in an inbox there', async () => {
  const create = async (): Promise<Said> => {
    const { statusCode: status, body: text } = await app.inject({
      method: 'POST',
      url: `/api/v1/accounts/${globex.id}/conversations`,
      headers: { api_access_token: rex.token },
      payload: { inbox_id: globex.inbox.id, contact_id: globex.contact.id },
    });
    return { status, text };
  };
  assert.deepEqual(await create(), {
    status: 401,
    text: '{"error":"Bot is not authorized to access this account"}',
  });
  await sql(world, 'insert into account_agent_bots (account_id, agent_bot_id) values ($1, $2)', [
    globex.id,
    rex.id,
  ]);
  assert.equal((await create()).status, 401, 'known there, but working nowhere');
  await sql(
    world,
    'insert into agent_bot_inboxes (account_id, inbox_id, agent_bot_id) values ($1, $2, $3)',
    [globex.id, globex.inbox.id, rex.id],
  );
  assert.equal((await create()).status, 200);
});

test('a suspended account is closed to its people and its bots', async () => {
  await employRex(world, acme.support);
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  const suspended = { status: 401, text: '{"error":"Account is suspended"}' };
  assert.deepEqual(await ask(token), suspended);
  const bot = await rex.post('/conversations', { source_id: 'x' });
  assert.deepEqual({ status: bot.status, text: bot.text }, suspended);
  assert.deepEqual(await ask({ api_access_token: gil.token }), suspended, 'before membership');
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
  assert.equal((await ask(token)).status, 200);
});

test('somebody who left the account is no member any more', async () => {
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [ada.id]);
  assert.equal(
    (await ask(token)).text,
    '{"error":"You are not authorized to access this account"}',
  );
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [ada.id]);
});

test('a bot is refused an endpoint before anything is said about the account', async () => {
  const answer = await ask({ api_access_token: rex.token }, '999999');
  assert.equal(answer.text, '{"error":"Access to this endpoint is not authorized for bots"}');
});

test('credentials are looked at before the body: a stranger learns nothing from mistakes in it', async () => {
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: `/api/v1/accounts/${acme.id}/conversations`,
    headers: { 'content-type': 'application/json' },
    payload: '{"broken',
  });
  assert.equal(statusCode, 401);
  assert.equal(body, SIGN_IN);
});
