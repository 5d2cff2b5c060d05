import manifest from '../../../package.json' with { type: 'json' };
import { urlOf } from '../http/mount.ts';
import type { Route } from '../http/route.ts';
import { sharedResponses } from './error-responses.ts';
import { errorSchemas } from './error-schemas.ts';
import { guide } from './guide.ts';
import type { Document, PathItem } from './openapi.ts';
import { operationOf } from './operation.ts';
import { sharedParameters, responseHeaders } from './parameters.ts';
import { otherPaths } from './other-paths.ts';
import type { Named } from './schemas.ts';
import { securitySchemes, sessions } from './security.ts';
import { tagGroups, tags } from './tags.ts';

/** `/conversations/:id` as OpenAPI writes it. */
export const pathOf = (url: string): string => url.replaceAll(/:(\w+)/g, '{$1}');

/** The OpenAPI document of these routes and of those beside them. */
export function buildDocument(
  routes: readonly Route[],
  { baseUrl }: { baseUrl: string },
): Document {
  const named: Named = { ...errorSchemas };
  const paths: Record<string, PathItem> = {};
  for (const route of routes) {
    const url = urlOf(route);
    for (const method of [route.method].flat()) {
      const item = (paths[pathOf(url)] ??= {});
      item[method.toLowerCase()] = operationOf(named, route, { method, url });
    }
  }
  // Beside an endpoint there may be a page at the same address.
  for (const [path, item] of Object.entries(otherPaths)) paths[path] = { ...paths[path], ...item };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Confab API',
      version: manifest.version,
      description: guide.map(({ title, text }) => `## ${title}\n\n${text}`).join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl }],
    security: [{ apiAccessToken: [] }, ...sessions],
    tags,
    'x-tagGroups': tagGroups.map((group) => ({
      name: group.name,
      tags: group.tags.map(({ name }) => name),
    })),
    paths,
    components: {
      schemas: sorted(named),
      parameters: sharedParameters,
      headers: responseHeaders,
      responses: Object.fromEntries(
        sharedResponses.map(({ name, ...response }) => [name, response]),
      ),
      securitySchemes,
    },
  };
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
