import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifierOf, visitorOf } from '../visitor.ts';
import { createWorld, type Caller } from '../world.ts';
import { expectCells, expectComplete, type Cell, type Verdict } from './cells.ts';
import { personOf, furnishInboxes, furnishTalk, keyOf, NOTE, prove, settleInboxes, UNKNOWN, type Person, type Talk } from './customers.ts'; // prettier-ignore
import { linesOf } from './families.ts';
import type { Line } from './places.ts';

// Every route of customers × whoever knows which inbox and which id in it × whose the conversation and the
// message are. A source id opens what is its own, in its own inbox, and nothing else.

const world = await createWorld();
const { acme, globex, ada, gil } = world;
const inboxes = await furnishInboxes(world, 'Channel::Api');
const lines = linesOf('contact');

interface Customer {
  mark: string;
  identifier: string;
  source: string;
  talk: Talk;
  person: Person;
}

interface Joining {
  mark: string;
  inbox: { id: number };
  person: Person;
  verified?: boolean;
}

async function join({ mark, inbox, person, verified = false }: Joining, team: Caller = ada): Promise<Customer> {
  const visitor = await visitorOf(world, { inbox, contact: person, source: `source-${mark.slice(2)}`, verified });
  const { body } = await visitor.post('/conversations', {});
  const said = await visitor.post(`/conversations/${body.id}/messages`, { content: `${mark}!` });
  assert.equal(said.status, 200, said.text);
  const talk = await furnishTalk(team, { id: body.id, mark });
  return { mark, identifier: await identifierOf(world, inbox), source: visitor.source, talk, person };
} // prettier-ignore

const { support, sales } = acme;
const mine = await personOf(world, acme.id, 'own');
const proven = await personOf(world, acme.id, 'proven');
const own = await join({ mark: 'mkown', inbox: support, person: mine });
const ownElsewhere = await join({ mark: 'mkoutside', inbox: sales, person: mine });
const other = await join({ mark: 'mkother', inbox: support, person: await personOf(world, acme.id, 'other') }); // prettier-ignore
const verified = await join({ mark: 'mkproven', inbox: support, person: proven, verified: true });
const verifiedElsewhere = await join({ mark: 'mkaside', inbox: sales, person: proven, verified: true }); // prettier-ignore
const strict = await join({ mark: 'mkstrict', inbox: inboxes.strict, person: await personOf(world, acme.id, 'strict') }); // prettier-ignore
const foreign = await join({ mark: 'mkforeign', inbox: inboxes.elsewhere, person: await personOf(world, globex.id, 'foreign') }, gil); // prettier-ignore
const inGone = await join({ mark: 'mkgone', inbox: inboxes.gone, person: await personOf(world, acme.id, 'gone') }); // prettier-ignore
const leaving = await personOf(world, acme.id, 'left');
const left = await join({ mark: 'mkleft', inbox: support, person: leaving });
assert.equal((await ada.delete(`/contacts/${leaving.id}`)).status, 200);
const dropped = await visitorOf(world, { contact: mine, source: 'source-dropped' });
const droppedTalk = await furnishTalk(ada, { id: (await dropped.post('/conversations', {})).body.id, mark: 'mkdropped' }); // prettier-ignore
assert.equal((await ada.delete(`/conversations/${droppedTalk.id}`)).status, 200);
const asleepContact = await personOf(world, inboxes.asleep.account_id, 'asleep');
const asleep = await visitorOf(world, { inbox: inboxes.asleep, contact: asleepContact, source: 'source-mkasleep' }); // prettier-ignore
await settleInboxes(world, inboxes);

const everybody = [own, ownElsewhere, other, verified, verifiedElsewhere, strict, foreign, inGone, left]; // prettier-ignore
const marks = [...new Set([...everybody.flatMap(({ mark, person }) => [mark, person.mark]), NOTE, 'mkdropped', 'pkasleep'])]; // prettier-ignore

interface Comer {
  name: string;
  identifier: string;
  source: string;
  door: 'admitted' | 'hidden' | 'refused';
  /** Whose conversations they come to. */
  opens: Customer[];
  headers?: Record<string, string>;
}

const hiddenDoor = (name: string, identifier: string, source: string, headers = {}): Comer => ({ name, identifier, source, headers, door: 'hidden', opens: [] }); // prettier-ignore
const by = (token: string): Record<string, string> => ({ api_access_token: token });
const website = await identifierOf(world, acme.website);

const comers: Comer[] = [
  { name: 'the customer', ...own, door: 'admitted', opens: [own] },
  { name: 'the customer with an administrator’s token', ...own, door: 'admitted', opens: [own], headers: by(ada.token) },
  { name: 'the customer with a wrong token', ...own, door: 'admitted', opens: [own], headers: by('nothing') },
  { name: 'the customer elsewhere', ...ownElsewhere, door: 'admitted', opens: [ownElsewhere] },
  { name: 'another customer', ...other, door: 'admitted', opens: [other] },
  { name: 'a proven customer', ...verified, door: 'admitted', opens: [verified, verifiedElsewhere] },
  { name: 'another tenant’s customer', ...foreign, door: 'admitted', opens: [foreign] },
  { name: 'who must prove it', ...strict, door: 'admitted', opens: [strict] },
  { name: 'of a suspended account', identifier: await identifierOf(world, inboxes.asleep), source: asleep.source, door: 'refused', opens: [] },
  hiddenDoor('a contact of another inbox', own.identifier, ownElsewhere.source),
  hiddenDoor('in the wrong inbox', ownElsewhere.identifier, own.source),
  hiddenDoor('of another tenant', own.identifier, foreign.source),
  hiddenDoor('in another tenant’s inbox', foreign.identifier, own.source),
  hiddenDoor('unknown', own.identifier, 'source-nobody'),
  hiddenDoor('unknown, with an administrator’s token', own.identifier, 'source-nobody', by(ada.token)),
  hiddenDoor('in an unknown inbox', 'nowhere', own.source),
  hiddenDoor('in a website', website, own.source),
  hiddenDoor('in an inbox by its number', String(support.id), own.source),
  hiddenDoor('by the number of the contact', own.identifier, String(mine.id)),
  hiddenDoor('in capitals', own.identifier, own.source.toUpperCase()),
  hiddenDoor('with a pattern', own.identifier, 'source-%25'),
  hiddenDoor('who was deleted', left.identifier, left.source),
  hiddenDoor('of a deleted inbox', inGone.identifier, inGone.source),
]; // prettier-ignore

const conversations: [name: string, talk: Talk][] = [
  ...everybody.map((each): [string, Talk] => [each.mark, each.talk]),
  ['deleted', droppedTalk],
  ['unknown', { id: UNKNOWN, question: UNKNOWN, address: UNKNOWN, note: UNKNOWN, line: UNKNOWN }],
];

const bodyOf = ({ method, path }: Line): object => {
  if (path.includes('{message_id}')) return { submitted_values: [{ title: 'Yes', value: 'yes' }] };
  if (path.endsWith('/messages')) return { content: 'Hello' };
  if (path.endsWith('/toggle_typing')) return { typing_status: 'on' };
  return method === 'PATCH' || method === 'PUT' ? { custom_attributes: { size: 'L' } } : {};
};

const fill = ({ path }: Line, { identifier, source }: Comer, values: Record<string, unknown> = {}): string =>
  path
    .replace('{inbox_identifier}', identifier)
    .replace('{source_id}', source)
    .replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name])); // prettier-ignore

function cellsOf(line: Line, comer: Comer): Cell[] {
  const sees = new Set(comer.opens.flatMap(({ mark, person }) => [mark, person.mark]));
  const hides = marks.filter((mark) => !sees.has(mark));
  const headers = comer.headers ?? {};
  const cell = (name: string, url: string, verdict: Verdict): Cell => ({ line, name: `${name}, by ${comer.name}`, url, headers, body: bodyOf(line), verdict, hides });
  const opensThis = (talk: Talk): boolean => comer.opens.some((each) => each.talk === talk);
  const verdictAt = (isOpen: boolean): Verdict => comer.door === 'admitted' && !isOpen ? 'hidden' : comer.door;
  if (!line.path.includes('{conversation_id}')) {
    const mustProve = comer.source === strict.source && line.path.endsWith('{source_id}');
    return [cell('own', fill(line, comer), mustProve ? 'refused' : comer.door)];
  }
  if (!line.path.includes('{message_id}')) {
    return conversations.map(([name, talk]) => cell(name, fill(line, comer, { conversation_id: talk.id }), verdictAt(opensThis(talk))));
  }
  // A message through its own conversation, and through one that the customer may open.
  return conversations.flatMap(([name, talk]) =>
    (['question', 'note', 'line'] as const).flatMap((kind) =>
      [talk.id, comer.opens[0]?.talk.id ?? own.talk.id].map((conversation_id) => {
        const isIn = conversation_id === talk.id && opensThis(talk);
        const url = fill(line, comer, { conversation_id, message_id: talk[kind] });
        return cell(`${kind} of ${name}`, url, verdictAt(isIn && kind === 'question'));
      })));
} // prettier-ignore

test('a source id opens what is its own in its own inbox, and nothing else', async (t) => {
  const cells = lines.flatMap((line) => comers.flatMap((comer) => cellsOf(line, comer)));
  const seen = await expectCells(t, world, cells);
  expectComplete(lines, cells);
  assert.ok(cells.length > 4000 && Number(seen['admitted']) > 100, JSON.stringify(seen));
});

test('a proof is one of this identifier under the key of this inbox, in small letters', async (t) => {
  const keys = {
    strict: await keyOf(ada, inboxes.strict.id),
    support: await keyOf(ada, support.id),
  };
  const proofs = (identifier: string, key: string, otherKey: string): [string, object, boolean][] => [
    ['valid', { identifier, identifier_hash: prove(identifier, key) }, true],
    ['none', {}, false],
    ['without a hash', { identifier }, false],
    ['blank', { identifier, identifier_hash: '' }, false],
    ['of another identifier', { identifier, identifier_hash: prove('id-own', key) }, false],
    ['of somebody else', { identifier: 'id-own', identifier_hash: prove('id-own', key) }, false],
    ['by another inbox', { identifier, identifier_hash: prove(identifier, otherKey) }, false],
    ['in capitals', { identifier, identifier_hash: prove(identifier, key).toUpperCase() }, false],
    ['shortened', { identifier, identifier_hash: prove(identifier, key).slice(0, 63) }, false],
    ['the key itself', { identifier, identifier_hash: key }, false],
    ['without an identifier', { identifier_hash: prove(identifier, key) }, false],
  ]; // prettier-ignore
  const query = (claim: object): string => new URLSearchParams(claim as Record<string, string>).toString(); // prettier-ignore
  const cells = lines
    .filter(({ path }) => path.endsWith('{source_id}'))
    .flatMap((line) =>
      [
        { customer: strict, key: keys.strict, otherKey: keys.support },
        { customer: other, key: keys.support, otherKey: keys.strict },
      ].flatMap(({ customer, key, otherKey }) =>
        proofs(customer.person.identifier, key, otherKey).map(([name, claim, isGood]): Cell => {
          const isAsked = customer === strict || ('identifier_hash' in claim && claim.identifier_hash !== '');
          const verdict = isGood || !isAsked ? 'admitted' : 'refused';
          const comer = { name, ...customer, door: 'admitted' as const, opens: [customer] };
          const url = fill(line, comer);
          const isQuery = line.method === 'GET';
          return { line, name: `${name} at ${customer.mark}`, url: isQuery ? `${url}?${query(claim)}` : url, body: { ...claim, custom_attributes: { size: 'L' } }, verdict, hides: marks.filter((mark) => mark !== customer.person.mark) };
        }))); // prettier-ignore
  const seen = await expectCells(t, world, cells);
  assert.ok(cells.length >= 60 && Number(seen['refused']) > 40, JSON.stringify(seen));
});
