import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { HttpError } from '../errors.ts';
import { FileTooLarge, Interrupted, receive } from './incoming.ts';
import { newKey } from './keys.ts';
import { localStorage } from './local.ts';

const directory = await mkdtemp(join(tmpdir(), 'confab-storage-'));
after(async () => rm(directory, { recursive: true, force: true }));
const root = join(directory, 'files');
const incoming = join(root, '.incoming');
const storage = localStorage(root, incoming);

const arrive = async (text: string) => receive(incoming, Readable.from([Buffer.from(text)]), 100);
const textOf = async (key: string, range?: { start: number; end: number }) =>
  (await buffer((await storage.get(key, range))!.bytes)).toString();
const failsWith = (status: number) => (error: unknown) =>
  error instanceof HttpError && error.status === status;

test('what was put is read back, whole and in part, and gone after its removal', async () => {
  const key = newKey();
  const file = await arrive('0123456789');
  assert.deepEqual([file.byte_size, file.checksum], [10, 'eB5eJF1ptWaXm4bijSPyxw==']);
  await storage.put(key, file);
  assert.equal(await textOf(key), '0123456789');
  assert.equal(await textOf(key, { start: 2, end: 4 }), '234');
  const part = await storage.get(key, { start: 2, end: 4 });
  assert.equal(part!.byte_size, 10);
  part!.bytes.destroy();
  assert.deepEqual(await readdir(incoming), []);
  await storage.remove(key);
  await storage.remove(key);
  assert.equal(await storage.get(key), undefined);
});

test('files are readable by their owner alone', async () => {
  const key = newKey();
  await storage.put(key, await arrive('secret'));
  const path = join(root, key.slice(0, 2), key);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await stat(join(root, key.slice(0, 2)))).mode & 0o777, 0o700);
  assert.equal(await readFile(path, 'utf8'), 'secret');
});

for (const key of [
  '',
  'short',
  '../../../etc/passwd',
  'a/b/c/d/e/f',
  'ABCDEFGHIJ',
  '.hidden00',
  'key\0key00',
  `x${'y'.repeat(200)}`,
]) {
  test(`${JSON.stringify(key.slice(0, 20))} is no key`, async () => {
    const file = await arrive('x');
    await assert.rejects(async () => storage.get(key), /not a storage key/);
    await assert.rejects(async () => storage.remove(key), /not a storage key/);
    await assert.rejects(async () => storage.put(key, file), /not a storage key/);
    await rm(file.path, { force: true });
  });
}

test('a file that is too long, or that breaks off, leaves nothing', async () => {
  await assert.rejects(
    async () => receive(incoming, Readable.from([Buffer.alloc(101)]), 100),
    FileTooLarge,
  );
  const broken = new Readable({
    read() {
      this.push('half');
      this.destroy(new Error('gone'));
    },
  });
  await assert.rejects(async () => receive(incoming, broken, 100), Interrupted);
  assert.deepEqual(await readdir(incoming), []);
});

test('what the disk refuses is said to be the storage, with a code that tells space from the rest', async () => {
  const blocked = join(directory, 'blocked');
  await writeFile(blocked, 'a file where a directory should be');
  await assert.rejects(async () => receive(blocked, Readable.from(['x']), 100), failsWith(503));
  const other = localStorage(blocked, incoming);
  const file = await arrive('x');
  await assert.rejects(async () => other.put(newKey(), file), failsWith(503));
  assert.deepEqual(await readdir(incoming), []);
  // The one device that is always full.
  const full = join(directory, 'full');
  await symlink('/dev/full', full);
  const { createWriteStream } = await import('node:fs');
  const writing = createWriteStream(full);
  const error = await new Promise((resolve) => writing.on('error', resolve).end('x'));
  const { storageFailure, isFileError } = await import('./failure.ts');
  assert.ok(isFileError(error));
  assert.equal(storageFailure(error).status, 507);
});

test('many files at once, into new directories, are all there', async () => {
  const keys = Array.from({ length: 100 }, newKey);
  await Promise.all(keys.map(async (key) => storage.put(key, await arrive(key))));
  for (const key of keys) assert.equal(await textOf(key), key);
  const listed = await Array.fromAsync(storage.list(new Date(0), new Date(Date.now() + 1000)));
  for (const key of keys) assert.ok(listed.includes(key));
  assert.deepEqual(await Array.fromAsync(storage.list(new Date(0), new Date(0))), []);
});

test('a directory that somebody removed is made again', async () => {
  const key = newKey();
  const twin = key.slice(0, 2) + newKey().slice(2);
  await storage.put(key, await arrive('first'));
  await rm(join(root, key.slice(0, 2)), { recursive: true });
  const file = await arrive('lost');
  await assert.rejects(async () => storage.put(twin, file), failsWith(503));
  await storage.put(twin, await arrive('second'));
  assert.equal(await textOf(twin), 'second');
});

test('a storage that was never written to lists nothing', async () => {
  const empty = localStorage(join(directory, 'nowhere'), incoming);
  assert.deepEqual(await Array.fromAsync(empty.list(new Date(0), new Date())), []);
});
