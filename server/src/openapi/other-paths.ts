import { answer, operation } from './described.ts';
import type { Parameter, PathItem, Response, SchemaObject } from './openapi.ts';
import { consolePaths } from './console-paths.ts';
import { widgetPaths } from './widget-paths.ts';

/**
 * The endpoints that are mounted beside the route table, because they answer with something other
 * than JSON records. A test compares this list with what the server really has.
 */

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
const page: Record<string, Response> = {
  200: answer('A page that needs nothing else.', { 'text/html': { schema: string } }, [
    'X-Request-Id',
    'ETag',
  ]),
  304: answer('What you have is still the same.'),
};
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
          'The version, the server’s time, whether jobs and data are well, and the key that browsers subscribe for.',
          json(
            {
              version: string,
              timestamp: string,
              queue_services: string,
              data_services: string,
              vapid_public_key: string,
            },
            {
              version: '4.10.0',
              timestamp: '2026-11-23 09:06:37',
              queue_services: 'ok',
              data_services: 'ok',
              vapid_public_key:
                'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
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
  '/survey/responses/{uuid}': {
    get: operation({
      operationId: 'getSurveyPage',
      tag: 'Surveys',
      summary: 'Show a survey to people',
      description: 'Where the links of surveys lead.',
      parameters: [
        {
          name: 'uuid',
          in: 'path',
          required: true,
          description: 'The `uuid` of the conversation.',
          schema: string,
        },
      ],
      responses: page,
    }),
  },
  '/public/api/v1/notification_mails/{token}': {
    get: operation({
      operationId: 'getUnsubscribePage',
      tag: 'Notifications',
      summary: 'Ask people whether they want no more mails',
      description: 'Where the links of mails lead. Opening it changes nothing.',
      parameters: [{ ...token, description: 'What the mail had.' }],
      responses: page,
    }),
  },
  '/cable': {
    get: operation({
      operationId: 'openCable',
      tag: 'Server',
      summary: 'Hear what happens as it happens',
      description:
        'A WebSocket that speaks the sub-protocol `actioncable-v1-json`. After `{"type":"welcome"}` send `{"command":"subscribe","identifier":"…"}`, whose identifier is JSON text: `{"channel":"RoomChannel","pubsub_token":"…","account_id":1,"user_id":1}` for a person of the team, `{"channel":"RoomChannel","pubsub_token":"…"}` for a customer. Events come as `{"identifier":"…","message":{"event":"message.created","data":{…}}}`. Send `{"command":"message","identifier":"…","data":"{\\"action\\":\\"update_presence\\"}"}` every 20 seconds to be shown as online.',
      responses: {
        101: answer('The connection is a WebSocket now.', undefined, []),
        404: answer('The request asked for no WebSocket.', text('text/plain', 'Page not found')),
        503: answer('The server is stopping: connect again in a moment.', {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            example: { error: 'The server is stopping' },
          },
        }),
      },
    }),
  },
  '/docs': {
    get: operation({
      operationId: 'getDocs',
      tag: 'Server',
      summary: 'Show this reference to people',
      responses: page,
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

export const otherPaths: Record<string, PathItem> = {
  ...filePaths,
  ...serverPaths,
  ...consolePaths,
  ...widgetPaths,
};
