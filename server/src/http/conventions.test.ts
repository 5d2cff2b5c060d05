import assert from 'node:assert/strict';
import { request } from 'node:http';
import { before, test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { app, acme, ada } = world;
let id = 0;

before(async () => {
  ({ id } = await world.conversation({ message: { content: 'The report' } }));
});

const root = (): string => `/api/v1/accounts/${acme.id}`;

async function ask(
  url: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' = 'GET',
  payload?: object,
) {
  return app.inject({
    method,
    url,
    headers: { api_access_token: ada.token },
    ...(payload === undefined ? {} : { payload }),
  });
}

for (const [what, spell] of Object.entries<(url: string) => string>({
  'a .json suffix': (url) => `${url}.json`,
  'a .json suffix and a query': (url) => `${url}.json?page=1`,
  'a slash at the end': (url) => `${url}/`,
  'a .json suffix and a slash': (url) => `${url}.json/`,
  'a slash and a query': (url) => `${url}/?page=1`,
  'two slashes in front': (url) => `/${url}`,
  'two slashes in the middle': (url) => url.replace('/conversations', '//conversations'),
})) {
  test(`a path with ${what} is the same path`, async () => {
    for (const path of ['/conversations', `/conversations/${id}`, `/conversations/${id}/labels`]) {
      const [plain, spelled] = [await ask(root() + path), await ask(spell(root() + path))];
      assert.equal(spelled.statusCode, 200, spelled.body);
      assert.equal(spelled.body, plain.body);
    }
    const write = await ask(spell(`${root()}/conversations/${id}/toggle_typing_status`), 'POST');
    assert.equal(write.statusCode, 200);
  });
}

test('the version can be asked for with a suffix and a slash too', async () => {
  for (const url of ['/api', '/api/', '/api.json', '/api.json/']) {
    const answer = await app.inject({ url });
    assert.equal(answer.statusCode, 200, url);
    assert.match(answer.json().version, /^\d+\.\d+\.\d+$/);
  }
});

test('a suffix in the query is part of what was asked', async () => {
  const totals = async (path: string): Promise<number> =>
    (await ask(root() + path)).json().data.meta.all_count;
  assert.equal(await totals('/conversations?q=report'), 1);
  assert.equal(await totals('/conversations?q=report.json'), 0);
  assert.equal(await totals('/conversations.json?q=report.json'), 0);
});

for (const url of [
  '/api/v1/nothing',
  '/api/v1/accounts/1/nothing',
  '/nothing',
  '/api/v1/accounts/1/conversations/1/nothing',
  '/api/v1/accounts/1/conversations/1/inbox_assistant',
]) {
  test(`${url} is nowhere: 404 in the framework's form`, async () => {
    const answer = await ask(url);
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.body, '{"status":404,"error":"Not Found"}');
  });
}

test('a method that a path does not know is 404 as well', async () => {
  for (const path of [
    `/conversations`,
    `/conversations/${id}/labels`,
    `/conversations/${id}/mute`,
  ]) {
    const answer = await ask(root() + path, 'PUT', {});
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.body, '{"status":404,"error":"Not Found"}');
  }
});

for (const broken of ['{"a":', '{"a" 1}', 'text', '{"a":1}}', "{'a':1}"]) {
  test(`a JSON body like ${broken} is 400`, async () => {
    const answer = await ada.post('/conversations', broken, { 'content-type': 'application/json' });
    assert.equal(answer.status, 400);
    assert.equal(answer.text, '{"status":400,"error":"Bad Request"}');
  });
}

test('a body that is JSON but no object carries no parameters', async () => {
  for (const body of ['[]', '[1]', '"text"', '7', 'null', 'true', '', '  ']) {
    const answer = await ada.post(`/conversations/${id}/toggle_priority`, body, {
      'content-type': 'application/json',
    });
    assert.equal(answer.status, 200, body);
  }
});

test('parameters count wherever they stand, and the body goes first', async () => {
  const set = async (query: string, body?: unknown, type?: string): Promise<string> => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    await ada.post(`/conversations/${id}/toggle_priority${query}`, body, headers);
    return (await ada.get(`/conversations/${id}`)).body.priority;
  };
  const form = 'application/x-www-form-urlencoded';
  const boundary = '----x';
  const multipart = `--${boundary}\r\nContent-Disposition: form-data; name="priority"\r\n\r\nurgent\r\n--${boundary}--\r\n`;
  assert.equal(await set('?priority=low'), 'low');
  assert.equal(await set('', { priority: 'medium' }), 'medium');
  assert.equal(await set('', 'priority=high', form), 'high');
  assert.equal(await set('', multipart, `multipart/form-data; boundary=${boundary}`), 'urgent');
  assert.equal(await set('?priority=low', { priority: 'high' }), 'high');
  assert.equal(await set('?priority=low', undefined, form), 'low');
});

test('a content type we cannot read carries nothing, and does no harm', async () => {
  for (const type of ['text/plain', 'application/xml', 'application/octet-stream']) {
    const answer = await ada.post(`/conversations/${id}/toggle_priority`, 'priority=high', {
      'content-type': type,
    });
    assert.equal(answer.status, 200, type);
    assert.equal((await ada.get(`/conversations/${id}`)).body.priority, null);
  }
});

test('a body beyond all sense is 413 or 422, not a crash', async () => {
  const long = await ada.post(`/conversations/${id}/labels`, { labels: ['x'.repeat(5_000_000)] });
  assert.equal(long.status, 413);
  assert.equal(typeof long.body.error, 'string');
  const deep = `{"custom_attributes":${'{"a":'.repeat(100)}1${'}'.repeat(101)}`;
  const answer = await ada.post(`/conversations/${id}/custom_attributes`, deep, {
    'content-type': 'application/json',
  });
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, /^custom_attributes is nested too deeply$/);
});

test('text that PostgreSQL cannot hold is refused or mended, never a crash', async () => {
  const nul = await ada.post(`/conversations/${id}/labels`, { labels: ['a\0b'] });
  assert.equal(nul.status, 422);
  assert.equal(nul.body.error, 'labels contains a null byte');
  const half = await ada.post(`/conversations/${id}/labels`, '{"labels":["a\\ud800b"]}', {
    'content-type': 'application/json',
  });
  assert.deepEqual(half.body, { payload: ['a\ufffdb'] });
});

test('every answer names its request, with the name that the caller gave it', async () => {
  const named = await ada.get('/conversations', { 'x-request-id': 'from-me.7:1_a' });
  assert.equal(named.headers['x-request-id'], 'from-me.7:1_a');
  const refused = await ada.get('/conversations/999999', { 'x-request-id': 'refused' });
  assert.equal(refused.headers['x-request-id'], 'refused');
  assert.equal((await ask('/nothing')).headers['x-request-id']?.toString().length, 36);
});

test('a name for a request that does not belong in a log is replaced', async () => {
  for (const name of ['a b', '<script>', 'x'.repeat(129), 'ä', '']) {
    const { headers } = await ada.get('/conversations', { 'x-request-id': name });
    assert.match(String(headers['x-request-id']), /^[\da-f-]{36}$/);
  }
});

test('answers are JSON in UTF-8', async () => {
  const { headers } = await ada.get('/conversations');
  assert.equal(headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['set-cookie'], undefined);
});

test('a request line with a whole URL in it is answered, with our own host in the Link', async () => {
  await world.conversation();
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const port = new URL(address).port;
  const { status, link } = await new Promise<{ status: number; link: string }>(
    (resolve, reject) => {
      const path = `http://elsewhere.example${root()}/conversations?per_page=1`;
      const headers = { api_access_token: ada.token };
      request({ host: '127.0.0.1', port, path, headers }, (response) => {
        response.resume().on('end', () => {
          resolve({ status: response.statusCode ?? 0, link: String(response.headers['link']) });
        });
      })
        .on('error', reject)
        .end();
    },
  );
  assert.equal(status, 200);
  assert.ok(link.startsWith(`<${world.platform.config.baseUrl}${root()}/conversations?`), link);
});
