import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlOf } from '../src/http/mount.ts';
import type { Access, Route } from '../src/http/route.ts';
import { routes } from '../src/routes.ts';
import { postParts, type Part } from './files.ts';
import { sql } from './inside.ts';
import { createWorld, type Answer } from './world.ts';

// What only administrators may do leaves a line in the audit log. A route that is added later is asked
// here by itself, with the example of its reference.

const world = await createWorld();
const { acme, ada, ben, dora, rex } = world;

const others: Access[] = [
  'agent',
  'bot',
  'user',
  'public',
  'contact',
  'website',
  'visitor',
  'platform',
];
const audited = routes.filter(
  ({ kind, access }) => kind === 'write' && !access.some((each) => others.includes(each)),
);

let serial = 0;
const name = (): string => `new${(serial += 1)}`;

async function make(path: string, body: object): Promise<number> {
  const answer = await ada.post(path, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.id;
}

async function insert(text: string, values: unknown[]): Promise<number> {
  const [made] = await sql<{ id: number }>(world, text, values);
  return made?.id ?? 0;
}

async function endpoint(): Promise<number> {
  const body = { url: `https://${name()}.example.com`, subscriptions: ['message_created'] };
  return (await ada.post('/webhooks', body)).body.payload.webhook.endpoint_id;
}

/** A new record for each parameter of a path: say here how one is made. */
const records: Record<string, () => Promise<number>> = {
  account_id: async () => acme.id,
  agent_bot_id: async () => make('/agent_bots', { name: name() }),
  agent_id: async () => make('/agents', { name: name(), email: `${name()}@example.com` }),
  automation_rule_id: async () =>
    make('/automation_rules', {
      ...(exampleOf('POST', '/automation_rules') as object),
      name: name(),
    }),
  contact_id: async () =>
    insert('insert into contacts (account_id, name) values ($1, $2) returning id', [
      acme.id,
      name(),
    ]),
  conversation_id: async () => (await world.conversation()).id,
  custom_role_id: async () => make('/custom_roles', { name: name() }),
  inbox_id: async () => make('/inboxes', { name: name(), channel: { type: 'api' } }),
  label_id: async () => make('/labels', { title: name() }),
  rating_id: async () => {
    const { id } = await world.conversation({ message: { content: 'How was it?' } });
    return insert(
      `insert into csat_survey_responses (account_id, conversation_id, message_id, contact_id, rating)
       select m.account_id, m.conversation_id, m.id, c.contact_id, 5 from messages m
       join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
       where c.account_id = $1 and c.display_id = $2 limit 1 returning id`,
      [acme.id, id],
    );
  },
  team_id: async () => make('/teams', { name: name() }),
  service_key_id: async () => make('/service_keys', { name: name(), scopes: ['read'] }),
  webhook_id: async () => {
    const body = { url: `https://${name()}.example.com`, subscriptions: ['message_created'] };
    return (await ada.post('/webhooks', body)).body.payload.webhook.id;
  },
  endpoint_id: async () => endpoint(),
  delivery_id: async () =>
    insert(
      `insert into webhook_deliveries (account_id, endpoint_id, event, body) values ($1, $2, 'x', '{}') returning id`,
      [acme.id, await endpoint()],
    ),
  hook_id: async () => {
    const inbox_id = await make('/inboxes', { name: name(), channel: { type: 'api' } });
    const settings = { project_id: name(), credentials: {} };
    return make('/integrations/hooks', { app_id: 'dialogflow', inbox_id, settings });
  },
};

/** What is asked instead of the example, where that would change nothing in the cast's world. */
const bodies: Record<string, () => Promise<object> | object> = {
  'PATCH ': () => ({ name: name() }),
  'PUT ': () => ({ name: name() }),
  'POST /agents': () => ({ name: name(), email: `${name()}@example.com` }),
  'POST /agents/bulk_create': () => ({ emails: [`${name()}@example.com`] }),
  'POST /teams': () => ({ name: name() }),
  'PATCH /teams/:team_id': () => ({ name: name() }),
  'PUT /teams/:team_id': () => ({ name: name() }),
  'POST /labels': () => ({ title: name() }),
  'PATCH /labels/:label_id': () => ({ title: name() }),
  'PUT /labels/:label_id': () => ({ title: name() }),
  'POST /inboxes/:inbox_id/set_agent_bot': () => ({ agent_bot: rex.id }),
  'POST /inbox_members': () => ({ inbox_id: acme.support.id, user_ids: [dora.id] }),
  'PATCH /inbox_members': () => ({ inbox_id: acme.sales.id, user_ids: [ben.id] }),
  'DELETE /inbox_members': () => ({ inbox_id: acme.mail.id, user_ids: [ben.id] }),
  'DELETE /inbox_members/:inbox_id': () => ({ user_ids: [ben.id] }),
  'PATCH /webhooks/:webhook_id': () => ({ subscriptions: ['contact_created'] }),
  'PUT /webhooks/:webhook_id': () => ({ subscriptions: ['contact_created'] }),
  'PATCH /webhook_endpoints/:endpoint_id': () => ({ ordering: 'strict' }),
  'PATCH /integrations/hooks/:hook_id': () => ({ status: false }),
  'PUT /integrations/hooks/:hook_id': () => ({ status: false }),
};

/** What must be so before. */
const before: Record<string, (ids: Record<string, number>) => Promise<unknown>> = {
  'DELETE /teams/:team_id/team_members': async ({ team_id }) =>
    ada.post(`/teams/${team_id}/team_members`, { user_ids: [ada.id, ben.id] }),
  'DELETE /inbox_members/:inbox_id': async ({ inbox_id }) =>
    ada.post('/inbox_members', { inbox_id, user_ids: [ben.id] }),
  'DELETE /agent_bots/:agent_bot_id/avatar': async ({ agent_bot_id }) =>
    picture('agent_bots', agent_bot_id),
  'DELETE /inboxes/:inbox_id/avatar': async ({ inbox_id }) => picture('inboxes', inbox_id),
};

/** Those that take a file. */
const files: Record<string, Part[]> = {
  'POST /contacts/import': [
    {
      name: 'import_file',
      filename: 'a.csv',
      type: 'text/csv',
      bytes: 'name,email\nZoe,zoe@example.com\n',
    },
  ],
};

/** Only of channels that there are not yet. */
const never = ['POST /inboxes/:inbox_id/sync_templates'];

async function picture(table: 'agent_bots' | 'inboxes', id: number | undefined): Promise<void> {
  await sql(world, `update ${table} set avatar_url = '/old.png' where id = $1`, [id]);
  await sql(
    world,
    table === 'inboxes'
      ? `insert into avatars (account_id, inbox_id, ${columns}) values ($1, $2, ${values})`
      : `insert into avatars (agent_bot_id, ${columns}) select $2, ${values} where $1 > 0`,
    [acme.id, id],
  );
}
const columns = 'key, token, filename, url_name, content_type, byte_size, checksum';
const values = `'key' || $2::bigint, 'token' || $2::bigint, 'old.png', 'old.png', 'image/png', 1, 'x'`;

const shortPath = (route: Route): string =>
  urlOf(route).replace('/api/v1/accounts/:account_id', '');

function exampleOf(method: string, path: string): unknown {
  const route = routes.find(
    (each) => shortPath(each) === path && [each.method].flat().includes(method as 'GET'),
  );
  return route?.examples?.request;
}

async function ask(method: string, path: string): Promise<Answer> {
  const ids: Record<string, number> = {};
  for (const [, parameter = ''] of path.matchAll(/:(\w+)/g)) {
    const record = records[parameter];
    assert.ok(record, `say in audited.test.ts how a record for :${parameter} is made`);
    ids[parameter] = await record();
  }
  const key = `${method} ${path}`;
  await before[key]?.(ids);
  await sql(world, 'delete from audits');
  const parts = files[key];
  if (parts !== undefined) return postParts(ada, path, parts);
  const body = (await bodies[key]?.()) ?? exampleOf(method, path);
  const url = path.replace(/:(\w+)/g, (_, parameter: string) => String(ids[parameter]));
  return ada[method.toLowerCase() as 'post'](url, body);
}

test('there are enough routes for this to mean something', () => {
  assert.ok(audited.length >= 30, String(audited.length));
});

for (const route of audited) {
  for (const method of [route.method].flat()) {
    const path = shortPath(route);
    const key = `${method} ${path}`;
    test(`${method} ${path === '' ? '(the account)' : path} leaves a line in the audit log`, async () => {
      const answer = await ask(method, path);
      if (never.includes(key)) {
        assert.ok(answer.status >= 400, 'it works now: it is to leave its line');
        return;
      }
      assert.ok(answer.status < 300, answer.text);
      const lines = await sql<{ user_id: number; type: string }>(
        world,
        'select user_id, auditable_type as type from audits where account_id = $1',
        [acme.id],
      );
      assert.ok(lines.length > 0, 'there is none');
      assert.ok(
        lines.every(({ user_id, type }) => user_id === ada.id && type !== ''),
        JSON.stringify(lines),
      );
    });
  }
}
