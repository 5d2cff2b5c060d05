import type { Content, Response, SchemaObject } from './openapi.ts';

const text = (description: string): SchemaObject => ({ type: 'string', description });

/** The forms that errors have (contract §13). */
export const errorSchemas: Record<string, SchemaObject> = {
  Error: {
    type: 'object',
    description: 'The usual form of an error.',
    properties: { error: text('What is wrong.') },
    required: ['error'],
  },
  Unauthenticated: {
    type: 'object',
    description: 'No credentials, or a session that has ended.',
    properties: {
      success: { const: false, description: 'In answers about sessions.' },
      errors: { type: 'array', items: { type: 'string' } },
    },
    required: ['errors'],
  },
  InvalidRecord: {
    type: 'object',
    description: 'A value that breaks a rule of its record.',
    properties: {
      message: text('What is wrong.'),
      attributes: { type: 'array', items: { type: 'string' }, description: 'The fields at fault.' },
    },
    required: ['message', 'attributes'],
  },
  Unsuccessful: {
    type: 'object',
    description: 'A bulk action of an unknown type.',
    properties: { success: { const: false } },
    required: ['success'],
  },
  FrameworkError: {
    type: 'object',
    description: 'The request did not get as far as an endpoint.',
    properties: { status: { type: 'integer' }, error: text('What is wrong.') },
    required: ['status', 'error'],
  },
};

const ref = (name: string): SchemaObject => ({ $ref: `#/components/schemas/${name}` });

const json = (schema: SchemaObject, examples: Record<string, unknown>): Content => ({
  'application/json': {
    schema,
    examples: Object.fromEntries(
      Object.entries(examples).map(([name, value]) => [name, { value }]),
    ),
  },
});

const error = (message: string): Content => json(ref('Error'), { error: { error: message } });

const requestId = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };
const retryAfter = { ...requestId, 'Retry-After': { $ref: '#/components/headers/Retry-After' } };

interface ErrorResponse extends Response {
  name: string;
}

/** The errors that every endpoint can have, by status. */
export const errorResponses: Record<string, ErrorResponse> = {
  400: {
    name: 'BadRequest',
    description: 'The body is not what its Content-Type says.',
    headers: requestId,
    content: json(ref('FrameworkError'), { malformed: { status: 400, error: 'Bad Request' } }),
  },
  401: {
    name: 'Unauthorized',
    description:
      'No credentials or wrong ones, or the caller’s role may not do this. (Never 403: clients expect 401.)',
    headers: requestId,
    content: json(
      { anyOf: [ref('Unauthenticated'), ref('Error')] },
      {
        none: { errors: ['You need to sign in or sign up before continuing.'] },
        unknown: { error: 'Invalid Access Token' },
        bot: { error: 'Access to this endpoint is not authorized for bots' },
        stranger: { error: 'You are not authorized to access this account' },
        suspended: { error: 'Account is suspended' },
        role: { error: 'You are not authorized to do this action' },
      },
    ),
  },
  404: {
    name: 'NotFound',
    description: 'It does not exist, or the caller may not see it: the same answer to the byte.',
    headers: requestId,
    content: error('Resource could not be found'),
  },
  409: {
    name: 'Conflict',
    description: 'A request with the same Idempotency-Key is still under way. Repeat it.',
    headers: retryAfter,
    content: error('A request with this Idempotency-Key is still under way'),
  },
  413: {
    name: 'TooLarge',
    description: 'The body has more than 4 MB, or a file more than 40 MB.',
    headers: requestId,
    content: error('The request is too large'),
  },
  422: {
    name: 'Unprocessable',
    description:
      'A parameter cannot be read or breaks a rule; or the Idempotency-Key was used with another request.',
    headers: requestId,
    content: json(
      { anyOf: [ref('Error'), ref('InvalidRecord'), ref('Unsuccessful')] },
      {
        parameter: { error: 'per_page must be an integer' },
        record: {
          message: 'Content is too long (maximum is 150000 characters)',
          attributes: ['content'],
        },
        key: { error: 'Idempotency-Key was used with another request' },
      },
    ),
  },
  429: {
    name: 'TooManyRequests',
    description: 'The rate limit is used up. Wait as long as Retry-After says.',
    headers: retryAfter,
    content: { 'text/plain': { schema: { type: 'string' }, example: 'Retry later\n' } },
  },
  500: {
    name: 'InternalError',
    description: 'A mistake of ours. The request id finds it in the server’s log.',
    headers: requestId,
    content: json(ref('FrameworkError'), {
      ours: { status: 500, error: 'Internal Server Error' },
    }),
  },
  503: {
    name: 'Unavailable',
    description:
      'The database or the file storage does not answer, or the server is stopping. Nothing was changed, unless a write has no Idempotency-Key and its answer was lost; repeat it with the same key.',
    headers: retryAfter,
    content: error('The database is not available, please try again'),
  },
  507: {
    name: 'NoSpace',
    description: 'The server’s disk is full. Nothing was changed.',
    headers: retryAfter,
    content: error('The server has no space left'),
  },
};

interface Kind {
  method: string;
  url: string;
  kind: 'read' | 'write';
  access: string[];
}

/** The statuses that an endpoint of this kind can answer with, beside 200 and its own. */
export function usualErrors({ method, url, kind, access }: Kind): string[] {
  return [
    '422',
    '429',
    '500',
    '503',
    ...(method === 'GET' ? [] : ['400', '413']),
    ...(access.includes('public') ? [] : ['401']),
    ...(url.includes(':') ? ['404'] : []),
    ...(kind === 'write' ? ['409', '507'] : []),
  ].toSorted();
}

/** The answer of an endpoint that says something of its own with this status. */
export function ownError(status: string, example: string | object): Response {
  const { name: _name, ...usual } = errorResponses[status] ?? { name: '', description: '' };
  const body = typeof example === 'string' ? { error: example } : example;
  // Answers about sessions have their own form, whatever the status.
  const own = 'errors' in body ? { anyOf: [ref('Unauthenticated'), ref('Error')] } : undefined;
  const content = usual.content?.['application/json'];
  if (usual.content !== undefined && content === undefined) return usual;
  return {
    description: usual.description || (typeof example === 'string' ? example : 'Refused.'),
    headers: usual.headers ?? requestId,
    content: {
      'application/json': {
        schema: own ?? content?.schema ?? ref('Error'),
        examples: { here: { value: body }, ...content?.examples },
      },
    },
  };
}
