import type { Document, SchemaObject } from '../src/openapi/openapi.ts';

/** A schema of the document without references, where a key that an object does not name is an error. */
export function strictSchema(document: Document, schema: SchemaObject): SchemaObject {
  const strict = (each: SchemaObject): SchemaObject => strictSchema(document, each);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return strict(document.components.schemas[name] as SchemaObject);
  }
  const { properties, items, anyOf, ...rest } = schema;
  const keys = Object.entries(properties ?? {}).map(([key, each]) => [key, strict(each)]);
  return {
    ...(properties === undefined
      ? {}
      : { additionalProperties: false, properties: Object.fromEntries(keys) as typeof properties }),
    ...(items === undefined ? {} : { items: strict(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(strict) }),
    ...rest,
  };
}
