import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben } = world;
const { id } = await world.conversation();
const path = `/conversations/${id}`;

test('a read has a weak tag and must be asked about again each time', async () => {
  const { headers } = await ada.get(path);
  assert.match(String(headers['etag']), /^W\/"[\w-]{20,}"$/);
  assert.equal(headers['cache-control'], 'max-age=0, private, must-revalidate');
});

test('who has these bytes already gets 304 and no body', async () => {
  const { headers } = await ada.get(path);
  const tag = String(headers['etag']);
  for (const ifNoneMatch of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
    const again = await ada.get(path, { 'if-none-match': ifNoneMatch });
    assert.equal(again.status, 304, ifNoneMatch);
    assert.equal(again.text, '');
    assert.equal(again.headers['etag'], tag);
    assert.equal(again.headers['cache-control'], headers['cache-control']);
  }
});

test('who has other bytes gets the new ones', async () => {
  const tag = String((await ada.get(path)).headers['etag']);
  await ada.patch(path, { priority: 'high' });
  const changed = await ada.get(path, { 'if-none-match': tag });
  assert.equal(changed.status, 200);
  assert.equal(changed.body.priority, 'high');
  assert.notEqual(changed.headers['etag'], tag);
});

test('every kind of read has a tag, and the same bytes have the same', async () => {
  for (const each of [
    '/conversations',
    '/conversations/meta',
    `${path}/messages`,
    `${path}/labels`,
    `${path}/participants`,
    `${path}/draft_messages`,
  ]) {
    const [first, second] = [await ada.get(each), await ada.get(each)];
    assert.ok(first.headers['etag'] !== undefined, each);
    assert.equal(first.headers['etag'], second.headers['etag'], each);
    const again = await ada.get(each, { 'if-none-match': first.headers['etag'] });
    assert.equal(again.status, 304, each);
  }
});

test('writes and refusals have no tag and are not cached away by one', async () => {
  assert.equal((await ada.patch(path, {})).headers['etag'], undefined);
  const missing = await ada.get('/conversations/999999', { 'if-none-match': '*' });
  assert.equal(missing.status, 404);
  assert.equal(missing.headers['etag'], undefined);
});

test('a tag tells nobody what they may not see', async () => {
  const { headers } = await ada.get('/conversations?status=all');
  const answer = await ben.get('/conversations?status=all&inbox_id=999', {
    'if-none-match': String(headers['etag']),
  });
  assert.equal(answer.status, 200);
});
