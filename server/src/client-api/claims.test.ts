import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { identifierOf, visitorAt, visitorOf, type Visitor } from '../../test/visitor.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;
const base = `/public/api/v1/inboxes/${await identifierOf(world, acme.support)}`;
const inbox = visitorAt(world, base);
const join = (body: object = {}): Promise<Answer> => inbox.post('/contacts', body);
const as = (source: string): Visitor => visitorAt(world, `${base}/contacts/${source}`, source);
const key = ((await ada.get(`/inboxes/${acme.support.id}`)).body as { hmac_token: string }).hmac_token; // prettier-ignore
const prove = (identifier: string): string =>
  createHmac('sha256', key).update(identifier).digest('hex');

const SECRETS = ['Vera', '+14155550777', 'vip-secret', 'Lisbon', 'acct-77', 'vera.png'];

/** Somebody whom the team knows well, with a conversation of their own. */
async function known(name = 'Vera Known') {
  await sql(world, 'update contacts set email = null, phone_number = null, identifier = null where account_id = $1', [acme.id]); // prettier-ignore
  const id = ((await ada.post('/contacts', {
    name, email: 'vera@example.com', phone_number: '+14155550777', identifier: 'acct-77',
    custom_attributes: { tier: 'vip-secret' }, additional_attributes: { city: 'Lisbon' },
  })).body as { payload: { contact: { id: number } } }).payload.contact.id; // prettier-ignore
  await sql(world, `update contacts set avatar_url = '/vera.png' where id = $1`, [id]);
  const own = await visitorOf(world, { source: `own-${id}`, contact: { id } });
  const conversation = (await own.post('/conversations')).body as { id: number };
  await own.post(`/conversations/${conversation.id}/messages`, { content: 'Only Vera knows this' });
  return { id, own, conversation };
}

const stateOf = async (id: number) =>
  sql(world, `select name, email, phone_number, identifier, custom_attributes, additional_attributes,
    avatar_url, contact_type, labels, blocked from contacts where id = $1`, [id]); // prettier-ignore

/** All that a session is ever shown. */
async function everythingShown(visitor: Visitor, spoken: Answer[] = []): Promise<string> {
  const started = await visitor.post('/conversations', {});
  const { id } = started.body as { id: number };
  const sent = await visitor.post(`/conversations/${id}/messages`, { content: 'Hello' });
  const answers = [
    ...spoken,
    started,
    sent,
    await visitor.get(),
    await visitor.get('/conversations'),
    await visitor.get(`/conversations/${id}`),
    await visitor.get(`/conversations/${id}/messages`),
    await visitor.post(`/conversations/${id}/toggle_status`),
  ];
  for (const { status, text } of answers) assert.equal(status, 200, text);
  return answers.map(({ text }) => text).join('\n');
}

test('whoever claims an address is told nothing that its owner alone knows', async () => {
  const { id, conversation } = await known();
  for (const said of [{ email: 'VERA@example.com' }, { phone_number: '+14155550777' }, { identifier: 'acct-77' }]) {
    const joined = await join(said);
    assert.equal(joined.body.id, id, 'the team sees one contact');
    const thief = as(joined.body.source_id);
    const changed = await thief.patch('', { name: 'Mallory' });
    const shown = await everythingShown(thief, [joined, changed]);
    const unsaid = SECRETS.filter((word) => !Object.values(said).includes(word));
    for (const word of [...unsaid, 'Only Vera knows this']) assert.ok(!shown.includes(word), `${JSON.stringify(said)} shows ${word}`);
    assert.equal((await thief.get(`/conversations/${conversation.id}`)).status, 404);
    assert.equal((await thief.get(`/conversations/${conversation.id}/messages`)).status, 404);
  } // prettier-ignore
});

test('a session that claims to be somebody changes nothing of theirs, and goes on with its own words', async () => {
  const { id } = await known();
  const before = await stateOf(id);
  const joined = await join({ email: 'vera@example.com', name: 'Mallory', custom_attributes: { plan: 'x' }, avatar_url: 'https://evil.example.com/x.png' }); // prettier-ignore
  const events = await eventsOf(world, async () => {
    const { body, status } = await as(joined.body.source_id).patch('', {
      name: 'Mallory M',
      email: 'mallory@example.com',
      phone_number: '+14155550999',
      custom_attributes: { tier: 'none' },
      avatar_url: 'https://evil.example.com/y.png',
    });
    assert.equal(status, 200);
    assert.deepEqual(
      [body.id, body.name, body.email, body.phone_number, body.custom_attributes],
      [id, 'Mallory M', 'mallory@example.com', '+14155550999', { plan: 'x', tier: 'none' }],
    );
  });
  assert.deepEqual(namesOf(events), []);
  assert.deepEqual(await stateOf(id), before);
  assert.equal((await sql(world, `select 1 from jobs.job where name = 'fetch_contact_avatar' and data ->> 'url' like '%evil%'`)).length, 0); // prettier-ignore
  const wrong = await as(joined.body.source_id).patch('', { email: 'nonsense' });
  assert.deepEqual([wrong.status, wrong.body.attributes], [422, ['email']]);
  const shown = (await as(joined.body.source_id).get()).body;
  assert.deepEqual([shown.name, shown.email], ['Mallory M', 'mallory@example.com']);
});

test('a new address of somebody else joins the two for the team, and neither shows nor changes them', async () => {
  const { id, conversation } = await known();
  const before = await stateOf(id);
  await join({ source_id: 'drift-1', name: 'Mallory', phone_number: '+14155550998' });
  const own = (await as('drift-1').post('/conversations')).body as { id: number };
  await sql(world, 'delete from audits');
  const changed = await as('drift-1').patch('', { email: 'vera@example.com', custom_attributes: { tier: 'none' } }); // prettier-ignore
  assert.equal(changed.body.id, id);
  assert.deepEqual([changed.body.name, changed.body.email, changed.body.phone_number], ['Mallory', 'vera@example.com', '+14155550998']); // prettier-ignore
  const shown = await everythingShown(as('drift-1'), [changed]);
  for (const word of [...SECRETS, 'Only Vera knows this'])
    assert.ok(!shown.includes(word), `shows ${word}`);
  assert.deepEqual(await stateOf(id), before);
  const lines = await sql(world, 'select auditable_id, action, user_type, username from audits order by id'); // prettier-ignore
  assert.deepEqual(
    lines.map((line) => [line['action'], line['user_type'], line['username']]),
    [
      ['update', 'Contact', 'Mallory'],
      ['destroy', 'Contact', 'Mallory'],
    ],
  );
  assert.equal((await as('drift-1').get(`/conversations/${own.id}`)).status, 200, 'its own stays');
  assert.equal((await as('drift-1').get(`/conversations/${conversation.id}`)).status, 404);
  await as('drift-1').patch('', { name: 'Mallory again', phone_number: '+14155550997' });
  assert.deepEqual(await stateOf(id), before);
});

test('a claimed contact cannot be moved into a third one', async () => {
  const { id } = await known();
  const { body: third } = await join({ email: 'third@example.com', name: 'Third' });
  const joined = await join({ phone_number: '+14155550777' });
  const { body } = await as(joined.body.source_id).patch('', { email: 'third@example.com' });
  assert.equal(body.id, id);
  assert.equal((await stateOf(id)).length, 1);
  assert.equal((await stateOf(third.id)).length, 1);
});

test('texts of the team are filled in with the words of the session that reads them', async () => {
  await known();
  const joined = await join({ email: 'vera@example.com', name: 'Mallory' });
  const thief = as(joined.body.source_id);
  const { id: number } = (await thief.post('/conversations')).body as { id: number };
  const content = 'Hi {{contact.name}} {{contact.phone_number}} {{contact.custom_attribute.tier}} {{conversation.contact_name}}'; // prettier-ignore
  const sent = await ada.post(`/conversations/${number}/messages`, { content });
  assert.equal(sent.body.content, 'Hi Mallory   Mallory');
});

test('a proof ends the claim, and from then on shows all that is theirs', async () => {
  const { id, conversation } = await known();
  const joined = await join({ email: 'vera@example.com' });
  const session = as(joined.body.source_id);
  assert.ok(!(await session.get()).text.includes('Vera'));
  const proof = `?identifier=acct-77&identifier_hash=${prove('acct-77')}`;
  const shown = await session.get(proof);
  assert.deepEqual([shown.body.id, shown.body.name], [id, 'Vera Known']);
  assert.equal((await session.get(`/conversations/${conversation.id}`)).status, 200);
  assert.equal((await session.patch('', { name: 'Vera K' })).body.name, 'Vera K');
  assert.equal((await stateOf(id))[0]?.['name'], 'Vera K');
});

test('who was there first under an identifier learns nothing of who proves to have it', async () => {
  const early = await join({ source_id: 'early-1', identifier: 'squat-1', name: 'Squatter' });
  const proven = await join({ source_id: 'real-1', identifier: 'squat-1', identifier_hash: prove('squat-1') }); // prettier-ignore
  assert.equal(proven.body.id, early.body.id);
  await as('real-1').patch('', { name: 'Real Name', phone_number: '+14155550444', custom_attributes: { tier: 'vip-secret' } }); // prettier-ignore
  await as('real-1').post('/conversations');
  const shown = await everythingShown(as('early-1'));
  for (const word of ['Real Name', '+14155550444', 'vip-secret']) assert.ok(!shown.includes(word));
  await as('early-1').patch('', { name: 'Squatter', phone_number: '+14155550445' });
  const now = (await as('real-1').get()).body;
  assert.deepEqual([now.name, now.phone_number], ['Real Name', '+14155550444']);
});

test('a proof of one person with the address of another makes a person of their own', async () => {
  const { id } = await known();
  const joined = await join({ source_id: 'mail-1', identifier: 'mail-id', identifier_hash: prove('mail-id'), email: 'vera@example.com' }); // prettier-ignore
  assert.notEqual(joined.body.id, id);
  assert.equal(joined.body.email, null);
  const again = await as('mail-1').get(`?identifier=mail-id&identifier_hash=${prove('mail-id')}`);
  assert.equal(again.status, 200);
});

test('a session with a proof that the team vouched for is not moved by an address', async () => {
  await known();
  const made = (await ada.post('/contacts', { name: 'Vouched' })).body as { payload: { contact: { id: number } } }; // prettier-ignore
  const contact = made.payload.contact;
  await visitorOf(world, { source: 'vouched-1', contact, verified: true });
  const plain = await visitorOf(world, { source: 'vouched-2', contact });
  const { body } = await plain.patch('', { email: 'vera@example.com' });
  assert.equal(body.id, contact.id);
  assert.deepEqual((await as('vouched-1').get('/conversations')).body, []);
});

test('the keys of requests are each session’s own, also of one contact', async () => {
  const { own } = await known();
  const joined = await join({ email: 'vera@example.com' });
  const headers = { 'idempotency-key': 'same' };
  assert.equal((await as(joined.body.source_id).post('/conversations', {}, headers)).status, 200);
  assert.equal((await own.post('/conversations', {}, headers)).status, 200);
});

test('the team is told that a session only claims to be somebody, and does not write to it by mistake', async () => {
  const { id, own } = await known();
  const joined = await join({ email: 'vera@example.com', name: 'Mallory' });
  const ties = (await ada.get(`/contacts/${id}`)).body.payload.contact_inboxes as { source_id: string; claims?: object }[]; // prettier-ignore
  assert.deepEqual(
    ties.map(({ source_id, claims }) => [source_id, claims]),
    [
      [own.source, undefined],
      [joined.body.source_id, { name: 'Mallory', email: 'vera@example.com', custom_attributes: {} }], // prettier-ignore
    ],
  );
  const ways = (await ada.get(`/contacts/${id}/contactable_inboxes`)).body.payload as { inbox: { id: number }; source_id: string }[]; // prettier-ignore
  assert.equal(ways.find((way) => way.inbox.id === acme.support.id)?.source_id, own.source);
});
