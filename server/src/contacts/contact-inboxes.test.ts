import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, sql } from '../../test/inside.ts';
import { identifierOf, visitorAt } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';
import { createContact } from './contacts.ts';
import { transaction } from '../db/pool.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, rex, gil, globex } = world;
const path = '/conversations';
const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };
const NOT_FOUND = '{"error":"Resource could not be found"}';

/** The source_id of the contact inbox that a conversation came through. */
async function sourceOf(id: number): Promise<string> {
  const [found] = await sql<{ source_id: string }>(
    world,
    `select ci.source_id from conversations c join contact_inboxes ci on ci.id = c.contact_inbox_id
     where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  );
  return found?.source_id ?? '';
}

const ties = async (): Promise<number> =>
  Number((await sql<{ n: number }>(world, 'select count(*)::int as n from contact_inboxes'))[0]?.n);

test('every conversation through an API inbox or a website gets a source id of its own', async () => {
  for (const inbox of [acme.support, acme.website]) {
    const [first, second] = [
      await world.conversation({ inbox_id: inbox.id }),
      await world.conversation({ inbox_id: inbox.id }),
    ];
    const sources = [await sourceOf(first.id), await sourceOf(second.id)];
    for (const source of sources) assert.match(source, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    assert.notEqual(sources[0], sources[1]);
  }
});

test('through an e-mail inbox the address is the source id, and the tie is used again', async () => {
  const first = await world.conversation({ inbox_id: acme.mail.id });
  const before = await ties();
  const second = await world.conversation({ inbox_id: acme.mail.id });
  assert.equal(await sourceOf(first.id), 'mia@example.com');
  assert.equal(await sourceOf(second.id), 'mia@example.com');
  assert.equal(await ties(), before);
});

test('a contact without an address cannot be written to by e-mail', async () => {
  const nameless = await transaction(world.pool, async (tx) =>
    createContact(tx, { account_id: acme.id, name: 'Nemo' }),
  );
  const answer = await ada.post(path, { inbox_id: acme.mail.id, contact_id: nameless.id });
  assert.equal(answer.status, 422);
  assert.equal(answer.text, '{"error":"param is missing or the value is empty: contact email"}');
});

test('a source id that is given is kept, and the same one is the same tie', async () => {
  const first = await world.conversation({ source_id: 'shop:1' });
  const before = await ties();
  const second = await world.conversation({ source_id: 'shop:1' });
  assert.equal(await sourceOf(first.id), 'shop:1');
  assert.equal(await sourceOf(second.id), 'shop:1');
  assert.notEqual(first.id, second.id);
  assert.equal(await ties(), before);
});

test('a source id alone finds contact and inbox', async () => {
  await world.conversation({ contact_id: acme.noah.id, source_id: 'shop:2' });
  const { status, body } = await ada.post(path, { source_id: 'shop:2' });
  assert.equal(status, 200);
  assert.equal(body.contact.id, acme.noah.id);
  assert.equal(body.inbox_id, acme.support.id);
  assert.equal((await rex.post(path, { source_id: 'shop:2' })).status, 200);
});

test('a source id alone that is unknown, blank, or of another account is 404', async () => {
  const theirs = { inbox_id: globex.inbox.id, contact_id: globex.contact.id, source_id: 'theirs' };
  assert.equal((await gil.post(path, theirs)).status, 200);
  for (const source_id of ['theirs', 'nobody', '', null, undefined]) {
    const answer = await ada.post(path, { source_id });
    assert.equal(answer.status, 404, String(source_id));
    assert.equal(answer.text, NOT_FOUND);
  }
});

test('a source id alone opens no inbox that the caller is not in', async () => {
  await world.conversation({ source_id: 'shop:3' });
  assert.equal((await ben.post(path, { source_id: 'shop:3' })).status, 200);
  const answer = await cleo.post(path, { source_id: 'shop:3' });
  assert.equal(answer.status, 404);
  assert.equal(answer.text, NOT_FOUND);
});

test('a source id with only an inbox or only a contact means the tie with just these', async () => {
  await world.conversation({ source_id: 'twice' });
  await world.conversation({
    inbox_id: acme.sales.id,
    contact_id: acme.noah.id,
    source_id: 'twice',
  });
  const sales = await ada.post(path, { source_id: 'twice', inbox_id: acme.sales.id });
  assert.equal(sales.body.inbox_id, acme.sales.id);
  assert.equal(sales.body.contact.id, acme.noah.id);
  const noah = await ada.post(path, { source_id: 'twice', contact_id: acme.noah.id });
  assert.equal(noah.body.inbox_id, acme.sales.id);
  const neither = await ada.post(path, { source_id: 'twice', inbox_id: acme.website.id });
  assert.equal(neither.status, 404);
  const foreign = await ada.post(path, { source_id: 'twice', inbox_id: globex.inbox.id });
  assert.equal(foreign.status, 404);
});

test("a source id that is another contact's is refused", async () => {
  await world.conversation({ source_id: 'mias' });
  const answer = await ada.post(path, {
    ...usual,
    contact_id: acme.noah.id,
    source_id: 'mias',
  });
  assert.equal(answer.status, 422);
  assert.equal(answer.text, '{"error":"source_id should be unique"}');
});

test('the same source id in two inboxes is two ties', async () => {
  await world.conversation({ source_id: 'both' });
  const other = await world.conversation({ inbox_id: acme.sales.id, source_id: 'both' });
  assert.equal(other.inbox_id, acme.sales.id);
});

test('an e-mail address that moved to another contact moves with them', async () => {
  const before = await world.conversation({ inbox_id: acme.mail.id, contact_id: acme.noah.id });
  const [heir] = await sql<{ id: number }>(
    world,
    `with moved as (update contacts set email = 'old@example.com' where id = $2)
     insert into contacts (account_id, name, email) values ($1, 'Noah the second', 'x@example.com') returning id`,
    [acme.id, acme.noah.id],
  );
  await sql(world, `update contacts set email = 'noah@example.com' where id = $1`, [heir?.id]);
  const after = await world.conversation({ inbox_id: acme.mail.id, contact_id: heir?.id });
  assert.equal(after.contact.name, 'Noah the second');
  assert.equal(await sourceOf(after.id), 'noah@example.com');
  assert.match(await sourceOf(before.id), /^noah@example\.com\+/);
  assert.equal((await ada.get(`${path}/${before.id}`)).body.contact.id, acme.noah.id);
});

test('hmac_verified is believed for a new tie, and never changes an old one', async () => {
  const fresh = await world.conversation({ source_id: 'proven', hmac_verified: 'true' });
  assert.equal(fresh.meta.hmac_verified, true);
  const again = await world.conversation({ source_id: 'proven', hmac_verified: false });
  assert.equal(again.meta.hmac_verified, true);
  await world.conversation({ source_id: 'unproven' });
  const late = await world.conversation({ source_id: 'unproven', hmac_verified: true });
  assert.equal(late.meta.hmac_verified, false);
});

test('a source id has a length that fits an index', async () => {
  const answer = await ada.post(path, { ...usual, source_id: 'x'.repeat(2049) });
  assert.equal(answer.status, 422);
  assert.match(answer.body.error, /source_id is too long/);
  const longest = await ada.post(path, { ...usual, source_id: '€'.repeat(600) });
  assert.ok([200, 422].includes(longest.status), longest.text);
});

test('an inbox that keeps one conversation per contact answers with that one, as it is', async () => {
  await configure(world, acme.sales, { lock_to_single_conversation: true });
  const inbox_id = acme.sales.id;
  const first = await world.conversation({ inbox_id, source_id: 'only', status: 'pending' });
  const again = await world.conversation({
    inbox_id,
    source_id: 'only',
    status: 'resolved',
    assignee_id: cleo.id,
    custom_attributes: { ignored: true },
    message: { content: 'Me again', message_type: 'incoming' },
  });
  assert.equal(again.id, first.id);
  assert.equal(again.status, 'pending');
  assert.equal(again.assignee, null);
  assert.deepEqual(again.custom_attributes, {});
  assert.equal(again.messages[0].content, 'Me again');
  await configure(world, acme.sales, { lock_to_single_conversation: false });
  assert.notEqual((await world.conversation({ inbox_id, source_id: 'only' })).id, first.id);
});

test('an inbox that keeps one conversation per contact takes the newest of several', async () => {
  const inbox_id = acme.sales.id;
  await world.conversation({ inbox_id, source_id: 'several' });
  const newest = await world.conversation({ inbox_id, source_id: 'several' });
  await configure(world, acme.sales, { lock_to_single_conversation: true });
  assert.equal((await world.conversation({ inbox_id, source_id: 'several' })).id, newest.id);
  await configure(world, acme.sales, { lock_to_single_conversation: false });
});

test('who a contact is in an inbox is shown only to those who work in it', async () => {
  const { id } = await world.conversation({ inbox_id: acme.sales.id, contact_id: acme.noah.id });
  const hidden = await sourceOf(id);
  const shownTo = async (who: typeof ben): Promise<string> => {
    const answers = [
      await who.get(`/contacts/${acme.noah.id}`),
      await who.get('/contacts'),
      await who.get('/contacts/search?q=noah'),
      await who.post('/contacts/filter', { payload: [{ attribute_key: 'name', filter_operator: 'contains', values: ['noah'] }] }), // prettier-ignore
      await who.patch(`/contacts/${acme.noah.id}`, { name: 'Noah' }),
      await who.post(`/contacts/${acme.noah.id}/destroy_custom_attributes`, { custom_attributes: ['x'] }), // prettier-ignore
    ];
    for (const { status, text } of answers) {
      assert.equal(status, 200, text);
      assert.ok(text.includes('contact_inboxes'));
    }
    return answers.map(({ text }) => text).join('');
  };
  assert.ok((await shownTo(cleo)).includes(hidden));
  assert.ok((await shownTo(ada)).includes(hidden));
  assert.ok(!(await shownTo(ben)).includes(hidden));
});

test('who works in one inbox cannot vouch for a session and read the others through it', async () => {
  const secret = await world.conversation({ inbox_id: acme.sales.id, contact_id: acme.noah.id, message: { content: 'Only for sales' } }); // prettier-ignore
  const tie = async (who: typeof ben, source_id: string) => {
    const body = { inbox_id: acme.support.id, source_id, hmac_verified: true };
    assert.equal((await who.post(`/contacts/${acme.noah.id}/contact_inboxes`, body)).status, 200);
    return visitorAt(world, `/public/api/v1/inboxes/${await identifierOf(world, acme.support)}/contacts/${source_id}`); // prettier-ignore
  };
  const adas = await tie(ada, 'vouched-by-ada');
  assert.equal((await adas.get(`/conversations/${secret.id}`)).status, 200);
  const bens = await tie(ben, 'vouched-by-ben');
  assert.equal((await bens.get(`/conversations/${secret.id}`)).status, 404);
  assert.ok(!(await bens.get('/conversations')).text.includes('Only for sales'));
  const body = { inbox_id: acme.support.id, contact_id: acme.noah.id, source_id: 'opened-by-ben', hmac_verified: true }; // prettier-ignore
  assert.equal((await ben.post('/conversations', body)).body.meta.hmac_verified, false);
});
