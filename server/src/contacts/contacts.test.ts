import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchFile, picture, postParts } from '../../test/files.ts';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, rex } = world;
const NOT_FOUND = '{"error":"Resource could not be found"}';

const add = async (input: object, who = ada): Promise<Answer['body']> => {
  const answer = await who.post('/contacts', input);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload.contact;
};

const count = async (): Promise<number> =>
  Number((await sql<{ n: number }>(world, 'select count(*)::int as n from contacts'))[0]?.n);

test('a new contact is shown as it is kept, with no inbox', async () => {
  const answer = await ben.post('/contacts', {
    name: 'Lia',
    email: 'Lia@Example.com',
    phone_number: '+14155550101',
    identifier: 'cus_lia',
    blocked: 'true',
    additional_attributes: { city: 'Lisbon', country: 'Portugal' },
    custom_attributes: { plan: 'pro' },
    account_id: globex.id,
    id: 1,
    contact_type: 'customer',
    created_at: '2020-01-01',
  });
  assert.equal(answer.status, 200);
  const { contact, contact_inbox } = answer.body.payload;
  assert.deepEqual(contact_inbox, { inbox: null, source_id: null });
  assert.deepEqual(contact, {
    additional_attributes: { city: 'Lisbon', country: 'Portugal' },
    availability_status: 'offline',
    email: 'lia@example.com',
    id: contact.id,
    name: 'Lia',
    phone_number: '+14155550101',
    blocked: true,
    identifier: 'cus_lia',
    thumbnail: '',
    custom_attributes: { plan: 'pro' },
    created_at: contact.created_at,
    contact_inboxes: [],
  });
  assert.deepEqual(Object.keys(contact).slice(0, 3), ['additional_attributes', 'availability_status', 'email']); // prettier-ignore
  const [row] = await sql(
    world,
    'select account_id::int, contact_type, location, country_code from contacts where id = $1',
    [contact.id],
  );
  assert.deepEqual(row, {
    account_id: acme.id,
    contact_type: 'lead',
    location: 'Lisbon',
    country_code: 'Portugal',
  });
});

test('with an inbox they are tied to it, under the source id that was named or a new one', async () => {
  const named = await ada.post('/contacts', { name: 'N', inbox_id: acme.support.id, source_id: 'crm:1' }); // prettier-ignore
  const { contact, contact_inbox } = named.body.payload;
  assert.equal(contact_inbox.source_id, 'crm:1');
  assert.deepEqual(Object.keys(contact_inbox.inbox), [
    'id', 'channel_id', 'account_id', 'name', 'created_at', 'updated_at', 'channel_type', 'enable_auto_assignment',
    'greeting_enabled', 'greeting_message', 'email_address', 'working_hours_enabled', 'out_of_office_message',
    'timezone', 'enable_email_collect', 'csat_survey_enabled', 'allow_messages_after_resolved',
    'auto_assignment_config', 'lock_to_single_conversation', 'portal_id', 'sender_name_type', 'business_name',
    'csat_config',
  ]); // prettier-ignore
  assert.deepEqual(contact.contact_inboxes, [
    {
      source_id: 'crm:1',
      inbox: {
        id: acme.support.id,
        avatar_url: '',
        channel_id: acme.support.id,
        name: 'Support',
        channel_type: 'Channel::Api',
        provider: null,
      },
    },
  ]);
  const made = await ada.post('/contacts', { inbox_id: String(acme.support.id) });
  assert.match(made.body.payload.contact_inbox.source_id, /^[\da-f-]{36}$/);
  const mail = await ada.post('/contacts', { email: 'via@example.com', inbox_id: acme.mail.id });
  assert.equal(mail.body.payload.contact_inbox.source_id, 'via@example.com');
});

test('an inbox that cannot be used leaves no contact behind', async () => {
  await add({ inbox_id: acme.support.id, source_id: 'taken' });
  const before = await count();
  const refused: [object, number, string, typeof ada?][] = [
    [{ name: 'A', inbox_id: globex.inbox.id }, 404, NOT_FOUND],
    [{ name: 'A', inbox_id: 987_654 }, 404, NOT_FOUND],
    [{ name: 'A', inbox_id: acme.support.id }, 404, NOT_FOUND, cleo],
    [{ name: 'A', inbox_id: acme.mail.id }, 422, '{"error":"param is missing or the value is empty: contact email"}'],
    [{ name: 'A', inbox_id: acme.support.id, source_id: 'taken' }, 422, '{"error":"source_id should be unique"}'],
  ]; // prettier-ignore
  for (const [input, status, text, who = ada] of refused) {
    const answer = await who.post('/contacts', input);
    assert.deepEqual([answer.status, answer.text], [status, text]);
  }
  assert.equal(await count(), before);
});

test('what breaks a rule is said all at once, with the fields', async () => {
  await add({ email: 'first@example.com', phone_number: '+14155550190', identifier: 'first' });
  const refused: [object, string, string[]][] = [
    [{ email: 'nobody' }, 'Email Invalid email', ['email']],
    [{ email: 'a b@example.com' }, 'Email Invalid email', ['email']],
    [{ email: 'a@b@c' }, 'Email Invalid email', ['email']],
    [{ phone_number: '14155550190' }, 'Phone number should be in e164 format', ['phone_number']],
    [{ phone_number: '+0123' }, 'Phone number should be in e164 format', ['phone_number']],
    [{ phone_number: '+1' }, 'Phone number should be in e164 format', ['phone_number']],
    [{ phone_number: '+1234567890123456' }, 'Phone number should be in e164 format', ['phone_number']],
    [{ email: 'FIRST@example.com', phone_number: '+14155550190' }, 'Email has already been taken, Phone number has already been taken', ['email', 'phone_number']],
    [{ identifier: 'first' }, 'Identifier has already been taken', ['identifier']],
    [{ name: 'n'.repeat(256) }, 'Name is too long (maximum is 255 characters)', ['name']],
    [{ email: 'x', phone_number: 'y' }, 'Email Invalid email, Phone number should be in e164 format', ['email', 'phone_number']],
    [{ custom_attributes: { note: 'x'.repeat(100_001) } }, 'Custom attributes is too long (maximum is 100000 characters)', ['custom_attributes']],
  ]; // prettier-ignore
  const before = await count();
  for (const [input, message, attributes] of refused) {
    const answer = await ada.post('/contacts', input);
    assert.deepEqual([answer.status, answer.body], [422, { message, attributes }]);
  }
  assert.equal(await count(), before);
});

test('blank addresses are none, and any number of contacts may have none', async () => {
  const blank = { email: '', phone_number: ' ', identifier: '' };
  for (const input of [
    blank,
    blank,
    { email: null, custom_attributes: null, additional_attributes: '' },
  ]) {
    const contact = await add(input);
    const { email, phone_number, identifier, custom_attributes, additional_attributes, name } = contact; // prettier-ignore
    assert.deepEqual(
      { email, phone_number, identifier, custom_attributes, additional_attributes, name },
      { email: null, phone_number: null, identifier: null, custom_attributes: {}, additional_attributes: {}, name: '' }, // prettier-ignore
    );
  }
});

test('of two who take the same address at once one is told that it is taken', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(async () => ada.post('/contacts', { email: 'race@example.com' })),
  );
  const refused = answers.filter(({ status }) => status !== 200);
  assert.equal(refused.length, 2);
  for (const { status, body } of refused) {
    assert.deepEqual([status, body], [422, { message: 'Email has already been taken', attributes: ['email'] }]); // prettier-ignore
  }
});

test('a contact is shown with its inboxes unless something else than true is asked for', async () => {
  const { id } = await add({ name: 'Shown', inbox_id: acme.support.id, source_id: 'shown' });
  for (const query of ['', '?include_contact_inboxes=true']) {
    const { body } = await ben.get(`/contacts/${id}${query}`);
    assert.deepEqual([body.payload.id, body.payload.contact_inboxes.length], [id, 1]);
    const other = await cleo.get(`/contacts/${id}${query}`);
    assert.deepEqual(other.body.payload.contact_inboxes, [], 'she does not work in it');
  }
  for (const query of ['false', '1', 'TRUE', '']) {
    const { body } = await ben.get(`/contacts/${id}?include_contact_inboxes=${query}`);
    assert.equal('contact_inboxes' in body.payload, false);
  }
  for (const other of [globex.contact.id, 987_654, 'abc']) {
    const answer = await ada.get(`/contacts/${other}`);
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
  assert.equal((await rex.get(`/contacts/${id}`)).status, 401);
});

test('a change merges attributes and replaces the rest; PUT does the same', async () => {
  const { id } = await add({
    name: 'Old',
    email: 'old@example.com',
    custom_attributes: { plan: { name: 'pro' }, seats: 1 },
    additional_attributes: { city: 'Lisbon' },
  });
  const changed = await ben.patch(`/contacts/${id}?include_contact_inboxes=false`, {
    name: 'New',
    custom_attributes: { plan: { size: 2 } },
    additional_attributes: { country: 'Portugal' },
    id: 1,
    account_id: globex.id,
    labels: ['x'],
  });
  const { name, email, custom_attributes, additional_attributes, ...rest } = changed.body.payload;
  assert.deepEqual(
    { name, email, custom_attributes, additional_attributes },
    {
      name: 'New',
      email: 'old@example.com',
      custom_attributes: { plan: { size: 2 }, seats: 1 },
      additional_attributes: { city: 'Lisbon', country: 'Portugal' },
    },
  );
  assert.equal('contact_inboxes' in rest, false);
  const put = await ada.put(`/contacts/${id}`, { email: '', blocked: true });
  assert.deepEqual(
    [put.body.payload.email, put.body.payload.blocked, put.body.payload.contact_inboxes],
    [null, true, []],
  );
  const theirs = await ada.patch(`/contacts/${globex.contact.id}`, { name: 'Mine' });
  assert.deepEqual([theirs.status, theirs.text], [404, NOT_FOUND]);
});

test('making and changing are told with the contact as it is then; no change is not told', async () => {
  const events = await eventsOf(world, async () => {
    const { id } = await add({ name: 'Told', email: 'told@example.com' }, ben);
    await ada.patch(`/contacts/${id}`, { blocked: true, custom_attributes: { vip: true } });
    await ada.patch(`/contacts/${id}`, { blocked: true, name: 'Told' });
  });
  assert.deepEqual(namesOf(events), ['contact.created', 'contact.updated']);
  const [created, updated] = events.map(({ payload }) => payload);
  const data = {
    additional_attributes: {},
    custom_attributes: {},
    email: 'told@example.com',
    id: created.contact_id,
    identifier: null,
    name: 'Told',
    phone_number: null,
    thumbnail: '',
    blocked: false,
    type: 'contact',
  };
  assert.deepEqual(created, {
    contact_id: created.contact_id,
    data,
    performer: { type: 'User', id: ben.id, name: 'Ben' },
  });
  assert.deepEqual(updated, {
    contact_id: created.contact_id,
    data: { ...data, blocked: true, custom_attributes: { vip: true } },
    changes: { blocked: [false, true], custom_attributes: [{}, { vip: true }] },
    performer: { type: 'User', id: ada.id, name: 'Ada' },
  });
});

test('a visitor becomes a lead by a way to reach them, and stays one', async () => {
  const typeOf = async (id: number) =>
    (await sql(world, 'select contact_type from contacts where id = $1', [id]))[0]?.['contact_type']; // prettier-ignore
  const { id } = await add({ name: 'V', additional_attributes: { social_profiles: {} } });
  assert.equal(await typeOf(id), 'visitor');
  await ada.patch(`/contacts/${id}`, { additional_attributes: { social_profiles: { x: 'v' } } });
  assert.equal(await typeOf(id), 'lead');
  await ada.patch(`/contacts/${id}`, { additional_attributes: { social_profiles: null } });
  assert.equal(await typeOf(id), 'lead');
});

test('a picture comes as a file, is replaced, and is taken away', async () => {
  const png = {
    name: 'avatar',
    filename: 'mia.png',
    type: 'image/png',
    bytes: await picture('png'),
  };
  const made = await postParts(ada, '/contacts', [{ name: 'name', bytes: 'Pic' }, png]);
  const { id, thumbnail, name } = made.body.payload.contact;
  assert.equal(name, 'Pic');
  assert.equal((await fetchFile(world, thumbnail)).statusCode, 200);
  const events = await eventsOf(world, async () => {
    const gone = await ben.delete(`/contacts/${id}/avatar`);
    assert.deepEqual([gone.status, gone.body.payload.thumbnail], [200, '']);
    assert.equal('contact_inboxes' in gone.body.payload, false);
    assert.equal((await ben.delete(`/contacts/${id}/avatar`)).status, 200);
  });
  assert.deepEqual(
    events.map(({ payload }) => payload.changes),
    [{ avatar: [true, false] }],
  );
  assert.equal((await fetchFile(world, thumbnail)).statusCode, 404);
  const text = { name: 'avatar', filename: 'a.txt', type: 'image/png', bytes: 'not a picture' };
  const refused = await postParts(ada, '/contacts', [text]);
  assert.deepEqual(refused.body, { message: 'Avatar filetype not supported', attributes: ['avatar'] }); // prettier-ignore
});

test('an address of a picture is fetched later; what is no web address is no picture', async () => {
  const jobs = async () =>
    sql(world, `select data from jobs.job where name = 'fetch_contact_avatar'`);
  const url = 'https://example.com/a.png';
  const { id } = await add({ name: 'Url', avatar_url: url });
  for (const avatar_url of ['', null, 'javascript:alert(1)', 'file:///etc/passwd', 'x']) {
    await ada.patch(`/contacts/${id}`, { avatar_url });
  }
  assert.deepEqual(await jobs(), [{ data: { account_id: acme.id, contact_id: id, url } }]);
});
