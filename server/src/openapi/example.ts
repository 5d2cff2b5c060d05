import type { SchemaObject } from './openapi.ts';

/**
 * A value that the schema describes, put together from the examples of its parts; undefined when
 * nothing can be said. What may be null and has no example is null.
 */
export function exampleOf(schema: SchemaObject): unknown {
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema['x-as'] !== undefined) return exampleOf(schema['x-as'] as SchemaObject);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return exampleOfUnion(schema.anyOf);
  switch (schema.type) {
    case 'object':
      return exampleOfObject(schema.properties ?? {});
    case 'array':
      return [exampleOf(schema.items ?? {})].filter((each) => each !== undefined);
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'string':
      return 'text';
    default:
      return undefined;
  }
}

function exampleOfUnion(variants: SchemaObject[]): unknown {
  const inner = variants.find((each) => each.type !== 'null') ?? {};
  const nullable = variants.some((each) => each.type === 'null');
  return nullable && isPlain(inner) && inner.examples === undefined ? null : exampleOf(inner);
}

const isPlain = ({ type, enum: names }: SchemaObject): boolean =>
  type !== 'object' && type !== 'array' && type !== undefined && names === undefined;

function exampleOfObject(properties: Record<string, SchemaObject>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties)
      .map(([key, each]) => [key, exampleOf(each)] as const)
      .filter(([, value]) => value !== undefined),
  );
}
