import assert from 'node:assert/strict';
import { test } from 'node:test';
import { platformApp } from '../platform-app.ts';
import { browserAt } from '../browser.ts';
import { sql } from '../inside.ts';
import { createWorld } from '../world.ts';
import { furnishPeople } from './actors.ts';
import { expectCells, expectComplete, type Cell, type Verdict } from './cells.ts';
import { linesOf } from './families.ts';
import type { Line } from './places.ts';

// Every route about who is calling × everybody who may come × whose the session, the device or the account
// is that the request names.

const world = await createWorld();
const { acme, globex, ada, ben } = world;
const lines = linesOf('user');
const people = await furnishPeople(world);
const visitor = await browserAt(world);
const UNKNOWN = 987_654_321;

type Headers = Record<string, string>;

async function signIn(email: string, agent: string, password = 'Password1!'): Promise<Headers> {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/auth/sign_in',
    headers: { 'user-agent': agent },
    payload: { email, password },
  });
  assert.equal(answer.statusCode, 200, answer.body);
  const { 'access-token': token, client, uid } = answer.headers;
  return { 'access-token': String(token), client: String(client), uid: String(uid) };
}

const register = async (caller: typeof ada, endpoint: string): Promise<void> => {
  const subscription_attributes = { endpoint, p256dh: 'key', auth: 'key' };
  const body = { subscription_type: 'browser_push', subscription_attributes };
  const answer = await caller.post('/api/v1/notification_subscriptions', body);
  assert.equal(answer.status, 200, answer.text);
};

const devices = { own: 'https://push.example.com/ben', other: 'https://push.example.com/mkada' };
await register(ben, devices.own);
await register(ada, devices.other);
const session = await signIn(ben.email, 'ben');
const adas = await signIn(ada.email, 'mkada');
const expired = await signIn(ben.email, 'expired');
const ended = await signIn(ben.email, 'ended');
await world.app.inject({ method: 'DELETE', url: '/auth/sign_out', headers: ended });
const idOf = async ({ client }: Headers): Promise<number> => {
  const [found] = await sql<{ id: number }>(world, 'select id from user_sessions where client = $1', [client]);
  return found?.id ?? 0;
}; // prettier-ignore
const sessions = { own: await idOf(session), other: await idOf(adas), ended: await idOf(expired) };
await sql(world, `update user_sessions set expires_at = now() - interval '1 second' where client = $1`, [expired['client']]); // prettier-ignore

const app = await platformApp(world, 'Maker');
const forgotten = await app.post('/users', { name: 'Gone', email: 'gone@example.com', password: 'Password1!' }); // prettier-ignore
const token = (await app.post(`/users/${forgotten.body.id}/token`)).body.access_token as string;
const forgottenSession = await signIn('gone@example.com', 'gone');
assert.equal((await app.delete(`/users/${forgotten.body.id}`)).status, 200);
await sql(world, `update users set custom_attributes = '{"mark":"mkada"}' where id = $1`, [ada.id]);

interface Caller {
  name: string;
  headers: Headers;
  isBen?: true;
}

const by = (text: string | undefined): Headers => ({ api_access_token: text ?? '' });
const bearer = (headers: Headers): Headers => ({
  authorization: `Bearer ${Buffer.from(JSON.stringify(headers)).toString('base64')}`,
});

const callers: Caller[] = [
  { name: 'his token', headers: by(ben.token), isBen: true },
  { name: 'his session', headers: session, isBen: true },
  { name: 'his session as a bearer', headers: bearer(session), isBen: true },
  { name: 'nobody', headers: {} },
  { name: 'an unknown token', headers: by('a-token-of-24-characters') },
  { name: 'an unknown token beside his session', headers: { ...session, ...by('nothing') } },
  { name: 'an expired session', headers: expired },
  { name: 'an ended session', headers: ended },
  { name: 'half a session', headers: { 'access-token': session['access-token'] ?? '', uid: ben.email } },
  { name: 'a session under another name', headers: { ...session, uid: ada.email } },
  { name: 'a session of another client', headers: { ...session, client: adas['client'] ?? '' } },
  { name: 'a session’s token as a token', headers: by(session['access-token']) },
  { name: 'his token as a session', headers: { ...session, 'access-token': ben.token } },
  { name: 'a bot', headers: by(world.rex.token) },
  { name: 'a platform app', headers: by(app.token) },
  { name: 'a key that reads', headers: by(people['reader']?.token) },
  { name: 'a key that writes', headers: by(people['writer']?.token) },
  { name: 'a customer', headers: by(people['contact']?.token) },
  { name: 'a visitor', headers: { ...by(visitor.token), 'x-auth-token': visitor.token } },
  { name: 'somebody who was deleted', headers: by(token) },
  { name: 'a session of somebody who was deleted', headers: forgottenSession },
]; // prettier-ignore

interface Place {
  name: string;
  url: string;
  body: object;
  verdict: Verdict;
}

const accounts = { own: acme.id, 'another tenant’s': globex.id, unknown: UNKNOWN };

/** What a request of Ben's may name, and what he is to get for it. */
function placesOf({ method, path }: Line): Place[] {
  const place = (name: string, verdict: Verdict, { url = path, body = {} } = {}): Place => ({ name, url, body, verdict });
  if (path.includes('{session_id}')) {
    const named = { ...sessions, unknown: UNKNOWN, odd: 'own' };
    return Object.entries(named).map(([name, id]) =>
      place(name, name === 'own' || name === 'ended' ? 'admitted' : 'hidden', { url: path.replace('{session_id}', String(id)) }));
  }
  if (/\/(availability|auto_offline|set_active_account)$/.test(path)) {
    return Object.entries(accounts).map(([name, account_id]) =>
      place(name, name === 'own' ? 'admitted' : 'hidden', { body: { profile: { account_id, availability: 'busy', auto_offline: true } } }));
  }
  if (path.endsWith('/notification_subscriptions') && method !== 'GET') {
    if (method === 'POST') return [place('new', 'admitted', { body: { subscription_type: 'browser_push', subscription_attributes: { endpoint: 'https://push.example.com/new' } } })];
    return [place('own', 'admitted', { body: { identifier: devices.own } }), place('other', 'nothing', { body: { identifier: devices.other } })];
  }
  // A second factor is asked for a code: a wrong one is told so, and only to who got that far.
  if (/mfa\/|DELETE.*mfa/.test(`${method} ${path}`)) return [place('a wrong code', 422, { body: { otp_code: '000000', password: 'Password1!' } })];
  return [place('', 'admitted', { body: { profile: { ui_settings: { a: 1 } } } })];
} // prettier-ignore

const hides = ['mkada', 'Globex', String(adas['client'])];

test('what is about somebody is for them alone, with a token or a session that is theirs and still good', async (t) => {
  const cells = lines.flatMap((line) =>
    placesOf(line).flatMap(({ name, url, body, verdict }) =>
      callers.map((caller): Cell => ({
        line,
        name: `${name}, by ${caller.name}`,
        url,
        headers: caller.headers,
        body,
        verdict: caller.isBen === true ? verdict : 'refused',
        hides,
      })),
    ),
  );
  const seen = await expectCells(t, world, cells);
  expectComplete(lines, cells);
  assert.ok(cells.length > 500 && Number(seen['admitted']) > 50, JSON.stringify(seen));
}); // prettier-ignore
