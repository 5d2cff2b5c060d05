import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { browserAt } from './browser.ts';
import { identifierOf, visitorOf } from './visitor.ts';
import { rememberTokens } from './malformed/watch.ts';
import { createWorld, type Answer, type Caller } from './world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, rex, gil, stranger } = world;

interface Line {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path: string;
  access: string[];
}

/** The committed table, not the routes: what stands there is what people have read and agreed to. */
const table = readFileSync(new URL('../access.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line): Line[] => {
    const [, method = '', path = '', access = ''] =
      /^\| (\w+) \| `(.+)` \| (.+?) \|/.exec(line) ?? [];
    const isLine = method !== '' && path !== '';
    return isLine
      ? [{ method: method.toLowerCase() as Line['method'], path, access: access.split(', ') }]
      : [];
  });

const keepTokens = await rememberTokens(world.pool);
const zoe = await browserAt(world);

const ofAccounts = table.filter(({ path }) => /^\/api\/v[12]\/accounts\//.test(path));
const ofContacts = table.filter(({ access }) => access.includes('contact'));
const ofVisitors = table.filter(
  ({ access }) => access.includes('visitor') || access.includes('website'),
);
const ofPlatform = table.filter(({ access }) => access.includes('platform'));
const ofUsers = table.filter(({ access }) => access.includes('user'));
const title = ({ method, path }: Line): string => `${method.toUpperCase()} ${path}`;

const mine = { conversation: 0, message: 0 };
const theirs = { conversation: 0, message: 0 };

before(async () => {
  const opened = await world.conversation({ message: { content: 'Hi' } });
  Object.assign(mine, { conversation: opened.id, message: opened.messages[0].id });
  const { body } = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
    message: { content: 'Elsewhere' },
  });
  Object.assign(theirs, { conversation: body.id, message: body.messages[0].id });
});

interface Ids {
  account?: number;
  conversation?: number;
  message?: number;
}

const fill = ({ path }: Line, ids: Ids = {}): string =>
  path
    .replace('{account_id}', String(ids.account ?? acme.id))
    .replace('{conversation_id}', String(ids.conversation ?? mine.conversation))
    .replace('{message_id}', String(ids.message ?? mine.message))
    .replace(/\{\w+\}/g, '1');

async function call(who: Caller, line: Line, path = fill(line)): Promise<Answer> {
  return line.method === 'get' || line.method === 'delete'
    ? who[line.method](path)
    : who[line.method](path, {});
}

const refusals = {
  none: '{"errors":["You need to sign in or sign up before continuing."]}',
  unknown: '{"error":"Invalid Access Token"}',
  bot: '{"error":"Access to this endpoint is not authorized for bots"}',
  member: '{"error":"You are not authorized to access this account"}',
  role: '{"error":"You are not authorized to do this action"}',
};
const NOT_FOUND = '{"error":"Resource could not be found"}';

/** Where nobody learns that there is an account which they are no member of. */
const aboutAccount = /\/accounts\/\{account_id\}(\/cache_keys|\/update_active_at)?$/;

test('the table has every endpoint of an account, and each says who may call it', () => {
  assert.ok(ofAccounts.length >= 40, String(ofAccounts.length));
  const known = [
    'administrator',
    'agent',
    'bot',
    'user',
    'public',
    'contact',
    'website',
    'visitor',
    'platform',
    'report_manage',
  ];
  for (const line of table) {
    assert.ok(line.access.length > 0);
    assert.ok(
      line.access.every((each) => known.includes(each)),
      title(line),
    );
  }
  assert.deepEqual(
    ofAccounts.filter(({ access }) => access.includes('public')),
    [],
  );
});

for (const line of [...ofAccounts, ...ofUsers]) {
  test(`${title(line)} asks who is calling before anything else`, async () => {
    const none = await call(stranger, line);
    assert.deepEqual([none.status, none.text], [401, refusals.none]);
    const headers = { api_access_token: 'nobodys-token-of-24-chars' };
    const unknown = await world.app.inject({ method: line.method, url: fill(line), headers });
    assert.deepEqual([unknown.statusCode, unknown.body], [401, refusals.unknown]);
    const inUrl = `${fill(line)}?api_access_token=${ada.token}`;
    const fromUrl = await world.app.inject({ method: line.method, url: inUrl });
    assert.deepEqual([fromUrl.statusCode, fromUrl.body], [401, refusals.none]);
  });
}

for (const line of ofAccounts) {
  const { access } = line;

  test(`${title(line)} is for ${access.join(', ')} of the account`, async () => {
    const bot = await call(rex, line);
    if (access.includes('bot')) assert.notEqual(bot.text, refusals.bot);
    else assert.deepEqual([bot.status, bot.text], [401, refusals.bot]);

    const elsewhere = await call(gil, line, fill(line));
    const refusal = aboutAccount.test(line.path) ? [404, NOT_FOUND] : [401, refusals.member];
    assert.deepEqual([elsewhere.status, elsewhere.text], refusal);

    if (!access.includes('agent')) {
      const agent = await call(ben, line);
      assert.deepEqual([agent.status, agent.text], [401, refusals.role]);
    }
  });

  test(`${title(line)} in an account that does not exist is 404`, async () => {
    for (const account of [999_999, 0]) {
      const answer = await call(ada, line, fill(line, { account }));
      assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
    }
  });
}

for (const line of ofUsers) {
  test(`${title(line)} is for people, not for bots`, async () => {
    const bot = await call(rex, line);
    assert.deepEqual([bot.status, bot.text], [401, refusals.bot]);
    assert.notEqual((await call(ada, line)).status, 401);
    await keepTokens();
  });
}

const MISSING = '{"status":404,"error":"Not Found"}';
const mia = await visitorOf(world, { source: 'mia-1' });
const theirInbox = await identifierOf(world, globex.inbox);

for (const line of ofContacts) {
  test(`${title(line)} is for whoever knows the inbox and the customer's id in it`, async () => {
    assert.deepEqual(line.access, ['contact']);
    const inbox = mia.url.split('/')[5] ?? '';
    const at = (identifier: string, source: string): string =>
      fill(line)
        .replace('/inboxes/1', `/inboxes/${identifier}`)
        .replace('/contacts/1', `/contacts/${source}`);
    const known = await call(stranger, line, at(inbox, mia.source));
    assert.notEqual(known.status, 401);
    // A token opens nothing here, and closes nothing.
    for (const who of [stranger, ada, rex]) {
      for (const [identifier, source] of [[inbox, 'nobody'], ['nonsense', mia.source], [theirInbox, mia.source]] as const) {
        const answer = await call(who, line, at(identifier, source));
        assert.deepEqual([answer.status, answer.text], [404, MISSING]);
      }
    } // prettier-ignore
  });
}

for (const line of ofVisitors) {
  const [access] = line.access;

  test(`${title(line)} is for whoever names the website${access === 'visitor' ? ' and has a token of its visitors' : ''}`, async () => {
    assert.equal(line.access.length, 1);
    const missing = line.path.endsWith('/direct_uploads') ? MISSING : NOT_FOUND;
    const ask = async (website: string, headers: Record<string, string>) => {
      const url = `${fill(line)}?website_token=${website}`;
      const { statusCode, body } = await world.app.inject({ method: line.method, url, headers });
      return [statusCode, body];
    };
    for (const headers of [{}, { 'x-auth-token': zoe.token }, { api_access_token: ada.token }]) {
      assert.deepEqual(await ask('nonsense', headers as Record<string, string>), [404, missing]);
    }
    for (const token of ['nonsense', ada.token, mia.source]) {
      const headers = { 'x-auth-token': token, api_access_token: ada.token };
      const answer = await ask(zoe.website, headers);
      if (access === 'visitor') assert.deepEqual(answer, [404, missing]);
      else assert.equal(answer[0], 200);
    }
    const known = await ask(zoe.website, { 'x-auth-token': zoe.token });
    assert.notEqual(known[0], 401);
    assert.ok(Number(known[0]) < 500);
  });
}

for (const line of ofPlatform) {
  test(`${title(line)} is for platform apps alone`, async () => {
    assert.deepEqual(line.access, ['platform']);
    for (const who of [stranger, ada, rex]) {
      const answer = await call(who, line);
      assert.deepEqual([answer.status, answer.text], [401, '{"error":"Invalid access_token"}']);
    }
  });
}

test('a conversation of another account is one that does not exist', async () => {
  const unknown = 900_000;
  // Their numbers go further than ours, so that this one is theirs alone.
  let number = theirs.conversation;
  while (number <= mine.conversation + 3) {
    const { body } = await gil.post('/conversations', {
      inbox_id: globex.inbox.id,
      contact_id: globex.contact.id,
    });
    number = body.id;
  }
  for (const line of ofAccounts.filter(({ path }) => path.includes('{conversation_id}'))) {
    const foreign = await call(ada, line, fill(line, { conversation: number }));
    const missing = await call(ada, line, fill(line, { conversation: unknown }));
    assert.deepEqual([foreign.status, foreign.text], [404, NOT_FOUND], title(line));
    assert.deepEqual(seen(foreign), seen(missing), title(line));
  }
});

/** What a caller sees of an answer, without what is different each time. */
function seen({ status, text, headers }: Answer): unknown {
  const { 'x-request-id': _id, date: _date, ...rest } = headers;
  return [status, text, rest];
}

/** The same for answers that repeat the id that was asked for. */
function withoutId(answer: Answer, id: number): unknown {
  const text = answer.text.replace(/"cursor":"[^"]*"/, '').replaceAll(String(id), 'ID');
  return seen({ ...answer, text, headers: { ...answer.headers, 'content-length': undefined } });
}

test('a message of another account, or of another conversation, is one that does not exist', async () => {
  const other = await world.conversation({ message: { content: 'Another one' } });
  const lines = ofAccounts.filter(({ path }) => path.includes('{message_id}'));
  assert.ok(lines.length >= 5);
  for (const line of lines) {
    const answers = [theirs.message, other.messages[0].id as number, 900_000].map(
      async (message) => {
        const answer = await call(ada, line, fill(line, { message }));
        assert.ok([404, 422].includes(answer.status), title(line));
        return withoutId(answer, message);
      },
    );
    const [foreign, elsewhere, missing] = await Promise.all(answers);
    assert.deepEqual(foreign, missing, title(line));
    assert.deepEqual(elsewhere, missing, title(line));
  }
  const still = await gil.get(`/conversations/${theirs.conversation}/messages`);
  assert.equal(still.body.payload[0].content, 'Elsewhere');
});

test('records of another account in a request are records that do not exist', async () => {
  const none = 900_000;
  const path = `/conversations/${mine.conversation}`;
  const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };
  const requests: [url: string, id: number, body: (id: number) => object][] = [
    ['/conversations', globex.inbox.id, (id) => ({ ...usual, inbox_id: id })],
    ['/conversations', globex.contact.id, (id) => ({ ...usual, contact_id: id })],
    [`${path}/assignments`, gil.id, (id) => ({ assignee_id: id })],
    [`${path}/assignments`, globex.team.id, (id) => ({ team_id: id })],
    [`${path}/participants`, gil.id, (id) => ({ user_ids: [id] })],
    ['/conversations/filter', globex.inbox.id, (id) => filterBy('inbox_id', id)],
    ['/conversations/filter', gil.id, (id) => filterBy('assignee_id', id)],
  ];
  for (const [url, id, body] of requests) {
    const foreign = await ada.post(url, body(id));
    const missing = await ada.post(url, body(none));
    assert.deepEqual(withoutId(foreign, id), withoutId(missing, none), url);
  }
  for (const query of ['inbox_id', 'team_id'] as const) {
    const id = query === 'inbox_id' ? globex.inbox.id : globex.team.id;
    const found = await ada.get(`/conversations?${query}=${id}`);
    const expected = await ada.get(`/conversations?${query}=${none}`);
    assert.deepEqual(seen(found), seen(expected), query);
  }
});

const filterBy = (attribute_key: string, value: number) => ({
  payload: [{ attribute_key, filter_operator: 'equal_to', values: [value] }],
});

test('a file announced in another account cannot be attached here', async () => {
  const blob = { filename: 'a.txt', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==' };
  const { body } = await gil.post(`/conversations/${theirs.conversation}/direct_uploads`, { blob });
  await world.app.inject({
    method: 'PUT',
    url: new URL(body.direct_upload.url).pathname,
    headers: { 'content-type': 'text/plain' },
    payload: 'a',
  });
  const path = `/conversations/${mine.conversation}/messages`;
  const foreign = await ada.post(path, { content: 'x', attachments: [body.signed_id] });
  const forged = await ada.post(path, { content: 'x', attachments: ['bm90aGluZw--forged'] });
  assert.equal(foreign.status, 422);
  assert.deepEqual(seen(foreign), seen(forged));
  const inTheirs = await gil.post(`/conversations/${theirs.conversation}/messages`, {
    attachments: [body.signed_id],
  });
  assert.equal(inTheirs.status, 200, 'it exists, and works where it belongs');
});
