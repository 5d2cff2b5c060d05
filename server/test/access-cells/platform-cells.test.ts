import assert from 'node:assert/strict';
import { test } from 'node:test';
import { furnishPeople } from './actors.ts';
import { expectCells, expectComplete, type Cell, type Verdict } from './cells.ts';
import { linesOf } from './families.ts';
import { furnishOwners } from './platform-owners.ts';
import type { Line } from './places.ts';
import { createWorld } from '../world.ts';

// Every route of platform apps × everybody who may come × whose the record is: an app does with what it
// made as it likes, and learns of nothing else more than that there is something.

const world = await createWorld();
const { apps, ids, marks, tokens } = await furnishOwners(world);
const people = await furnishPeople(world);
const lines = linesOf('platform');

type Owner = keyof typeof ids;
const owners = Object.keys(ids) as Owner[];

interface Caller {
  name: string;
  headers: Record<string, string>;
  app?: 'first' | 'second';
}

const token = (text: string | undefined): Record<string, string> => ({
  api_access_token: text ?? '',
});

const signedIn = await world.app.inject({
  method: 'POST',
  url: '/auth/sign_in',
  payload: { email: world.ada.email, password: 'Password1!' },
});
const { 'access-token': secret, client, uid } = signedIn.headers as Record<string, string>;

const callers: Caller[] = [
  { name: 'the first app', headers: token(apps.first.token), app: 'first' },
  { name: 'the second app', headers: token(apps.second.token), app: 'second' },
  { name: 'an administrator', headers: token(world.ada.token) },
  { name: 'an agent', headers: token(world.ben.token) },
  { name: 'a bot', headers: token(world.rex.token) },
  { name: 'an administrator whom the first app made', headers: token(tokens.person) },
  { name: 'a bot which the first app made', headers: token(tokens.bot) },
  { name: 'a key that writes', headers: token(people['writer']?.token) },
  { name: 'a customer', headers: token(people['contact']?.token) },
  { name: 'a session', headers: { 'access-token': String(secret), client: String(client), uid: String(uid) } },
  { name: 'an unknown token', headers: token('a-token-of-24-characters') },
  { name: 'the token in capitals', headers: token(apps.first.token.toUpperCase()) },
  { name: 'a blank token', headers: token('') },
  { name: 'the token as a bearer', headers: { authorization: `Bearer ${apps.first.token}` } },
  { name: 'nobody', headers: {} },
]; // prettier-ignore

/** What of an account, a person or a bot the body of a route names, if it names one. */
const named: Record<string, 'account_id' | 'user_id'> = {
  'POST /platform/api/v1/agent_bots': 'account_id',
  'POST /platform/api/v1/accounts/{account_id}/account_users': 'user_id',
  'DELETE /platform/api/v1/accounts/{account_id}/account_users': 'user_id',
};
const keyOf = ({ method, path }: Line): string => `${method} ${path}`;

const bodyOf = (line: Line): object =>
  line.method === 'POST' && line.path.endsWith('/users')
    ? { name: 'New', email: 'new@example.com', password: 'Password1!' }
    : line.method === 'GET' || line.method === 'DELETE'
      ? {}
      : { name: 'New' };

function verdictOf(caller: Caller, { path, owner }: { path: string; owner: Owner }): Verdict {
  if (caller.app === undefined) return 'refused';
  if (!path.includes('{') || owner === caller.app) return 'admitted';
  return owner === 'deleted' || owner === 'unknown' ? 'hidden' : 'refused';
}

/** Of a bot's account; whoever is made a member may be anybody, and taking out who is not in does nothing. */
function verdictOfNamed(line: Line, caller: Caller, owner: Owner): Verdict {
  if (caller.app === undefined) return 'refused';
  const isThere = owner !== 'deleted' && owner !== 'unknown';
  if (line.method === 'DELETE') return owner === caller.app ? 'admitted' : 'nothing';
  if (!isThere) return 422;
  return line.path.endsWith('/agent_bots') && owner !== caller.app ? 'refused' : 'admitted';
}

const fill = (path: string, owner: Owner): string =>
  path.replace(/\{(\w+)\}/g, (_all, name: keyof (typeof ids)[Owner]) => String(ids[owner][name]));

const hiddenFrom = ({ app }: Caller): string[] =>
  Object.entries(marks).flatMap(([owner, mark]) => (owner === app ? [] : [mark]));

function cellsOf(line: Line, caller: Caller): Cell[] {
  const { headers } = caller;
  const hides = hiddenFrom(caller);
  const byPath = (line.path.includes('{') ? owners : (['unknown'] as const)).map((owner): Cell => {
    const member = line.path.endsWith('/account_users') ? { user_id: ids.first.user_id } : {};
    const name = `${owner}, by ${caller.name}`;
    const verdict = verdictOf(caller, { path: line.path, owner });
    const isOddMember = verdict === 'admitted' && line.method === 'DELETE' && caller.app === 'second';
    const body = { ...bodyOf(line), ...member };
    return { line, name, url: fill(line.path, owner), headers, body, hides, verdict: isOddMember && 'user_id' in member ? 'nothing' : verdict };
  });
  const kind = named[keyOf(line)];
  const byBody = kind === undefined ? [] : owners.map((owner): Cell => {
    const body = { ...bodyOf(line), [kind]: ids[owner][kind] };
    const url = fill(line.path, caller.app ?? 'first');
    return { line, name: `naming ${owner}, by ${caller.name}`, url, headers, body, hides, verdict: verdictOfNamed(line, caller, owner) };
  });
  return [...byPath, ...byBody];
} // prettier-ignore

test('an app has its own way with what it made, and everybody else is kept out of it', async (t) => {
  const cells = lines.flatMap((line) => callers.flatMap((caller) => cellsOf(line, caller)));
  const seen = await expectCells(t, world, cells);
  expectComplete(lines, cells);
  assert.ok(cells.length > 1500 && Number(seen['admitted']) > 50, JSON.stringify(seen));
});
