import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil } = world;

async function put(short_code: string, content: string): Promise<Answer['body']> {
  const answer = await ben.post('/canned_responses', { short_code, content });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}
const codes = (answer: Answer): string[] =>
  answer.body.map(({ short_code }: { short_code: string }) => short_code);

test('an agent makes, changes and removes a prepared answer', async () => {
  const made = await put('hours', 'From nine to five');
  assert.deepEqual(Object.keys(made), [
    'id',
    'account_id',
    'short_code',
    'content',
    'created_at',
    'updated_at',
  ]);
  assert.equal(made.account_id, acme.id);
  assert.match(made.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual((await ada.get('/canned_responses')).body, [made]);
  const changed = await ada.put(`/canned_responses/${made.id}`, {
    canned_response: { content: 'Always' },
  });
  assert.equal(changed.status, 200);
  assert.deepEqual([changed.body.short_code, changed.body.content], ['hours', 'Always']);
  const gone = await ben.delete(`/canned_responses/${made.id}`);
  assert.deepEqual([gone.status, gone.text], [200, '']);
  assert.deepEqual((await ada.get('/canned_responses')).body, []);
  assert.equal((await ben.delete(`/canned_responses/${made.id}`)).status, 404);
});

test('a search ranks the beginning of the code, the code, then the content, whatever case and accents', async () => {
  await put('zz1', 'we Réfund you');
  await put('my-refund', 'x');
  await put('REFUND-b', 'x');
  await put('refund-a', 'refund');
  await put('percent', '100% sure');
  const found = await ben.get('/canned_responses?search=refund');
  assert.deepEqual(codes(found), ['refund-a', 'REFUND-b', 'my-refund', 'zz1']);
  assert.deepEqual(codes(await ben.get('/canned_responses?search=%25')), ['percent']);
  assert.deepEqual(codes(await ben.get('/canned_responses?search=nothing')), []);
  assert.equal((await ben.get('/canned_responses?search=')).body.length, 5);
});

test('both its parts are needed, and the code is its own', async () => {
  const both = await ben.post('/canned_responses', { content: ' ' });
  assert.deepEqual(both.body, {
    message: "Content can't be blank, Short code can't be blank",
    attributes: ['content', 'short_code'],
  });
  assert.equal(both.status, 422);
  const first = await put('same', 'a');
  const second = await put('other', 'b');
  const taken = { message: 'Short code has already been taken', attributes: ['short_code'] };
  for (const answer of [
    await ben.post('/canned_responses', { short_code: 'same', content: 'c' }),
    await ben.patch(`/canned_responses/${second.id}`, { short_code: 'same' }),
  ]) {
    assert.deepEqual([answer.status, answer.body], [422, taken]);
  }
  const blank = await ben.patch(`/canned_responses/${first.id}`, { content: '' });
  assert.deepEqual([blank.status, blank.body.message], [422, "Content can't be blank"]);
  const long = await ben.patch(`/canned_responses/${first.id}`, { content: 'x'.repeat(20_001) });
  assert.equal(long.body.message, 'Content is too long (maximum is 20000 characters)');
  const empty = await ben.post('/canned_responses', {});
  assert.deepEqual(empty.body, {
    error: 'param is missing or the value is empty: canned_response',
  });
  const [kept] = await sql(world, 'select content from canned_responses where id = $1', [first.id]);
  assert.deepEqual(kept, { content: 'a' });
});

test("another account's answer is none, and it cannot be moved there", async () => {
  const theirs = (await gil.post('/canned_responses', { short_code: 'g', content: 'secret' })).body;
  assert.equal((await ada.patch(`/canned_responses/${theirs.id}`, { content: 'x' })).status, 404);
  assert.equal((await ada.patch(`/canned_responses/${theirs.id}`, { content: '' })).status, 404);
  assert.equal((await ada.delete(`/canned_responses/${theirs.id}`)).status, 404);
  assert.doesNotMatch((await ada.get('/canned_responses?search=secret')).text, /secret/);
  const made = await put('mine', 'x');
  await ben.patch(`/canned_responses/${made.id}`, { account_id: globex.id, id: 1, content: 'y' });
  const rows = await sql(world, `select account_id from canned_responses where content = 'y'`);
  assert.deepEqual(rows, [{ account_id: acme.id }]);
});
