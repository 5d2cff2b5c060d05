import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { digestOfEverything, sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import type { Route } from '../http/route.ts';
import { routes } from '../routes.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, gil, globex, stranger } = world;

const NOT_FOUND = '{"error":"Resource could not be found"}';

let id = 0;
let message = 0;

before(async () => {
  const opened = await world.conversation({ message: { content: 'Hi' }, assignee_id: cleo.id });
  id = opened.id;
  message = opened.messages[0].id;
  const theirs = { inbox_id: globex.inbox.id, contact_id: globex.contact.id };
  // As many as Acme has, so that its numbers exist there too.
  for (let n = 0; n < id; n += 1)
    assert.equal((await gil.post('/conversations', theirs)).status, 200);
});

/** Something for every route to do, were it allowed. */
const body = {
  content: 'Hello',
  status: 'resolved',
  priority: 'high',
  labels: ['x'],
  user_ids: [2],
  assignee_id: 2,
  typing_status: 'on',
  custom_attributes: { x: 1 },
  draft_message: { message: 'x' },
  email: 'x@example.com',
  target_language: 'de',
  blob: { filename: 'a.txt', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==' },
};

interface Target {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path: (conversation: number) => string;
  title: string;
  route: Route;
}

/** Every route about one conversation, by each of its methods. */
const targets: Target[] = routes
  .filter(({ path }) => path.startsWith('/conversations/:conversation_id'))
  .flatMap((route) =>
    [route.method].flat().map((method) => ({
      method: method.toLowerCase() as Target['method'],
      title: `${method} ${route.path.replace(':conversation_id', '1')}`,
      path: (conversation: number) =>
        route.path
          .replace(':conversation_id', String(conversation))
          .replace(':message_id', String(message)),
      route,
    })),
  );

async function call(who: Caller, { method, path }: Target, conversation = id): Promise<Answer> {
  return method === 'get' ? who.get(path(conversation)) : who[method](path(conversation), body);
}

/** Everything of an answer that the caller sees, but the id of the request. */
const seen = ({ status, text, headers }: Answer): string => {
  const { 'x-request-id': _, date: __, ...rest } = headers;
  return JSON.stringify([status, text, rest]);
};

test('there are enough routes for these tests to mean something', () => {
  assert.ok(targets.length >= 30, String(targets.length));
});

for (const target of targets) {
  test(`${target.title} refuses whoever may not, changes nothing, and does not tell what there is`, async () => {
    const before = await digestOfEverything(world);

    const unknown = await call(stranger, target);
    assert.equal(unknown.status, 401);
    assert.deepEqual(unknown.body, {
      errors: ['You need to sign in or sign up before continuing.'],
    });

    const hidden = await call(cleo, target);
    assert.equal(hidden.status, 404, 'the assignee, who is in neither inbox nor team');
    assert.equal(hidden.text, NOT_FOUND);
    assert.equal(seen(hidden), seen(await call(cleo, target, 999_999)), 'as if there were none');
    assert.equal(
      seen(hidden),
      seen(await call(ada, target, 999_999)),
      'and as for an administrator',
    );

    assert.deepEqual(await digestOfEverything(world), before);
  });
}

test('bots may do what the contract lists, and nothing else', async () => {
  const allowed = targets.filter(({ route }) => route.access.includes('bot'));
  assert.deepEqual(allowed.map(({ title }) => title).toSorted(), [
    'PATCH /conversations/1',
    'POST /conversations/1/assignments',
    'POST /conversations/1/custom_attributes',
    'POST /conversations/1/messages',
    'POST /conversations/1/toggle_priority',
    'POST /conversations/1/toggle_status',
    'PUT /conversations/1',
  ]);
  for (const target of targets) {
    if (target.route.access.includes('bot')) continue;
    const answer = await call(rex, target);
    assert.equal(answer.status, 401, target.title);
    assert.equal(
      answer.text,
      '{"error":"Access to this endpoint is not authorized for bots"}',
      target.title,
    );
  }
});

test('a bot acts on every conversation of its account', async () => {
  const { id: other } = await world.conversation({ inbox_id: acme.sales.id });
  for (const path of ['toggle_priority', 'toggle_status', 'assignments']) {
    assert.equal((await rex.post(`/conversations/${other}/${path}`, body)).status, 200);
  }
});

test("the administrator of another account reaches nothing of this one by this one's numbers", async () => {
  const before = await ada.get(`/conversations/${id}`);
  for (const target of targets) await call(gil, target);
  assert.equal((await ada.get(`/conversations/${id}`)).text, before.text);
  for (const target of targets) {
    const elsewhere: Target = {
      ...target,
      path: (conversation) => `/api/v1/accounts/${acme.id}${target.path(conversation)}`,
    };
    const answer = await call(gil, elsewhere);
    assert.equal(answer.status, 401, target.title);
    assert.equal(
      answer.text,
      '{"error":"You are not authorized to access this account"}',
      target.title,
    );
  }
});

test('an agent loses every verb the moment they leave the inbox', async () => {
  const { id: left } = await world.conversation();
  assert.equal((await ben.get(`/conversations/${left}`)).status, 200);
  await sql(world, 'delete from inbox_members where inbox_id = $1 and user_id = $2', [
    acme.support.id,
    ben.id,
  ]);
  for (const target of targets) {
    const answer = await call(ben, target, left);
    assert.equal(answer.text, NOT_FOUND, target.title);
  }
  await sql(
    world,
    'insert into inbox_members (account_id, inbox_id, user_id) values ($1, $2, $3)',
    [acme.id, acme.support.id, ben.id],
  );
});

test('a team lets its members in, until the conversation leaves the team', async () => {
  const { id: teams } = await world.conversation({ team_id: acme.escalations.id });
  assert.equal((await dora.get(`/conversations/${teams}`)).status, 200);
  const answer = await dora.post(`/conversations/${teams}/messages`, { content: 'Mine' });
  assert.equal(answer.status, 200);
  await dora.post(`/conversations/${teams}/assignments`, { team_id: null });
  assert.equal((await dora.get(`/conversations/${teams}`)).text, NOT_FOUND);
});

test('taking part does not let anybody in', async () => {
  const { id: closed } = await world.conversation({ assignee_id: dora.id });
  const participants = await ada.get(`/conversations/${closed}/participants`);
  assert.deepEqual(
    participants.body.map((agent: { id: number }) => agent.id),
    [dora.id],
  );
  assert.equal((await dora.get(`/conversations/${closed}`)).text, NOT_FOUND);
});

test('an administrator needs no membership of inbox or team', async () => {
  for (const target of targets) {
    if (target.method !== 'get') continue;
    assert.equal((await call(ada, target)).status, 200, target.title);
  }
});
