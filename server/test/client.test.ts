import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConfab, type ConfabOptions } from '../../client/src/confab.ts';
import { createWorld } from './world.ts';

const world = await createWorld();
const url = await world.app.listen({ host: '127.0.0.1', port: 0 });

const confab = (options: Partial<ConfabOptions> = {}) =>
  createConfab({ url, token: world.ada.token, accountId: world.acme.id, ...options });

test('a conversation is opened, answered and resolved with typed calls', async () => {
  const { data: opened } = await confab().POST('/conversations', {
    body: { inbox_id: world.acme.support.id, contact_id: world.acme.mia.id },
  });
  assert.ok(opened !== undefined);
  const path = { conversation_id: opened.id };
  const { data: message } = await confab().POST('/conversations/{conversation_id}/messages', {
    params: { path },
    body: { content: 'Hello <Mia>' },
  });
  assert.equal(message?.content, 'Hello <Mia>');
  assert.equal(message.conversation_id, opened.id);
  const { data: toggled } = await confab().POST('/conversations/{conversation_id}/toggle_status', {
    params: { path },
    body: { status: 'resolved' },
  });
  assert.equal(toggled?.payload.current_status, 'resolved');
});

test('an answer without a body is a success without data', async () => {
  const { id } = await world.conversation({ contact_id: world.acme.noah.id });
  const { data, error, response } = await confab().POST('/conversations/{conversation_id}/mute', {
    params: { path: { conversation_id: id } },
  });
  assert.deepEqual([data, error, response.status], [undefined, undefined, 200]);
});

test('files go along with a message', async () => {
  const { id } = await world.conversation();
  const file = new File(['a,b\n1,2\n'], 'figures.csv', { type: 'text/csv' });
  const { data } = await confab().POST('/conversations/{conversation_id}/messages', {
    params: { path: { conversation_id: id } },
    body: {
      content: 'The figures',
      private: true,
      content_attributes: { pages: 2 },
      'attachments[]': [file],
    },
  });
  assert.equal(data?.private, true);
  assert.deepEqual(data.content_attributes, { pages: 2 });
  assert.equal(data.attachments?.length, 1);
  assert.equal(data.attachments[0]?.file_type, 'file');
});

test('the files of a conversation’s first message go along as well', async () => {
  const { data } = await confab().POST('/conversations', {
    body: {
      inbox_id: world.acme.support.id,
      contact_id: world.acme.mia.id,
      'message[content]': 'See the file',
      'message[attachments][]': [new File(['hello'], 'hello.txt')],
    } as never,
  });
  assert.equal(data?.messages[0]?.content, 'See the file');
  assert.equal(data.messages[0].attachments?.length, 1);
});

test('a refusal is an error with the body of the reference', async () => {
  const { data, error, response } = await confab().GET('/conversations/{conversation_id}', {
    params: { path: { conversation_id: 999_999 } },
  });
  assert.equal(data, undefined);
  assert.equal(response.status, 404);
  assert.deepEqual(error, { error: 'Resource could not be found' });
});

test('endpoints outside of accounts are typed too', async () => {
  const { data } = await confab().server.GET('/api/v1/profile');
  assert.equal(data?.email, world.ada.email);
  const health = await confab().server.GET('/health');
  assert.equal(health.data?.status, 'ok');
});

test('a list is read to its end, each conversation once', async () => {
  const made: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    const { id } = await world.conversation({ inbox_id: world.acme.sales.id });
    made.push(id);
  }
  const requests: string[] = [];
  const counting = confab({
    fetch: async (request) => {
      requests.push(request.url);
      return fetch(request);
    },
  });
  const found: number[] = [];
  for await (const { id } of counting.conversations({
    inbox_id: world.acme.sales.id,
    per_page: 3,
  })) {
    found.push(id);
  }
  assert.deepEqual(
    found.toSorted((a, b) => a - b),
    made,
  );
  assert.equal(requests.length, 3);
});

test('conversations that move to the front while a list is read are not given twice', async () => {
  const made: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    made.push((await world.conversation({ inbox_id: world.acme.website.id })).id);
  }
  const found: number[] = [];
  for await (const { id } of confab().conversations({
    inbox_id: world.acme.website.id,
    per_page: 2,
  })) {
    found.push(id);
    if (found.length === 2) {
      const { status } = await world.ada.post(`/conversations/${id}/messages`, { content: 'now' });
      assert.equal(status, 200);
    }
  }
  assert.deepEqual(
    found.toSorted((a, b) => a - b),
    made,
  );
});

test('a list in a query is a list to the server', async () => {
  const inbox_id = world.acme.mail.id;
  const statuses = ['open', 'pending', 'resolved'] as const;
  for (const status of statuses) await world.conversation({ inbox_id, status });
  const { data } = await confab().GET('/conversations', {
    params: { query: { inbox_id, status: ['open', 'pending'] } },
  });
  assert.deepEqual(data?.data.payload.map(({ status }) => status).toSorted(), ['open', 'pending']);
});

test('a list that is refused throws what the server said', async () => {
  const stranger = confab({ token: 'wrong' });
  await assert.rejects(stranger.conversations().next(), {
    name: 'ConfabError',
    status: 401,
    body: { error: 'Invalid Access Token' },
  });
});

/** A fetch whose answers get lost: the request arrives, its answer does not. */
const losingAnswers = (times: number, keys: (string | null)[] = []) => {
  let left = times;
  return async (request: Request): Promise<Response> => {
    keys.push(request.headers.get('idempotency-key'));
    const response = await fetch(request);
    if (left-- > 0) {
      await response.text();
      throw new TypeError('fetch failed');
    }
    return response;
  };
};

test('a message whose answer got lost is sent again with the same key, and is there once', async () => {
  const { id } = await world.conversation();
  const keys: (string | null)[] = [];
  const { data, response } = await confab({ fetch: losingAnswers(2, keys) }).POST(
    '/conversations/{conversation_id}/messages',
    { params: { path: { conversation_id: id } }, body: { content: 'Only once' } },
  );
  assert.equal(data?.content, 'Only once');
  assert.equal(response.headers.get('idempotent-replayed'), 'true');
  assert.equal(keys.length, 3);
  assert.equal(new Set(keys).size, 1);
  assert.match(String(keys[0]), /^[0-9a-f]{32}$/);
  const { body } = await world.ada.get(`/conversations/${id}/messages`);
  const sent = body.payload.filter((each: { content: string }) => each.content === 'Only once');
  assert.equal(sent.length, 1);
});

test('files are sent again with the same key as well', async () => {
  const { id } = await world.conversation();
  const { data } = await confab({ fetch: losingAnswers(1) }).POST(
    '/conversations/{conversation_id}/messages',
    {
      params: { path: { conversation_id: id } },
      body: { content: 'File', 'attachments[]': [new File(['once'], 'once.txt')] },
    },
  );
  assert.equal(data?.attachments?.length, 1);
  const { body } = await world.ada.get(`/conversations/${id}/attachments`);
  assert.equal(body.meta.total_count, 1);
});

test('two changes have two keys, and a key of the caller’s own is kept', async () => {
  const { id } = await world.conversation();
  const keys: (string | null)[] = [];
  const client = confab({ fetch: losingAnswers(0, keys) });
  const params = { path: { conversation_id: id } };
  await client.POST('/conversations/{conversation_id}/unread', { params });
  await client.POST('/conversations/{conversation_id}/unread', { params });
  await client.POST('/conversations/{conversation_id}/unread', {
    params: { ...params, header: { 'Idempotency-Key': 'mine' } },
  });
  assert.notEqual(keys[0], keys[1]);
  assert.equal(keys[2], 'mine');
});

test('a server that is busy is asked again after the time it names, reads without a key', async () => {
  const seen: { at: number; key: string | null }[] = [];
  const busyTwice = async (request: Request): Promise<Response> => {
    seen.push({ at: performance.now(), key: request.headers.get('idempotency-key') });
    if (seen.length === 1) {
      return new Response('{"error":"busy"}', { status: 503, headers: { 'retry-after': '1' } });
    }
    return fetch(request);
  };
  const { data } = await confab({ fetch: busyTwice }).GET('/conversations/meta');
  assert.ok(data !== undefined);
  assert.equal(seen.length, 2);
  assert.ok(seen[1]!.at - seen[0]!.at >= 990);
  assert.deepEqual(
    seen.map(({ key }) => key),
    [null, null],
  );
});

test('it gives up after as many attempts as it may make, with the last answer or error', async () => {
  let asked = 0;
  const never = async (): Promise<Response> => {
    asked += 1;
    throw new TypeError('fetch failed');
  };
  await assert.rejects(confab({ attempts: 2, fetch: never }).GET('/conversations/meta'), {
    message: 'fetch failed',
  });
  assert.equal(asked, 2);
  const unavailable = async (): Promise<Response> =>
    new Response('{"error":"busy"}', { status: 503, headers: { 'retry-after': '0' } });
  const { error, response } = await confab({ attempts: 2, fetch: unavailable }).GET(
    '/conversations/meta',
  );
  assert.equal(response.status, 503);
  assert.deepEqual(error, { error: 'busy' });
});

test('a wait that is too long is not waited, and a mistake is not repeated', async () => {
  let asked = 0;
  const answering = (status: number) => async (): Promise<Response> => {
    asked += 1;
    return new Response('Retry later\n', { status, headers: { 'retry-after': '3600' } });
  };
  assert.equal(
    (await confab({ fetch: answering(429) }).GET('/conversations/meta')).response.status,
    429,
  );
  assert.equal(
    (await confab({ fetch: answering(422) }).GET('/conversations/meta')).response.status,
    422,
  );
  assert.equal(asked, 2);
});

test('a caller who stops waiting is not kept', async () => {
  const began = performance.now();
  const unavailable = async (): Promise<Response> =>
    new Response('', { status: 503, headers: { 'retry-after': '20' } });
  const request = confab({ fetch: unavailable }).GET('/conversations/meta', {
    signal: AbortSignal.timeout(100),
  });
  await assert.rejects(request, { name: 'TimeoutError' });
  assert.ok(performance.now() - began < 5000);
});
