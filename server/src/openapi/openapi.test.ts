import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { createWorld } from '../../test/world.ts';
import { urlOf } from '../http/mount.ts';
import { readInput } from '../http/input.ts';
import { routes } from '../routes.ts';
import { strictSchema } from '../../test/strict-schema.ts';
import { buildDocument, pathOf } from './document.ts';
import type { Content, Operation, Parameter, Reference, SchemaObject } from './openapi.ts';
import { operationIdOf } from './operation-id.ts';
import { placeSchema } from './schemas.ts';

const world = await createWorld({ BASE_URL: 'https://desk.example.com' });
const document = buildDocument(routes, { baseUrl: 'https://desk.example.com' });

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
const named = ({ method, path }: { method: string; path: string }): string =>
  `${method.toUpperCase()} ${path}`;

test('the document is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
  assert.deepEqual(errors ?? [], []);
  assert.equal(valid, true);
  assert.equal(validator.version, '3.1');
});

test('it describes every endpoint that the server has, and no other', () => {
  const described = operations.map(named).toSorted();
  assert.deepEqual(described, mountedRoutes());
});

/** Method and path of every route, read from the router itself. */
function mountedRoutes(): string[] {
  const stack: string[] = [];
  const found: string[] = [];
  for (const line of world.app.printRoutes({ commonPrefix: false }).trimEnd().split('\n')) {
    const [, indent = '', part = '', methods = ''] =
      /^(.*?[├└]── )(\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    const depth = indent.length / 4;
    stack.splice(depth - 1, Number.POSITIVE_INFINITY, part);
    const path = pathOf(stack.join('')).replace('/app*', '/app/{path}');
    for (const method of methods.split(', ')) {
      if (method !== '' && method !== 'HEAD') found.push(`${method} ${path}`);
    }
  }
  return found.toSorted();
}

test('every operation has a name of its own that a program can use', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z]+([A-Z][a-z]+)*$/);
});

test('names come from method and path', () => {
  const conversation = '/api/v1/accounts/:account_id/conversations/:conversation_id';
  const names = {
    [`GET ${conversation}`]: 'getConversation',
    [`PUT ${conversation}`]: 'putConversation',
    [`POST ${conversation}/toggle_status`]: 'toggleConversationStatus',
    [`POST ${conversation}/mute`]: 'muteConversation',
    [`POST ${conversation}/messages`]: 'createConversationMessage',
    [`DELETE ${conversation}/messages/:message_id`]: 'deleteConversationMessage',
    [`POST ${conversation}/labels`]: 'setConversationLabels',
    'GET /api/v1/accounts/:account_id/conversations': 'listConversations',
    'GET /api/v1/accounts/:account_id/conversations/search': 'searchConversations',
    'POST /auth/sign_in': 'signIn',
    'GET /api/v1/profile': 'getProfile',
  };
  for (const [route, name] of Object.entries(names)) {
    const [method = '', url = ''] = route.split(' ');
    assert.equal(operationIdOf(method, url), name);
  }
});

test('every operation stands in a group that is described', () => {
  const groups = document.tags.map(({ name }) => name);
  for (const each of operations) {
    assert.ok(
      each.operation.tags.every((tag) => groups.includes(tag)),
      `${named(each)} has the tags ${each.operation.tags.join()}, which openapi/tags.ts does not describe`,
    );
  }
  for (const { description } of document.tags) assert.notEqual(description, '');
});

test('every parameter, and every key of a request or an answer, says what it is', () => {
  const silent: string[] = [];
  for (const each of operations) {
    for (const parameter of each.operation.parameters) {
      if ('name' in parameter && !parameter.description) {
        silent.push(`${named(each)} ${parameter.name}`);
      }
    }
  }
  const look = (name: string, schema: SchemaObject): void => {
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      const isDescribed =
        inner.description !== undefined ||
        inner.$ref !== undefined ||
        inner.const !== undefined ||
        inner.properties !== undefined ||
        inner.items?.$ref !== undefined ||
        inner.anyOf?.some((variant) => variant.$ref !== undefined || variant.description);
      if (!isDescribed) silent.push(`${name}.${key}`);
      look(`${name}.${key}`, inner);
    }
    if (schema.items !== undefined) look(`${name}[]`, schema.items);
    for (const variant of schema.anyOf ?? []) look(name, variant);
  };
  const errors = ['Error', 'Unauthenticated', 'InvalidRecord', 'Unsuccessful', 'FrameworkError'];
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (!errors.includes(name)) look(name, schema);
  }
  assert.deepEqual(silent, []);
});

test('every parameter of a path stands in it', () => {
  for (const each of operations) {
    const inPath = [...each.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = each.operation.parameters
      .filter((parameter) => 'in' in parameter && parameter.in === 'path')
      .map((parameter) => (parameter as Parameter).name);
    assert.deepEqual(described, inPath, named(each));
  }
});

test('every reference leads somewhere', () => {
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"(.*?)"/g)) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], document);
    assert.ok(found !== undefined, reference);
  }
});

const inputs = routes.flatMap((route) =>
  [route.method].flat().map((method) => ({ route, method, url: urlOf(route) })),
);

test('every example of a request is one that the server reads', () => {
  for (const { route, method, url } of inputs) {
    const { input, examples } = route;
    if (input === undefined || examples?.request === undefined) continue;
    const example = examples.request as Record<string, unknown>;
    assert.deepEqual(readInput(input, example), example, `${method} ${url}`);
  }
});

test('every request with a body has an example that conforms to its schema', () => {
  for (const each of operations) {
    const content = each.operation.requestBody?.content ?? {};
    if (content['*/*'] !== undefined) continue;
    conforms(content, `request of ${named(each)}`);
  }
});

test('every answer with a body has an example that conforms to its schema', () => {
  const seen: string[] = [];
  for (const each of operations) {
    for (const [status, found] of Object.entries(each.operation.responses)) {
      const response = resolve(found);
      conforms(response.content ?? {}, `${status} of ${named(each)}`);
      if (response.content?.['application/json'] !== undefined) seen.push(status);
    }
  }
  assert.ok(seen.length > 300, `${seen.length} bodies`);
});

const resolve = (each: Reference | { content?: Content }): { content?: Content } =>
  '$ref' in each
    ? (document.components.responses[each.$ref.split('/').at(-1) ?? ''] as { content?: Content })
    : each;

function conforms(content: Content, where: string): void {
  const media = content['application/json'];
  if (media === undefined || where.includes('/openapi.json')) return;
  const validator = Compile(strictSchema(document, media.schema) as unknown as TSchema);
  const examples = Object.values(media.examples ?? {}).map(({ value }) => value);
  const all = media.example === undefined ? examples : [media.example, ...examples];
  assert.ok(all.length > 0, `the ${where} has no example`);
  for (const example of all) {
    const errors = validator.Errors(example);
    assert.deepEqual(errors, [], `the ${where}: ${JSON.stringify(example)}`);
  }
}

test('every example of a parameter or a header conforms to its schema', () => {
  const parameters = operations
    .flatMap(({ operation }) => operation.parameters)
    .filter((each): each is Parameter => 'in' in each);
  const all = [...parameters, ...Object.values(document.components.parameters)];
  for (const { name, schema, example } of all) {
    if (example === undefined) continue;
    assert.ok(Compile(strictSchema(document, schema) as unknown as TSchema).Check(example), name);
  }
});

test('each operation says who may call it, and wants credentials unless that is everybody', () => {
  for (const { route, method, url } of inputs) {
    const operation = document.paths[pathOf(url)]?.[method.toLowerCase()] as Operation;
    assert.deepEqual(operation['x-access'], route.access);
    const isOpen = operation.security?.length === 0;
    const aboutSession = route.session === true;
    const open = ['public', 'contact', 'website'];
    const isKnown = !route.access.some((each) => open.includes(each));
    assert.equal(isOpen, !isKnown && !aboutSession, `${method} ${url}`);
  }
});

test('writes take an Idempotency-Key, reads an If-None-Match, lists announce their next page', () => {
  const headers = (method: string, path: string): string[] =>
    document.paths[path]?.[method]?.parameters.flatMap((each) =>
      '$ref' in each ? [each.$ref.split('/').at(-1) ?? ''] : [],
    ) ?? [];
  const list = '/api/v1/accounts/{account_id}/conversations';
  assert.deepEqual(headers('post', list), ['IdempotencyKey', 'RequestId']);
  assert.deepEqual(headers('get', list), ['IfNoneMatch', 'RequestId']);
  assert.deepEqual(headers('post', '/auth/sign_in'), ['RequestId']);
  const answer = document.paths[list]?.['get']?.responses['200'] as { headers: object };
  assert.ok('Link' in answer.headers && 'ETag' in answer.headers);
});

test('requests that may carry files are described in all three forms', () => {
  const { requestBody } =
    document.paths['/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages']?.[
      'post'
    ] ?? {};
  const forms = Object.keys(requestBody?.content ?? {});
  assert.deepEqual(forms, [
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ]);
  const files = requestBody?.content['multipart/form-data']?.schema.properties?.['attachments[]'];
  assert.deepEqual(files?.items, { type: 'string', format: 'binary' });
});

test('two schemas of one name are refused instead of one hiding the other', () => {
  const all = {};
  placeSchema(all, { $id: 'Thing', type: 'string' });
  placeSchema(all, { $id: 'Thing', type: 'string' });
  assert.throws(() => placeSchema(all, { $id: 'Thing', type: 'integer' }), /called Thing/);
});

test('a nullable value is written as two types, its words included', () => {
  const write = (schema: SchemaObject): SchemaObject => placeSchema({}, schema);
  assert.deepEqual(write({ anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] }), {
    type: ['string', 'null'],
    maxLength: 5,
  });
  assert.deepEqual(write({ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] }), {
    type: ['string', 'null'],
    enum: ['a', null],
  });
  assert.deepEqual(write({ description: 'd', 'x-as': { type: 'integer' } }), {
    type: 'integer',
    description: 'd',
  });
});

test('anybody may read it at /openapi.json, with this server’s address', async () => {
  const answer = await world.stranger.get('/openapi.json');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(answer.headers['access-control-allow-origin'], '*');
  assert.deepEqual(answer.body, JSON.parse(JSON.stringify(document)));
  assert.deepEqual(answer.body.servers, [{ url: 'https://desk.example.com' }]);
});

test('who has it already gets 304, and who takes gzip gets it packed', async () => {
  const first = await world.stranger.get('/openapi.json');
  const etag = String(first.headers['etag']);
  const again = await world.stranger.get('/openapi.json', { 'if-none-match': etag });
  assert.deepEqual([again.status, again.text], [304, '']);
  const changed = await world.stranger.get('/openapi.json', { 'if-none-match': 'W/"other"' });
  assert.equal(changed.status, 200);
  const packed = await world.app.inject({
    url: '/openapi.json',
    headers: { 'accept-encoding': 'br, gzip' },
  });
  assert.equal(packed.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(packed.rawPayload).toString(), first.text);
  const refused = await world.app.inject({
    url: '/openapi.json',
    headers: { 'accept-encoding': 'gzip;q=0, identity' },
  });
  assert.equal(refused.headers['content-encoding'], undefined);
});
