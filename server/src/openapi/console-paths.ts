import { answer, operation } from './described.ts';
import type { PathItem, SchemaObject } from './openapi.ts';

const string: SchemaObject = { type: 'string' };
const tag = 'Console';

const error = (message: string) => ({
  'application/json': {
    schema: { $ref: '#/components/schemas/Error' },
    example: { error: message },
  },
});

const parameter = (name: string, description: string) => ({
  name,
  in: 'path' as const,
  required: true,
  description,
  schema: string,
});

const page = (operationId: string, summary: string, path: boolean): PathItem => ({
  get: operation({
    operationId,
    tag,
    summary,
    ...(path ? { parameters: [parameter('path', 'Any; the page reads it.')] } : {}),
    responses: {
      200: answer('The page.', { 'text/html': { schema: string } }, ['X-Request-Id', 'ETag']),
      304: answer('What you have is still the same.'),
      406: answer(
        'JSON was asked for.',
        error('Please use API routes instead of dashboard routes for JSON requests'),
      ),
    },
  }),
});

const script = { 'text/javascript': { schema: string } };
const loaded = ['X-Request-Id', 'ETag'];

/** What the browsers of the team load. */
export const consolePaths: Record<string, PathItem> = {
  '/': {
    get: operation({
      operationId: 'getRoot',
      tag,
      summary: 'Lead to the console',
      responses: { 302: answer('To `/app`.') },
    }),
  },
  '/app': page('getConsole', 'Open the console', false),
  '/app/{path}': page('getConsolePage', 'Open a place in the console', true),
  '/dashboard_apps/{signed}': {
    get: operation({
      operationId: 'getDashboardAppPage',
      tag,
      summary: 'Open the page that frames a dashboard app',
      description:
        'Its address comes from `GET …/dashboard_apps/{dashboard_app_id}/frame` and can be opened for twelve hours. Its policy lets it frame the app, and nothing else.',
      parameters: [parameter('signed', 'As the API gave it out.')],
      responses: {
        200: answer('The page.', { 'text/html': { schema: string } }),
        404: answer('There is no such app any more, or the address is too old.', {
          'text/html': { schema: string },
        }),
      },
    }),
  },
  '/packs/console/settings.js': {
    get: operation({
      operationId: 'getConsoleSettings',
      tag,
      summary: 'Load the script that sets `window.chatwootConfig` and `window.globalConfig`',
      responses: {
        200: answer('The script.', script, loaded),
        304: answer('What you have is still the same.'),
      },
    }),
  },
  '/packs/console/{name}': {
    get: operation({
      operationId: 'getConsoleFile',
      tag,
      summary: 'Load what the console consists of',
      parameters: [parameter('name', 'As the page names it.')],
      responses: {
        200: answer('The file, which never changes.', { ...script, 'text/css': { schema: string } }, loaded), // prettier-ignore
        304: answer('What you have is still the same.'),
        404: answer('There is no such file any more.', error('Resource could not be found')),
      },
    }),
  },
};
