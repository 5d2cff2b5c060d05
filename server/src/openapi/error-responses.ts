import { ref } from './error-schemas.ts';
import type { Content, Response, SchemaObject } from './openapi.ts';

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
const errorResponses: Record<string, ErrorResponse> = {
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
    description: 'The body has more than 4 MB or 100,000 values, or a file more than 40 MB.',
    headers: requestId,
    content: error('The request is too large'),
  },
  422: {
    name: 'Unprocessable',
    description:
      'A parameter cannot be read or breaks a rule; or the Idempotency-Key was used with another request.',
    headers: requestId,
    content: json(
      { anyOf: [ref('Error'), ref('InvalidRecord'), ref('InvalidParts'), ref('Unsuccessful')] },
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

/** Those that are different for what stands outside of accounts. */
const outside: Record<string, ErrorResponse> = {
  401: {
    name: 'PlatformUnauthorized',
    description: 'No token of a platform app, or a record that is not the app’s to touch.',
    headers: requestId,
    content: json(ref('Error'), {
      unknown: { error: 'Invalid access_token' },
      foreign: { error: 'Non permissible resource' },
    }),
  },
  404: {
    name: 'Missing',
    description: 'It does not exist, or it is not the caller’s: the same answer to the byte.',
    headers: requestId,
    content: json(ref('FrameworkError'), { missing: { status: 404, error: 'Not Found' } }),
  },
};

/** What the status means at this address. */
export function usualResponse(status: string, url: string): ErrorResponse {
  const own =
    url.startsWith('/platform/') ||
    (status === '404' && /^\/(public\/|api\/v1\/widget\/direct_uploads$)/.test(url));
  const found = own ? outside[status] : undefined;
  return found ?? errorResponses[status] ?? { name: '', description: '' };
}

/** Everything that operations refer to. */
export const sharedResponses = [...Object.values(errorResponses), ...Object.values(outside)];

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
    ...(url.includes(':') || access.includes('visitor') || access.includes('website')
      ? ['404']
      : []),
    ...(kind === 'write' ? ['409', '507'] : []),
  ].toSorted();
}

/** The answer of an endpoint that says something of its own with this status. */
export function ownError(
  status: string,
  { url, example }: { url: string; example: string | object },
): Response {
  const { name: _name, ...usual } = usualResponse(status, url);
  // A success of another kind that is described in words has no body.
  if (status.startsWith('2') && typeof example === 'string') {
    return { description: example, headers: requestId };
  }
  if (example === '') return maybeEmpty(usual);
  // A redirect has no body.
  if (status.startsWith('3')) return { description: 'Go there.', headers: requestId };
  const body = typeof example === 'string' ? { error: example } : example;
  const own = ownForm(body, usual.content?.['application/json']?.schema ?? ref('Error'));
  const content = usual.content?.['application/json'];
  if (usual.content !== undefined && content === undefined) return usual;
  return {
    description: usual.description || (typeof example === 'string' ? example : vaguely(status)),
    headers: usual.headers ?? requestId,
    content: {
      'application/json': {
        schema: own,
        examples: { here: { value: body }, ...content?.examples },
      },
    },
  };
}

const vaguely = (status: string): string =>
  status < '400' ? 'One more step is needed.' : 'Refused.';

/** A refusal that says nothing, where it is not the usual one. */
const maybeEmpty = ({ description, headers = requestId, content }: Response): Response => ({
  description:
    content === undefined ? 'Refused. The body is empty.' : `${description} The body may be empty.`,
  headers,
  ...(content === undefined ? {} : { content }),
});

/** The form of an answer that looks like this example: some have one of their own, whatever the status. */
function ownForm(example: object, usual: SchemaObject): SchemaObject {
  if ('errors' in example) return { anyOf: [ref('Unauthenticated'), ref('Error')] };
  if ('error' in example && Object.keys(example).length === 1)
    return { anyOf: [ref('Error'), usual] };
  if ('status' in example) return { anyOf: [ref('FrameworkError'), usual] };
  if ('missed' in example) return { anyOf: [ref('ConversationMovedOn'), usual] };
  if ('mfa_token' in example) return ref('SecondStep');
  if ('message' in example && 'error' in example) {
    return { anyOf: [ref('InvalidAnswer'), usual] };
  }
  if ('message' in example && !('attributes' in example)) return { anyOf: [ref('Refused'), usual] };
  return usual;
}
