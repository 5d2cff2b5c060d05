import assert from 'node:assert/strict';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
import sharp from 'sharp';
import { fetchFile, filesOnDisk, openConversation, picture, postParts } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ben } = world;
const messages = `/conversations/${await openConversation(world)}/messages`;

interface Sent {
  id: number;
  data_url: string;
  thumb_url: string;
  width: number | null;
  height: number | null;
}

async function send(
  bytes: Uint8Array | string,
  type = 'text/plain',
  filename = 'a.txt',
): Promise<Sent> {
  const answer = await postParts(ben, messages, [{ filename, type, bytes }]);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.attachments[0] as Sent;
}

async function pathOf({ id }: Sent): Promise<string> {
  const [blob] = await sql<{ key: string }>(
    world,
    'select b.key from blobs b join attachments a on a.blob_id = b.id where a.id = $1',
    [id],
  );
  return join(world.platform.config.dataDir, 'files', blob!.key.slice(0, 2), blob!.key);
}

const digits = await send('0123456789');
const token = digits.data_url.split('/').at(-2)!;
const get = async (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  fetchFile(world, digits.data_url, { headers, method });

test('a file needs no credentials, only its address', async () => {
  const answer = await get();
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.body, '0123456789');
  assert.equal(answer.headers['content-length'], '10');
  assert.equal(answer.headers['accept-ranges'], 'bytes');
  assert.equal(answer.headers['cache-control'], 'private, max-age=60');
  assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin');
});

const ranges: [range: string, body: string, contentRange: string][] = [
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=4-4', '4', 'bytes 4-4/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ['bytes=5-999999', '56789', 'bytes 5-9/10'],
  ['BYTES=0-0', '0', 'bytes 0-0/10'],
];
for (const [range, body, contentRange] of ranges) {
  test(`${range} is ${body}`, async () => {
    const answer = await get({ range });
    assert.equal(answer.statusCode, 206);
    assert.equal(answer.body, body);
    assert.equal(answer.headers['content-range'], contentRange);
    assert.equal(answer.headers['content-length'], String(body.length));
  });
}

for (const range of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) {
  test(`${range} is not in the file`, async () => {
    const answer = await get({ range });
    assert.equal(answer.statusCode, 416);
    assert.equal(answer.headers['content-range'], 'bytes */10');
    assert.equal(answer.body, '');
  });
}

for (const range of [
  'bytes=0-1,4-5',
  'bytes=5-2',
  'bytes=-',
  'bytes=a-b',
  'lines=1-2',
  'bytes=0x1-2',
  `bytes=${'9'.repeat(400)}-`,
]) {
  test(`${range.slice(0, 30)} is answered with the whole file`, async () => {
    const answer = await get({ range });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.body, '0123456789');
  });
}

test('an empty file has no range', async () => {
  const empty = await send('');
  assert.equal((await fetchFile(world, empty.data_url)).headers['content-length'], '0');
  const answer = await fetchFile(world, empty.data_url, { headers: { range: 'bytes=0-' } });
  assert.equal(answer.statusCode, 416);
});

test('HEAD tells everything but the bytes, and knows no ranges', async () => {
  const whole = await get();
  for (const headers of [{}, { range: 'bytes=0-3' }] as Record<string, string>[]) {
    const answer = await get(headers, 'HEAD');
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.body, '');
    for (const name of [
      'content-length',
      'content-type',
      'etag',
      'last-modified',
      'content-disposition',
    ]) {
      assert.equal(answer.headers[name], whole.headers[name]);
    }
  }
});

test('who has the file already is not sent it again', async () => {
  const { etag, 'last-modified': modified } = (await get()).headers as Record<string, string>;
  const headers: Record<string, string>[] = [
    { 'if-none-match': etag! },
    { 'if-none-match': `W/${etag}` },
    { 'if-none-match': `"other", ${etag}` },
    { 'if-none-match': '*' },
    { 'if-modified-since': modified! },
  ];
  for (const each of headers) {
    const answer = await get(each);
    assert.equal(answer.statusCode, 304, JSON.stringify(each));
    assert.equal(answer.headers['etag'], etag);
    assert.equal(answer.body, '');
  }
  const stale: Record<string, string>[] = [
    { 'if-none-match': '"other"' },
    { 'if-none-match': '"other"', 'if-modified-since': modified! },
    { 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' },
    { 'if-modified-since': 'whenever' },
  ];
  for (const each of stale) {
    assert.equal((await get(each)).statusCode, 200, JSON.stringify(each));
  }
});

test('a range is continued only in the same file', async () => {
  const { etag, 'last-modified': modified } = (await get()).headers as Record<string, string>;
  const continued = async (validator: string) =>
    (await get({ range: 'bytes=4-5', 'if-range': validator })).body;
  assert.equal(await continued(etag!), '45');
  assert.equal(await continued(modified!), '45');
  assert.equal(await continued('"another"'), '0123456789');
  assert.equal(await continued(`W/${etag}`), '0123456789');
  assert.equal(await continued('Mon, 01 Jan 2001 00:00:00 GMT'), '0123456789');
});

test('another name in the address finds the same file under its own name', async () => {
  const answer = await fetchFile(world, digits.data_url.replace(/[^/]+$/, 'evil.html'));
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['content-disposition'], 'attachment; filename=a.txt');
  assert.equal(answer.headers['content-type'], 'text/plain');
});

const root = '/rails/active_storage';
const traversals = [
  `${root}/blobs/redirect/../../../etc/passwd`,
  `${root}/blobs/redirect/..%2f..%2f..%2fetc%2fpasswd/a`,
  `${root}/blobs/redirect/%2e%2e/%2e%2e/etc/passwd`,
  `${root}/blobs/redirect/%252e%252e%252f/passwd`,
  `${root}/blobs/redirect/..%5c..%5cboot.ini/a`,
  `${root}/blobs/redirect/${token}%00/a.txt`,
  `${root}/blobs/redirect/${token}%2f/a.txt`,
  `${root}/blobs/redirect/${token.slice(0, -1)}/a.txt`,
  `${root}/blobs/redirect/${token}x/a.txt`,
  `${root}/blobs/redirect/${token.toUpperCase()}/a.txt`,
  `${root}/blobs/redirect/${'a'.repeat(43)}/a.txt`,
  `${root}/blobs/redirect/1/a.txt`,
  `${root}/blobs/redirect/%27%20or%201=1--/a.txt`,
  `${root}/blobs/redirect//a.txt`,
  `${root}/blobs/redirect/${token}`,
  `${root}/blobs/redirect/${token}/`,
  `${root}/blobs/${token}/a.txt`,
  `${root}/representations/redirect/${token}/250/a.txt`,
  `${root}/representations/redirect/${token}/9999/a.txt`,
  `${root}/representations/redirect/..%2f..%2f/250/a.txt`,
  `${root}/disk/..%2f..%2fsecret.key`,
  '/files/secret.key',
  '/rails/../secret.key',
];
for (const path of traversals) {
  test(`${path.replace(token, '<token>').slice(0, 70)} leads nowhere`, async () => {
    for (const method of ['GET', 'HEAD'] as const) {
      assert.equal((await fetchFile(world, path, { method })).statusCode, 404);
    }
  });
}

test('bytes in an address that are no text lead nowhere either', async () => {
  for (const path of ['%', '%zz/a', '%c0%ae%c0%ae%c0%af/passwd', '%ff%fe/a', '%E0%A4%A/a']) {
    const { statusCode } = await fetchFile(world, `${root}/blobs/redirect/${path}`);
    assert.ok(statusCode === 404 || statusCode === 400, `${path}: ${statusCode}`);
  }
});

test('a thousand guessed addresses find nothing', async () => {
  for (let guess = 0; guess < 1000; guess += 1) {
    const near = Buffer.from(token, 'base64url');
    near[guess % 32]! ^= 1 + (guess % 255);
    const { statusCode } = await fetchFile(
      world,
      `${root}/blobs/redirect/${near.toString('base64url')}/a.txt`,
    );
    assert.equal(statusCode, 404);
  }
});

for (const [format, kind] of [
  ['png', 'png'],
  ['jpeg', 'jpeg'],
  ['webp', 'webp'],
  ['gif', 'png'],
] as const) {
  test(`a ${format} has a small picture of its own, made once`, async () => {
    const sent = await send(await picture(format), `image/${format}`, `a.${format}`);
    assert.deepEqual([sent.width, sent.height], [600, 400]);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => fetchFile(world, sent.thumb_url)),
    );
    for (const answer of answers) {
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.headers['content-type'], `image/${kind}`);
      assert.deepEqual(answer.rawPayload, answers[0]!.rawPayload);
    }
    const small = await sharp(answers[0]!.rawPayload).metadata();
    assert.deepEqual([small.width, small.height, small.format], [250, 167, kind]);
    const key = (await pathOf(sent)).split('/').at(-1)!;
    assert.ok((await filesOnDisk(world)).includes(`${key}-250`));
    const again = await fetchFile(world, sent.thumb_url);
    assert.deepEqual(again.rawPayload, answers[0]!.rawPayload);
    const unchanged = { 'if-none-match': String(again.headers['etag']) };
    assert.equal((await fetchFile(world, sent.thumb_url, { headers: unchanged })).statusCode, 304);
    const head = await fetchFile(world, sent.thumb_url, { method: 'HEAD' });
    assert.equal(head.headers['content-length'], String(again.rawPayload.length));
  });
}

test('a picture taken sideways is measured and made small upright', async () => {
  const sideways = await sharp(await picture('jpeg'))
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const sent = await send(sideways, 'image/jpeg', 'a.jpg');
  assert.deepEqual([sent.width, sent.height], [400, 600]);
  const small = await sharp((await fetchFile(world, sent.thumb_url)).rawPayload).metadata();
  assert.deepEqual([small.width, small.height, small.exif], [250, 375, undefined]);
});

test('a picture smaller than that stays as it is', async () => {
  const sent = await send(await picture('png', { width: 40, height: 30 }), 'image/png', 'a.png');
  const small = await sharp((await fetchFile(world, sent.thumb_url)).rawPayload).metadata();
  assert.deepEqual([small.width, small.height], [40, 30]);
});

test('of an animation the first frame is shown', async () => {
  const frames = await Promise.all(
    Array.from({ length: 40 }, async () => picture('png', { width: 300, height: 200 })),
  );
  const animation = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  const sent = await send(animation, 'image/gif', 'a.gif');
  assert.deepEqual([sent.width, sent.height], [300, 200]);
  const small = await sharp((await fetchFile(world, sent.thumb_url)).rawPayload).metadata();
  assert.deepEqual([small.width, small.height, small.pages ?? 1], [250, 167, 1]);
});

/** A valid PNG of this size whose rows are all zeros, a few KB long. */
function emptyPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(zlib.crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = zlib.deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a bomb of 900 million pixels is a file like any other: no size, no small picture', async () => {
  const fine = await send(emptyPng(300, 300), 'image/png', 'fine.png');
  assert.equal(fine.width, 300);
  const began = Date.now();
  const sent = await send(emptyPng(30_000, 30_000), 'image/png', 'bomb.png');
  assert.deepEqual([sent.width, sent.thumb_url], [null, '']);
  const address = sent.data_url
    .replace('/blobs/redirect/', '/representations/redirect/')
    .replace(/\/([^/]+)$/, '/250/$1');
  assert.equal((await fetchFile(world, address)).statusCode, 404);
  assert.ok(Date.now() - began < 3000);
});

test('a picture that breaks off has no small one, and asking again costs nothing', async () => {
  const whole = await picture('jpeg', { width: 2000, height: 2000 });
  const sent = await send(whole.subarray(0, whole.length / 2), 'image/jpeg', 'half.jpg');
  assert.equal(sent.width, 2000);
  assert.equal((await fetchFile(world, sent.thumb_url)).statusCode, 404);
  assert.equal((await fetchFile(world, sent.thumb_url)).statusCode, 404);
  assert.equal((await fetchFile(world, sent.data_url)).statusCode, 200);
});

test('a file that is lost or cut short on disk is never served as if it were whole', async () => {
  const sent = await send('a text that matters');
  const path = await pathOf(sent);
  assert.equal((await fetchFile(world, sent.data_url)).statusCode, 200);
  await truncate(path, 5);
  assert.equal((await fetchFile(world, sent.data_url)).statusCode, 404);
  assert.equal(
    (await fetchFile(world, sent.data_url, { headers: { range: 'bytes=0-2' } })).statusCode,
    404,
  );
  await rm(path);
  assert.equal((await fetchFile(world, sent.data_url)).statusCode, 404);
  assert.equal((await fetchFile(world, sent.data_url, { method: 'HEAD' })).statusCode, 404);
  await writeFile(path, 'a text that matters');
  assert.equal((await fetchFile(world, sent.data_url)).statusCode, 200);
});

test('only GET and HEAD read files', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const) {
    const answer = await world.app.inject({ method, url: new URL(digits.data_url).pathname });
    assert.equal(answer.statusCode, 404);
  }
});
