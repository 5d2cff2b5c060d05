import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MARK } from '../malformed/furnish.ts';
import { platformApp } from '../platform-app.ts';
import { sql } from '../inside.ts';
import { identifierOf } from '../visitor.ts';
import { createWorld } from '../world.ts';
import { expectCells, type Cell, type Verdict } from './cells.ts';
import { linesOf, type Family } from './families.ts';
import { table } from './places.ts';

// What is open is open to everybody alike and holds nobody's records. And no route is in no family.

const world = await createWorld({ METRICS_TOKEN: 'a token for the metrics' });
const { ada, ben } = world;
await sql(world, 'update accounts set name = $1', [MARK]);
await sql(world, 'update users set custom_attributes = $1 where id <> $2', [
  { mark: MARK },
  ben.id,
]);
const website = await identifierOf(world, world.acme.website);
const gilsSite = await identifierOf(world, world.globex.inbox);
const { token } = await platformApp(world);
const lines = linesOf('open');

const families: Family[] = ['account', 'platform', 'contact', 'visitor', 'user', 'link', 'open'];

test('every route is in one family of cells, and in no other', () => {
  const all = families.flatMap(linesOf);
  assert.equal(all.length, table.length);
  assert.deepEqual(new Set(all), new Set(table));
});

const callers: Record<string, Record<string, string>> = {
  nobody: {},
  'an administrator': { api_access_token: ada.token },
  'a bot': { api_access_token: world.rex.token },
  'a platform app': { api_access_token: token },
  'an unknown token': { api_access_token: 'a-token-of-24-characters' },
};

interface Place {
  verdict: Verdict;
  url?: string;
  body?: object;
  headers?: Record<string, string>;
}

const page = (url?: string): Place => ({
  verdict: 'nothing',
  ...(url === undefined ? {} : { url }),
});
const signIn = (verdict: Verdict, body: object): Place => ({ verdict, body });
const person = {
  account_name: 'X',
  user_full_name: 'X',
  email: 'x@example.com',
  password: 'Password1!',
};

const places: Record<string, Place[]> = {
  'GET /': [{ verdict: 302 }],
  'GET /app/{path}': [page('/app/accounts/1/conversations'), page('/app/login')],
  'GET /packs/console/{name}': [{ verdict: 'hidden', url: '/packs/console/..%2fsettings.ts' }],
  'GET /packs/widget/{name}': [{ verdict: 'hidden', url: '/packs/widget/..%2f..%2fpackage.json' }],
  'GET /auth/sign_in': [{ verdict: 302 }],
  'POST /auth/sign_in': [
    signIn('admitted', { email: ben.email, password: 'Password1!' }),
    signIn('refused', { email: ben.email, password: 'Password2!' }),
    signIn('refused', { email: 'nobody@example.com', password: 'Password1!' }),
    signIn('refused', { email: ben.email, sso_auth_token: 'a'.repeat(64) }),
    signIn('refused', { mfa_token: 'nothing', otp_code: '000000' }),
    signIn('refused', {}),
  ],
  'GET /metrics': [
    { verdict: 'refused' },
    { verdict: 'refused', headers: { authorization: 'Bearer another token' } },
  ],
  'GET /installation/onboarding': [{ verdict: 'hidden' }],
  'POST /installation/onboarding': [{ verdict: 'hidden', body: { name: 'X', company: 'X', email: 'x@example.com', password: 'Password1!' } }],
  'POST /api/v1/accounts': [{ verdict: 'hidden', body: person }],
  'POST /api/v2/accounts': [{ verdict: 'hidden', body: person }],
  'GET /widget': [
    { verdict: 'admitted', url: `/widget?website_token=${website}` },
    { verdict: 'hidden', url: '/widget?website_token=nowhere' },
    { verdict: 'hidden', url: `/widget?website_token=${gilsSite}` },
    { verdict: 'hidden' },
  ],
  'GET /cable': [{ verdict: 'hidden' }],
}; // prettier-ignore

test('what is open is the same for everybody, holds nobody’s records and changes nothing', async (t) => {
  const cells = lines.flatMap((line) =>
    (places[`${line.method} ${line.path}`] ?? [page()]).flatMap((place) =>
      Object.entries(callers).map(([name, headers]): Cell => ({
        line,
        name,
        url: place.url ?? line.path,
        headers: { ...headers, ...place.headers },
        body: place.body ?? {},
        verdict: place.verdict,
        hides: place.body !== undefined && place.verdict === 'admitted' ? [] : [MARK],
      })),
    ),
  );
  const seen = await expectCells(t, world, cells);
  assert.ok(cells.length > 150, JSON.stringify(seen));
});
