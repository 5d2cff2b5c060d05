import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, dora, rex, gil, stranger, acme } = world;

const { id: talk } = await world.conversation();
const messages = `/conversations/${talk}/messages`;
const { id: message } = (await ben.post(messages, { content: 'Hello' })).body;

type Call = (caller: Caller, path?: string) => Promise<Answer>;

const calls: [what: string, call: Call][] = [
  ['listing', async (caller, path = messages) => caller.get(path)],
  ['sending', async (caller, path = messages) => caller.post(path, { content: 'x' })],
  [
    'reporting',
    async (caller, path = messages) => caller.patch(`${path}/${message}`, { status: 'read' }),
  ],
  ['deleting', async (caller, path = messages) => caller.delete(`${path}/${message}`)],
  ['retrying', async (caller, path = messages) => caller.post(`${path}/${message}/retry`)],
  ['translating', async (caller, path = messages) => caller.post(`${path}/${message}/translate`)],
];

const state = async (): Promise<string> => (await ada.get(messages)).text;

for (const [what, call] of calls) {
  test(`${what} needs a token`, async () => {
    const answer = await call(stranger);
    assert.equal(answer.status, 401);
    assert.equal(answer.text, '{"errors":["You need to sign in or sign up before continuing."]}');
  });

  test(`${what} with an unknown token is refused as such`, async () => {
    const forged: Caller = Object.create(stranger);
    const headers = { api_access_token: 'x'.repeat(24) };
    forged.get = async (path) => stranger.get(path, headers);
    forged.post = async (path, body) => stranger.post(path, body, headers);
    forged.patch = async (path, body) => stranger.patch(path, body, headers);
    forged.delete = async (path) => stranger.delete(path, undefined, headers);
    const answer = await call(forged);
    assert.equal(answer.status, 401);
    assert.equal(answer.text, '{"error":"Invalid Access Token"}');
  });

  test(`${what} in a conversation that one may not see answers as if there were none`, async () => {
    const before = await state();
    const none = await call(cleo, '/conversations/999999/messages');
    const hidden = await call(cleo);
    assert.equal(none.status, 404);
    assert.equal(hidden.status, 404);
    assert.equal(hidden.text, none.text);
    const names = (answer: Answer): string[] => Object.keys(answer.headers).toSorted();
    assert.deepEqual(names(hidden), names(none));
    assert.equal(hidden.headers['content-length'], none.headers['content-length']);
    assert.equal(await state(), before);
  });

  test(`${what} in another account's conversation is 404 under one's own, and 401 under theirs`, async () => {
    const before = await state();
    assert.equal((await call(gil)).status, 404);
    const theirs = await call(gil, `/api/v1/accounts/${acme.id}${messages}`);
    assert.equal(theirs.status, 401);
    assert.equal(theirs.text, '{"error":"You are not authorized to access this account"}');
    assert.equal(await state(), before);
  });

  test(`${what} is over for an agent as soon as they leave the inbox`, async () => {
    const { id } = await world.conversation();
    const path = `/conversations/${id}/messages`;
    const sent = await ben.post(path, { content: 'mine' });
    const own = async (caller: Caller): Promise<Answer> =>
      call(caller, path).then(async (answer) => (what === 'sending' ? answer : caller.get(path)));
    assert.equal((await own(ben)).status, 200);
    const where = 'account_id = $1 and inbox_id = $2 and user_id = $3';
    const values = [acme.id, acme.support.id, ben.id];
    await sql(world, `delete from inbox_members where ${where}`, values);
    assert.equal((await call(ben, path)).status, 404);
    assert.equal((await ben.delete(`${path}/${sent.body.id}`)).status, 404);
    await sql(world, 'insert into inbox_members values ($1, $2, $3)', values);
  });

  if (what === 'sending') {
    test('a bot may send, into every inbox of its account', async () => {
      assert.equal((await call(rex)).status, 200);
      const { id } = await world.conversation({ inbox_id: acme.sales.id });
      assert.equal((await call(rex, `/conversations/${id}/messages`)).status, 200);
    });
  } else {
    test(`${what} is not for bots`, async () => {
      const before = await state();
      const answer = await call(rex);
      assert.equal(answer.status, 401);
      assert.equal(answer.text, '{"error":"Access to this endpoint is not authorized for bots"}');
      assert.equal(await state(), before);
    });
  }

  test(`${what} is for members of the conversation's team, too`, async () => {
    const { id } = await world.conversation({ team_id: acme.escalations.id });
    const path = `/conversations/${id}/messages`;
    const { status } = await call(dora, path);
    // The message itself is of another conversation.
    assert.equal(status, { listing: 200, sending: 200, retrying: 422 }[what] ?? 404);
    assert.equal((await call(dora)).status, 404);
  });
}

for (const id of ['abc', '-1', '0', '9'.repeat(30), '%00', 'null']) {
  test(`a conversation called ${id} is 404`, async () => {
    for (const [what, call] of calls) {
      const answer = await call(ada, `/conversations/${id}/messages`);
      assert.equal(answer.status, 404, what);
      assert.equal(answer.text, '{"error":"Resource could not be found"}');
    }
  });
}

test('being the assignee does not let an agent in', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: cleo.id });
  assert.equal((await cleo.get(`/conversations/${id}/messages`)).status, 404);
  assert.equal((await cleo.post(`/conversations/${id}/messages`, { content: 'x' })).status, 404);
});

test('the number of a conversation is read as far as it is one', async () => {
  assert.equal((await ben.get(`/conversations/${talk}abc/messages`)).status, 200);
});

test('every path also answers with .json and with a slash at its end', async () => {
  assert.equal((await ben.get(`${messages}.json?before=1`)).status, 200);
  assert.equal((await ben.get(`${messages}/`)).status, 200);
  assert.equal((await ben.post(`${messages}.json`, { content: 'x' })).status, 200);
});

test('other methods are unknown routes', async () => {
  for (const answer of [
    await ben.put(messages, {}),
    await ben.delete(messages),
    await ben.get(`${messages}/${message}`),
    await ben.get(`${messages}/${message}/retry`),
  ]) {
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.body, { status: 404, error: 'Not Found' });
  }
});
