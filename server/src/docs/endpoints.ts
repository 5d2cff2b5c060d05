import type {
  Document,
  Operation,
  Parameter,
  Reference,
  Response,
  SchemaObject,
} from '../openapi/openapi.ts';

/** What a reader sees as one thing: an operation, with the other methods that do the same. */
export interface Endpoint {
  operation: Operation;
  path: string;
  methods: string[];
  /** Names of the operation and of its twins; links to any of them lead here. */
  ids: string[];
}

export interface Group {
  id: string;
  name: string;
  description: string;
  endpoints: Endpoint[];
}

/** The endpoints by tag, in the order of the tags. */
export function groupsOf(document: Document): Group[] {
  const endpoints = endpointsOf(document);
  return document.tags
    .map(({ name, description }) => ({
      id: slug(name),
      name,
      description,
      endpoints: endpoints.filter(({ operation }) => operation.tags.includes(name)),
    }))
    .filter((group) => group.endpoints.length > 0);
}

function endpointsOf({ paths }: Document): Endpoint[] {
  const found: Endpoint[] = [];
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const twin = found.find(
        (each) => each.path === path && each.operation.summary === operation.summary,
      );
      if (twin === undefined) {
        found.push({
          operation,
          path,
          methods: [method.toUpperCase()],
          ids: [operation.operationId],
        });
      } else {
        twin.methods.push(method.toUpperCase());
        twin.ids.push(operation.operationId);
      }
    }
  }
  return found;
}

const slug = (name: string): string => name.toLowerCase().replaceAll(/\W+/g, '-');

export const nameOf = (reference: string): string => reference.split('/').at(-1) ?? '';

/** What a parameter, response or schema refers to, or itself. */
export const resolver = ({ components }: Document) => ({
  parameter: (each: Parameter | Reference): Parameter =>
    '$ref' in each ? (components.parameters[nameOf(each.$ref)] as Parameter) : each,
  response: (each: Response | Reference): Response =>
    '$ref' in each ? (components.responses[nameOf(each.$ref)] as Response) : each,
  schema: (each: SchemaObject): SchemaObject =>
    each.$ref === undefined ? each : (components.schemas[nameOf(each.$ref)] as SchemaObject),
});

export type Resolver = ReturnType<typeof resolver>;

/**
 * The named schemas that stand in a chapter of their own: those that several endpoints answer with,
 * and every part of something else. The rest is shown where it is used. Errors have their own chapter.
 */
export function sharedSchemas(document: Document): string[] {
  const whole = new Map<string, number>();
  const parts = new Set<string>();
  for (const { operation } of endpointsOf(document)) {
    for (const schema of schemasOf(operation)) {
      const name = schema.$ref === undefined ? undefined : nameOf(schema.$ref);
      if (name === undefined) referencesIn(schema).forEach((each) => parts.add(each));
      else whole.set(name, (whole.get(name) ?? 0) + 1);
    }
  }
  referencesIn(document.components.schemas).forEach((each) => parts.add(each));
  const inErrors = new Set(referencesIn(document.components.responses));
  return Object.keys(document.components.schemas).filter(
    (name) => (parts.has(name) || (whole.get(name) ?? 0) > 1) && !inErrors.has(name),
  );
}

function schemasOf({ requestBody, responses }: Operation): SchemaObject[] {
  const answer = responses['200'] as Response | undefined;
  return [requestBody, answer].flatMap((each) => {
    const schema = each?.content?.['application/json']?.schema;
    return schema === undefined ? [] : [schema];
  });
}

function referencesIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? '';
  const found = text.matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return [...new Set([...found].map(([, name]) => name as string))];
}

/** The status of each error that endpoints have in common, by its name. */
export function errorStatuses(document: Document): Map<string, string> {
  const found = new Map<string, string>();
  for (const { operation } of endpointsOf(document)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if ('$ref' in response) found.set(nameOf(response.$ref), status);
    }
  }
  return found;
}
