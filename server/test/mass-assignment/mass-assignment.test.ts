import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObject } from '../../src/http/bag.ts';
import { urlOf } from '../../src/http/mount.ts';
import type { Route } from '../../src/http/route.ts';
import { routes } from '../../src/routes.ts';
import { furnish } from '../malformed/furnish.ts';
import { permittedApp } from '../sdk/platform-app.ts';
import { undone } from '../undone.ts';
import { createWorld } from '../world.ts';
import { allColumns, deltaOf, differencesOf, wholeDatabase, type Line } from './delta.ts';
import { bodyFor, nameOf, refused } from './requests.ts';

// Each write is done three times from the same state: twice as it is meant, and once with every column
// of every table as a further key. The third must do exactly what the first two did.

const world = await createWorld();
const targets = await furnish(world);
const operator = await permittedApp(world);
const columns = await allColumns(world.pool);
const MARK = 'smuggled';
const NUMBER = 987_654;

/** A value for a column that would be seen if it were taken. */
function bait({ name, type }: { name: string; type: string }): unknown {
  if (name === 'account_id') return world.globex.id;
  if (name === 'inbox_id') return world.globex.inbox.id;
  if (name === 'contact_id') return world.globex.contact.id;
  if (name === 'team_id') return world.globex.team.id;
  if (name === 'user_id') return world.gil.id;
  switch (type) {
    case 'bigint':
    case 'integer':
    case 'smallint':
    case 'double precision':
      return NUMBER;
    case 'boolean':
      return true;
    case 'jsonb':
      return { [MARK]: MARK };
    case 'ARRAY':
      return [MARK];
    case 'timestamp with time zone':
      return '2001-02-03T04:05:06.000Z';
    default:
      return MARK;
  }
}

const declared = (route: Route): Set<string> => new Set(Object.keys(route.input?.properties ?? {}));

function extrasFor(route: Route): Record<string, unknown> {
  const known = declared(route);
  return Object.fromEntries(
    columns.filter(({ name }) => !known.has(name)).map((column) => [column.name, bait(column)]),
  );
}

const ofWidget = ({ path }: Route): boolean => path.startsWith('/api/v1/widget/');

function addressOf(route: Route): string {
  // What a program of the operator was permitted to touch.
  const own: Record<string, number> = route.access.includes('platform')
    ? { user_id: world.ben.id, agent_bot_id: world.rex.id }
    : {};
  const [message] = targets.messages;
  return urlOf(route)
    .replace(':account_id', String(targets.accounts[0]))
    .replace(':conversation_id', String(message?.conversation))
    .replace(':message_id', String(ofWidget(route) ? targets.browser.message : message?.id))
    .replace(/:(\w+)/g, (_, name: string) => String(own[name] ?? targets.records[name]?.[0] ?? 1));
}

interface Outcome {
  status: number;
  text: string;
  delta: Line[];
}

/** What is the operator's or the platform's is asked by a program of theirs. */
const tokenFor = (route: Route): string =>
  route.access.includes('platform') ? operator.token : world.ada.token;

/** Does the request on the same world each time. */
async function attempt(route: Route, method: string, body: object): Promise<Outcome> {
  return undone(world, async (ask, pool) => {
    const read = await wholeDatabase(pool);
    const before = await read();
    const { statusCode: status, body: text } = await ask({
      method,
      url: addressOf(route) + (ofWidget(route) ? `?website_token=${targets.browser.website}` : ''),
      headers: {
        api_access_token: tokenFor(route),
        'x-auth-token': targets.browser.token,
        'content-type': 'application/json',
      },
      payload: JSON.stringify(body),
    });
    const after = status >= 400 ? before : await read();
    return { status, text, delta: deltaOf(before, after) };
  });
}

/** The body with the extras beside, inside its wrapper, and inside every object of its own that has a shape. */
function load(route: Route, body: Record<string, unknown>): Record<string, unknown> {
  const extras = extrasFor(route);
  const wrapped = route.root === undefined ? undefined : body[route.root];
  const inner = { ...extras, ...(isObject(wrapped) ? wrapped : body) };
  if (route.root === undefined) return { ...inner, id: NUMBER, account: extras, user: extras };
  return { ...extras, [route.root]: inner };
}

const writes = routes.filter((route) => route.kind === 'write' && !route.access.includes('public'));

for (const route of writes) {
  for (const method of [route.method].flat()) {
    test(`${nameOf(route, method)} changes nothing but what it is for`, async () => {
      const body = bodyFor(world, targets, route);
      const first = await attempt(route, method, body);
      const succeeds = first.status < 300;
      const expected = refused[nameOf(route, method)] === undefined;
      assert.equal(succeeds, expected, `the plain request: ${first.status} ${first.text}`);
      const second = await attempt(route, method, body);
      let loaded = await attempt(route, method, load(route, body));
      assert.equal(loaded.status, first.status, loaded.text);
      let differences = differencesOf([first.delta, second.delta], loaded.delta);
      // Where a second began between the plain ones and this one: what was smuggled in is still so after
      // one more plain request, which the clock has moved on for as well.
      if (differences.length > 0) {
        const third = await attempt(route, method, body);
        loaded = await attempt(route, method, load(route, body));
        differences = differencesOf([first.delta, third.delta], loaded.delta);
      }
      assert.deepEqual(differences, []);
      const seen = JSON.stringify(loaded.delta);
      assert.ok(
        !seen.includes(MARK) && !seen.includes(String(NUMBER)),
        'something was smuggled in',
      );
    });
  }
}

test('every write route of the table was looked at', () => {
  assert.ok(writes.length > 100, String(writes.length));
});
