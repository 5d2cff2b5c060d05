import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { createContact, type NewContact } from './contacts.ts';
import { identifyContact, type Identification } from './identify.ts';

const world = await createWorld();
const { acme, globex, pool } = world;
const account_id = acme.id;
let numbers = 0;

const put = async (given: Omit<NewContact, 'account_id'> = {}): Promise<number> =>
  (await transaction(pool, async (tx) => createContact(tx, { account_id, ...given }))).id;

type Options = { discard_invalid?: boolean; retain_name?: boolean };

const identify = async (contact_id: number, input: Identification, options: Options = {}) =>
  transaction(pool, async (tx) =>
    identifyContact(tx, { account_id, contact_id, input, ...options }),
  );

const exists = async (id: number): Promise<boolean> =>
  (await sql(world, 'select 1 from contacts where id = $1', [id])).length === 1;

const fresh = () => {
  numbers += 1;
  const n = numbers;
  return {
    identifier: `cus_${n}`,
    email: `c${n}@example.com`,
    phone_number: `+1415555${1000 + n}`,
  };
};

const invalid = (message: string, attributes: string[]) => ({
  status: 422,
  body: { message, attributes },
});

test('what nobody has yet is taken over, and a visitor who can be reached becomes a lead', async () => {
  const id = await put({ custom_attributes: { plan: { name: 'pro', seats: 1 } } });
  const said = fresh();
  const events = await eventsOf(world, async () => {
    const after = await identify(id, {
      ...said,
      name: 'Nia',
      custom_attributes: { plan: { seats: 2 } },
      additional_attributes: { city: 'Lisbon', country: 'Portugal' },
    });
    assert.deepEqual(
      [after.id, after.name, after.email, after.contact_type, after.location, after.country_code],
      [id, 'Nia', said.email, 'lead', 'Lisbon', 'Portugal'],
    );
    assert.deepEqual(after.custom_attributes, { plan: { name: 'pro', seats: 2 } });
  });
  assert.deepEqual(namesOf(events), ['contact.updated']);
});

test('blank says nothing: it clears no value', async () => {
  const said = fresh();
  const id = await put({ ...said, name: 'Kim' });
  const events = await eventsOf(world, async () => {
    const after = await identify(id, { identifier: '', name: ' ', email: '', phone_number: null });
    assert.deepEqual([after.name, after.email], ['Kim', said.email]);
  });
  assert.deepEqual(events, []);
});

test('whoever has the identifier is who it is, with the name that was said', async () => {
  const known = fresh();
  const base = await put({ ...known, name: 'Known' });
  const id = await put({ name: 'Visitor' });
  const { id: conversation } = await world.conversation({ contact_id: id });
  const after = await identify(id, { identifier: known.identifier, name: 'Renamed' });
  assert.deepEqual([after.id, after.name, after.email], [base, 'Renamed', known.email]);
  assert.equal(await exists(id), false);
  const shown = await world.ada.get(`/conversations/${conversation}`);
  assert.equal(shown.body.contact.id, base);
});

test('with retain_name whoever is recognised keeps the name, and who is new gets one', async () => {
  const known = fresh();
  await put({ ...known, name: 'Known' });
  const options = { retain_name: true };
  const met = await identify(await put(), { email: known.email, name: 'Other' }, options);
  assert.equal(met.name, 'Known');
  const unmet = await identify(await put({ name: 'Visitor' }), { name: 'Other' }, options);
  assert.equal(unmet.name, 'Other');
});

test('an address finds its holder, unless both have identifiers that differ', async () => {
  for (const key of ['email', 'phone_number'] as const) {
    const [known, other] = [fresh(), fresh()];
    const base = await put(known);
    const stranger = await put();
    const apart = await identify(stranger, { identifier: other.identifier, [key]: known[key] });
    assert.deepEqual([apart.id, apart.identifier, apart[key]], [stranger, other.identifier, null]);
    assert.ok(await exists(base));
    const met = await identify(await put(), { [key]: known[key] });
    assert.equal(met.id, base);
    const same = await identify(await put(), { identifier: known.identifier, [key]: known[key] });
    assert.equal(same.id, base);
  }
});

test('a holder of the address without an identifier gets the one that was said', async () => {
  const { email, identifier } = fresh();
  const base = await put({ email });
  const after = await identify(await put(), { email, identifier });
  assert.deepEqual([after.id, after.identifier], [base, identifier]);
});

test('a telephone of somebody with another e-mail address is left with them', async () => {
  const known = fresh();
  const base = await put({ email: known.email, phone_number: known.phone_number });
  const id = await put();
  const { email } = fresh();
  const after = await identify(id, { email, phone_number: known.phone_number });
  assert.deepEqual([after.id, after.email, after.phone_number], [id, email, null]);
  assert.ok(await exists(base));
});

test('three who turn out to be one are one afterwards', async () => {
  const known = fresh();
  const named = await put({ identifier: known.identifier, name: 'Named' });
  const mailed = await put({ email: known.email });
  const called = await put({ phone_number: known.phone_number });
  const after = await identify(await put({ name: 'Visitor' }), known);
  assert.equal(after.id, called);
  assert.deepEqual(
    [after.name, after.identifier, after.email, after.phone_number],
    ['Named', known.identifier, known.email, known.phone_number],
  );
  for (const gone of [named, mailed]) assert.equal(await exists(gone), false);
});

test('an address that is none is refused by name, or left out when asked to', async () => {
  const id = await put({ email: 'kept@example.com' });
  const bad = { email: 'nobody at example', phone_number: '0415 555', name: 'Ida' };
  await assert.rejects(
    identify(id, bad),
    invalid('Email Invalid email, Phone number should be in e164 format', [
      'email',
      'phone_number',
    ]),
  );
  const after = await identify(id, bad, { discard_invalid: true });
  assert.deepEqual(
    [after.name, after.email, after.phone_number],
    ['Ida', 'kept@example.com', null],
  );
});

test('case and the spelling of the address do not make another person', async () => {
  const { email } = fresh();
  const base = await put({ email });
  const after = await identify(await put(), { email: email.toUpperCase() });
  assert.equal(after.id, base);
});

test('people of other accounts are not met', async () => {
  const after = await identify(await put(), { email: 'otto@example.com' });
  assert.notEqual(after.id, globex.contact.id);
  await assert.rejects(identify(globex.contact.id, { name: 'X' }), { status: 404 });
});

test('the same person in two windows at once is one contact', async () => {
  for (let round = 0; round < 8; round += 1) {
    const said = fresh();
    const ids = await Promise.all([put(), put(), put()]);
    const after = await Promise.all(ids.map(async (id) => identify(id, said)));
    assert.equal(new Set(after.map(({ id }) => id)).size, 1);
    const left = await sql(world, 'select 1 from contacts where id = any($1::bigint[])', [ids]);
    assert.equal(left.length, 1);
  }
});
