import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { configure, eventsOf, namesOf, sql } from '../../test/inside.ts';
import { identifierOf, visitorAt, visitorOf, type Visitor } from '../../test/visitor.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, globex } = world;
const base = `/public/api/v1/inboxes/${await identifierOf(world, acme.support)}`;
const inbox = visitorAt(world, base);
const UNPROVEN = '{"error":"HMAC failed: Invalid Identifier Hash Provided"}';
const NOT_FOUND = '{"status":404,"error":"Not Found"}';

const join = (body: object = {}): Promise<Answer> => inbox.post('/contacts', body);
const as = (source: string): Visitor => visitorAt(world, `${base}/contacts/${source}`, source);
const contactOf = async (id: number): Promise<Answer['body']> =>
  (await sql(world, 'select * from contacts where id = $1', [id]))[0];
const verified = async (source: string): Promise<boolean | undefined> =>
  (await sql<{ hmac_verified: boolean }>(world, 'select hmac_verified from contact_inboxes where source_id = $1', [source]))[0]?.hmac_verified; // prettier-ignore

const key = ((await ada.get(`/inboxes/${acme.support.id}`)).body as { hmac_token: string }).hmac_token; // prettier-ignore
const prove = (identifier: string, secret = key): string =>
  createHmac('sha256', secret).update(identifier).digest('hex');
const mandatory = (hmac_mandatory: boolean) =>
  configure(world, acme.support, { channel: { hmac_mandatory } });

test('customers see what the inbox is, and nothing of what only the team knows', async () => {
  const { status, body, text } = await inbox.get('');
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['identifier', 'identity_validation_enabled', 'name', 'timezone', 'working_hours', 'working_hours_enabled', 'csat_survey_enabled', 'greeting_enabled']); // prettier-ignore
  assert.equal(body.name, 'Support');
  assert.ok(!text.includes(key));
  for (const identifier of ['nonsense', '%00', await identifierOf(world, acme.website)]) {
    const answer = await visitorAt(world, `/public/api/v1/inboxes/${identifier}`).get('');
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
});

test('a customer is let in under an id of their own, with a name until we know better', async () => {
  let made;
  const events = await eventsOf(world, async () => {
    made = await join();
    assert.equal(made.status, 200, made.text);
    assert.deepEqual(Object.keys(made.body), ['source_id', 'pubsub_token', 'id', 'name', 'email', 'phone_number']); // prettier-ignore
    assert.match(made.body.source_id, /^[\da-f-]{36}$/);
    assert.match(made.body.name, /^[a-z]+-[a-z]+-\d{3}$/);
    assert.deepEqual((await as(made.body.source_id).get()).body, made.body);
  });
  assert.deepEqual(namesOf(events), ['contact.created']);
});

test('what they say of themselves is kept, and nothing that is not asked for', async () => {
  const { body } = await join({ source_id: 'own-id', identifier: 'cus_1', name: 'Zoe', email: 'ZOE@example.com', phone_number: '+14155550100', custom_attributes: { plan: 'pro' }, blocked: true, account_id: globex.id, hmac_verified: true, id: 7, contact_type: 'customer' }); // prettier-ignore
  assert.deepEqual([body.source_id, body.email, body.phone_number], ['own-id', 'zoe@example.com', '+14155550100']); // prettier-ignore
  const contact = await contactOf(body.id);
  assert.deepEqual([contact.account_id, contact.identifier, contact.custom_attributes, contact.blocked, contact.contact_type], [acme.id, 'cus_1', { plan: 'pro' }, false, 'lead']); // prettier-ignore
  assert.equal(await verified('own-id'), false);
});

test('a known source id is answered as it is, and a known person is recognised without being changed', async () => {
  const { body: first } = await join({ source_id: 's-1', identifier: 'cus_2', email: 'two@example.com', phone_number: '+14155550102', name: 'Two' }); // prettier-ignore
  const events = await eventsOf(world, async () => {
    assert.deepEqual((await join({ source_id: 's-1', name: 'Changed', email: 'other@example.com' })).body, first); // prettier-ignore
    for (const said of [{ identifier: 'cus_2' }, { email: 'Two@Example.com' }, { phone_number: '+14155550102' }]) {
      const { body } = await join({ ...said, name: 'Changed', custom_attributes: { x: 1 } });
      assert.deepEqual([body.id, body.name], [first.id, 'Changed'], 'told its own words alone');
      assert.equal((await contactOf(first.id)).name, 'Two');
      assert.notEqual(body.source_id, 's-1');
    } // prettier-ignore
  });
  assert.deepEqual(events, []);
});

test('the picture of a new customer is fetched later, and only from the web', async () => {
  const { body } = await join({ name: 'Pia', avatar_url: 'https://pictures.example.com/pia.png' });
  await join({ name: 'Pit', avatar_url: 'file:///etc/passwd' });
  const jobs = await sql<{ data: object }>(world, `select data from jobs.job where name = 'fetch_contact_avatar'`); // prettier-ignore
  const data = { account_id: acme.id, contact_id: body.id, url: 'https://pictures.example.com/pia.png' }; // prettier-ignore
  assert.deepEqual(jobs.map((job) => job.data), [data]); // prettier-ignore
});

for (const said of [{}, { email: 'race@example.com' }, { identifier: 'race' }]) {
  const who = Object.keys(said)[0] ?? 'nothing';
  test(`requests at once with one source id and ${who} let one customer in, and make nobody else`, async () => {
    const source_id = `race-${who}`;
    const answers = await Promise.all([1, 2, 3, 4].map(() => join({ source_id, name: source_id, ...said }))); // prettier-ignore
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
    assert.equal((await sql(world, 'select id from contacts where name = $1', [source_id])).length, 1); // prettier-ignore
  });
}

test('two windows of somebody new who say one address at once are one contact', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => join({ email: 'windows@example.com' })));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
});

test('what breaks a rule is refused by name', async () => {
  const wrong = await join({ email: 'nonsense', phone_number: '123' });
  assert.deepEqual([wrong.status, wrong.body], [422, { message: 'Email Invalid email, Phone number should be in e164 format', attributes: ['email', 'phone_number'] }]); // prettier-ignore
  const long = await join({ name: 'x'.repeat(256) });
  assert.deepEqual([long.status, long.body.attributes], [422, ['name']]);
  const { body } = await join({ source_id: 'rule-1', email: 'rule@example.com' });
  const update = await as('rule-1').patch('', { email: 'nonsense' });
  assert.deepEqual([update.status, update.body.attributes], [422, ['email']]);
  assert.equal((await contactOf(body.id)).email, 'rule@example.com');
});

test('customers change what we know of them; blank clears nothing, an identifier is not theirs to take', async () => {
  const { body } = await join({ source_id: 'up-1', name: 'Una', custom_attributes: { a: 1 } });
  const { status, body: raw, text } = await as('up-1').patch('', { name: 'Una Uno', email: 'una@example.com', phone_number: '', identifier: 'cus_9', custom_attributes: { b: 2 }, blocked: true }); // prettier-ignore
  assert.equal(status, 200, text);
  assert.ok(!('source_id' in raw) && !('pubsub_token' in raw));
  assert.deepEqual([raw.id, raw.name, raw.email, raw.identifier, raw.custom_attributes, raw.blocked, raw.contact_type], [body.id, 'Una Uno', 'una@example.com', null, { a: 1, b: 2 }, false, 'lead']); // prettier-ignore
  assert.equal((await as('up-1').put('', { name: '' })).body.name, 'Una Uno');
});

test('somebody without an identifier turns out to be whoever has the address', async () => {
  const { body: known } = await join({ email: 'vera@example.com', name: 'Vera' });
  const { body: fresh } = await join({ source_id: 'anon-1' });
  const made = (await as('anon-1').post('/conversations')).body;
  const merged = await as('anon-1').patch('', { email: 'vera@example.com' });
  assert.equal(merged.body.id, known.id);
  assert.equal(await contactOf(fresh.id), undefined);
  assert.equal((await as('anon-1').get(`/conversations/${made.id}`)).body.contact.id, known.id);
});

test('an address of somebody else makes nobody that somebody who has an identifier of their own', async () => {
  const victim = await visitorOf(world, { source: 'victim-1', contact: acme.noah });
  await victim.post('/conversations');
  const { body: made } = await join({ source_id: 'thief-1', identifier: 'thief', identifier_hash: prove('thief') }); // prettier-ignore
  assert.equal(await verified('thief-1'), true);
  const events = await eventsOf(world, async () => {
    const answer = await as('thief-1').patch('', { email: 'noah@example.com', name: 'Thief' });
    assert.deepEqual([answer.status, answer.body.id, answer.body.email, answer.body.name], [200, made.id, null, 'Thief']); // prettier-ignore
  });
  assert.ok(!namesOf(events).includes('contact.deleted'));
  assert.deepEqual((await as('thief-1').get('/conversations')).body, []);
  assert.equal((await victim.get('/conversations')).body.length, 1);
});

test('a proof is noted when it is of this very person', async () => {
  await join({ source_id: 'proof-1', identifier: 'p1' });
  assert.equal(await verified('proof-1'), false);
  for (const [identifier, hash] of [['p1', prove('p2')], ['p1', prove('p1').toUpperCase()], ['p1', 'x'], ['p1', prove('p1', 'wrong')], ['p2', prove('p2')], ['', prove('')], [' ', prove(' ')]] as const) {
    for (const answer of [
      await as('proof-1').get(`?identifier=${identifier}&identifier_hash=${hash}`),
      await as('proof-1').patch('', { identifier, identifier_hash: hash, name: 'Changed' }),
    ]) {
      assert.deepEqual([answer.status, answer.text], [401, UNPROVEN], `${identifier} ${hash}`);
    }
  } // prettier-ignore
  const wrong = await join({ identifier: 'p1', identifier_hash: prove('p2') });
  assert.deepEqual([wrong.status, wrong.text], [401, UNPROVEN]);
  assert.equal(await verified('proof-1'), false);
  assert.equal((await as('proof-1').get(`?identifier=p1&identifier_hash=${prove('p1')}`)).status, 200); // prettier-ignore
  assert.equal(await verified('proof-1'), true);
});

test('where a proof is wanted, nobody gets in, is shown or is changed without one', async () => {
  const { body: victim } = await join({ source_id: 'must-0', identifier: 'm0', email: 'm0@example.com', name: 'M' }); // prettier-ignore
  await mandatory(true);
  assert.equal((await inbox.get('')).body.identity_validation_enabled, true);
  const events = await eventsOf(world, async () => {
    for (const answer of [
      await join({}),
      await join({ identifier: 'm1' }),
      await join({ email: 'm0@example.com' }),
      await join({ identifier: 'm1', identifier_hash: '' }),
      await join({ identifier_hash: prove('') }),
      await as('must-0').get(),
      await as('must-0').get('?identifier=m0'),
      await as('must-0').patch('', { name: 'X' }),
      await as('must-0').get(`?identifier=m1&identifier_hash=${prove('m1')}`),
    ]) {
      // prettier-ignore
      assert.deepEqual([answer.status, answer.text], [401, UNPROVEN]);
    }
  });
  assert.deepEqual(events, []);
  const { body: mine } = await join({ source_id: 'must-1', identifier: 'm1', identifier_hash: prove('m1'), email: 'm0@example.com' }); // prettier-ignore
  assert.notEqual(mine.id, victim.id);
  assert.equal(mine.email, null);
  assert.equal(await verified('must-1'), true);
  const shown = await as('must-0').get(`?identifier=m0&identifier_hash=${prove('m0')}`);
  assert.equal(shown.body.name, 'M');
  assert.equal((await as('must-1').post('/conversations')).status, 200, 'the rest asks for none');
  await mandatory(false);
});

test('whoever knows another inbox has no key to this one', async () => {
  const other = ((await ada.get(`/inboxes/${acme.sales.id}`)).body as { hmac_token: string }).hmac_token; // prettier-ignore
  assert.notEqual(other, key);
  const answer = await join({ identifier: 'x1', identifier_hash: prove('x1', other) });
  assert.equal(answer.status, 401);
});

test('a suspended account lets nobody in', async () => {
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  for (const answer of [await inbox.get(''), await join()]) {
    assert.deepEqual([answer.status, answer.text], [401, '{"error":"Account is suspended"}']);
  }
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
});

test('customers of another account are nobody here', async () => {
  const { body } = await join({ email: 'otto@example.com' });
  assert.notEqual(body.id, globex.contact.id);
});
