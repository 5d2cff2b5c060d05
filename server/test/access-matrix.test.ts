import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { furnish } from './malformed/furnish.ts';
import { sql } from './inside.ts';
import { platformApp } from './sdk/platform-app.ts';
import { schedule } from './scheduling.ts';
import { undone, type Ask } from './undone.ts';
import { createWorld } from './world.ts';

// Every line of the committed table with every kind of caller: whoever is not named in it is refused
// with the contract's own words, and whoever is named gets through to the endpoint.

const world = await createWorld();
const targets = await furnish(world);
const { ada, ben, cleo, rex, gil } = world;
const [own] = targets.messages;

interface Line {
  method: string;
  path: string;
  access: string[];
}

const table = readFileSync(new URL('../access.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line): Line[] => {
    const [, method, path, access] = /^\| ([A-Z]+) \| `(.+)` \| (.+?) \|/.exec(line) ?? [];
    if (method === undefined || path === undefined || access === undefined) return [];
    return [{ method, path, access: access.split(', ') }];
  });

const NONE = '{"errors":["You need to sign in or sign up before continuing."]}';
const UNKNOWN = '{"error":"Invalid Access Token"}';
const BOT = '{"error":"Access to this endpoint is not authorized for bots"}';
const STRANGER = '{"error":"You are not authorized to access this account"}';
const ROLE = '{"error":"You are not authorized to do this action"}';
const PLATFORM = '{"error":"Invalid access_token"}';
const NOT_FOUND = '{"error":"Resource could not be found"}';
const NO_ROUTE = '{"status":404,"error":"Not Found"}';

interface Answer {
  status: number;
  text: string;
}

type Family = 'account' | 'user' | 'platform' | 'contact' | 'visitor' | 'public';

const familyOf = ({ access }: Line): Family => {
  if (access.includes('website')) return 'visitor';
  for (const family of ['public', 'contact', 'visitor', 'platform', 'user'] as const) {
    if (access.includes(family)) return family;
  }
  return 'account';
};

const contactOf = async (name: string) => {
  const [found] = await sql<{
    source_id: string;
    identifier: string;
    display_id: number;
    message_id: number;
    pubsub_token: string;
  }>(
    world,
    `select ci.source_id, i.identifier, c.display_id, ci.pubsub_token,
       (select min(m.id) from messages m where m.account_id = c.account_id and m.conversation_id = c.id) as message_id
     from contacts k join contact_inboxes ci on ci.account_id = k.account_id and ci.contact_id = k.id
     join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id
     join conversations c on c.account_id = ci.account_id and c.contact_inbox_id = ci.id
     where k.account_id = $1 and k.name = $2 and i.channel_type = 'Channel::Api' order by c.id limit 1`,
    [world.acme.id, name],
  );
  if (found === undefined) throw new Error(`${name} has no conversation through an API inbox`);
  return found;
};
const [mia, noah] = [await contactOf('Mia'), await contactOf('Noah')];
const { token: platformToken } = await platformApp(world);
// Of what the team shares only administrators take away, so an agent is asked about their own.
targets.records['macro_id'] = [
  (await ben.post('/macros', { name: 'Own', actions: [] })).body.payload.id,
];
targets.records['scheduled_message_id'] = [(await schedule(ben, own?.conversation ?? 0)).id];
targets.records['custom_filter_id'] = [
  (await ben.post('/custom_filters', { name: 'Own' })).body.id,
];

/** The address in Acme, with records that are there. */
function address({ path }: Line, contact = mia): string {
  const records: Record<string, unknown> = {
    account_id: world.acme.id,
    conversation_id: path.startsWith('/public') ? contact.display_id : own?.conversation,
    message_id: path.startsWith('/public')
      ? contact.message_id
      : path.startsWith('/api/v1/widget')
        ? targets.browser.message
        : own?.id,
    inbox_identifier: contact.identifier,
    source_id: contact.source_id,
    contact_identifier: contact.source_id,
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(records[name] ?? targets.records[name]?.[0] ?? 1),
  );
}

type Call = (url: string, token?: string) => Promise<Answer>;

const callerOf =
  (ask: Ask, method: string): Call =>
  async (url, token) => {
    const headers: Record<string, string> = token === undefined ? {} : { api_access_token: token };
    if (url.includes('website_token') && token !== undefined) headers['x-auth-token'] = token;
    const hasBody = method !== 'GET';
    const { statusCode, body } = await ask({
      method,
      url,
      headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      ...(hasBody ? { payload: '{}' } : {}),
    });
    return { status: statusCode, text: body };
  };

const refused = (answer: Answer, texts: string | string[], who: string): void => {
  assert.equal(answer.status, 401, `${who}: ${answer.status} ${answer.text}`);
  assert.ok([texts].flat().includes(answer.text), `${who}: ${answer.text}`);
};

const refusals = new Set([NONE, UNKNOWN, BOT, STRANGER, ROLE, PLATFORM]);
const admitted = (answer: Answer, who: string): void => {
  assert.ok(!refusals.has(answer.text), `${who} was refused: ${answer.status} ${answer.text}`);
  assert.ok(answer.status < 500, `${who}: ${answer.status} ${answer.text}`);
};

/** Answers with 404 to everybody who is no member, as if the account did not exist (contract: platform §1.1). */
const hidden = /\/accounts\/\{account_id\}(\/(cache_keys|update_active_at|limits))?$/;

// Refusals are asked for first: what the allowed callers do may take records away.
const checks: Record<Exclude<Family, 'public'>, (line: Line, call: Call) => Promise<void>> = {
  account: async (line, call) => {
    const url = address(line);
    refused(await call(url), NONE, 'nobody');
    refused(await call(url, 'a-token-of-24-characters'), UNKNOWN, 'a bad token');
    refused(await call(url, mia.pubsub_token), UNKNOWN, 'a contact');
    refused(await call(url, platformToken), [BOT, UNKNOWN], 'a platform app');
    const stranger = await call(url, gil.token);
    if (hidden.test(line.path)) assert.deepEqual(stranger, { status: 404, text: NOT_FOUND });
    else refused(stranger, STRANGER, 'another account’s administrator');
    const bot = await call(url, rex.token);
    if (line.access.includes('bot')) admitted(bot, 'the bot');
    else refused(bot, BOT, 'the bot');
    for (const [who, agent] of [
      ['an agent outside the inbox', cleo],
      ['an agent', ben],
    ] as const) {
      const answer = await call(url, agent.token);
      if (line.access.includes('agent')) admitted(answer, who);
      // A record that is not theirs to see is no record at all, before anybody's role matters.
      else if (answer.status !== 404) refused(answer, ROLE, who);
    }
    if (line.path.includes('{conversation_id}') && !line.path.includes('{message_id}')) {
      assert.deepEqual(await call(url, cleo.token), { status: 404, text: NOT_FOUND });
    }
    if (line.access.includes('administrator'))
      admitted(await call(url, ada.token), 'an administrator');
  },
  user: async (line, call) => {
    const url = address(line);
    refused(await call(url), NONE, 'nobody');
    refused(await call(url, 'a-token-of-24-characters'), UNKNOWN, 'a bad token');
    refused(await call(url, mia.pubsub_token), UNKNOWN, 'a contact');
    refused(await call(url, platformToken), [BOT, UNKNOWN], 'a platform app');
    refused(await call(url, rex.token), BOT, 'the bot');
    admitted(await call(url, ben.token), 'an agent');
  },
  platform: async (line, call) => {
    const url = address(line);
    for (const token of [
      undefined,
      'a-token-of-24-characters',
      mia.pubsub_token,
      rex.token,
      ben.token,
      ada.token,
      gil.token,
    ]) {
      refused(await call(url, token), PLATFORM, String(token));
    }
    admitted(await call(url, platformToken), 'a platform app');
  },
  contact: async (line, call) => {
    const wrong = { ...mia, source_id: 'nobodys' };
    for (const contact of [wrong, { ...mia, identifier: 'nowhere' }]) {
      for (const token of [undefined, ada.token, platformToken]) {
        assert.deepEqual(await call(address(line, contact), token), {
          status: 404,
          text: NO_ROUTE,
        });
      }
    }
    if (line.path.includes('{conversation_id}')) {
      const others = { ...mia, display_id: noah.display_id, message_id: noah.message_id };
      assert.deepEqual(await call(address(line, others)), { status: 404, text: NO_ROUTE });
    }
    admitted(await call(address(line)), 'the contact');
  },
  visitor: async (line, call) => {
    const { website, token } = targets.browser;
    const [mine, nowhere] = [website, 'nowhere'].map((each) => `${address(line)}?website_token=${each}`) as [string, string]; // prettier-ignore
    const text = line.path.endsWith('/direct_uploads') ? NO_ROUTE : NOT_FOUND;
    for (const other of [undefined, 'x.y.z', ada.token, rex.token, platformToken, mia.pubsub_token, mia.source_id]) {
      assert.deepEqual(await call(nowhere, other), { status: 404, text });
      if (line.access.includes('website')) continue;
      assert.deepEqual(await call(mine, other), { status: 404, text }, other);
    } // prettier-ignore
    assert.deepEqual(await call(nowhere, token), { status: 404, text });
    admitted(await call(mine, token), 'the visitor');
  },
};

for (const line of table) {
  // These are about the caller's session, which they look for themselves.
  const family = familyOf(line);
  if (family === 'public') continue;
  test(`${line.method} ${line.path} is for ${line.access.join(', ')}, and for nobody else`, async () => {
    await undone(world, async (ask) => checks[family](line, callerOf(ask, line.method)));
  });
}

test('the table was read', () => {
  assert.ok(table.length > 100, String(table.length));
});
