import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, gil } = world;
const path = '/dashboard_apps';
const content = [{ url: 'https://crm.example.com/frame?x=1', type: 'frame' }];

test('a member makes an app, changes it and removes it, and the audit log has it all', async () => {
  const made = await ben.post(path, {
    title: 'Orders',
    content,
    user_id: gil.id,
    account_id: globex.id,
  });
  assert.equal(made.status, 200, made.text);
  assert.deepEqual(Object.keys(made.body), ['id', 'title', 'content', 'created_at']);
  assert.deepEqual([made.body.title, made.body.content], ['Orders', content]);
  const { id } = made.body;
  assert.deepEqual((await ada.get(path)).body, [made.body]);
  assert.deepEqual((await ada.get(`${path}/${id}`)).body, made.body);
  const renamed = await ada.patch(`${path}/${id}`, { dashboard_app: { title: 'Shop' } });
  assert.deepEqual(renamed.body, { ...made.body, title: 'Shop' });
  const [row] = await sql(world, 'select account_id, user_id from dashboard_apps where id = $1', [
    id,
  ]);
  assert.deepEqual(row, { account_id: acme.id, user_id: ben.id });
  const gone = await ada.delete(`${path}/${id}`);
  assert.deepEqual([gone.status, gone.text], [204, '']);
  assert.equal((await ada.delete(`${path}/${id}`)).status, 404);
  const trail = await sql<{ action: string; audited_changes: unknown }>(
    world,
    `select action, audited_changes from audits where auditable_type = 'DashboardApp' and auditable_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(trail, [
    { action: 'create', audited_changes: { title: 'Orders', content } },
    { action: 'update', audited_changes: { title: ['Orders', 'Shop'] } },
    { action: 'destroy', audited_changes: { title: 'Shop', content } },
  ]);
});

const addresses = [
  'javascript:alert(1)', ' javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x',
  'vbscript:x', 'file:///etc/passwd', 'blob:https://a.example', 'view-source:https://a.example', '//a.example', '/x', '',
  'https://', 'http:a.example', 'https:/a.example', 'https://a.example\n', 'https://a.example/ x', 'ftp://a.example',
  'https:\\\\a.example', 'https://[', null, 7, {}, ['https://a.example'],
]; // prettier-ignore

for (const bad of [
  ...addresses.map((url) => [{ url, type: 'frame' }]),
  [],
  'https://a.example',
  null,
  {},
  [{ url: 'https://a.example' }],
  [{ url: 'https://a.example', type: 'script' }],
  [content[0], { url: 'javascript:x', type: 'frame' }],
]) {
  test(`${JSON.stringify(bad).slice(0, 60)} is no page to show`, async () => {
    const invalid = { message: 'Content : Invalid data', attributes: ['content'] };
    const answer = await ben.post(path, { title: 'x', content: bad });
    assert.deepEqual([answer.status, answer.body], [422, invalid]);
    const kept = await ben.post(path, { title: 'kept', content });
    const changed = await ben.patch(`${path}/${kept.body.id}`, { title: 'y', content: bad });
    assert.deepEqual([changed.status, changed.body], [422, invalid]);
    assert.deepEqual((await ben.get(`${path}/${kept.body.id}`)).body, kept.body);
  });
}

test('of a page only the address and its kind are kept', async () => {
  const more = [{ ...content[0], onload: 'x', sandbox: '' }];
  assert.deepEqual((await ben.post(path, { title: 'x', content: more })).body.content, content);
});

test('it has a title', async () => {
  const answer = await ben.post(path, { content, title: '' });
  assert.deepEqual([answer.status, answer.body], [422, {
    message: "Title can't be blank",
    attributes: ['title'],
  }]); // prettier-ignore
});

test("another account's app is none", async () => {
  const theirs = (await gil.post(path, { title: 'g', content })).body;
  assert.equal((await gil.get(`${path}/${theirs.id}`)).status, 200);
  for (const answer of [
    await ada.get(`${path}/${theirs.id}`),
    await ada.patch(`${path}/${theirs.id}`, { title: 'x' }),
    await ada.delete(`${path}/${theirs.id}`),
  ]) {
    assert.deepEqual([answer.status, answer.body], [404, { error: 'Resource could not be found' }]);
  }
});
