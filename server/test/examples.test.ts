import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDocument } from '../src/openapi/document.ts';
import type { Operation, Parameter } from '../src/openapi/openapi.ts';
import { routes } from '../src/routes.ts';
import { createWorld } from './world.ts';

const world = await createWorld();
const { acme, ada } = world;
const document = buildDocument(routes, { baseUrl: 'http://localhost:3000' });

const operations = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/api/v1/'))
  .flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

/** A conversation of its own for every example, with the records that the examples name. */
async function ids(): Promise<Record<string, number>> {
  const opened = await world.conversation({ message: { content: 'Where is my order?' } });
  return {
    account_id: acme.id,
    conversation_id: opened.id,
    message_id: opened.messages[0].id,
  };
}

const queryOf = ({ parameters }: Operation): string =>
  parameters
    .filter((each): each is Parameter => 'in' in each && each.in === 'query')
    .filter(({ example }) => example !== undefined)
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`)
    .join('&');

for (const { path, method, operation } of operations) {
  test(`the example of ${operation.operationId} works as it stands in the reference`, async () => {
    const known = await ids();
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(known[name]));
    const body = operation.requestBody?.content['application/json']?.example;
    const answer = await world.app.inject({
      method: method.toUpperCase() as 'GET',
      url: `${url}?${queryOf(operation)}`,
      headers: { api_access_token: ada.token },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    assert.equal(answer.statusCode, 200, answer.body);
  });
}
