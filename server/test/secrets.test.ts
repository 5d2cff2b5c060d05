import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TSchema } from 'typebox';
import { urlOf } from '../src/http/mount.ts';
import type { Access, Route } from '../src/http/route.ts';
import { routes } from '../src/routes.ts';
import { sql } from './inside.ts';
import { furnish } from './malformed/furnish.ts';
import { watchChanges } from './malformed/watch.ts';
import { createWorld, type Caller } from './world.ts';

// Secrets are shown to their owners, and lie open nowhere else: no answer to a GET, no event, no line of
// the audit log has one, and no GET changes anything. A new route is asked here by itself.

const world = await createWorld();
const { acme, ada, ben, rex, stranger, pool, platform } = world;
const targets = await furnish(world);

const nameOf = ({ method, path }: Route): string => `${[method].flat()[0]} ${path}`;
const isSecret = /token|secret|password|digest|api_key|otp|backup_codes|provisioning/;

/** Names of all properties of a schema, however deep. */
function propertiesIn(schema: TSchema | undefined): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items, anyOf = [], allOf = [] } = schema as {
    properties?: Record<string, TSchema>;
    items?: TSchema;
    anyOf?: TSchema[];
    allOf?: TSchema[];
  }; // prettier-ignore
  const inner = [...Object.values(properties), items, ...anyOf, ...allOf];
  return [...Object.keys(properties), ...inner.flatMap(propertiesIn)];
}

// Named like a secret, and none: public names, and what happened to one.
const harmless = ['website_token'];
const secretsOf = ({ output }: Route): string[] =>
  [...new Set(propertiesIn(output))].filter((key) => isSecret.test(key) && !harmless.includes(key));

/** What nobody but its owner may be shown, as it stands in the database, by kind. */
async function plantedSecrets(): Promise<[kind: string, secret: string, owner: number | null][]> {
  const tokens = await sql<{ kind: string; ciphertext: Buffer; user_id: number | null }>(
    world,
    `select case when agent_bot_id is null then 'token' else 'bot token' end as kind, ciphertext, user_id from access_tokens`,
  );
  const digests = await sql<{ digest: string }>(world, `select encode(digest, 'hex') as digest from access_tokens
    union select encode(digest, 'base64') from access_tokens
    union select encode(digest, 'hex') from service_keys
    union select password_digest from users where password_digest is not null`); // prettier-ignore
  const sessions = await sql<{ token: string }>(world, 'select pubsub_token as token from contact_inboxes'); // prettier-ignore
  const webhooks = await sql<{ secret: Buffer }>(world, 'select secret from webhook_endpoints where secret is not null'); // prettier-ignore
  const inboxes = (await ada.get('/inboxes')).body.payload as { hmac_token?: string }[];
  return [
    ...inboxes.flatMap(({ hmac_token }) =>
      hmac_token === undefined ? [] : [['hmac token', hmac_token, null] as [string, string, null]],
    ),
    ...tokens.map(({ kind, ciphertext, user_id }) => [kind, platform.vault.decrypt(ciphertext), user_id] as [string, string, number | null]),
    ...digests.map(({ digest }) => ['digest', digest, null] as [string, string, null]),
    ...sessions.map(({ token }) => ['pubsub token', token, null] as [string, string, null]),
    ...webhooks.map(({ secret }) => ['webhook secret', platform.vault.decrypt(secret), null] as [string, string, null]),
  ]; // prettier-ignore
}

const pathOf = (route: Route): string =>
  urlOf(route).replace(/:(\w+)/g, (_all, name: string) => {
    if (name === 'account_id') return String(acme.id);
    if (name === 'conversation_id') return String(targets.conversations[0]);
    if (name === 'message_id') return String(targets.messages[0]?.id);
    return String(targets.records[name]?.[0] ?? 1);
  });

const isGet = ({ method, access }: Route): boolean =>
  [method].flat().includes('GET') && !access.includes('platform');

function queryOf({ examples }: Route): string {
  const given = (examples?.request ?? {}) as Record<string, unknown>;
  const plain = Object.entries(given).filter(([, value]) => typeof value !== 'object');
  const texts = plain.map(([key, value]): [string, string] => [key, String(value)]);
  return new URLSearchParams(texts).toString();
}

const crawl = async (
  who: Pick<Caller, 'get'>,
): Promise<{ route: Route; status: number; text: string }[]> => {
  const answers = [];
  for (const route of routes.filter(isGet)) {
    const { status, text } = await who.get(`${pathOf(route)}?${queryOf(route)}`);
    answers.push({ route, status, text });
  }
  return answers;
};

await ada.post(`/inboxes/${acme.support.id}/set_agent_bot`, { agent_bot: rex.id });
await ada.post('/webhooks', { url: 'https://example.com/hooks' });
// A program that may read every inbox, and is no administrator for all that.
const { token } = (await ada.post('/service_keys', { name: 'Export', scopes: ['read'] })).body as { token: string }; // prettier-ignore
const key = {
  get: async (path: string) => stranger.get(path, { api_access_token: token }),
};
// That it was used is noted once in a while: now.
await key.get(`/api/v1/accounts/${acme.id}/labels`);
const secrets = await plantedSecrets();
const changes = await watchChanges(pool);
const seen = { ada: await crawl(ada), ben: await crawl(ben), key: await crawl(key) };
const changed = await changes();

// A customer and a visitor of a website are given what they prove themselves with, and nobody else is.
const elsewhere = ['user', 'public', 'contact', 'website', 'visitor', 'platform'];
const inAccounts = (route: Route): boolean =>
  !route.access.some((each) => elsewhere.includes(each));

test('an answer that shows a secret to an account is not kept to be repeated', () => {
  const showing = routes.filter((route) => route.kind === 'write' && inAccounts(route));
  const kept = showing.filter((route) => secretsOf(route).length > 0 && route.secret !== true);
  // Kept like every answer: encrypted, with the key outside of the database.
  assert.deepEqual(kept.map(nameOf), [
    'POST /inboxes',
    'PATCH /inboxes/:inbox_id',
    'PATCH /webhooks/:webhook_id', // leaves it out
  ]);
});

test('a kept answer cannot be read in the database', async () => {
  const body = { name: 'Kept', channel: { type: 'api' } };
  const headers = { 'idempotency-key': 'kept-1' };
  const made = await ada.post('/inboxes', body, headers);
  assert.ok(made.body.hmac_token);
  const [row] = await sql<{ body: string }>(world, `select body from idempotency_keys where key = 'kept-1'`); // prettier-ignore
  assert.ok(row !== undefined && !row.body.includes(made.body.hmac_token));
  const again = await ada.post('/inboxes', body, headers);
  assert.deepEqual([again.body, again.headers['idempotent-replayed']], [made.body, 'true']);
});

const bot = ['access_token'];
const inbox = ['hmac_token', 'imap_password', 'smtp_password'];
// What the contract gives to administrators, or shows once.
const expected: Record<string, string[]> = {
  'GET /agent_bots': bot,
  'GET /agent_bots/:agent_bot_id': bot,
  'POST /agent_bots': bot,
  'PATCH /agent_bots/:agent_bot_id': bot,
  'DELETE /agent_bots/:agent_bot_id/avatar': bot,
  'POST /agent_bots/:agent_bot_id/reset_access_token': bot,
  'GET /inboxes/:inbox_id/agent_bot': bot,
  'GET /inboxes': inbox,
  'GET /inboxes/:inbox_id': inbox,
  'POST /inboxes': inbox,
  'PATCH /inboxes/:inbox_id': inbox,
  'POST /service_keys': ['token'],
  // Of an optional shape: the values below say that it is left out.
  'GET /webhooks': ['secret'],
  'POST /webhooks': ['secret'],
  'PATCH /webhooks/:webhook_id': ['secret'],
  'POST /webhooks/:webhook_id/reset_secret': ['secret'],
  'POST /webhook_endpoints/:endpoint_id/reset_secret': ['secret'],
};

test('only these routes name a secret in their answers', () => {
  const naming = routes.filter((route) => inAccounts(route) && secretsOf(route).length > 0);
  const found = Object.fromEntries(naming.map((route) => [nameOf(route), secretsOf(route)]));
  assert.deepEqual(found, expected);
});

test('a GET changes nothing', () => {
  const good = seen.ada.filter(({ status }) => status === 200).length;
  assert.ok(good > seen.ada.length * 0.8, `${good} of ${seen.ada.length} answered`);
  assert.deepEqual(changed, []);
});

const theirs: Access[] = ['contact', 'public'];

for (const [name, answers] of Object.entries(seen)) {
  test(`no answer to a GET shows ${name} a secret of somebody else`, () => {
    const me = { ada: ada.id, ben: ben.id }[name];
    const mayShow = (route: Route, kind: string): boolean =>
      (kind === 'bot token' && name === 'ada' && route.path.startsWith('/agent_bots')) ||
      (kind === 'hmac token' && name === 'ada' && route.path.startsWith('/inboxes')) ||
      // Customers are shown their own.
      (kind === 'pubsub token' && route.access.some((each) => theirs.includes(each)));
    for (const { route, text } of answers) {
      for (const [kind, secret, owner] of secrets) {
        if (!text.includes(secret) || owner === me || mayShow(route, kind)) continue;
        assert.fail(`${nameOf(route)} shows a ${kind}`);
      }
    }
  });
}

test('no event and no line of the audit log has a secret, but what the realtime contract asks for', async () => {
  const events = await sql<{ text: string }>(world, `select payload::text as text from events union all
    select audited_changes::text from audits union all select data::text from jobs.job`); // prettier-ignore
  assert.ok(events.length > 20);
  for (const [kind, secret] of secrets) {
    // A RawContactInbox has it (contract: customer §0.4); who gets events is shown them without.
    if (kind === 'pubsub token') continue;
    assert.ok(!events.some(({ text }) => text.includes(secret)), `an event has a ${kind}`);
  }
});
