import { Type } from 'typebox';
import type { Route } from '../http/route.ts';
import { errorResponses, ownError, usualErrors } from './error-responses.ts';
import { exampleOf } from './example.ts';
import type {
  Content,
  Operation,
  Parameter,
  Reference,
  RequestBody,
  Response,
  SchemaObject,
} from './openapi.ts';
import { operationIdOf } from './operation-id.ts';
import { headerRefs, parameterRef, parametersInPath, parametersInQuery } from './parameters.ts';
import { sessions } from './security.ts';
import { jsonSchema, placeSchema, type Named } from './schemas.ts';

/** One method of a route as an operation of the document. */
export function operationOf(
  named: Named,
  route: Route,
  { method, url }: { method: string; url: string },
): Operation {
  const operationId = operationIdOf(method, url);
  const inQuery = method === 'GET';
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    'x-access': route.access,
    ...securityOf(route),
    parameters: [
      ...parametersInPath(url),
      ...(inQuery ? parametersInQuery(named, route) : []),
      ...headersOf(route, method),
    ],
    ...(inQuery || route.input === undefined
      ? {}
      : { requestBody: bodyOf(named, route, shapeName(route, url)) }),
    responses: {
      200: success(named, route, method),
      ...(hasETag(route, method) ? { 304: notModified } : {}),
      ...errorsOf(route, { method, url }),
    },
  };
}

function securityOf(route: Route): Pick<Operation, 'security'> {
  if (route.session === true) return { security: sessions };
  return route.access.includes('public') ? { security: [] } : {};
}

const inputOf = (route: Route): SchemaObject =>
  route.input === undefined ? {} : jsonSchema(route.input);

/** PATCH and PUT of a route share one shape of body. */
const shapeName = (route: Route, url: string): string => {
  const id = operationIdOf([route.method].flat()[0] as string, url);
  return `${id.charAt(0).toUpperCase()}${id.slice(1)}Request`;
};

const hasETag = (route: Route, method: string): boolean =>
  route.kind === 'read' && method === 'GET';

function headersOf(route: Route, method: string): (Parameter | Reference)[] {
  const keyed = route.kind === 'write' && !route.access.includes('public');
  return [
    ...(keyed ? [parameterRef('IdempotencyKey')] : []),
    ...(hasETag(route, method) ? [parameterRef('IfNoneMatch')] : []),
    parameterRef('RequestId'),
  ];
}

function bodyOf(named: Named, route: Route, name: string): RequestBody {
  const input = inputOf(route);
  const schema = placeSchema(named, { $id: name, ...input });
  const example = route.examples?.request ?? exampleOf(input);
  const content: Content = {
    'application/json': { schema, example },
    'application/x-www-form-urlencoded': { schema },
  };
  if (route.multipart === true) {
    content['multipart/form-data'] = { schema: withFiles(named, input) };
  }
  return { required: (input.required?.length ?? 0) > 0, content };
}

/** The same fields, with files for attachments; nested fields are written `message[content]`. */
function withFiles(named: Named, input: SchemaObject): SchemaObject {
  const { $id: _id, properties, ...rest } = input;
  const { attachments: _ids, ...others } = properties ?? {};
  const files: SchemaObject = {
    type: 'array',
    items: { type: 'string', format: 'binary' },
    description: 'Files of up to 40 MB each.',
  };
  const nested = properties?.['attachments'] === undefined;
  const fields = { ...others, [nested ? 'message[attachments][]' : 'attachments[]']: files };
  return placeSchema(named, { ...rest, properties: fields });
}

function success(named: Named, route: Route, method: string): Response {
  const names = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'];
  if (hasETag(route, method)) names.push('ETag');
  if (route.input?.properties?.['cursor'] !== undefined) names.push('Link');
  if (route.kind === 'write' && !route.access.includes('public')) names.push('Idempotent-Replayed');
  const headers = headerRefs(...names);
  if (route.output === undefined) return { description: 'Done. The body is empty.', headers };
  const example = route.examples?.response ?? exampleOf(jsonSchema(route.output));
  return {
    description: Type.IsOptional(route.output) ? 'Done. The body may be empty.' : 'Done.',
    headers,
    content: {
      'application/json': { schema: placeSchema(named, jsonSchema(route.output)), example },
    },
  };
}

const notModified: Response = {
  description: 'What you have is still the same.',
  headers: headerRefs('X-Request-Id', 'ETag'),
};

type Errors = Record<string, Response | Reference>;

function errorsOf(route: Route, { method, url }: { method: string; url: string }): Errors {
  const { kind, access } = route;
  const usual = usualErrors({ kind, access, method, url }).map((status) => {
    const { name = '' } = errorResponses[status] ?? {};
    return [status, { $ref: `#/components/responses/${name}` }] as const;
  });
  const own = Object.entries(route.errors ?? {}).map(
    ([status, example]) => [status, ownError(status, example)] as const,
  );
  return { ...Object.fromEntries<Reference>(usual), ...Object.fromEntries<Response>(own) };
}
