import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { sweepOrphanFiles } from '../attachments/jobs.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, gil } = world;
const vip = [{ action_name: 'add_label', action_params: ['vip'] }];

async function make(who: Caller, input: object = {}): Promise<Answer['body']> {
  const answer = await who.post('/macros', { name: 'Mine', actions: vip, ...input });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload;
}

async function upload(who: Caller, name = 'a.txt'): Promise<string> {
  const form = `--b\r\ncontent-disposition: form-data; name="attachment"; filename="${name}"\r\n\r\nhello\r\n--b--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return (await who.post('/upload', form, headers)).body.blob_id;
}
const sending = (...ids: unknown[]) => [{ action_name: 'send_attachment', action_params: ids }];
const claims = async (): Promise<(string | null)[]> =>
  (await sql<{ claimed_by: string | null }>(world, 'select claimed_by from blobs order by id')).map(
    ({ claimed_by }) => claimed_by,
  );

test('a macro names who made it and who changed it last', async () => {
  const made = await make(ben);
  assert.deepEqual(Object.keys(made), [
    'id', 'name', 'visibility', 'created_by', 'updated_by', 'account_id', 'actions',
  ]); // prettier-ignore
  assert.deepEqual([made.name, made.visibility, made.account_id], ['Mine', 'personal', acme.id]);
  assert.deepEqual(made.actions, vip);
  assert.deepEqual([made.created_by.id, made.updated_by.id], [ben.id, ben.id]);
  const shared = await make(ada, { visibility: 'global' });
  assert.deepEqual((await ben.get(`/macros/${shared.id}`)).body.payload, shared);
});

test('the list has the global ones and one’s own, by id', async () => {
  const own = await make(cleo, { name: 'Own' });
  const shared = await make(ada, { name: 'Shared', visibility: 'global' });
  const ids = (answer: Answer): number[] => answer.body.payload.map(({ id }: { id: number }) => id);
  const seen = ids(await cleo.get('/macros'));
  assert.ok(seen.includes(own.id) && seen.includes(shared.id));
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.ok(!ids(await ada.get('/macros')).includes(own.id), 'not even for administrators');
  assert.ok(!ids(await gil.get('/macros')).includes(shared.id));
});

test('what one does not see is no macro: shown without a body, else as any record', async () => {
  const own = await make(cleo);
  for (const who of [ada, ben, gil]) {
    const shown = await who.get(`/macros/${own.id}`);
    assert.deepEqual([shown.status, shown.text], [404, '']);
    assert.equal((await who.get('/macros/987654321')).text, '');
    for (const answer of [
      await who.patch(`/macros/${own.id}`, { name: 'x' }),
      await who.delete(`/macros/${own.id}`),
      await who.post(`/macros/${own.id}/execute`, { conversation_ids: [] }),
      await who.get(`/macros/${own.id}/executions`),
    ]) {
      assert.deepEqual(
        [answer.status, answer.body],
        [404, { error: 'Resource could not be found' }],
      );
    }
  }
  assert.equal((await cleo.get(`/macros/${own.id}`)).body.payload.name, 'Mine');
});

test('agents make personal macros only, whatever they ask for', async () => {
  const made = await make(ben, { visibility: 'global' });
  assert.equal(made.visibility, 'personal');
  const changed = await ben.patch(`/macros/${made.id}`, { visibility: 'global' });
  assert.equal(changed.body.payload.visibility, 'personal');
  const odd = await ben.post('/macros', { name: 'x', visibility: 'public' });
  assert.deepEqual([odd.status, odd.body.error], [422, "'public' is not a valid visibility"]);
});

test('a change keeps what it does not name, the visibility above all', async () => {
  const shared = await make(ada, { visibility: 'global' });
  const changed = await ada.put(`/macros/${shared.id}`, { name: 'Renamed' });
  assert.deepEqual(
    [changed.body.payload.name, changed.body.payload.visibility, changed.body.payload.actions],
    ['Renamed', 'global', vip],
  );
});

test('a global macro is changed by administrators, and deleted by its author while that one is there', async () => {
  const ella = await make(ada, { visibility: 'global' });
  const before = (await ada.get(`/macros/${ella.id}`)).text;
  const refused = { error: 'You are not authorized to do this action' };
  for (const answer of [
    await ben.patch(`/macros/${ella.id}`, { name: 'x' }),
    await ben.delete(`/macros/${ella.id}`),
  ]) {
    assert.deepEqual([answer.status, answer.body], [401, refused]);
  }
  assert.equal((await ada.get(`/macros/${ella.id}`)).text, before);
  await sql(world, 'update macros set created_by_id = $2 where id = $1', [ella.id, ben.id]);
  const changed = await ada.patch(`/macros/${ella.id}`, { name: 'By Ada' });
  assert.deepEqual(
    [changed.body.payload.created_by.id, changed.body.payload.updated_by.id],
    [ben.id, ada.id],
  );
  const hidden = await ada.patch(`/macros/${ella.id}`, { visibility: 'personal' });
  assert.deepEqual([hidden.status, hidden.body.attributes], [422, ['visibility']]);
  assert.deepEqual((await ada.delete(`/macros/${ella.id}`)).body, refused);
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [ben.id]);
  assert.equal((await ada.get(`/macros/${ella.id}`)).body.payload.created_by, undefined);
  const gone = await ada.delete(`/macros/${ella.id}`);
  assert.deepEqual([gone.status, gone.text], [200, '']);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [ben.id]);
});

for (const [actions, problem] of [
  [[{ action_name: 'explode' }, { action_name: 'add_sla' }], 'Macro execution actions explode,add_sla not supported.'],
  [[{ action_name: 'open_conversation' }], 'Macro execution actions open_conversation not supported.'],
  [[{ action_name: { x: 1 } }], 'Macro execution actions  not supported.'],
  ['add_label', 'Macro execution actions must be a list of objects.'],
  [['add_label'], 'Macro execution actions must be a list of objects.'],
  [[{ action_name: 'add_label' }], 'Macro execution actions add_label needs action_params.'],
  [[{ action_name: 'send_webhook_event', action_params: ['javascript:x'] }], 'Macro execution actions send_webhook_event needs an http or https URL.'],
  [[{ action_name: 'send_webhook_event', action_params: ['https://a:b@c.example/'] }], 'Macro execution actions send_webhook_event needs an http or https URL.'],
  [Array(101).fill(vip[0]), 'Macro execution actions are too many or too long.'],
] as const) {
  test(`these are no actions: ${JSON.stringify(actions).slice(0, 70)}`, async () => {
    const kept = await make(ben);
    for (const answer of [
      await ben.post('/macros', { name: 'x', actions }),
      await ben.patch(`/macros/${kept.id}`, { name: 'x', actions }),
    ]) {
      assert.deepEqual([answer.status, answer.body], [422, { error: { actions: [problem] } }]);
    }
    assert.deepEqual((await ben.get(`/macros/${kept.id}`)).body.payload, kept);
  });
} // prettier-ignore

test('a name is needed', async () => {
  const answer = await ben.post('/macros', { actions: vip });
  assert.deepEqual(answer.body, { message: "Name can't be blank", attributes: ['name'] });
});

test('files are named by the id of their upload, kept under a number, and go with the macro', async () => {
  const made = await make(ben, { actions: sending(await upload(ben, 'plan.txt')) });
  const [file] = made.files;
  assert.deepEqual(Object.keys(file), [
    'id', 'macro_id', 'file_type', 'account_id', 'file_url', 'blob_id', 'filename',
  ]); // prettier-ignore
  assert.deepEqual(made.actions, sending(file.blob_id));
  assert.deepEqual(
    [file.macro_id, file.filename, file.file_type],
    [made.id, 'plan.txt', 'text/plain'],
  );
  assert.equal((await world.app.inject({ url: new URL(file.file_url).pathname })).body, 'hello');
  const actions = [...sending(String(file.blob_id)), ...sending(await upload(ben, 'b.txt'))];
  const more = (await ben.patch(`/macros/${made.id}`, { actions })).body.payload;
  assert.deepEqual(
    more.files.map(({ filename }: { filename: string }) => filename),
    ['plan.txt', 'b.txt'],
  );
  assert.deepEqual(await claims(), ['macro', 'macro']);
  const [, second] = more.files;
  await ben.patch(`/macros/${made.id}`, { actions: sending(second.blob_id) });
  assert.deepEqual(await claims(), [null, 'macro']);
  const storage = { pool: world.pool, storage: world.platform.storage };
  await sweepOrphanFiles(storage, new Date(Date.now() + 48 * 3_600_000));
  assert.deepEqual(await claims(), ['macro'], 'what nobody needs is swept, and only that');
  await ben.delete(`/macros/${made.id}`);
  assert.deepEqual(await claims(), [null]);
});

test('no file of another macro, message or account can be taken', async () => {
  const mine = await upload(ben);
  const { files } = await make(ben, { actions: sending(mine) });
  const theirs = await upload(gil);
  const sent = await upload(ben);
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/messages`, { content: 'x', attachments: [sent] });
  const before = await claims();
  for (const given of [
    mine,
    files[0].blob_id,
    String(files[0].blob_id),
    theirs,
    sent,
    'x--y',
    1,
    {},
    true,
  ]) {
    const answer = await ada.post('/macros', { name: 'x', actions: sending(given) });
    assert.deepEqual(
      [answer.status, answer.body],
      [422, { error: 'Invalid attachment' }],
      String(given),
    );
  }
  const taken = await ada.post(`/conversations/${id}/messages`, {
    content: 'x',
    attachments: [mine],
  });
  assert.equal(taken.status, 422, 'nor does a message take it from the macro');
  assert.deepEqual(await claims(), before);
});

test('what is global is in the audit log, and only documented fields can be written', async () => {
  const own = await make(ada, { account_id: globex.id, created_by_id: gil.id, id: 1 });
  assert.deepEqual([own.account_id, own.created_by.id], [acme.id, ada.id]);
  await ada.patch(`/macros/${own.id}`, { visibility: 'global', created_by_id: gil.id });
  await ada.patch(`/macros/${own.id}`, { name: 'Traced' });
  await ada.patch(`/macros/${own.id}`, { name: 'Traced' });
  await ada.delete(`/macros/${own.id}`);
  const trail = await sql(
    world,
    `select action, audited_changes as changes from audits where auditable_type = 'Macro' and auditable_id = $1 order by id`,
    [own.id],
  );
  assert.deepEqual(trail, [
    { action: 'update', changes: { visibility: ['personal', 'global'] } },
    { action: 'update', changes: { name: ['Mine', 'Traced'] } },
    { action: 'destroy', changes: { name: 'Traced', visibility: 'global', actions: vip } },
  ]);
});
