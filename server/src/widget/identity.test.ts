import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { browserAt, type Browser } from '../../test/browser.ts';
import { configure, digestOfEverything, eventsOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;
const UNPROVEN = '{"error":"HMAC failed: Invalid Identifier Hash Provided"}';

const key = ((await ada.get(`/inboxes/${acme.website.id}`)).body as { hmac_token: string }).hmac_token; // prettier-ignore
const other = ((await ada.get(`/inboxes/${acme.support.id}`)).body as { hmac_token: string }).hmac_token; // prettier-ignore
const prove = (identifier: string, secret = key): string =>
  createHmac('sha256', secret).update(identifier).digest('hex');
const proven = (identifier: string) => ({ identifier, identifier_hash: prove(identifier) });
const mandatory = async (hmac_mandatory: boolean) =>
  configure(world, acme.website, { channel: { hmac_mandatory } });
beforeEach(async () => mandatory(false));

let serial = 0;
/** A contact whom the team knows. */
async function customer(): Promise<Answer['body']> {
  const identifier = `cus_${(serial += 1)}`;
  const sent = { name: `Known ${serial}`, identifier, email: `${identifier}@example.com`, phone_number: `+1415555${1000 + serial}`, custom_attributes: { plan: 'gold' } }; // prettier-ignore
  const { body } = await ada.post('/contacts', sent);
  return body.payload.contact;
}
const contactOf = async ({ contact }: Pick<Browser, 'contact'>): Promise<Answer['body']> =>
  (await sql(world, 'select k.*, ci.hmac_verified, ci.claims from contact_inboxes ci join contacts k on k.id = ci.contact_id where ci.pubsub_token = $1', [contact.pubsub_token]))[0]; // prettier-ignore
const shown = async (id: number): Promise<Answer['body']> => (await ada.get(`/contacts/${id}`)).body.payload; // prettier-ignore
const start = async (browser: Browser) => browser.post('/conversations', { message: { content: 'Hi' } }); // prettier-ignore

test('what is known of a visitor is told as yes and no', async () => {
  const browser = await browserAt(world);
  const known = { id: browser.contact.id, has_email: false, has_name: true, has_phone_number: false }; // prettier-ignore
  assert.deepEqual((await browser.get('/contact')).body, { ...known, identifier: null });
  const said = { name: 'Zoe', email: 'ZOE@example.com', phone_number: '+14155550100', identifier: 'own-1', custom_attributes: { a: { b: 1 } }, additional_attributes: { city: 'Lyon' } }; // prettier-ignore
  const answer = await browser.patch('/contact', { ...said, blocked: true, id: 7, account_id: 9, contact_type: 'customer', hmac_verified: true, claims: {} }); // prettier-ignore
  assert.deepEqual(answer.body, { ...known, has_email: true, has_phone_number: true });
  await browser.put('/contact', { custom_attributes: { a: { c: 2 } }, name: '', email: null });
  const contact = await contactOf(browser);
  assert.deepEqual([contact.name, contact.email, contact.identifier, contact.blocked, contact.location, contact.account_id, contact.hmac_verified, contact.claims], ['Zoe', 'zoe@example.com', 'own-1', false, 'Lyon', acme.id, false, null]); // prettier-ignore
  assert.deepEqual(contact.custom_attributes, { a: { b: 1, c: 2 } });
  assert.equal((await browser.get('/contact')).body.identifier, 'own-1');
});

test('what is no address or number is left out, and the rest is kept', async () => {
  const browser = await browserAt(world);
  for (const send of [browser.patch('/contact', { email: 'nonsense', phone_number: '123', name: 'Kim' }), browser.patch('/contact/set_user', { email: 'a b@c', name: 'Kim' })]) {
    const { status, body } = await send;
    assert.deepEqual([status, body.has_email, body.has_phone_number], [200, false, false]);
  } // prettier-ignore
  assert.equal((await contactOf(browser)).name, 'Kim');
});

test('custom attributes of the visitor are taken away by name', async () => {
  const browser = await browserAt(world);
  await browser.patch('/contact', { custom_attributes: { a: 1, b: 2 } });
  const answer = await browser.post('/contact/destroy_custom_attributes', { custom_attributes: ['a', 'x'] }); // prettier-ignore
  assert.deepEqual(answer.body.custom_attributes, { b: 2 });
  assert.deepEqual(Object.keys(answer.body), ['id', 'name', 'email', 'phone_number', 'account_id', 'created_at', 'updated_at', 'additional_attributes', 'identifier', 'custom_attributes', 'last_activity_at', 'contact_type', 'middle_name', 'last_name', 'location', 'country_code', 'blocked', 'company_id']); // prettier-ignore
  assert.deepEqual((await contactOf(browser)).custom_attributes, { b: 2 });
});

test('the website says who its visitor is, and a number is the same as its digits', async () => {
  const browser = await browserAt(world);
  const first = await browser.patch('/contact/set_user', { identifier: 4711, name: 'Kim' });
  assert.deepEqual(Object.keys(first.body), ['id', 'has_email', 'has_name', 'has_phone_number']);
  assert.equal(first.headers['cache-control'], 'no-store');
  const again = await browser.patch('/contact/set_user', { identifier: 4711 });
  assert.equal(again.body.widget_auth_token, undefined);
  assert.equal((await contactOf(browser)).identifier, '4711');
});

test('whoever is called otherwise already gets a session of their own', async () => {
  const browser = await browserAt(world);
  await browser.patch('/contact/set_user', { identifier: 'first', name: 'First' });
  await start(browser);
  const answer = await browser.patch('/contact/set_user', { identifier: 'second', name: 'Second' });
  const next = browser.with({ token: answer.body.widget_auth_token });
  assert.notEqual(answer.body.id, browser.contact.id);
  assert.equal((await next.get('/contact')).body.identifier, 'second');
  assert.deepEqual((await next.get('/conversations')).body, {});
  assert.equal((await browser.get('/contact')).body.identifier, 'first', 'who was there stays');
});

test('without a proof whoever names a known contact is shown their own words alone, and changes nothing of them', async () => {
  for (const by of ['identifier', 'email', 'phone_number'] as const) {
    const known = await customer();
    const before = await shown(known.id);
    const browser = await browserAt(world);
    const said = { [by]: known[by], name: 'Mallory', custom_attributes: { x: 1 } };
    await browser.patch('/contact/set_user', said);
    await browser.patch('/contact', { email: 'mallory@example.com', phone_number: '+14155550199', custom_attributes: { y: 2 } }); // prettier-ignore
    await browser.post('/contact/destroy_custom_attributes', { custom_attributes: ['plan', 'x'] });
    const talk = await start(browser);
    assert.equal(talk.status, 200, talk.text);
    const { name, custom_attributes, additional_attributes } = talk.body.contact;
    assert.deepEqual([name, custom_attributes, additional_attributes], ['Mallory', { y: 2 }, {}]);
    for (const answer of [talk, await browser.post('/config'), await browser.get('/messages'), await browser.get('/contact')]) {
      for (const secret of ['identifier', 'email', 'phone_number'] as const) {
        if (secret !== by) assert.ok(!answer.text.includes(known[secret]), `${secret} is told: ${answer.text}`);
      }
      assert.ok(!answer.text.includes(known.name) && !answer.text.includes('gold'), answer.text);
    } // prettier-ignore
    const { last_activity_at: _l, contact_inboxes: _c, ...after } = await shown(known.id);
    const { last_activity_at: _m, contact_inboxes: _d, ...was } = before;
    assert.deepEqual(after, was);
    assert.equal((await contactOf(browser)).hmac_verified, false);
  }
});

test('with a proof they are whom the team knows, and see what they said in verified sessions here', async () => {
  const known = await customer();
  const phone = await browserAt(world);
  await phone.patch('/contact/set_user', proven(known.identifier));
  const first = await start(phone);
  const laptop = await browserAt(world);
  const own = await start(laptop);
  const answer = await laptop.patch('/contact/set_user', {
    ...proven(known.identifier),
    name: 'Mia',
  });
  assert.deepEqual(answer.body, { id: known.id, has_email: true, has_name: true, has_phone_number: true }); // prettier-ignore
  assert.equal((await contactOf(laptop)).hmac_verified, true);
  assert.equal((await shown(known.id)).name, 'Mia');
  assert.equal((await laptop.get('/conversations')).body.id, own.body.id, 'the last one');
  assert.equal((await phone.get('/conversations')).body.id, own.body.id, 'of both');
  const messages = (await laptop.get('/messages')).body.payload as { conversation_id: number }[];
  assert.ok(messages.every((each) => each.conversation_id !== first.body.id));
});

test('a session that only says to be somebody sees nothing of what their verified sessions said', async () => {
  const known = await customer();
  const owner = await browserAt(world);
  await owner.patch('/contact/set_user', proven(known.identifier));
  const { body } = await start(owner);
  const [message] = body.messages as { id: number }[];
  const thief = await browserAt(world);
  await thief.patch('/contact/set_user', { identifier: known.identifier });
  assert.deepEqual((await thief.get('/conversations')).body, {});
  assert.deepEqual((await thief.get('/messages')).body, { payload: [] });
  const answer = await thief.patch(`/messages/${message?.id}`, { message: { submitted_values: [] } }); // prettier-ignore
  assert.equal(answer.status, 404);
  assert.equal((await owner.get('/messages')).body.payload.length > 0, true);
});

test('who claimed an identifier before its owner came learns nothing of the owner', async () => {
  const thief = await browserAt(world);
  await thief.patch('/contact/set_user', { identifier: 'soon-to-come', name: 'Thief' });
  const owner = await browserAt(world);
  const said = { ...proven('soon-to-come'), name: 'Olga', email: 'olga@example.com' };
  const answer = await owner.patch('/contact/set_user', said);
  assert.equal(answer.body.has_email, true);
  assert.equal((await contactOf(owner)).name, 'Olga');
  const talk = await start(thief);
  assert.ok(!talk.text.includes('olga') && !talk.text.includes('Olga'), talk.text);
  assert.notEqual((await owner.get('/conversations')).body.id, talk.body.id);
});

test('a proof is never joined with somebody whom the session only said to be', async () => {
  const victim = await customer();
  const browser = await browserAt(world);
  await browser.patch('/contact/set_user', { email: victim.email, name: 'Mallory' });
  const answer = await browser.patch('/contact/set_user', {
    ...proven('mallory'),
    name: 'Mallory',
  });
  assert.equal(answer.status, 200);
  assert.notEqual(answer.body.widget_auth_token, undefined);
  assert.notEqual(answer.body.id, victim.id);
  assert.equal((await shown(victim.id)).identifier, victim.identifier);
});

test('beside a proof an address of somebody else proves nothing', async () => {
  const victim = await customer();
  const browser = await browserAt(world);
  const answer = await browser.patch('/contact/set_user', { ...proven('attacker'), email: victim.email, phone_number: victim.phone_number }); // prettier-ignore
  assert.deepEqual([answer.body.has_email, answer.body.has_phone_number], [false, false]);
  assert.notEqual(answer.body.id, victim.id);
  assert.equal((await shown(victim.id)).email, victim.email);
});

test('where a proof is wanted, no other word makes somebody anybody, on no route', async () => {
  const known = await customer();
  const browser = await browserAt(world);
  await mandatory(true);
  const wrong: [string, object][] = [
    ['none', { identifier: known.identifier }],
    ['blank', { identifier: known.identifier, identifier_hash: ' ' }],
    ['another id’s', { identifier: known.identifier, identifier_hash: prove('other') }],
    ['of the address', { identifier: known.identifier, identifier_hash: prove(known.email) }],
    ['the address as id', { identifier: known.email, identifier_hash: prove(known.identifier) }],
    ['in capitals', { identifier: known.identifier, identifier_hash: prove(known.identifier).toUpperCase() }],
    ['look-alike', { identifier: known.identifier.replace('c', 'с'), identifier_hash: prove(known.identifier) }],
    ['another inbox’s', { identifier: known.identifier, identifier_hash: prove(known.identifier, other) }],
    ['no identifier', { identifier_hash: prove('') }],
  ]; // prettier-ignore
  const before = await digestOfEverything(world);
  for (const [name, claim] of wrong) {
    for (const path of ['/contact/set_user', '/contact']) {
      const said = { ...claim, name: 'Mallory', email: 'mallory@example.com' };
      const answer = await browser.patch(path, said);
      assert.deepEqual([answer.status, answer.text], [401, UNPROVEN], `${name} at ${path}`);
    }
  }
  assert.equal((await browser.patch('/contact/set_user', { name: 'Mallory' })).status, 401);
  assert.deepEqual(await digestOfEverything(world), before, 'nothing has changed');
  const talk = await browser.post('/conversations', { contact: { email: known.email, phone_number: known.phone_number, name: 'Mallory', identifier: known.identifier }, message: { content: 'Hi' } }); // prettier-ignore
  assert.deepEqual([talk.body.contact.email, talk.body.contact.identifier, talk.body.contact.id], [null, null, browser.contact.id]); // prettier-ignore
  const attributes = await browser.patch('/contact/set_user', { custom_attributes: { page: 'x' } });
  assert.equal(attributes.status, 200, 'attributes alone need none');
  const good = await browser.patch('/contact/set_user', proven(known.identifier));
  assert.deepEqual([good.status, good.body.id], [200, known.id]);
});

test('a visitor keeps the identifier they have, whatever they say about themself', async () => {
  const browser = await browserAt(world);
  await browser.patch('/contact/set_user', { identifier: 'keeps' });
  const events = await eventsOf(world, async () => browser.patch('/contact', { identifier: 'other' })); // prettier-ignore
  assert.deepEqual(events, []);
  const claim = await browser.patch('/contact', proven('other'));
  assert.deepEqual([claim.status, claim.text], [401, UNPROVEN], 'a proof of somebody else');
  const proof = await browser.patch('/contact', proven('keeps'));
  assert.equal(proof.status, 200);
  assert.equal((await contactOf(browser)).hmac_verified, true);
  assert.equal((await contactOf(browser)).identifier, 'keeps');
});

test('the picture is fetched later, and only from the web', async () => {
  const browser = await browserAt(world);
  await sql(world, `delete from jobs.job where name = 'fetch_contact_avatar'`);
  await browser.patch('/contact', { avatar_url: 'https://pictures.example.com/p.png' });
  await browser.patch('/contact', { avatar_url: 'file:///etc/passwd' });
  const jobs = await sql<{ data: { url: string } }>(world, `select data from jobs.job where name = 'fetch_contact_avatar'`); // prettier-ignore
  assert.deepEqual(jobs.map(({ data }) => data.url), ['https://pictures.example.com/p.png']); // prettier-ignore
});
