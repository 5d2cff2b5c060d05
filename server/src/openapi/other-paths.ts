import type { Operation, Parameter, PathItem, Response, SchemaObject } from './openapi.ts';
import { headerRefs, parameterRef } from './parameters.ts';

/**
 * The endpoints that are mounted beside the route table, because they answer with something other
 * than JSON records. A test compares this list with what the server really has.
 */

interface Described {
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  parameters?: Parameter[];
  security?: Record<string, string[]>[];
  requestBody?: Operation['requestBody'];
  responses: Record<string, Response>;
}

const operation = ({ tag, security = [], parameters = [], ...rest }: Described): Operation => ({
  ...rest,
  tags: [tag],
  'x-access': ['public'],
  security,
  parameters: [...parameters, parameterRef('RequestId')],
});

const answer = (
  description: string,
  content?: Response['content'],
  headers: string[] = ['X-Request-Id'],
): Response => ({
  description,
  headers: headerRefs(...headers),
  ...(content === undefined ? {} : { content }),
});

const json = (properties: Record<string, SchemaObject>, example: unknown) => ({
  'application/json': {
    schema: { type: 'object', properties, required: Object.keys(properties) },
    example,
  },
});

const text = (type: string, example: string) => ({
  [type]: { schema: { type: 'string' }, example },
});

const string: SchemaObject = { type: 'string' };
const bytes = { '*/*': { schema: { type: 'string', format: 'binary' } } };
const notFound = answer('There is no such file any more.', {
  'application/json': {
    schema: { $ref: '#/components/schemas/Error' },
    example: { error: 'Resource could not be found' },
  },
});

const token: Parameter = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'Unguessable; part of the address that the API gave out.',
  schema: string,
};
const filename: Parameter = {
  name: 'filename',
  in: 'path',
  required: true,
  description: 'For people and for saving; any will do.',
  schema: string,
  example: 'invoice.pdf',
};

const filePaths: Record<string, PathItem> = {
  '/rails/active_storage/blobs/redirect/{token}/{filename}': {
    get: operation({
      operationId: 'downloadFile',
      tag: 'Files',
      summary: 'Download a file',
      description:
        'The `data_url` of an attachment. Takes `Range` and `If-None-Match`. Types that a browser could run are never shown inline.',
      parameters: [token, filename],
      responses: {
        200: answer('The file.', bytes),
        206: answer('The part that `Range` asked for.', bytes),
        304: answer('What you have is still the same.'),
        404: notFound,
        416: answer('The file has no such part.'),
      },
    }),
  },
  '/rails/active_storage/representations/redirect/{token}/250/{filename}': {
    get: operation({
      operationId: 'downloadThumbnail',
      tag: 'Files',
      summary: 'Download a small picture of an image',
      description: 'The `thumb_url` of an attachment: 250 px wide.',
      parameters: [token, filename],
      responses: {
        200: answer('The picture.', {
          'image/*': { schema: { type: 'string', format: 'binary' } },
        }),
        304: answer('What you have is still the same.'),
        404: notFound,
      },
    }),
  },
  '/rails/active_storage/disk/{token}': {
    put: operation({
      operationId: 'uploadFile',
      tag: 'Files',
      summary: 'Send the bytes of an announced file',
      description: 'The `direct_upload.url` of an announced file. Good for one complete upload.',
      parameters: [token],
      requestBody: { required: true, content: bytes },
      responses: {
        204: answer('The file has arrived.'),
        404: notFound,
        413: answer('More bytes than a file may have.'),
        422: answer('The bytes are not those that were announced.'),
      },
    }),
  },
};

const serverPaths: Record<string, PathItem> = {
  '/api': {
    get: operation({
      operationId: 'getVersion',
      tag: 'Server',
      summary: 'Tell the version of the protocol',
      responses: {
        200: answer(
          'The version, the server’s time, and whether jobs and data are well.',
          json(
            { version: string, timestamp: string, queue_services: string, data_services: string },
            {
              version: '4.10.0',
              timestamp: '2026-11-23 09:06:37',
              queue_services: 'ok',
              data_services: 'ok',
            },
          ),
        ),
      },
    }),
  },
  '/health': {
    get: operation({
      operationId: 'getHealth',
      tag: 'Server',
      summary: 'Tell that the process lives',
      responses: { 200: answer('It does.', json({ status: string }, { status: 'ok' })) },
    }),
  },
  '/ready': {
    get: operation({
      operationId: 'getReadiness',
      tag: 'Server',
      summary: 'Tell whether requests can be served',
      description: 'For load balancers. What is checked stands in `checks`.',
      responses: {
        200: answer('They can.', readiness('ready', 'ok')),
        503: answer('They cannot.', readiness('not ready', 'not answering')),
      },
    }),
  },
  '/metrics': {
    get: operation({
      operationId: 'getMetrics',
      tag: 'Server',
      summary: 'Show the metrics',
      description:
        'In the format of Prometheus. With `METRICS_TOKEN` set it wants that as `Authorization: Bearer …`; otherwise it answers only to the addresses of `RATE_LIMIT_EXEMPT`.',
      security: [{ metricsToken: [] }, {}],
      responses: {
        200: answer(
          'The metrics.',
          text('text/plain', '# TYPE http_request_duration_seconds histogram\n'),
        ),
        401: answer('You may not read them.', {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            example: { error: 'You are not authorized to do this action' },
          },
        }),
      },
    }),
  },
  '/openapi.json': {
    get: operation({
      operationId: 'getOpenApi',
      tag: 'Server',
      summary: 'Show this reference to programs',
      responses: {
        200: answer(
          'An OpenAPI 3.1 document.',
          { 'application/json': { schema: { type: 'object' } } },
          ['X-Request-Id', 'ETag'],
        ),
        304: answer('What you have is still the same.'),
      },
    }),
  },
  '/docs': {
    get: operation({
      operationId: 'getDocs',
      tag: 'Server',
      summary: 'Show this reference to people',
      responses: {
        200: answer('A page that needs nothing else.', { 'text/html': { schema: string } }, [
          'X-Request-Id',
          'ETag',
        ]),
        304: answer('What you have is still the same.'),
      },
    }),
  },
  '/': {
    get: operation({
      operationId: 'getRoot',
      tag: 'Server',
      summary: 'Lead to the reference',
      responses: { 302: answer('To `/docs`.') },
    }),
  },
};

function readiness(status: string, database: string) {
  const checks = { accepting: string, database: string, migrations: string };
  return json(
    {
      status: string,
      checks: { type: 'object', properties: checks, required: Object.keys(checks) },
    },
    { status, checks: { accepting: 'ok', database, migrations: 'ok' } },
  );
}

export const otherPaths: Record<string, PathItem> = { ...filePaths, ...serverPaths };
