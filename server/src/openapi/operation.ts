import { Type } from 'typebox';
import type { Access, Route } from '../http/route.ts';
import { ownError, usualErrors, usualResponse } from './error-responses.ts';
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
import { platformApps, sessions, visitors } from './security.ts';
import { jsonSchema, placeSchema, type Named } from './schemas.ts';

/** One method of a route as an operation of the document. */
export function operationOf(
  named: Named,
  route: Route,
  { method, url }: { method: string; url: string },
): Operation {
  const operationId = nameOf(route, { method, url });
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
      [route.status ?? 200]: success(named, route, method),
      ...(hasETag(route, method) ? { 304: notModified } : {}),
      ...errorsOf(route, { method, url }),
    },
  };
}

function securityOf(route: Route): Pick<Operation, 'security'> {
  if (route.session === true) return { security: sessions };
  if (route.access.includes('platform')) return { security: platformApps };
  if (route.access.includes('visitor')) return { security: visitors };
  return isOpen(route) ? { security: [] } : {};
}

/** Known by what stands in the path, or not at all. */
const isOpen = ({ access }: Route): boolean =>
  access.includes('public') || access.includes('contact') || access.includes('website');

const namesWebsite = ({ access }: Route): boolean =>
  access.includes('website') || access.includes('visitor');

/** A key belongs to somebody within an account. */
const takesKey = ({ kind, access, secret }: Route): boolean =>
  kind === 'write' &&
  secret !== true &&
  !['public', 'website', 'platform'].some((each) => access.includes(each as Access));

const inputOf = (route: Route): SchemaObject =>
  route.input === undefined ? {} : jsonSchema(route.input);

const nameOf = (route: Route, { method, url }: { method: string; url: string }): string => {
  if (route.operation === undefined) return operationIdOf(method, url);
  const [first] = [route.method].flat();
  // The second method of a route needs a name of its own.
  return method === first ? route.operation : `${method.toLowerCase()}${pascal(route.operation)}`;
};

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** PATCH and PUT of a route share one shape of body. */
const shapeName = (route: Route, url: string): string => {
  const method = [route.method].flat()[0] as string;
  return `${pascal(nameOf(route, { method, url }))}Request`;
};

const hasETag = (route: Route, method: string): boolean =>
  route.kind === 'read' && method === 'GET' && route.csv === undefined && route.lines === undefined;

function headersOf(route: Route, method: string): (Parameter | Reference)[] {
  return [
    ...(namesWebsite(route) ? [parameterRef('WebsiteToken')] : []),
    ...(takesKey(route) ? [parameterRef('IdempotencyKey')] : []),
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

/** The same fields, with a file where one belongs, or files for attachments; nested fields are written `message[content]`. */
function withFiles(named: Named, input: SchemaObject): SchemaObject {
  const { $id: _id, properties, ...rest } = input;
  const { attachments: _ids, ...others } = properties ?? {};
  const single = ['avatar', 'attachment'].find((name) => others[name] !== undefined);
  if (single !== undefined) {
    const { description = '' } = others[single] ?? {};
    const file: SchemaObject = { type: 'string', format: 'binary', description };
    return placeSchema(named, { ...rest, properties: { ...others, [single]: file } });
  }
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
  if (takesKey(route)) names.push('Idempotent-Replayed');
  const headers = headerRefs(...names);
  if (route.csv !== undefined) {
    const table = { schema: { type: 'string' }, example: route.csv };
    return { description: 'A table to download.', headers, content: { 'text/csv': table } };
  }
  if (route.lines !== undefined) {
    const content = Object.entries(route.lines).map(
      ([type, example]) => [type, { schema: { type: 'string' }, example }] as const,
    );
    return { description: 'Done.', headers, content: Object.fromEntries(content) };
  }
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
    const { name } = usualResponse(status, url);
    return [status, { $ref: `#/components/responses/${name}` }] as const;
  });
  const own = Object.entries(route.errors ?? {}).map(
    ([status, example]) => [status, ownError(status, { url, example })] as const,
  );
  return { ...Object.fromEntries<Reference>(usual), ...Object.fromEntries<Response>(own) };
}
