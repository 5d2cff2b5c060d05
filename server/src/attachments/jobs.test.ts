import assert from 'node:assert/strict';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  fetchFile,
  filesOnDisk,
  md5,
  openConversation,
  picture,
  postParts,
} from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { newKey } from '../storage/keys.ts';
import { removeFiles, sweepOrphanFiles } from './jobs.ts';

const world = await createWorld();
const { ben, platform, app } = world;
const { storage, pool } = platform;
const conversation = await openConversation(world);
const messages = `/conversations/${conversation}/messages`;
const root = join(platform.config.dataDir, 'files');
const HOUR = 3_600_000;
const sweep = async (hours: number) =>
  sweepOrphanFiles({ pool, storage }, new Date(Date.now() + hours * HOUR));

async function sendPicture() {
  const parts = [{ filename: 'a.png', type: 'image/png', bytes: await picture('png') }];
  const { body } = await postParts(ben, messages, parts);
  await fetchFile(world, body.attachments[0].thumb_url);
  const [blob] = await sql<{ key: string }>(
    world,
    'select key from blobs order by id desc limit 1',
  );
  return { id: body.id as number, url: body.attachments[0].data_url as string, key: blob!.key };
}

async function strayFile(key = newKey()): Promise<string> {
  await mkdir(join(root, key.slice(0, 2)), { recursive: true });
  await writeFile(join(root, key.slice(0, 2), key), 'left behind');
  return key;
}

test('the files of a deleted message go, with the small pictures made of them', async () => {
  const { id, key } = await sendPicture();
  const before = await filesOnDisk(world);
  assert.ok(before.includes(key) && before.includes(`${key}-250`));
  await ben.delete(`${messages}/${id}`);
  await removeFiles(storage, [key]);
  const after = await filesOnDisk(world);
  assert.deepEqual(
    after.filter((name) => name.startsWith(key)),
    [],
  );
  // The job may run again after a crash.
  await removeFiles(storage, [key]);
});

test('a day later a file without a record is gone, and one with a record is not', async () => {
  const { key, url } = await sendPicture();
  const stray = await strayFile();
  await strayFile(`${stray}-250`);
  await sweep(21);
  assert.ok((await filesOnDisk(world)).includes(stray));
  assert.equal(await sweep(24), 2);
  const left = await filesOnDisk(world);
  assert.ok(!left.includes(stray) && !left.includes(`${stray}-250`));
  assert.ok(left.includes(key) && left.includes(`${key}-250`));
  assert.equal((await fetchFile(world, url)).statusCode, 200);
});

test('a small picture that outlived its file is removed', async () => {
  const { id, key } = await sendPicture();
  await ben.delete(`${messages}/${id}`);
  await storage.remove(key);
  assert.ok((await filesOnDisk(world)).includes(`${key}-250`));
  await sweep(24);
  assert.ok(!(await filesOnDisk(world)).includes(`${key}-250`));
});

test('a day later what a crash left half received is gone', async () => {
  await mkdir(storage.incoming, { recursive: true });
  await writeFile(join(storage.incoming, 'half'), 'half a fi');
  await sweep(1);
  assert.ok((await filesOnDisk(world)).includes('half'));
  await sweep(24);
  assert.ok(!(await filesOnDisk(world)).includes('half'));
});

test('a day later uploads that never came, and those that no message took, are gone', async () => {
  const blob = { filename: 'a.txt', byte_size: 5, checksum: md5('hello') };
  const announce = async () =>
    (await ben.post(`/conversations/${conversation}/direct_uploads`, { blob })).body;
  const upload = async () => {
    const announced = await announce();
    const url = new URL(announced.direct_upload.url).pathname;
    await app.inject({ method: 'PUT', url, payload: 'hello' });
    return announced;
  };
  const [pending, unclaimed, claimed] = [await announce(), await upload(), await upload()];
  await ben.post(messages, { attachments: [claimed.signed_id] });
  const ids = async () =>
    (
      await sql<{ id: number }>(world, 'select id from blobs where id = any($1)', [
        [pending.id, unclaimed.id, claimed.id],
      ])
    ).map(({ id }) => id);
  await sweep(21);
  assert.equal((await ids()).length, 3);
  await sweep(24);
  assert.deepEqual(await ids(), [claimed.id]);
  const late = await ben.post(messages, { attachments: [unclaimed.signed_id] });
  assert.deepEqual([late.status, late.body.error], [422, 'mismatched digest']);
});

test('files from before the database are not its own to remove', async () => {
  const { url } = await sendPicture();
  const older = await strayFile();
  const lastYear = new Date(Date.now() - 365 * 24 * HOUR);
  await utimes(join(root, older.slice(0, 2), older), lastYear, lastYear);
  await sweep(24);
  assert.ok((await filesOnDisk(world)).includes(older));
  assert.equal((await fetchFile(world, url)).statusCode, 200);
});

test('what else lies in the directory stays', async () => {
  await writeFile(join(root, 'README'), 'mine');
  await mkdir(join(root, 'ab'), { recursive: true });
  await writeFile(join(root, 'ab', 'NOTES.txt'), 'mine');
  await writeFile(join(root, 'ab', 'cd00000000000000'), 'not where a key would be');
  await sweep(24);
  const left = await filesOnDisk(world);
  for (const name of ['README', 'NOTES.txt', 'cd00000000000000'])
    assert.ok(left.includes(name), name);
});
