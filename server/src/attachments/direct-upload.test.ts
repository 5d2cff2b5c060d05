import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fetchFile, filesOnDisk, md5, openConversation, picture } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Caller } from '../../test/world.ts';
import { uploadToken } from './signed-id.ts';

const world = await createWorld();
const { ada, ben, dora, rex, gil, stranger, app, acme, platform } = world;
const conversation = await openConversation(world);
const announcements = `/conversations/${conversation}/direct_uploads`;
const messages = `/conversations/${conversation}/messages`;
const hello = {
  filename: 'hello.txt',
  byte_size: 5,
  checksum: md5('hello'),
  content_type: 'text/plain',
};

interface Announced {
  id: number;
  signed_id: string;
  direct_upload: { url: string; headers: Record<string, string> };
}

const byNumber = (one: number, other: number): number => one - other;

async function announce(blob: object = hello, caller: Caller = ben): Promise<Announced> {
  const answer = await caller.post(announcements, { blob });
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Announced;
}

async function put({ direct_upload: { url, headers } }: Announced, bytes: string | Buffer) {
  return app.inject({ method: 'PUT', url: new URL(url).pathname, headers, payload: bytes });
}

async function uploaded(blob: object, bytes: string | Buffer): Promise<string> {
  const announced = await announce(blob);
  const sent = await put(announced, bytes);
  assert.equal(sent.statusCode, 204, sent.body);
  return announced.signed_id;
}

test('an announcement answers with everything that the upload libraries read', async () => {
  const answer = await ben.post(announcements, { blob: { ...hello, metadata: { width: 9 } } });
  assert.equal(answer.status, 200);
  assert.deepEqual(Object.keys(answer.body), [
    'id',
    'key',
    'filename',
    'content_type',
    'metadata',
    'byte_size',
    'checksum',
    'created_at',
    'service_name',
    'signed_id',
    'direct_upload',
  ]);
  const { filename, content_type, metadata, byte_size, checksum, service_name, created_at } =
    answer.body;
  assert.deepEqual(
    { filename, content_type, metadata, byte_size, checksum, service_name },
    { ...hello, metadata: {}, service_name: 'local' },
  );
  assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.match(
    answer.body.direct_upload.url,
    /^http:\/\/localhost:3000\/rails\/active_storage\/disk\/[\w-]+$/,
  );
  assert.deepEqual(answer.body.direct_upload.headers, { 'Content-Type': 'text/plain' });
});

test('an uploaded file goes out with a message that names it', async () => {
  const announced = await announce();
  const sent = await put(announced, 'hello');
  assert.equal(sent.statusCode, 204);
  assert.equal(sent.body, '');
  const answer = await ben.post(messages, { content: 'Here', attachments: [announced.signed_id] });
  assert.equal(answer.status, 200, answer.text);
  const [attachment] = answer.body.attachments;
  assert.equal(attachment.file_size, 5);
  assert.equal((await fetchFile(world, attachment.data_url)).body, 'hello');
});

test('what the bytes are decides, not what was announced', async () => {
  const png = await picture('png');
  const blob = {
    filename: 'a.txt',
    byte_size: png.length,
    checksum: md5(png),
    content_type: 'text/plain',
  };
  const answer = await ben.post(messages, { attachments: [await uploaded(blob, png)] });
  const [attachment] = answer.body.attachments;
  assert.deepEqual(
    [attachment.file_type, attachment.width, attachment.height],
    ['image', 600, 400],
  );
  const page = '<html><script>alert(1)</script>';
  const lie = {
    filename: 'a.png',
    byte_size: page.length,
    checksum: md5(page),
    content_type: 'image/png',
  };
  const [html] = (await ben.post(messages, { attachments: [await uploaded(lie, page)] })).body
    .attachments;
  assert.equal(html.file_type, 'file');
  const served = await fetchFile(world, html.data_url);
  assert.equal(served.headers['content-type'], 'application/octet-stream');
});

test('bytes that would be a form or JSON elsewhere are only bytes here', async () => {
  for (const type of [
    'application/json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '',
  ]) {
    const announced = await announce();
    const url = new URL(announced.direct_upload.url).pathname;
    const headers = type === '' ? {} : { 'content-type': type };
    const sent = await app.inject({ method: 'PUT', url, headers, payload: 'hello' });
    assert.equal(sent.statusCode, 204, type);
  }
});

test('an empty file is uploaded like any other', async () => {
  const blob = { ...hello, byte_size: 0, checksum: md5('') };
  const answer = await ben.post(messages, { attachments: [await uploaded(blob, '')] });
  assert.equal(answer.body.attachments[0].file_size, 0);
});

test('a file larger than any JSON body goes through', async () => {
  const bytes = randomBytes(6 * 1024 * 1024);
  const blob = { filename: 'large.bin', byte_size: bytes.length, checksum: md5(bytes) };
  const answer = await ben.post(messages, { attachments: [await uploaded(blob, bytes)] });
  const file = await fetchFile(world, answer.body.attachments[0].data_url);
  assert.ok(file.rawPayload.equals(bytes));
});

for (const [why, bytes] of [
  ['other bytes', 'jello'],
  ['too few', 'hell'],
  ['too many', 'hello!'],
  ['none', ''],
] as const) {
  test(`${why} than announced are refused, and the right ones may still come`, async () => {
    const announced = await announce();
    const before = await filesOnDisk(world);
    const refused = await put(announced, bytes);
    assert.equal(refused.statusCode, 422);
    assert.deepEqual(refused.json(), { error: 'The bytes are not those that were announced' });
    assert.deepEqual(await filesOnDisk(world), before);
    assert.equal((await put(announced, 'hello')).statusCode, 204);
  });
}

test('an address takes one file, also when two come at once', async () => {
  const announced = await announce();
  const statuses = await Promise.all(
    [1, 2, 3, 4].map(async () => (await put(announced, 'hello')).statusCode),
  );
  assert.deepEqual(statuses.toSorted(byNumber), [204, 404, 404, 404]);
  assert.equal((await put(announced, 'hello')).statusCode, 404);
  const keys = await sql<{ key: string }>(world, 'select key from blobs where id = $1', [
    announced.id,
  ]);
  const files = await filesOnDisk(world);
  assert.ok(files.includes(keys[0]!.key));
  const known = await sql<{ key: string }>(world, 'select key from blobs');
  for (const file of files)
    assert.ok(
      known.some(({ key }) => key === file),
      `${file} has no record`,
    );
});

test('a file that was announced but never sent has no address to read it from', async () => {
  const announced = await announce();
  const [blob] = await sql<{ token: string }>(world, 'select token from blobs where id = $1', [
    announced.id,
  ]);
  const url = `/rails/active_storage/blobs/redirect/${blob!.token}/hello.txt`;
  assert.equal((await fetchFile(world, url)).statusCode, 404);
  await put(announced, 'hello');
  assert.equal((await fetchFile(world, url)).statusCode, 200);
});

test('an address works for 15 minutes', async () => {
  const announced = await announce();
  const url = (minutes: number): Announced => {
    const until = new Date(Date.now() + minutes * 60_000);
    const token = uploadToken(platform.vault, { account_id: acme.id, id: announced.id }, until);
    return {
      ...announced,
      direct_upload: { url: `http://x/rails/active_storage/disk/${token}`, headers: {} },
    };
  };
  assert.equal((await put(url(-0.01), 'hello')).statusCode, 404);
  assert.equal((await put(url(0.5), 'hello')).statusCode, 204);
});

test('an address that we did not make takes nothing', async () => {
  const { signed_id, direct_upload } = await announce();
  const token = direct_upload.url.split('/').at(-1)!;
  const before = await filesOnDisk(world);
  for (const forged of [
    signed_id,
    `${token}x`,
    token.slice(1),
    'x',
    '..%2f..%2fx',
    'MS8x--',
    '%00',
  ]) {
    const url = `/rails/active_storage/disk/${forged}`;
    const answer = await app.inject({ method: 'PUT', url, payload: 'hello' });
    assert.equal(answer.statusCode, 404, forged);
  }
  assert.deepEqual(await filesOnDisk(world), before);
});

test('only who sees the conversation announces files, and a refusal leaves no record', async () => {
  await announce(hello, ada);
  const count = async () => (await sql(world, 'select id from blobs')).length;
  const before = await count();
  const foreign = `/api/v1/accounts/${acme.id}${announcements}`;
  const refused: [number, Promise<{ status: number }>][] = [
    [401, stranger.post(announcements, { blob: hello })],
    [401, gil.post(foreign, { blob: hello })],
    [404, dora.post(announcements, { blob: hello })],
    [401, rex.post(announcements, { blob: hello })],
    [404, ben.post('/conversations/9999/direct_uploads', { blob: hello })],
    [404, ben.post('/conversations/x/direct_uploads', { blob: hello })],
  ];
  for (const [status, answer] of refused) assert.equal((await answer).status, status);
  assert.equal(await count(), before);
});

const wrong: [body: object, status: number, error: RegExp][] = [
  [{}, 422, /^param is missing or the value is empty: blob/],
  [{ blob: null }, 422, /^param is missing or the value is empty: blob/],
  [{ blob: 'x' }, 422, /^blob must be an object/],
  [{ blob: { ...hello, filename: '' } }, 422, /blob\.filename$/],
  [{ blob: { ...hello, filename: ['x'] } }, 422, /^blob\.filename must be a string/],
  [{ blob: { ...hello, byte_size: undefined } }, 422, /blob\.byte_size$/],
  [{ blob: { ...hello, byte_size: -1 } }, 422, /must not be negative/],
  [{ blob: { ...hello, byte_size: 1.5 } }, 422, /must be an integer/],
  [{ blob: { ...hello, byte_size: 'many' } }, 422, /must be an integer/],
  [{ blob: { ...hello, byte_size: 40 * 1024 * 1024 + 1 } }, 413, /^The file is too large/],
  [{ blob: { ...hello, checksum: '' } }, 422, /blob\.checksum$/],
  [{ blob: { ...hello, checksum: 'abc' } }, 422, /base64 form of an MD5/],
  [{ blob: { ...hello, checksum: { a: 1 } } }, 422, /must be a string/],
];
for (const [body, status, error] of wrong) {
  test(`an announcement of ${JSON.stringify(body).slice(0, 70)} is refused with the field's name`, async () => {
    const answer = await ben.post(announcements, body);
    assert.equal(answer.status, status);
    assert.match(answer.body.error, error);
  });
}

test('a signed id that is not ours, cut, of another account or of nothing is refused alike', async () => {
  const theirs = await gil.post(`/conversations`, {
    inbox_id: world.globex.inbox.id,
    contact_id: world.globex.contact.id,
  });
  const foreign = await gil.post(`/conversations/${theirs.body.id}/direct_uploads`, {
    blob: hello,
  });
  assert.equal(foreign.status, 200);
  await put(foreign.body, 'hello');
  const mine = await uploaded(hello, 'hello');
  const gone = await uploaded(hello, 'hello');
  const [{ id }] = (await sql<{ id: number }>(world, 'select max(id) as id from blobs')) as [
    { id: number },
  ];
  await sql(world, 'delete from blobs where id = $1', [id]);
  const upload = (await announce()).direct_upload.url.split('/').at(-1)!;
  for (const signed of [
    'x',
    'MS8x--abc',
    `${mine}x`,
    mine.slice(1),
    foreign.body.signed_id,
    gone,
    upload,
  ]) {
    const answer = await ben.post(messages, { attachments: [signed] });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body, { error: 'mismatched digest' });
  }
  assert.equal((await ben.post(messages, { attachments: [mine] })).status, 200);
});

test('a file that has not arrived cannot be attached yet', async () => {
  const announced = await announce();
  const early = await ben.post(messages, { attachments: [announced.signed_id] });
  assert.equal(early.status, 422);
  assert.match(early.body.error, /has not arrived yet/);
  await put(announced, 'hello');
  assert.equal((await ben.post(messages, { attachments: [announced.signed_id] })).status, 200);
});

test('a file is attached once, also when two messages name it at once', async () => {
  const signed = await uploaded(hello, 'hello');
  const twice = await ben.post(messages, { attachments: [signed, signed] });
  assert.equal(twice.status, 422);
  const answers = await Promise.all(
    [1, 2, 3].map(async () => ben.post(messages, { attachments: [signed] })),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(byNumber), [200, 422, 422]);
  const again = await ben.post(messages, { attachments: [signed] });
  assert.deepEqual(
    [again.status, again.body.error],
    [422, 'A file of a direct upload can be attached once'],
  );
});

test('more than 50 signed ids are too many', async () => {
  const answer = await ben.post(messages, { attachments: Array.from({ length: 51 }, () => 'x') });
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, /too many entries/);
});

test('a website inbox is as choosy with uploaded files as with sent ones', async () => {
  const website = await openConversation(world, acme.website);
  const path = `/conversations/${website}/messages`;
  const bytes = Buffer.from('MZ\x90\0\x03', 'latin1');
  const program = { filename: 'a.exe', byte_size: bytes.length, checksum: md5(bytes) };
  const refused = await ben.post(path, { attachments: [await uploaded(program, bytes)] });
  assert.deepEqual(refused.body, {
    error: 'Validation failed: Attachments file type not supported',
  });
  const taken = await ben.post(path, { attachments: [await uploaded(hello, 'hello')] });
  assert.equal(taken.status, 200);
});
