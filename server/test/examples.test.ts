import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unsubscribeUrl } from '../src/notifications/unsubscribe.ts';
import { buildDocument } from '../src/openapi/document.ts';
import type { Operation, Parameter } from '../src/openapi/openapi.ts';
import { routes } from '../src/routes.ts';
import { furnish } from './malformed/furnish.ts';
import { permittedApp } from './sdk/platform-app.ts';
import { undone } from './undone.ts';
import { createWorld } from './world.ts';

// Every example of the reference is sent as it stands there, each to the same world.

const world = await createWorld({ ENABLE_ACCOUNT_SIGNUP: 'true' });
const { acme, ada, ben, rex } = world;
const document = buildDocument(routes, { baseUrl: 'http://localhost:3000' });
const targets = await furnish(world);
const [message] = targets.messages;
const operator = await permittedApp(world);

const taken = /has already been taken/;
const oneTime = /Invalid verification code|MFA is not enabled/;
const elsewhere = /only available for WhatsApp/;

/** Examples that this world refuses, and why: what it has already, or what no example can hold. */
const refused: Record<string, RegExp> = {
  enableTwoFactor: oneTime,
  disableTwoFactor: oneTime,
  renewBackupCodes: oneTime,
  revokeSession: /could not be found/,
  uploadForAccount: /Invalid URL provided/,
  importContacts: /File is blank/,
  createContact: taken,
  updateContact: taken,
  putContact: taken,
  createTeam: taken,
  updateTeam: taken,
  putTeam: taken,
  createCustomAttributeDefinition: taken,
  createIntegrationHook: taken,
  findContactBySource: /^$/,
  processIntegrationEvent: /No processor found/,
  syncInboxTemplates: elsewhere,
  getInboxHealth: elsewhere,
  getInboxCsatTemplate: elsewhere,
  postInboxCsatTemplate: elsewhere,
  getInboxAssignmentPolicy: /not found/,
  postInboxAssignmentPolicy: /not found/,
  deleteInboxAssignmentPolicy: /not found/,
};

const operations = Object.entries(document.paths)
  .filter(([path]) => /^\/(api|public|platform)\//.test(path))
  .flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

const queryOf = ({ parameters }: Operation): string =>
  parameters
    .filter((each): each is Parameter => 'in' in each && each.in === 'query')
    .filter(({ example }) => example !== undefined)
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`)
    .join('&');

const records: Record<string, unknown> = {
  account_id: acme.id,
  conversation_id: message?.conversation,
  message_id: message?.id,
  app_id: 'webhook',
  user_id: ben.id,
  agent_bot_id: rex.id,
  token: unsubscribeUrl(world.platform, { account_id: acme.id, user_id: ben.id }).split('/').at(-1),
};

const addressOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'message_id' && path.startsWith('/api/v1/widget')
      ? String(targets.browser.message)
      : String(records[name] ?? targets.records[name]?.[0] ?? 1),
  );

for (const { path, method, operation } of operations) {
  test(`the example of ${operation.operationId} works as it stands in the reference`, async () => {
    const body = operation.requestBody?.content['application/json']?.example;
    const token = path.startsWith('/platform') ? operator.token : ada.token;
    const answer = await undone(world, async (ask) =>
      ask({
        method: method.toUpperCase(),
        url: `${addressOf(path)}?${queryOf(operation)}&website_token=${targets.browser.website}`,
        headers: { api_access_token: token, 'x-auth-token': targets.browser.token },
        ...(body === undefined ? {} : { payload: body as object }),
      }),
    );
    const expected = refused[operation.operationId];
    if (expected === undefined) {
      assert.ok(answer.statusCode < 300, `${answer.statusCode} ${answer.body}`);
    } else {
      assert.ok(answer.statusCode >= 400, 'it works, and need not be excused');
      assert.match(answer.body, expected);
    }
  });
}
