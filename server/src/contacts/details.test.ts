import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, dora } = world;
const NOT_FOUND = '{"error":"Resource could not be found"}';

async function add(input: object = {}): Promise<number> {
  const answer = await ada.post('/contacts', { name: 'Somebody', ...input });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload.contact.id as number;
}

const idsIn = ({ body }: Answer): number[] =>
  (body.payload as { id: number }[]).map(({ id }) => id);

test('what hangs on a contact of another account is answered as nothing', async () => {
  const mine = await add();
  for (const path of ['contactable_inboxes', 'conversations', 'labels', 'notes', 'notes/1']) {
    assert.notEqual((await ada.get(`/contacts/${mine}/${path}`)).status, 500);
    for (const id of [globex.contact.id, 987_654]) {
      const answer = await ada.get(`/contacts/${id}/${path}`);
      assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
    }
  }
});

test('conversations are the newest twenty of those that the caller may see', async () => {
  const contact_id = await add();
  const opened: number[] = [];
  for (let n = 0; n < 21; n += 1) opened.push((await world.conversation({ contact_id })).id);
  const sales = (await world.conversation({ contact_id, inbox_id: acme.sales.id })).id as number;
  const path = `/contacts/${contact_id}/conversations`;
  assert.deepEqual(idsIn(await ada.get(path)), [sales, ...opened.toReversed()].slice(0, 20));
  assert.deepEqual(idsIn(await ben.get(path)), opened.toReversed().slice(0, 20));
  assert.deepEqual(idsIn(await cleo.get(path)), [sales]);
  assert.deepEqual(idsIn(await dora.get(path)), []);
  assert.equal((await ada.get(path)).body.payload[0].meta.sender.id, contact_id);
});

test('labels are replaced as a whole, and told', async () => {
  const id = await add();
  const path = `/contacts/${id}/labels`;
  const events = await eventsOf(world, async () => {
    const { body } = await ben.post(path, { labels: ['vip', 'a,b', 'VIP'] });
    assert.deepEqual(body, { payload: ['vip', 'a', 'b'] });
    await ben.post(path, { labels: ['vip', 'a', 'b'] });
  });
  assert.deepEqual(namesOf(events), ['contact.updated']);
  assert.deepEqual(events[0]?.payload.changes, { label_list: [[], ['vip', 'a', 'b']] });
  assert.deepEqual((await ada.get(path)).body, { payload: ['vip', 'a', 'b'] });
  for (const input of [{ labels: null }, {}]) {
    await ada.post(path, { labels: ['x'] });
    assert.deepEqual((await ada.post(path, input)).body, { payload: [] });
  }
});

test('custom attributes are taken away by their keys', async () => {
  const id = await add({ custom_attributes: { plan: 'pro', seats: 1, vip: true } });
  const path = `/contacts/${id}/destroy_custom_attributes`;
  const { body } = await ben.post(path, { custom_attributes: ['plan', 'none'] });
  assert.deepEqual(body.payload.custom_attributes, { seats: 1, vip: true });
  assert.deepEqual(body.payload.contact_inboxes, []);
  const one = await ben.post(path, { custom_attributes: 'vip' });
  assert.deepEqual(one.body.payload.custom_attributes, { seats: 1 });
});

test('a tie to an inbox is made once, and shown as it is', async () => {
  const id = await add({ email: 'tied@example.com' });
  const path = `/contacts/${id}/contact_inboxes`;
  const tie = async (input: object, who = ben): Promise<Answer> => who.post(path, input);
  // Only who sees every inbox can vouch for somebody who then sees what they wrote in each.
  const proven = { inbox_id: acme.support.id, source_id: 'crm:7', hmac_verified: true };
  await tie({ ...proven, source_id: 'crm:6' });
  const first = await tie(proven, ada);
  assert.deepEqual(first.body, {
    source_id: 'crm:7',
    inbox: {
      id: acme.support.id,
      avatar_url: '',
      channel_id: acme.support.id,
      name: 'Support',
      channel_type: 'Channel::Api',
      provider: null,
    },
  });
  await tie({ inbox_id: acme.support.id, source_id: 'crm:7', hmac_verified: false });
  const ties = await sql(world, 'select hmac_verified from contact_inboxes where contact_id = $1 order by source_id', [id]); // prettier-ignore
  assert.deepEqual(ties, [{ hmac_verified: false }, { hmac_verified: true }]);
  assert.equal((await tie({ inbox_id: acme.mail.id })).body.source_id, 'tied@example.com');
  const other = await add();
  const taken = await ben.post(`/contacts/${other}/contact_inboxes`, { inbox_id: acme.support.id, source_id: 'crm:7' }); // prettier-ignore
  assert.deepEqual([taken.status, taken.body], [422, { error: 'source_id should be unique' }]);
  for (const [inbox_id, who] of [
    [acme.sales.id, ben],
    [globex.inbox.id, ada],
    [987_654, ada],
    [undefined, ada],
  ] as const) {
    // prettier-ignore
    const answer = await tie({ inbox_id }, who);
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
});

test('they can be written to where they have an address, by API, and on a website while they are silent', async () => {
  const id = await add({ email: 'way@example.com' });
  const ways = async (who = ada) => {
    const { body } = await who.get(`/contacts/${id}/contactable_inboxes`);
    return (body.payload as { inbox: { name: string }; source_id: string }[]).map(
      ({ inbox, source_id }) => [inbox.name, source_id] as const,
    );
  };
  const names = async (who = ada): Promise<string[]> => (await ways(who)).map(([name]) => name);
  assert.deepEqual(await names(), ['Support', 'Sales', 'Mail']);
  assert.deepEqual(await names(ben), ['Support', 'Mail']);
  assert.deepEqual(await names(dora), []);
  await ada.post(`/contacts/${id}/contact_inboxes`, {
    inbox_id: acme.support.id,
    source_id: 's:1',
  });
  await ada.post(`/contacts/${id}/contact_inboxes`, {
    inbox_id: acme.website.id,
    source_id: 'w:1',
  });
  assert.deepEqual(
    (await ways(ben)).map((way) => way.join(' ')),
    ['Support s:1', 'Website w:1', 'Mail way@example.com'],
  );
  await world.conversation({ contact_id: id, inbox_id: acme.website.id, source_id: 'w:1' });
  assert.deepEqual(await names(ben), ['Support', 'Mail']);
  await ada.patch(`/contacts/${id}`, { email: '' });
  assert.deepEqual(await names(ben), ['Support']);
});

test('a contact is found by who they are in an inbox that the caller works in', async () => {
  const id = await add({ inbox_id: acme.support.id, source_id: 'find:1' });
  const find = async (input: object, who = ben): Promise<Answer> =>
    who.post('/contact_inboxes/filter', input);
  const { status, body } = await find({ inbox_id: acme.support.id, source_id: 'find:1' });
  assert.deepEqual([status, body.id, body.contact_inboxes[0].source_id], [200, id, 'find:1']);
  const theirs = await sql<{ source_id: string }>(
    world,
    `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id) values ($1, $2, $3, 'find:2') returning source_id`,
    [globex.id, globex.contact.id, globex.inbox.id],
  );
  for (const [inbox_id, source_id] of [
    [acme.support.id, 'find:none'],
    [acme.sales.id, 'find:1'],
  ]) {
    const answer = await find({ inbox_id, source_id }, ada);
    assert.deepEqual([answer.status, answer.text], [404, ''], 'nobody is an answer without a body');
  }
  for (const [input, who] of [
    [{ inbox_id: acme.support.id, source_id: 'find:1' }, cleo],
    [{ inbox_id: globex.inbox.id, source_id: theirs[0]?.source_id }, ada],
    [{}, ada],
  ] as const) {
    const answer = await find(input, who);
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
});

test('notes are written, listed with the newest first, changed and deleted', async () => {
  const id = await add();
  const path = `/contacts/${id}/notes`;
  const first = await ben.post(path, { content: 'Likes tea', account_id: globex.id, user_id: 1 });
  assert.equal(first.status, 200);
  const { user, created_at, updated_at, ...rest } = first.body;
  assert.deepEqual(rest, { id: first.body.id, content: 'Likes tea', account_id: acme.id, contact_id: id }); // prettier-ignore
  assert.deepEqual([user.id, user.name, typeof created_at, typeof updated_at], [ben.id, 'Ben', 'number', 'number']); // prettier-ignore
  const second = await ada.post(path, { note: { content: 'And cake' } });
  assert.deepEqual((await cleo.get(path)).body, [second.body, first.body]);
  const one = `${path}/${first.body.id}`;
  assert.deepEqual((await ada.get(one)).body, first.body);
  assert.equal((await ada.patch(one, { content: 'Likes coffee' })).body.content, 'Likes coffee');
  assert.equal((await ada.put(one, { content: 'Likes water' })).body.content, 'Likes water');
  assert.equal((await ada.patch(one, { content: ' ' })).body.content, 'Likes water');
  const gone = await ada.delete(one);
  assert.deepEqual([gone.status, gone.text], [200, '']);
  for (const answer of [
    await ada.get(one),
    await ada.patch(one, { content: 'x' }),
    await ada.delete(one),
  ]) {
    // prettier-ignore
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
  const other = await ada.get(`/contacts/${acme.mia.id}/notes/${second.body.id}`);
  assert.deepEqual([other.status, other.text], [404, NOT_FOUND]);
});

test('a note must say something', async () => {
  const path = `/contacts/${await add()}/notes`;
  const blank = await ada.post(path, { content: ' ' });
  assert.deepEqual([blank.status, blank.body], [422, { message: "Content can't be blank", attributes: ['content'] }]); // prettier-ignore
  const none = await ada.post(path, {});
  assert.deepEqual([none.status, none.body], [422, { error: 'param is missing or the value is empty: note' }]); // prettier-ignore
  const long = await ada.post(path, { content: 'x'.repeat(20_001) });
  assert.equal(long.body.message, 'Content is too long (maximum is 20000 characters)');
  assert.deepEqual((await ada.get(path)).body, []);
});

const labelsOf = async (id: number): Promise<string[]> =>
  (await ada.get(`/contacts/${id}/labels`)).body.payload as string[];

test('many contacts are labelled at once; ids of nobody are skipped', async () => {
  const ids = [await add(), await add()];
  await ada.post(`/contacts/${ids[0]}/labels`, { labels: ['old', 'keep'] });
  const answer = await ben.post('/bulk_actions', {
    type: 'contact',
    ids: [...ids, globex.contact.id, 987_654, 'abc'],
    labels: { add: ['vip'], remove: ['old'] },
  });
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.deepEqual(await labelsOf(ids[0] ?? 0), ['keep', 'vip']);
  assert.deepEqual(await labelsOf(ids[1] ?? 0), ['vip']);
  const theirs = await sql(world, 'select labels from contacts where id = $1', [globex.contact.id]);
  assert.deepEqual(theirs, [{ labels: [] }]);
});

test('administrators delete many at once, all or none', async () => {
  const ids = [await add({ name: 'A' }), await add({ name: 'online' })];
  const remove = async (who = ada): Promise<Answer> =>
    who.post('/bulk_actions', { type: 'Contact', action_name: 'delete', ids });
  assert.equal((await remove(ben)).status, 401);
  await sql(world, `insert into presence (account_id, kind, id) values ($1, 'Contact', $2)`, [acme.id, ids[1]]); // prettier-ignore
  const refused = await remove();
  assert.deepEqual([refused.status, refused.body], [422, { message: 'Online is Online, please try again later' }]); // prettier-ignore
  assert.equal((await ada.get(`/contacts/${ids[0]}`)).status, 200);
  await sql(world, 'delete from presence');
  assert.equal((await remove()).status, 200);
  for (const id of ids) assert.equal((await ada.get(`/contacts/${id}`)).status, 404);
});
