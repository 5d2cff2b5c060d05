import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { sweepOrphanFiles } from './jobs.ts';

const served: string[] = [];
const server = createServer((request, response) => {
  served.push(request.url ?? '');
  if (request.url === '/missing') response.writeHead(404).end();
  else if (request.url === '/moved') response.writeHead(302, { location: '/logo.png' }).end();
  else if (request.url === '/inside') {
    response.writeHead(302, { location: `http://127.0.0.2:${port}/logo.png` }).end();
  } else response.writeHead(200, { 'content-type': 'text/plain' }).end('hello');
});
server.listen(0, '0.0.0.0');
await once(server, 'listening');
after(() => server.close());
const { port } = server.address() as AddressInfo;
const world = await createWorld({ OUTBOUND_ALLOW: `127.0.0.1:${port}` });
const { ada, ben, rex, gil } = world;

const fetched = (path: string): Promise<Answer> =>
  ben.post('/upload', { external_url: `http://127.0.0.1:${port}${path}` });

function send(who: Caller, name: string, content: string): Promise<Answer> {
  const form = `--b\r\ncontent-disposition: form-data; name="attachment"; filename="${name}"\r\n\r\n${content}\r\n--b--\r\n`;
  return who.post('/upload', form, { 'content-type': 'multipart/form-data; boundary=b' });
}

const read = async (url: string): Promise<string> =>
  (await world.app.inject({ url: new URL(url).pathname })).body;

test('a file that is sent has an address from then on, and an id that a message takes', async () => {
  const answer = await send(ben, 'notes.txt', 'some notes');
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(Object.keys(answer.body), ['file_url', 'blob_id']);
  assert.equal(await read(answer.body.file_url), 'some notes');
  const { id } = await world.conversation();
  const message = { content: 'see', attachments: [answer.body.blob_id] };
  const sent = await ada.post(`/conversations/${id}/messages`, message);
  assert.equal(sent.body.attachments[0].data_url, answer.body.file_url);
});

test('a file at an address is fetched, under the name it has there, redirects included', async () => {
  for (const path of ['/logo.png?size=2', '/moved']) {
    const answer = await fetched(path);
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.body.file_url, /\/logo\.png$/);
    assert.equal(await read(answer.body.file_url), 'hello');
  }
});

test('what was uploaded stays, although no message has it', async () => {
  const { body } = await send(ben, 'logo.txt', 'stay');
  const inTwoDays = new Date(Date.now() + 48 * 3_600_000);
  await sweepOrphanFiles({ pool: world.pool, storage: world.platform.storage }, inTwoDays);
  assert.equal(await read(body.file_url), 'stay');
});

for (const body of [undefined, {}, { external_url: '' }, { attachment: '' }, { attachment: 'x' }]) {
  test(`neither a file nor an address: ${JSON.stringify(body)}`, async () => {
    const answer = await ben.post('/upload', body);
    assert.deepEqual([answer.status, answer.body], [422, { error: 'No file or URL provided' }]);
  });
}

test('an address that is none, or leads inside, is invalid, and nothing is called', async () => {
  const before = served.length;
  for (const external_url of [
    'logo.png', 'file:///etc/passwd', 'ftp://example.com/a', `http://127.0.0.2:${port}/logo.png`,
    `http://localhost:${port}/logo.png`, 'http://169.254.169.254/latest/meta-data', 'http://[::1]/',
    'http://no-such-name.invalid/', `http://127.0.0.1:${port}@127.0.0.2:${port}/`, { a: 1 }, ['x'], 7,
  ]) {
    const answer = await ben.post('/upload', { external_url });
    assert.deepEqual([answer.status, answer.body], [422, { error: 'Invalid URL provided' }], JSON.stringify(external_url));
  }
  assert.equal(served.length, before);
}); // prettier-ignore

test('a redirect that leads inside is not followed', async () => {
  const before = served.length;
  const answer = await fetched('/inside');
  assert.deepEqual([answer.status, answer.body], [422, { error: 'Invalid URL provided' }]);
  assert.equal(served.length, before + 1);
});

test('the status of a server that has no such file is told', async () => {
  const answer = await fetched('/missing');
  assert.deepEqual(
    [answer.status, answer.body],
    [422, { error: 'Failed to fetch file from URL: 404' }],
  );
});

test('a bot may not upload', async () => {
  assert.equal((await send(rex, 'a.txt', 'a')).status, 401);
});

test('sixty an hour, failures included; another account has its own', async () => {
  await sql(world, 'delete from allowances');
  const answers = await Promise.all(
    Array.from({ length: 62 }, () => ada.post('/upload', { external_url: 'nonsense' })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  assert.equal(refused.length, 2);
  assert.equal(refused[0]?.text, 'Retry later\n');
  assert.equal((await send(ada, 'a.txt', 'a')).status, 429);
  assert.equal((await send(gil, 'a.txt', 'a')).status, 200);
});
