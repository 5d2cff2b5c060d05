import type { Route } from '../http/route.ts';
import type { Header, Parameter, Reference } from './openapi.ts';
import { jsonSchema, placeSchema, type Named } from './schemas.ts';

const integer = (description: string, example: number) => ({
  description,
  schema: { type: 'integer' },
  example,
});

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string' },
  example,
});

/** What the ids in our paths are. */
const pathParameters: Record<string, Omit<Parameter, 'name' | 'in'>> = {
  account_id: integer('Your account.', 1),
  conversation_id: integer(
    'The conversation’s number in the account: its `id` or `display_id`.',
    1,
  ),
  message_id: integer('The message.', 42),
  inbox_identifier: text('The `inbox_identifier` of an API inbox.', 'kQ7v2mXbT9wLzR4nYcPs6dHa'),
  source_id: text(
    'The id of the customer in this inbox: who knows it is the customer.',
    '5f1c8b0e-6f0e-4f7e-9b1f-0c6a3c1b2d3e',
  ),
  label: text('The label.', 'vip'),
  token: text('What the mail had.', 'MS4y--5nJ0Yk2v'),
  uuid: text('The `uuid` of the conversation.', '8a0c2f0e-6d0b-4a54-9b5d-3a1f6c1f0b7e'),
};

/** Ids that are named after their record say enough. */
const aboutId = (name: string) =>
  name.endsWith('_id') ? integer(`The ${name.slice(0, -3).replaceAll('_', ' ')}.`, 1) : undefined;

/** The parameters that stand in the path, in its order. */
export function parametersInPath(url: string): Parameter[] {
  return [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const about = pathParameters[name] ?? aboutId(name);
    if (about === undefined) throw new Error(`parameters.ts does not know :${name} of ${url}`);
    return { name, in: 'path', required: true, ...about };
  });
}

/** A read's input as parameters of the query; its example is the request that the reference shows. */
export function parametersInQuery(named: Named, { input, examples }: Route): Parameter[] {
  if (input === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(input);
  const shown = (examples?.request ?? {}) as Record<string, unknown>;
  return Object.entries(properties).map(([name, each]) => {
    const { description, ...schema } = placeSchema(named, each);
    return {
      name,
      in: 'query',
      ...(required.includes(name) ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
      schema,
      ...(name in shown ? { example: shown[name] } : {}),
    };
  });
}

/** What many operations take beside their own input. */
export const sharedParameters: Record<string, Parameter> = {
  WebsiteToken: {
    name: 'website_token',
    in: 'query',
    required: true,
    description: 'The `website_token` of a website inbox; the body may name it instead.',
    schema: { type: 'string' },
    example: 'kQ7v2mXbT9wLzR4nYcPs6dHa',
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Any text of at most 255 characters that is new for this change. The same request with the same key has one effect and gets the same answer, for 24 hours.',
    schema: { type: 'string', maxLength: 255 },
    example: '5b0a9f0e-6a3c-4c7c-9b0e-2f1d8c7e6a54',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag of the answer that you have: 304 when it is still the same.',
    schema: { type: 'string' },
    example: 'W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"',
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description: 'Your own id for the request, for the server’s log; it comes back in the answer.',
    schema: { type: 'string', maxLength: 128, pattern: String.raw`^[\w.:-]+$` },
    example: 'import-2026-11-23-0001',
  },
};

const header = (description: string, example: string | number): Header => ({
  description,
  schema: { type: typeof example === 'number' ? 'integer' : 'string', examples: [example] },
});

export const responseHeaders: Record<string, Header> = {
  'X-Request-Id': header('Names this request in the server’s log.', 'c0a8f3d2-6f4e-4f3b-9c55'),
  'RateLimit-Policy': header(
    'How many requests (`q`) an address has in how many seconds (`w`).',
    '"address";q=3000;w=60',
  ),
  RateLimit: header(
    'Requests that remain (`r`), and seconds until it is full again (`t`).',
    '"address";r=2999;t=60',
  ),
  'Retry-After': header('Seconds to wait.', 2),
  ETag: header(
    'Stands for these bytes; send it as If-None-Match.',
    'W/"n4bQgYhMfWWaL-qgxVrQFaO_Txs"',
  ),
  Link: header(
    'The next page, when there is one.',
    '<https://desk.example.com/api/v1/accounts/1/conversations?cursor=WyJsYXN0>; rel="next"',
  ),
  'Idempotent-Replayed': header('The answer of the first request with this key.', 'true'),
};

export const parameterRef = (name: keyof typeof sharedParameters): Reference => ({
  $ref: `#/components/parameters/${name}`,
});

/** Response headers by name, as references. */
export const headerRefs = (...names: string[]): Record<string, Reference> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
