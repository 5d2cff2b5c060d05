import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
// @ts-expect-error: it ships no types.
import S3rver from 's3rver';
import { removeFiles, sweepOrphanFiles } from '../attachments/jobs.ts';
import {
  fetchFile,
  filesOnDisk,
  md5,
  openConversation,
  picture,
  postParts,
} from '../../test/files.ts';
import { createWorld } from '../../test/world.ts';
import { readAddress, s3Storage } from './s3.ts';

interface Peer {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}

const directory = await mkdtemp(join(tmpdir(), 'confab-s3-'));
const settings = {
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory,
  configureBuckets: [{ name: 'desk' }],
};
const peer = new (S3rver as new (settings: object) => Peer)(settings);
const { port } = await peer.run();
after(async () => {
  await peer.close();
  await rm(directory, { recursive: true, force: true });
});

const address = `s3+http://S3RVER:S3RVER@127.0.0.1:${port}`;
const world = await createWorld({ STORAGE_URL: `${address}/desk/files?region=eu-central-1` });
const { ben, platform, pool, app } = world;
const { storage } = platform;
const conversation = await openConversation(world);
const messages = `/conversations/${conversation}/messages`;
const stored = async () =>
  Array.fromAsync(storage.list(new Date(0), new Date(Date.now() + 60_000)));

test('a file goes to the bucket and comes back, whole, in part, and small', async () => {
  const png = await picture('png');
  const answer = await postParts(ben, messages, [
    { filename: 'a b.png', type: 'image/png', bytes: png },
  ]);
  assert.equal(answer.status, 200, answer.text);
  const [{ data_url, thumb_url, width }] = answer.body.attachments;
  assert.equal(width, 600);
  const whole = await fetchFile(world, data_url);
  assert.deepEqual(whole.rawPayload, png);
  const part = await fetchFile(world, data_url, { headers: { range: 'bytes=10-19' } });
  assert.equal(part.statusCode, 206);
  assert.deepEqual(part.rawPayload, png.subarray(10, 20));
  const head = await fetchFile(world, data_url, { method: 'HEAD' });
  assert.equal(head.headers['content-length'], String(png.length));
  const small = await fetchFile(world, thumb_url);
  assert.equal(small.statusCode, 200);
  assert.deepEqual((await fetchFile(world, thumb_url)).rawPayload, small.rawPayload);
  assert.equal((await stored()).length, 2);
  assert.deepEqual(await filesOnDisk(world), []);
});

test('a direct upload passes through us into the bucket', async () => {
  const blob = { filename: 'a.txt', byte_size: 5, checksum: md5('hello') };
  const { body } = await ben.post(`/conversations/${conversation}/direct_uploads`, { blob });
  assert.equal(body.service_name, 's3');
  const url = new URL(body.direct_upload.url).pathname;
  assert.equal((await app.inject({ method: 'PUT', url, payload: 'jello' })).statusCode, 422);
  assert.equal((await app.inject({ method: 'PUT', url, payload: 'hello' })).statusCode, 204);
  const sent = await ben.post(messages, { attachments: [body.signed_id] });
  assert.equal((await fetchFile(world, sent.body.attachments[0].data_url)).body, 'hello');
});

test('an empty file is kept too', async () => {
  const { body } = await postParts(ben, messages, [
    { filename: 'a.txt', type: 'text/plain', bytes: '' },
  ]);
  const answer = await fetchFile(world, body.attachments[0].data_url);
  assert.deepEqual([answer.statusCode, answer.body], [200, '']);
});

test('a refused message leaves nothing in the bucket', async () => {
  const before = await stored();
  const answer = await postParts(ben, messages, [
    { filename: 'a.txt', type: 'text/plain', bytes: 'x' },
    { name: 'message_type', bytes: 'nonsense' },
  ]);
  assert.equal(answer.status, 422);
  assert.deepEqual(await stored(), before);
});

test('removed files and orphans leave the bucket, others stay', async () => {
  const before = await stored();
  const sent = await postParts(ben, messages, [
    { filename: 'a.txt', type: 'text/plain', bytes: 'mine' },
  ]);
  const orphan = (await stored()).find((key) => !before.includes(key))!;
  await pool.query('delete from attachments where message_id = $1', [sent.body.id]);
  await pool.query('delete from blobs where key = $1', [orphan]);
  await sweepOrphanFiles({ pool, storage }, new Date(Date.now() + 24 * 3_600_000));
  assert.deepEqual((await stored()).toSorted(), before.toSorted());
  await removeFiles(storage, before);
  await removeFiles(storage, before);
  assert.deepEqual(await stored(), []);
});

test('a bucket that is not there, a wrong key and a silent host are 503, not a lost file', async () => {
  const file = { filename: 'a.txt', type: 'text/plain', bytes: 'x' };
  const sent = await postParts(ben, messages, [file]);
  const url: string = sent.body.attachments[0].data_url;
  assert.equal((await fetchFile(world, url)).statusCode, 200);
  const { put, get } = storage;
  const wrong = [
    `${address}/nowhere`,
    `s3+http://NOBODY:S3RVER@127.0.0.1:${port}/desk/files`,
    's3+http://S3RVER:S3RVER@127.0.0.1:1/desk/files',
  ];
  try {
    for (const each of wrong) {
      Object.assign(storage, s3Storage(each, storage.incoming));
      assert.equal((await postParts(ben, messages, [file])).status, 503, each);
      assert.equal((await fetchFile(world, url)).statusCode, 503, each);
      assert.deepEqual(await filesOnDisk(world), []);
    }
  } finally {
    Object.assign(storage, { put, get });
  }
  assert.equal((await fetchFile(world, url)).statusCode, 200);
});

test('the address of a bucket says everything, or is refused in one sentence', () => {
  assert.deepEqual(readAddress('s3://k%2Fey:se%3Acret@store.example.com:9000/desk/a/b?region=eu'), {
    endpoint: 'https://store.example.com:9000',
    bucket: 'desk',
    prefix: 'a/b/',
    region: 'eu',
    accessKeyId: 'k/ey',
    secretAccessKey: 'se:cret',
  });
  assert.equal(readAddress('s3+http://k:s@localhost/desk').endpoint, 'http://localhost');
  for (const url of ['s3://host/bucket', 's3://k:s@host', 's3://k:s@host/', 's3://k@host/bucket']) {
    assert.throws(() => readAddress(url), /^StartError: STORAGE_URL must have the form s3:/);
  }
});
