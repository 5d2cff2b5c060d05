import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora } = world;

const listed = async (who: Caller, query: string): Promise<number[]> => {
  const { body, status, text } = await who.get(`/conversations?${query}`);
  assert.equal(status, 200, text);
  return body.data.payload.map(({ id }: { id: number }) => id).toSorted();
};

const mention = (who: Caller): string => `[@${who.name}](mention://user/${who.id}/${who.name})`;

test('conversation_type=mention lists where the caller was mentioned in a note', async () => {
  const { id } = await world.conversation();
  await world.conversation();
  await ada.post(`/conversations/${id}/messages`, { content: `${mention(ben)}?`, private: true });
  assert.deepEqual(await listed(ben, 'conversation_type=mention'), [id]);
  assert.deepEqual(await listed(ada, 'conversation_type=mention'), []);
});

test('a public answer that looks like a mention is none', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/messages`, { content: mention(ben) });
  assert.ok(!(await listed(ben, 'conversation_type=mention')).includes(id));
});

test('conversation_type=unattended lists who has had no answer or waits for the next one', async () => {
  const [fresh, answered, waiting] = [
    await world.conversation(),
    await world.conversation(),
    await world.conversation(),
  ];
  for (const { id } of [answered, waiting]) {
    await ada.post(`/conversations/${id}/messages`, { content: 'Hello' });
  }
  await ada.post(`/conversations/${waiting.id}/messages`, {
    content: 'And now?',
    message_type: 'incoming',
  });
  const ids = await listed(ben, 'conversation_type=unattended&per_page=100');
  assert.ok(ids.includes(fresh.id));
  assert.ok(ids.includes(waiting.id));
  assert.ok(!ids.includes(answered.id));
});

test('conversation_type=participating lists where the caller takes part, in any inbox', async () => {
  const { id } = await world.conversation({ inbox_id: acme.sales.id });
  await ada.post(`/conversations/${id}/participants`, { user_ids: [cleo.id] });
  assert.deepEqual(await listed(cleo, 'conversation_type=participating'), [id]);
  assert.deepEqual(
    await listed(cleo, `conversation_type=participating&inbox_id=${acme.support.id}`),
    [id],
    'inbox_id does not narrow it',
  );
  assert.ok(!(await listed(ben, 'conversation_type=participating')).includes(id));
});

test('participating keeps to the status, as every list', async () => {
  const { id } = await world.conversation({ inbox_id: acme.sales.id, status: 'pending' });
  await ada.post(`/conversations/${id}/participants`, { user_ids: [cleo.id] });
  assert.ok(!(await listed(cleo, 'conversation_type=participating')).includes(id));
  assert.ok((await listed(cleo, 'conversation_type=participating&status=all')).includes(id));
});

test('participating shows a team member the conversation that the team lets them see', async () => {
  const { id } = await world.conversation({
    inbox_id: acme.sales.id,
    team_id: acme.escalations.id,
    assignee_id: dora.id,
  });
  assert.equal((await dora.get(`/conversations/${id}`)).status, 200);
  assert.deepEqual(await listed(dora, 'conversation_type=participating'), [id]);
});

test('participating stops showing a conversation once its inbox is closed to the caller', async () => {
  const { id } = await world.conversation({ inbox_id: acme.website.id });
  await ada.post(`/conversations/${id}/participants`, { user_ids: [ben.id] });
  assert.ok((await listed(ben, 'conversation_type=participating')).includes(id));
  const membership = [acme.id, acme.website.id, ben.id];
  await sql(
    world,
    'delete from inbox_members where account_id = $1 and inbox_id = $2 and user_id = $3',
    membership,
  );
  assert.equal((await ben.get(`/conversations/${id}`)).status, 404);
  assert.ok(!(await listed(ben, 'conversation_type=participating')).includes(id));
  const { meta } = (await ben.get('/conversations/meta?conversation_type=participating')).body;
  assert.equal(meta.all_count, (await listed(ben, 'conversation_type=participating')).length);
  await sql(
    world,
    'insert into inbox_members (account_id, inbox_id, user_id) values ($1, $2, $3)',
    membership,
  );
});

test('an unknown conversation_type is ignored', async () => {
  assert.deepEqual(
    await listed(cleo, 'conversation_type=nonsense&per_page=100'),
    await listed(cleo, 'per_page=100'),
  );
});

test('an empty q lists every status, but only conversations in which somebody wrote', async () => {
  const silent = await world.conversation({ inbox_id: acme.mail.id, status: 'resolved' });
  const said = await world.conversation({ inbox_id: acme.mail.id, status: 'resolved' });
  await ada.post(`/conversations/${said.id}/messages`, { content: 'Good morning' });
  const ids = await listed(ben, `q=&inbox_id=${acme.mail.id}`);
  assert.ok(ids.includes(said.id));
  assert.ok(!ids.includes(silent.id));
});

test('q together with every order answers, with true counts', async () => {
  const before = (await ada.get('/conversations/meta?q=needle')).body.meta.all_count;
  assert.equal(before, 0);
  for (let n = 0; n < 30; n += 1) {
    await world.conversation({ status: 'pending', message: { content: `A needle, ${n}` } });
  }
  for (const sort of ['priority_desc', 'waiting_since_asc', 'created_at_desc', 'latest']) {
    const { body } = await ada.get(`/conversations?q=needle&sort_by=${sort}`);
    assert.equal(body.data.payload.length, 25, sort);
    assert.equal(body.data.meta.all_count, 30, 'not the page alone');
    assert.equal(body.data.meta.unassigned_count, 30);
    assert.equal(body.data.meta.assigned_count, 0);
  }
});

/** Everywhere a number of conversations is shown, for the same person and the same question. */
async function totals(who: Caller): Promise<Record<string, number>> {
  const [list, meta, filter] = [
    await who.get('/conversations?status=all&per_page=100'),
    await who.get('/conversations/meta?status=all'),
    await who.post('/conversations/filter', { payload: [] }),
  ];
  return {
    rows: list.body.data.payload.length,
    list: list.body.data.meta.all_count,
    meta: meta.body.meta.all_count,
    ...(filter.status === 404 ? {} : { filter: filter.body.meta.all_count }),
  };
}

test('every place that counts conversations counts the same ones for the same person', async () => {
  for (const who of [ada, ben, cleo, dora]) {
    const found = Object.values(await totals(who));
    assert.ok(found.length >= 3);
    assert.deepEqual(new Set(found).size, 1, `${who.name}: ${found.join(' ')}`);
  }
});
