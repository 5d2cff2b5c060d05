import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  filesOnDisk,
  multipart,
  openConversation,
  postParts,
  type Part,
} from '../../test/files.ts';
import { createWorld } from '../../test/world.ts';
import { unavailable } from '../errors.ts';
import { storageFailure } from '../storage/failure.ts';

const world = await createWorld();
const { ben, acme, app, platform } = world;
const messages = `/conversations/${await openConversation(world)}/messages`;
const url = `/api/v1/accounts/${acme.id}${messages}`;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
const MB = 1024 * 1024;
const text = (filename: string, bytes: string | Uint8Array = 'x'): Part => ({
  filename,
  type: 'text/plain',
  bytes,
});

/** Writes to a connection as fast as it takes it. */
async function write(socket: Socket, bytes: Uint8Array | string): Promise<void> {
  if (!socket.write(bytes)) await new Promise((resolve) => socket.once('drain', resolve));
}

/** A connection on which a message with `length` bytes of body is announced, and what comes back on it. */
function announce(length: number, contentType: string) {
  const socket = connect(Number(port), '127.0.0.1');
  const received = { text: '' };
  socket.setEncoding('utf8').on('data', (chunk: string) => (received.text += chunk));
  const lines = [
    `POST ${url} HTTP/1.1`,
    'host: desk.example.com',
    `api_access_token: ${ben.token}`,
    `content-type: ${contentType}`,
    `content-length: ${length}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return { socket, received };
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    assert.ok(tries < 1000, `${what} never came`);
    await sleep(10);
  }
}

test('a file of 40 MB is taken, one byte more is refused with the name of its field', async () => {
  const bytes = Buffer.alloc(40 * MB, 'a');
  const taken = await postParts(ben, messages, [text('large.txt', bytes)]);
  assert.equal(taken.status, 200);
  assert.equal(taken.body.attachments[0].file_size, 40 * MB);
  const before = await filesOnDisk(world);
  const refused = await postParts(ben, messages, [
    text('small.txt'),
    text('large.txt', Buffer.concat([bytes, Buffer.from('b')])),
  ]);
  assert.equal(refused.status, 413);
  assert.deepEqual(refused.body, { error: 'attachments[] is too large (maximum is 40 MB)' });
  assert.deepEqual(await filesOnDisk(world), before);
});

test('who sends far too much reads why it was refused, and the connection is good for more', async () => {
  const { payload, headers } = multipart([text('endless.txt')]);
  const start = payload.subarray(0, payload.indexOf('\r\n\r\n') + 4);
  const { socket, received } = announce(start.length + 80 * MB, headers['content-type']!);
  await write(socket, start);
  for (let sent = 0; sent < 80; sent += 1) await write(socket, Buffer.alloc(MB, 'a'));
  await until('the refusal', () => received.text.includes('attachments[] is too large'));
  assert.match(received.text, /^HTTP\/1.1 413 /);
  received.text = '';
  await write(socket, 'GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n');
  await until('the next answer', () => received.text.startsWith('HTTP/1.1 404 '));
  socket.destroy();
});

test('a file is never in memory as a whole', async () => {
  const { payload, headers } = multipart([text('large.txt')]);
  const at = payload.indexOf('\r\n\r\n') + 4;
  const piece = Buffer.alloc(MB, 'a');
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const { socket, received } = announce(payload.length + 39 * MB, headers['content-type']!);
  await write(socket, payload.subarray(0, at));
  for (let sent = 0; sent < 39; sent += 1) {
    await write(socket, piece);
    collectGarbage();
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  await write(socket, payload.subarray(at));
  await until('the answer', () => received.text.startsWith('HTTP/1.1 200 '));
  assert.ok(most < 20 * MB, `${Math.round(most / MB)} MB more at its most`);
  socket.destroy();
});

test('a client that goes away in the middle of a file leaves nothing', async () => {
  const before = await filesOnDisk(world);
  const parts = [text('first.txt'), text('cut.txt', Buffer.alloc(5 * MB, 'a'))];
  const { payload, headers } = multipart(parts);
  const { socket } = announce(payload.length, headers['content-type']!);
  await write(socket, payload.subarray(0, 3 * MB));
  await until('the upload', async () => (await filesOnDisk(world)).length === before.length + 2);
  socket.destroy();
  await until('the removal', async () => (await filesOnDisk(world)).length === before.length);
  assert.deepEqual(await filesOnDisk(world), before);
});

test('fields in brackets nest as in a form', async () => {
  const answer = await postParts(ben, messages, [
    { name: 'content', bytes: 'Grüße & <b>' },
    { name: 'content_attributes[in_reply_to]', bytes: '' },
    { name: 'content_attributes[list][]', bytes: 'a' },
    { name: 'content_attributes[list][]', bytes: 'b' },
  ]);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.content, 'Grüße & <b>');
  assert.deepEqual(answer.body.content_attributes.list, ['a', 'b']);
});

test('a field that calls itself JSON is the text that it is', async () => {
  const answer = await postParts(ben, messages, [
    { name: 'content_attributes', type: 'application/json', bytes: '{"colour":"blue"}' },
  ]);
  assert.deepEqual(answer.body.content_attributes, { colour: 'blue' });
});

test('an input of the form where nobody chose a file is no file', async () => {
  const answer = await postParts(ben, messages, [
    { name: 'content', bytes: 'no file' },
    { filename: '', type: 'application/octet-stream', bytes: '' },
  ]);
  assert.equal(answer.status, 200);
  assert.equal(answer.body.attachments, undefined);
});

test('bytes without a file name are a file all the same', async () => {
  const answer = await postParts(ben, messages, [{ type: 'application/octet-stream', bytes: 'x' }]);
  assert.match(answer.body.attachments[0].data_url, /\/file$/);
});

test('a text field where a file is expected is no file', async () => {
  const answer = await postParts(ben, messages, [{ bytes: 'file:0' }]);
  assert.deepEqual([answer.status, answer.body.error], [422, 'mismatched digest']);
});

const malformed: [why: string, type: string, body: string][] = [
  ['no boundary', 'multipart/form-data', 'x'],
  ['an empty boundary', 'multipart/form-data; boundary=', 'x'],
  ['another boundary', 'multipart/form-data; boundary=b', '--c\r\n\r\n--c--'],
  [
    'no end',
    'multipart/form-data; boundary=b',
    '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx',
  ],
  ['only the start of a header', 'multipart/form-data; boundary=b', '--b\r\ncontent-disp'],
  [
    'a forbidden name',
    'multipart/form-data; boundary=b',
    '--b\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--',
  ],
  [
    'broken JSON',
    'multipart/form-data; boundary=b',
    '--b\r\ncontent-disposition: form-data; name="a"\r\ncontent-type: application/json\r\n\r\n{\r\n--b--',
  ],
];
for (const [why, type, body] of malformed) {
  test(`a body with ${why} is a bad request`, async () => {
    const answer = await ben.post(messages, Buffer.from(body), { 'content-type': type });
    assert.equal(answer.status, 400, answer.text);
    assert.deepEqual(answer.body, { status: 400, error: 'Bad Request' });
  });
}

test('an empty multipart body is an empty form', async () => {
  const type = 'multipart/form-data; boundary=b';
  const answer = await ben.post(messages, Buffer.from('--b--\r\n'), { 'content-type': type });
  assert.equal(answer.status, 200);
});

test('parts without a name are skipped', async () => {
  const body =
    '--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b\r\ncontent-type: text/plain\r\n\r\ny\r\n--b--\r\n';
  const answer = await ben.post(messages, Buffer.from(body), {
    'content-type': 'multipart/form-data; boundary=b',
  });
  assert.equal(answer.status, 200, answer.text);
});

test('a field of a megabyte and more is refused by its name', async () => {
  const answer = await postParts(ben, messages, [{ name: 'content', bytes: 'a'.repeat(MB + 1) }]);
  assert.deepEqual([answer.status, answer.body], [413, { error: 'content is too large' }]);
});

test('two thousand fields are too many', async () => {
  const parts = Array.from({ length: 2000 }, (_, index) => ({ name: `f${index}`, bytes: 'x' }));
  const answer = await postParts(ben, messages, parts);
  assert.deepEqual([answer.status, answer.body], [413, { error: 'The request is too large' }]);
});

for (const [why, failure, status] of [
  ['no space', storageFailure(Object.assign(new Error('full'), { code: 'ENOSPC' })), 507],
  [
    'a storage that is away',
    unavailable('The file storage is not available, please try again'),
    503,
  ],
] as const) {
  test(`with ${why} nothing is written, and messages without files go on`, async () => {
    const { put } = platform.storage;
    const before = await filesOnDisk(world);
    platform.storage.put = async () => Promise.reject(failure);
    try {
      const answer = await postParts(ben, messages, [text('a.txt')]);
      assert.equal(answer.status, status);
      assert.equal(answer.headers['retry-after'], '2');
      assert.equal((await ben.post(messages, { content: 'words only' })).status, 200);
    } finally {
      platform.storage.put = put;
    }
    assert.deepEqual(await filesOnDisk(world), before);
    assert.equal((await postParts(ben, messages, [text('a.txt')])).status, 200);
  });
}
