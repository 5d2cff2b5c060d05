import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { urlOf } from '../src/http/mount.ts';
import type { Route } from '../src/http/route.ts';
import { otherPaths } from '../src/openapi/other-paths.ts';
import { routes } from '../src/routes.ts';
import { formProblem, vagueness } from './malformed/errors.ts';
import { furnish, MARK } from './malformed/furnish.ts';
import {
  formOf,
  hugeBodies,
  requestsBeside,
  requestsTo,
  type Malformed,
} from './malformed/requests.ts';
import { fieldsIn, jsonOf, oddities, withField } from './malformed/values.ts';
import { hashAccount, rememberTokens, watchChanges } from './malformed/watch.ts';
import { permit, platformApp } from './platform-app.ts';
import { createWorld, type Caller } from './world.ts';

// The same requests each time; another number gives other ones.
const SEED = Number(process.env['SEED'] ?? 20_240_117);
const REQUESTS_PER_ROUTE = Number(process.env['RUNS'] ?? 50);

const world = await createWorld();
const { globex, ada, ben, cleo, dora, rex, gil, stranger, pool } = world;
const targets = await furnish(world);
const apps = await platformApp(world);
await permit(world, apps, 'account_id', world.acme.id);
await permit(world, apps, 'user_id', world.dora.id);
await permit(world, apps, 'agent_bot_id', world.rex.id);
const globexBefore = await hashAccount(pool, globex.id);
const keepTokens = await rememberTokens(pool);
const changes = await watchChanges(pool);
let sent = 0;

const callers: [number, Caller][] = [
  [14, ada], [8, ben], [2, cleo], [1, dora], [2, rex], [1, gil], [1, stranger],
]; // prettier-ignore
/** Who asks: of what is a person's own, nobody of Globex, because that may be changed by them. */
const callerOf = (access: Route['access'] = []) =>
  fc.oneof(
    ...callers
      .filter(([, each]) => each !== gil || !access.includes('user'))
      .map(([weight, each]) => ({ weight, arbitrary: fc.constant(each) })),
  );

interface Sent {
  status: number;
  type: string;
  text: string;
  headers: string;
}

async function send(request: Malformed, token: string): Promise<Sent> {
  sent += 1;
  const { method, url, headers, payload } = request;
  // Nobody of the cast is a platform app; what they get there would be the same refusal each time.
  const key = url.startsWith('/platform/') ? apps.token : token;
  const { website, token: visitor } = targets.browser;
  const isWidget = url.startsWith('/api/v1/widget');
  const response = await world.app.inject({
    method: method as 'GET',
    url: isWidget ? withQuery(url, `website_token=${website}`) : url,
    headers: {
      ...(key === '' ? {} : { api_access_token: key }),
      ...(isWidget ? { 'x-auth-token': visitor } : {}),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: response.statusCode,
    type: response.headers['content-type'] ?? '',
    text: response.body,
    headers: JSON.stringify(response.headers),
  };
}

const withQuery = (url: string, more: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}${more}`;

/** What must hold for every answer, however odd its request. */
async function check(answer: Sent, who: Caller): Promise<void> {
  const { status, type, text } = answer;
  const shown = `${status} ${text.slice(0, 300)}`;
  assert.ok(status < 500, shown);
  if (who !== gil) assert.ok(!`${answer.headers}${text}`.includes(MARK), `Globex shows: ${shown}`);
  const changed = await changes();
  if (changed.some((each) => each.endsWith(' access_tokens'))) {
    await keepTokens();
    await changes();
  }
  if (status >= 400) {
    const problem = formProblem(status, type, text);
    assert.equal(problem, undefined, `${problem}: ${shown}`);
    assert.deepEqual(changed, [], `refused, but something changed: ${shown}`);
  }
}

function nameOf(route: Route): string {
  return `${[route.method].flat().join(' and ')} ${urlOf(route).replace('/api/v1/accounts/:account_id', '…')}`;
}

// What is deleted cannot be aimed at any more.
const isDeletion = (route: Route): boolean => route.method === 'DELETE';
// With its account everything else is deleted too.
const lateness = (route: Route): number =>
  isDeletion(route) ? (urlOf(route).startsWith('/platform/') ? 2 : 1) : 0;
const ordered = routes.toSorted((a, b) => lateness(a) - lateness(b));

for (const route of ordered) {
  test(`nothing malformed breaks ${nameOf(route)}`, async () => {
    const property = fc.asyncProperty(
      requestsTo(route, targets),
      callerOf(route.access),
      async (request, who) => {
        // At home Gil may change what is there.
        if (who === gil && request.url.includes(`/accounts/${globex.id}/`)) return;
        const answer = await send(request, who.token);
        await check(answer, who);
        if (answer.status === 422) {
          const vague = vagueness(route, answer.text);
          assert.equal(vague, undefined, `does not name the field: ${vague}`);
        }
      },
    );
    await hold(property);
    assert.equal(await hashAccount(pool, globex.id), globexBefore, 'Globex was changed');
  });
}

for (const route of ordered) {
  const fields = fieldsIn(route.input ?? {});
  if (fields.length === 0) continue;
  test(`each field of ${nameOf(route)} takes one of each oddity without breaking`, async () => {
    const method = [route.method].flat()[0] as string;
    const url = addressOf(route);
    for (const field of fields) {
      for (const oddity of oddities) {
        const bag = withField(route.examples?.request ?? {}, field, oddity) as object;
        const request =
          method === 'GET' ? inQuery({ method, url }, bag) : inBody({ method, url }, bag);
        const answer = await send(request, ada.token);
        const shown = `${field.join('.')} = ${jsonOf(oddity).slice(0, 100)}`;
        await check(answer, ada).catch((error: Error) => assert.fail(`${shown}: ${error.message}`));
        if (answer.status !== 422) continue;
        const vague = vagueness(route, answer.text);
        assert.equal(vague, undefined, `${shown}: does not name the field: ${vague}`);
      }
    }
    assert.equal(await hashAccount(pool, globex.id), globexBefore, 'Globex was changed');
  });
}

type Aim = Pick<Malformed, 'method' | 'url'>;

const inQuery = ({ method, url }: Aim, bag: object): Malformed => ({
  method,
  url: `${url}?${formOf({ ...bag })}`,
  headers: {},
});

const inBody = (aim: Aim, bag: object): Malformed => ({
  ...aim,
  headers: { 'content-type': 'application/json' },
  payload: jsonOf(bag),
});

const ofWidget = (route: Route): boolean => urlOf(route).startsWith('/api/v1/widget/');

/** The route's address in Acme, of the first conversation and message. */
function addressOf(route: Route): string {
  const [message] = targets.messages;
  return urlOf(route)
    .replace(':account_id', String(targets.accounts[0]))
    .replace(':conversation_id', String(message?.conversation))
    .replace(':message_id', String(ofWidget(route) ? targets.browser.message : message?.id))
    .replace(/:(\w+)/g, (_, name: string) => String(targets.records[name]?.[0] ?? 1));
}

test('nothing malformed breaks what is mounted beside the routes, or is not there', async () => {
  const requests = requestsBeside(Object.keys(otherPaths));
  await hold(
    fc.asyncProperty(requests, callerOf(), async (request, who) => {
      const answer = await send(request, who.token);
      assert.ok(answer.status < 500, `${answer.status} ${answer.text.slice(0, 300)}`);
      assert.ok(!`${answer.headers}${answer.text}`.includes(MARK), answer.text.slice(0, 300));
      assert.deepEqual(await changes(), [], 'something changed');
      if (answer.status < 400 || answer.status === 416 || request.method === 'HEAD') return;
      const problem = formProblem(answer.status, answer.type, answer.text);
      assert.equal(problem, undefined, `${problem}: ${answer.text.slice(0, 300)}`);
    }),
    400,
  );
});

test('a body of five megabytes is refused by every route, and changes nothing', async () => {
  for (const route of routes) {
    const method = [route.method].flat()[0] as string;
    if (method === 'GET') continue;
    const url = addressOf(route);
    for (const { headers, payload } of hugeBodies) {
      const answer = await send({ method, url, headers, payload }, ada.token);
      const shown = `${method} ${url} ${headers['content-type']}: ${answer.status} ${answer.text}`;
      assert.ok([400, 404, 413, 422].includes(answer.status), shown.slice(0, 400));
      await check(answer, ada);
    }
  }
});

test('at least 3,000 requests were sent', () => {
  assert.ok(sent >= 3000, String(sent));
});

/** Asserts the property; what broke it is shown short enough to be read. SHRINK=1 makes it smaller first. */
async function hold(
  property: fc.IAsyncProperty<[Malformed, Caller]>,
  numRuns = REQUESTS_PER_ROUTE,
): Promise<void> {
  const result = await fc.check(property, {
    seed: SEED,
    numRuns,
    endOnFailure: process.env['SHRINK'] === undefined,
  });
  if (!result.failed) return;
  const { counterexample, errorInstance } = result;
  const [request, who] = counterexample ?? [];
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const shown = JSON.stringify(request).slice(0, 1500);
  assert.fail(`${why}\n${who?.name} sent (request ${result.numRuns} of seed ${SEED}): ${shown}`);
}
