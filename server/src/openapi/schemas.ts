import type { TSchema } from 'typebox';
import type { SchemaObject } from './openapi.ts';

/** The named schemas of the document, filled while its operations are written. */
export type Named = Record<string, SchemaObject>;

/** A TypeBox schema as the JSON Schema that it is. */
export const jsonSchema = (schema: TSchema): SchemaObject => schema as unknown as SchemaObject;

/** A schema as OpenAPI writes it. What has an `$id` goes among the named and is referred to. */
export function placeSchema(named: Named, schema: SchemaObject): SchemaObject {
  const { $id, ...rest } = schema;
  const written = writeSchema(named, rest);
  if ($id === undefined) return written;
  const before = named[$id];
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(written)) {
    throw new Error(`two different schemas are called ${$id}`);
  }
  named[$id] = written;
  return { $ref: `#/components/schemas/${$id}` };
}

function writeSchema(named: Named, schema: SchemaObject): SchemaObject {
  const { 'x-as': as, ...own } = schema;
  if (as !== undefined) {
    const { type: _type, additionalProperties: _any, ...about } = own;
    return { ...placeSchema(named, as as SchemaObject), ...about };
  }
  const written: SchemaObject = { ...own };
  if (own.properties !== undefined) {
    written.properties = Object.fromEntries(
      Object.entries(own.properties).map(([key, each]) => [key, placeSchema(named, each)]),
    );
  }
  if (own.items !== undefined) written.items = placeSchema(named, own.items);
  if (own.anyOf !== undefined) {
    return nullable({ ...written, anyOf: own.anyOf.map((each) => placeSchema(named, each)) });
  }
  return written;
}

/** `anyOf: [{type: string}, {type: null}]` is easier to read as `type: [string, null]`. */
function nullable(schema: SchemaObject): SchemaObject {
  const { anyOf = [], ...about } = schema;
  const [inner, none] = anyOf;
  const simple =
    anyOf.length === 2 &&
    none?.type === 'null' &&
    typeof inner?.type === 'string' &&
    inner.const === undefined;
  if (!simple) return schema;
  const names = inner.enum === undefined ? {} : { enum: [...inner.enum, null] };
  return { ...inner, ...names, type: [inner.type as string, 'null'], ...about };
}
