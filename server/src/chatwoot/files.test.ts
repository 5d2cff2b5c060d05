import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { fillSource } from '../../test/chatwoot/fill.ts';
import {
  emptyDesk,
  importInto,
  kindIn,
  remarksIn,
  sourceForTest,
} from '../../test/chatwoot/target.ts';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const picture = await sharp({
  create: { width: 30, height: 20, channels: 3, background: '#1f93ff' },
})
  .png()
  .toBuffer();

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'confab-chatwoot-files-'));
  after(() => rm(path, { recursive: true }));
  return path;
}

/** As Rails does on a disk of its own. */
async function store(root: string, key: string, bytes: string | Buffer): Promise<void> {
  const place = join(root, key.slice(0, 2), key.slice(2, 4));
  await mkdir(place, { recursive: true });
  await writeFile(join(place, key), bytes);
}

async function sourceWithFiles() {
  const source = await sourceForTest();
  await fillSource(source, { conversations: 10, messagesEach: 2 });
  await source.sql(`
    insert into attachments (id, message_id, account_id, file_type, fallback_title, coordinates_lat, coordinates_long) values
      (1, 1, 1, 0, null, 0, 0), (2, 1, 1, 3, null, 0, 0), (3, 2, 1, 4, 'Harbour', 53.5, 9.9), (4, 3, 1, 3, null, 0, 0),
      (5, 3, 1, 3, null, 0, 0), (6, 999, 1, 3, null, 0, 0), (7, 1, 2, 3, null, 0, 0);
    insert into active_storage_blobs (id, key, filename, content_type, byte_size, service_name) values
      (1, 'abcd1234picture', 'photo.png', 'image/png', 1, 'local'), (2, 'ef015678letter', 'letter ä.txt', 'text/plain', 1, 'local'),
      (3, 'gone9999nowhere', 'gone.pdf', 'application/pdf', 1, 'amazon'), (4, '../../../../etc/hostname', 'x', 'text/plain', 1, 'local'),
      (5, 'ghij5555avatar', 'face.png', 'image/png', 1, 'local'), (6, 'klmn6666noface', 'face.png', 'image/png', 1, 'local');
    insert into active_storage_attachments (id, name, record_type, record_id, blob_id) values
      (1, 'file', 'Attachment', 1, 1), (2, 'file', 'Attachment', 2, 2), (3, 'file', 'Attachment', 4, 3), (4, 'file', 'Attachment', 5, 4),
      (5, 'avatar', 'User', 2, 5), (6, 'avatar', 'Contact', 1, 5), (7, 'avatar', 'Inbox', 1, 6), (8, 'avatar', 'Contact', 999, 5)`);
  return source;
}

test('files and pictures come along; what is missing is listed, and its message stays', async () => {
  const source = await sourceWithFiles();
  const files = await directory();
  await store(files, 'abcd1234picture', picture);
  await store(files, 'ghij5555avatar', picture);
  await store(files, 'klmn6666noface', 'no picture at all');
  // A copy of a bucket is flat.
  await writeFile(join(files, 'ef015678letter'), 'Dear desk');
  const desk = await emptyDesk();
  const outcome = await desk.start(['--from', source.url, '--files', files]).ended;
  assert.equal(outcome.code, 0, outcome.err);
  const report = await desk.report();
  const remarks = remarksIn(report, 'attachments');
  remarks['its file is missing']?.sort();
  assert.deepEqual(remarks, {
    'its file is missing': ['../../../../etc/hostname', 'gone9999nowhere'],
    'its message is missing': [6],
    'its message belongs to another account': [7],
  });
  assert.deepEqual(remarksIn(report, 'avatars'), {
    'its file filetype not supported': [7],
    'whose it is is missing': [8],
  });
  assert.equal(kindIn(report, 'messages').copied, 20);

  const { app } = await desk.serve();
  const headers = { api_access_token: 'OldTokenOfPerson00000002' };
  const answer = await app.inject({ url: '/api/v1/accounts/1/conversations/1/messages', headers });
  assert.equal(answer.statusCode, 200, answer.body);
  type Attachment = { id: number; file_type: string; data_url: string; coordinates_lat: number };
  const { payload } = answer.json<{ payload: { id: number; attachments?: Attachment[] }[] }>();
  const [image, letter] = payload.find(({ id }) => id === 1)?.attachments ?? [];
  assert.deepEqual([image?.id, image?.file_type, letter?.id], [1, 'image', 2]);
  const bytes = await app.inject({ url: new URL(image?.data_url ?? '').pathname });
  assert.deepEqual(bytes.rawPayload, picture);
  const text = await app.inject({ url: new URL(letter?.data_url ?? '').pathname });
  assert.equal(text.body, 'Dear desk');
  assert.match(String(text.headers['content-disposition']), /letter/);
  assert.equal(payload.find(({ id }) => id === 2)?.attachments?.[0]?.coordinates_lat, 53.5);
  const profile = await app.inject({ url: '/api/v1/profile', headers });
  const face = await app.inject({
    url: new URL(profile.json<{ avatar_url: string }>().avatar_url).pathname,
  });
  assert.equal(face.statusCode, 200);

  // The missing ones turn up.
  await store(files, 'gone9999nowhere', '%PDF-1.4 found again');
  const again = await desk.start(['--from', source.url, '--files', files]).ended;
  assert.equal(again.code, 0, again.err);
  const second = await desk.report();
  assert.deepEqual(
    [kindIn(second, 'attachments').copied, kindIn(second, 'attachments').already_there],
    [1, 3],
  );
  assert.equal(kindIn(second, 'avatars').already_there, 2);
});

test('without --files the messages come alone, and a dry run touches no file', async () => {
  const source = await sourceWithFiles();
  const world = await createWorld();
  const files = await directory();
  await store(files, 'abcd1234picture', picture);
  const dry = await importInto(world, source, { files, dryRun: true });
  assert.equal(kindIn(dry, 'attachments').copied, 2);
  assert.deepEqual(await sql(world, 'select from blobs'), []);
  const report = await importInto(world, source);
  assert.deepEqual(
    remarksIn(report, 'attachments')[
      'its file was not looked for: name the directory with --files'
    ],
    [1, 2, 4, 5],
  );
  assert.equal(kindIn(report, 'attachments').copied, 1);
  const later = await importInto(world, source, { files });
  assert.equal(kindIn(later, 'attachments').copied, 1);
});
