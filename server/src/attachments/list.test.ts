import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConversation, picture, postParts } from '../../test/files.ts';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, dora, rex, stranger, acme } = world;
const png = await picture('png', { width: 30, height: 20 });
const file = (filename: string) => ({ filename, type: 'text/plain', bytes: filename });

interface Entry {
  message_id: number;
  data_url: string | null;
}
const nameOf = ({ data_url }: Entry): string => String(data_url).split('/').at(-1)!;

async function withFiles(count: number): Promise<number> {
  const conversation = await openConversation(world);
  for (let message = 0; message < count; message += 1) {
    const parts = [file(`${message}a`), file(`${message}b`)];
    await postParts(ben, `/conversations/${conversation}/messages`, parts);
  }
  return conversation;
}

test('attachments come by message from old to new, and within a message from new to old', async () => {
  const conversation = await withFiles(3);
  const answer = await ben.get(`/conversations/${conversation}/attachments`);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body.payload.map(nameOf), ['0b', '0a', '1b', '1a', '2b', '2a']);
  assert.equal(answer.body.meta.total_count, 6);
  assert.equal(answer.body.meta.has_more, false);
});

test('an entry has the keys of the contract, with the sender who sent it', async () => {
  const conversation = await openConversation(world);
  await postParts(ben, `/conversations/${conversation}/messages`, [
    { filename: 'a.png', type: 'image/png', bytes: png },
  ]);
  const { body } = await ben.get(`/conversations/${conversation}/attachments`);
  const [entry] = body.payload;
  assert.deepEqual(Object.keys(entry), [
    'message_id',
    'thumb_url',
    'data_url',
    'file_size',
    'file_type',
    'extension',
    'width',
    'height',
    'created_at',
    'sender',
  ]);
  assert.deepEqual(
    [entry.file_type, entry.width, entry.height, entry.file_size],
    ['image', 30, 20, png.length],
  );
  assert.match(entry.thumb_url, /\/representations\/redirect\/[\w-]{43}\/250\/a\.png$/);
  assert.equal(entry.sender.name, 'Ben');
  assert.equal(entry.extension, null);
  assert.ok(Math.abs(entry.created_at - Date.now() / 1000) < 60);
});

test('kinds without a file have nulls, and a message of nobody has no sender', async () => {
  const conversation = await openConversation(world);
  const [message] = await sql<{ id: number }>(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select account_id, id, inbox_id, 3, 'automatic' from conversations where account_id = $1 and display_id = $2
     returning id`,
    [acme.id, conversation],
  );
  await sql(
    world,
    `insert into attachments (account_id, message_id, file_type, external_url, fallback_title, coordinates_lat, coordinates_long)
     values ($1, $2, 4, 'https://maps.example.com/1', 'Here', 1.5, 2.5), ($1, $2, 8, null, '+4912345', null, null),
            ($1, $2, 5, 'https://example.com/story', 'Story', null, null)`,
    [acme.id, message!.id],
  );
  const { body } = await ben.get(`/conversations/${conversation}/attachments`);
  const [story, contact, location] = body.payload;
  for (const each of [location, contact, story]) {
    assert.deepEqual([each.thumb_url, each.file_size, each.width], [null, null, null]);
    assert.equal('sender' in each, false);
  }
  assert.equal(location.data_url, 'https://maps.example.com/1');
  assert.equal(contact.data_url, null);
  assert.equal(story.data_url, 'https://example.com/story');
});

test('pages hold 100, and the total is of all', async () => {
  const conversation = await openConversation(world);
  const many = Array.from({ length: 35 }, (_, index) => file(`${index}`));
  for (let message = 0; message < 3; message += 1) {
    await postParts(ben, `/conversations/${conversation}/messages`, many);
  }
  const path = `/conversations/${conversation}/attachments`;
  const first = (await ben.get(path)).body;
  assert.equal(first.payload.length, 100);
  assert.deepEqual(
    [first.meta.total_count, first.meta.has_more, first.meta.total_pages, first.meta.current_page],
    [105, true, 2, 1],
  );
  const second = (await ben.get(`${path}?page=2`)).body;
  assert.equal(second.payload.length, 5);
  assert.equal(second.meta.total_count, 105);
  const beyond = (await ben.get(`${path}?page=9`)).body;
  assert.deepEqual([beyond.payload.length, beyond.meta.total_count], [0, 105]);
  for (const page of ['0', '-1', 'x', '']) {
    assert.deepEqual((await ben.get(`${path}?page=${page}`)).body.payload, first.payload);
  }
});

test('the cursor and the Link lead through every entry once', async () => {
  const conversation = await withFiles(4);
  const seen: string[] = [];
  let path: string | undefined =
    `/api/v1/accounts/${acme.id}/conversations/${conversation}/attachments?per_page=3`;
  while (path !== undefined) {
    const answer = await ben.get(path);
    seen.push(...answer.body.payload.map(nameOf));
    const link = /<([^>]+)>; rel="next"/.exec(String(answer.headers['link'] ?? ''))?.[1];
    assert.equal(link !== undefined, answer.body.meta.has_more);
    path = link?.replace(/^https?:\/\/[^/]+/, '');
  }
  assert.deepEqual(seen, ['0b', '0a', '1b', '1a', '2b', '2a', '3b', '3a']);
});

test('a cursor that is none of ours is refused', async () => {
  const conversation = await withFiles(1);
  const forged = Buffer.from('["2026-01-01 00:00:00+00","x","2026-01-01 00:00:00+00",1]').toString(
    'base64url',
  );
  for (const cursor of ['x', forged, Buffer.from('[1,2,3,4]').toString('base64url'), 'bnVsbA']) {
    const answer = await ben.get(`/conversations/${conversation}/attachments?cursor=${cursor}`);
    assert.deepEqual([answer.status, answer.body.error], [422, 'cursor is invalid for this list']);
  }
});

test('an empty conversation has an empty list', async () => {
  const conversation = await openConversation(world);
  const { body } = await ben.get(`/conversations/${conversation}/attachments`);
  assert.deepEqual(body.payload, []);
  assert.deepEqual([body.meta.total_count, body.meta.has_more], [0, false]);
});

test('only members who see the conversation read the list', async () => {
  const conversation = await withFiles(1);
  const path = `/conversations/${conversation}/attachments`;
  assert.equal((await ada.get(path)).body.payload.length, 2);
  assert.equal((await dora.get(path)).status, 404);
  assert.equal((await rex.get(path)).status, 401);
  assert.equal((await stranger.get(path)).status, 401);
  assert.equal((await world.gil.get(`/api/v1/accounts/${acme.id}${path}`)).status, 401);
});

test('a deleted message has left the list', async () => {
  const conversation = await withFiles(2);
  const path = `/conversations/${conversation}`;
  const [entry] = (await ben.get(`${path}/attachments`)).body.payload as Entry[];
  await ben.delete(`${path}/messages/${entry!.message_id}`);
  const { body } = await ben.get(`${path}/attachments`);
  assert.deepEqual(body.payload.map(nameOf), ['1b', '1a']);
  assert.equal(body.meta.total_count, 2);
});
