import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { visitorToken } from '../../src/auth/visitor-token.ts';
import { browserAt } from '../browser.ts';
import { sql } from '../inside.ts';
import { identifierOf } from '../visitor.ts';
import { createWorld, type Caller } from '../world.ts';
import { expectCells, expectComplete, type Cell, type Verdict } from './cells.ts';
import { furnishInboxes, furnishTalk, keyOf, NOTE, personOf, prove, settleInboxes, UNKNOWN, type Talk } from './customers.ts'; // prettier-ignore
import { linesOf } from './families.ts';
import type { Line } from './places.ts';

// Every route of a website's window × every token that may be shown × every website that may be named ×
// whose the message is. A token is good where it was made, as it was made, until its time is over.

const world = await createWorld();
const { acme, ada, gil, globex } = world;
const { vault } = world.platform;
const inboxes = await furnishInboxes(world, 'Channel::WebWidget');
const lines = linesOf('visitor');

interface Visit {
  website: string;
  token: string;
  mark: string;
  talk: Talk;
}

async function visit(mark: string, inbox: { id: number }, team: Caller = ada): Promise<Visit> {
  const account = team === gil ? globex.id : acme.id;
  const person = await personOf(world, account, mark);
  const { website, token, contact, ...browser } = await browserAt(world, inbox);
  const said = await browser.post('/messages', { message: { content: `${mark}!` } });
  assert.equal(said.status, 200, said.text);
  const tie = 'update contact_inboxes set contact_id = $1 where contact_id = $2';
  await sql(world, tie, [person.id, contact.id]);
  await sql(world, 'update conversations set contact_id = $1 where contact_id = $2', [person.id, contact.id]);
  const talk = await furnishTalk(team, { id: said.body.conversation_id, mark });
  return { website, token, mark, talk };
} // prettier-ignore

const own = await visit('mkown', acme.website);
const other = await visit('mkother', acme.website);
const second = await visit('mksecond', inboxes.second);
const strict = await visit('mkstrict', inboxes.strict);
const foreign = await visit('mkforeign', inboxes.elsewhere, gil);
const gone = await visit('mkgone', inboxes.gone);
const ended = await visit('mkended', acme.website);
const left = await visit('mkleft', acme.website);
const asleep = await browserAt(world, inboxes.asleep);
const end = await world.app.inject({ method: 'DELETE', url: `/api/v1/widget/session?website_token=${ended.website}`, headers: { 'x-auth-token': ended.token } }); // prettier-ignore
assert.equal(end.statusCode, 204);
const [leaving] = await sql<{ id: number }>(
  world,
  `select id from contacts where name = 'pkmkleft'`,
);
assert.equal((await ada.delete(`/contacts/${leaving?.id}`)).status, 200);
await settleInboxes(world, inboxes);

const everybody = [own, other, second, strict, foreign, gone, ended, left];
const marks = [...everybody.map(({ mark }) => mark), NOTE];

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const [header = '', claims = '', signature = ''] = own.token.split('.');
const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { source_id: string; inbox_id: number }; // prettier-ignore
const longAgo = new Date(Date.now() - 181 * 86_400_000);
const forged = createHmac('sha256', 'a guess').update(`${header}.${claims}`).digest('base64url');

interface Shown {
  name: string;
  token?: string;
  headers?: Record<string, string>;
  /** The website at which it is somebody's. */
  at?: Visit;
}

const tokens: Shown[] = [
  { name: 'own', token: own.token, at: own },
  { name: 'own, beside an administrator’s', token: own.token, at: own, headers: { api_access_token: ada.token } },
  { name: 'another visitor’s', token: other.token, at: other },
  { name: 'the second website’s', token: second.token, at: second },
  { name: 'of one that wants proofs', token: strict.token, at: strict },
  { name: 'another tenant’s', token: foreign.token, at: foreign },
  { name: 'of a deleted website', token: gone.token },
  { name: 'of an ended session', token: ended.token },
  { name: 'of a deleted contact', token: left.token },
  { name: 'expired', token: visitorToken(vault, said, longAgo) },
  { name: 'signed by somebody else', token: `${header}.${claims}.${forged}` },
  { name: 'with the claims of another inbox', token: `${header}.${encode({ ...said, inbox_id: inboxes.second.id, exp: 9e9 })}.${signature}` },
  { name: 'with a longer life', token: `${header}.${encode({ ...said, exp: 9e9 })}.${signature}` },
  { name: 'without a signature', token: `${encode({ alg: 'none' })}.${encode({ ...said, exp: 9e9 })}.` },
  { name: 'its session at another website, signed by us', token: visitorToken(vault, { ...said, inbox_id: inboxes.second.id }) },
  { name: 'an unknown session', token: visitorToken(vault, { ...said, source_id: 'nobody' }) },
  { name: 'its source id', token: said.source_id },
  { name: 'an administrator’s', token: ada.token, headers: { api_access_token: ada.token } },
  { name: 'a bot’s', token: world.rex.token },
  { name: 'none' },
]; // prettier-ignore

const websites: { name: string; token: string; door: 'open' | 'hidden' | 'refused' }[] = [
  { name: 'the website', token: own.website, door: 'open' },
  { name: 'the second website', token: second.website, door: 'open' },
  { name: 'one that wants proofs', token: strict.website, door: 'open' },
  { name: 'another tenant’s website', token: foreign.website, door: 'open' },
  { name: 'a suspended one', token: asleep.website, door: 'refused' },
  { name: 'a deleted one', token: gone.website, door: 'hidden' },
  { name: 'an API inbox', token: await identifierOf(world, acme.support), door: 'hidden' },
  { name: 'one by its number', token: String(acme.website.id), door: 'hidden' },
  { name: 'an unknown one', token: 'nowhere', door: 'hidden' },
  { name: 'none', token: '', door: 'hidden' },
];

const blob = { filename: 'a.txt', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==', content_type: 'text/plain' }; // prettier-ignore

const bodyOf = ({ path }: Line): object => {
  if (path.endsWith('/direct_uploads')) return { blob };
  if (path.includes('/messages')) return { message: { content: 'Hello', reply_to: other.talk.question, submitted_values: [{ title: 'Yes', value: 'yes' }] } };
  if (path.endsWith('/widget/conversations')) return { message: { content: 'Hello' } };
  if (path.endsWith('/set_custom_attributes')) return { custom_attributes: { size: 'L' } };
  if (path.endsWith('/conversations/destroy_custom_attributes')) return { custom_attribute: ['size'] };
  if (path.endsWith('/destroy_custom_attributes')) return { custom_attributes: ['size'] };
  if (path.includes('/contact')) return { custom_attributes: { size: 'L' } };
  if (path.endsWith('/events')) return { name: 'webwidget.triggered', event_info: {} };
  if (path.endsWith('/labels')) return { label: 'vip' };
  return path.endsWith('/toggle_typing') ? { typing_status: 'on' } : {};
}; // prettier-ignore

const messages: [name: string, owner: Visit | undefined, id: number, answerable: boolean][] = [
  ...everybody.flatMap((each): typeof messages => [
    [`the question of ${each.mark}`, each, each.talk.question, true],
    [`the note of ${each.mark}`, each, each.talk.note, false],
    [`the line of ${each.mark}`, each, each.talk.line, false],
  ]),
  ['an unknown message', undefined, UNKNOWN, false],
];

function cellsOf(line: Line, shown: Shown): Cell[] {
  const headers = { ...shown.headers, ...(shown.token === undefined ? {} : { 'x-auth-token': shown.token }) };
  return websites.flatMap(({ name: website, token, door }) => {
    const isSomebody = shown.at?.website === token;
    const isIn = line.access.includes('website') || isSomebody;
    const verdict: Verdict = door === 'open' ? (isIn ? 'admitted' : 'hidden') : door;
    const hides = marks.filter((mark) => !(isSomebody && mark === shown.at?.mark));
    const cell = (name: string, path: string, expected: Verdict): Cell => ({
      line, headers, body: bodyOf(line), hides, verdict: expected,
      name: `${name}token ${shown.name}, at ${website}`,
      url: `${path}${token === '' ? '' : `?website_token=${token}`}`,
    });
    if (!line.path.includes('{message_id}')) return [cell('', line.path.replace('{label}', 'vip'), verdict)];
    // Where the token is nobody's it matters little whose the message is.
    const named = isSomebody ? messages : messages.filter(([, owner]) => owner === own || owner === other);
    return named.map(([name, owner, id, isAnswerable]) => {
      const isTheirs = owner === shown.at && isAnswerable;
      return cell(`${name}, `, line.path.replace('{message_id}', String(id)), verdict === 'admitted' && !isTheirs ? 'hidden' : verdict);
    });
  });
} // prettier-ignore

test('a visitor’s token is good at its own website for what was said with it, and nowhere else', async (t) => {
  const cells = lines.flatMap((line) => tokens.flatMap((shown) => cellsOf(line, shown)));
  const seen = await expectCells(t, world, cells);
  expectComplete(lines, cells);
  assert.ok(cells.length > 5000 && Number(seen['admitted']) > 300, JSON.stringify(seen));
});

test('who somebody is takes a proof where the website wants one, and a good one wherever one is shown', async (t) => {
  const keys = {
    strict: await keyOf(ada, inboxes.strict.id),
    own: await keyOf(ada, acme.website.id),
  };
  const cells = lines
    .filter(({ method, path }) => /\/contact(\/set_user)?$/.test(path) && method !== 'GET')
    .flatMap((line) =>
      [
        { visitor: strict, key: keys.strict, otherKey: keys.own },
        { visitor: own, key: keys.own, otherKey: keys.strict },
      ].flatMap(({ visitor, key, otherKey }) => {
        // Somebody whom the account knows, with much that only the team may see.
        const identifier = 'id-mkother';
        const proofs: [name: string, claim: object, isAsked: boolean, isGood: boolean][] = [
          ['none', {}, visitor === strict, false],
          ['blank', { identifier_hash: ' ' }, visitor === strict, false],
          ['another id’s', { identifier_hash: prove('id-x', key) }, true, false],
          ['by another website', { identifier_hash: prove(identifier, otherKey) }, true, false],
          ['in capitals', { identifier_hash: prove(identifier, key).toUpperCase() }, true, false],
          ['shortened', { identifier_hash: prove(identifier, key).slice(1) }, true, false],
          ['the key', { identifier_hash: key }, true, false],
          ['valid', { identifier_hash: prove(identifier, key) }, true, true],
        ];
        const isNamed = line.path.endsWith('/set_user');
        return proofs.map(([name, claim, isAsked, isGood]): Cell => ({
          line,
          name: `proof ${name}, at ${visitor.mark}`,
          url: `${line.path}?website_token=${visitor.website}`,
          headers: { 'x-auth-token': visitor.token },
          body: { identifier, name: 'Mallory', ...claim },
          // Who has an identifier stays who they are: there is a way to become another, and this is not it.
          verdict: !isAsked || (isGood && isNamed) ? 'admitted' : 'refused',
          hides: marks.filter((mark) => mark !== visitor.mark),
        }));
      }),
    ); // prettier-ignore
  const seen = await expectCells(t, world, cells);
  assert.ok(cells.length >= 48 && Number(seen['refused']) > 30, JSON.stringify(seen));
});
