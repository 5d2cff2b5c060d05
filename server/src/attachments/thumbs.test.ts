import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Readable } from 'node:stream';
import { picture } from '../../test/files.ts';
import { HttpError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Blob } from './queries.ts';
import { openThumbs } from './thumbs.ts';

const png = await picture('png');

/** A storage that holds one file under every key, has no room for more, and counts how it is read. */
function fullStorage(bytes: Buffer) {
  const reads = { now: 0, most: 0, total: 0 };
  const storage = {
    incoming: '/dev/null/nowhere',
    get: async (key: string) => {
      if (key.endsWith('-250')) return undefined;
      reads.total += 1;
      reads.now += 1;
      reads.most = Math.max(reads.most, reads.now);
      const stream = Readable.from([bytes]).on('close', () => (reads.now -= 1));
      return { byte_size: bytes.length, bytes: stream };
    },
  } as unknown as Storage;
  return { thumbOf: openThumbs(storage), reads };
}

const blob = (key: string, changes: Partial<Blob> = {}): Blob =>
  ({ key, content_type: 'image/png', metadata: { width: 600, height: 400 }, ...changes }) as Blob;

const failsWith = (status: number) => (error: unknown) =>
  error instanceof HttpError && error.status === status;

test('without room to keep it a small picture is still shown', async () => {
  const { thumbOf } = fullStorage(png);
  const { content_type, bytes } = await thumbOf(blob('key'));
  assert.equal(content_type, 'image/png');
  assert.ok(bytes.length > 100);
});

test('who asks at the same time shares one making', async () => {
  const { thumbOf, reads } = fullStorage(png);
  await Promise.all(Array.from({ length: 50 }, async () => thumbOf(blob('key'))));
  assert.equal(reads.total, 1);
});

test('two are made at a time, a hundred wait, the others are told to come back', async () => {
  const { thumbOf, reads } = fullStorage(png);
  const asked = Array.from({ length: 130 }, async (_, index) => thumbOf(blob(`key ${index}`)));
  const answers = await Promise.allSettled(asked);
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 102);
  assert.ok(reads.most <= 2, `${reads.most} at once`);
  for (const answer of answers) {
    if (answer.status === 'rejected') assert.ok(failsWith(503)(answer.reason));
  }
  await thumbOf(blob('key 129'));
});

test('one that cannot be made is not tried again for a while', async () => {
  const { thumbOf, reads } = fullStorage(png.subarray(0, 100));
  await assert.rejects(async () => thumbOf(blob('key')), failsWith(404));
  await assert.rejects(async () => thumbOf(blob('key')), failsWith(404));
  assert.equal(reads.total, 1);
});

test('what is no measured picture is not even read', async () => {
  const { thumbOf, reads } = fullStorage(png);
  for (const changes of [
    { metadata: {} },
    { content_type: 'image/svg+xml' },
    { content_type: 'video/mp4' },
  ]) {
    await assert.rejects(async () => thumbOf(blob('key', changes)), failsWith(404));
  }
  assert.equal(reads.total, 0);
});
