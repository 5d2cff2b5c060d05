import type { SchemaObject } from '../openapi/openapi.ts';
import { nameOf, type Resolver } from './endpoints.ts';
import { html, joined, type Html, type Piece } from './html.ts';
import { inline } from './markdown.ts';

/** One line of a table of parameters or keys. */
export interface Field {
  name: string;
  schema: SchemaObject;
  /** A word behind the name: "required" in a request, "optional" in an answer. */
  mark?: string | undefined;
  description?: string | undefined;
}

/** A table of fields under a title. */
export const fieldTable = (title: string, fields: Field[]): Html =>
  html` <table>
    <caption>
      ${title}
    </caption>
    <colgroup>
      <col class="names" />
      <col />
    </colgroup>
    <thead class="sr">
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      ${fields.map(fieldRow)}
    </tbody>
  </table>`;

const fieldRow = ({ name, schema, mark, description }: Field): Html =>
  html` <tr>
    <th scope="row">
      <code>${name}</code> ${markOf(mark)}
      <span class="type">${typeOf(schema)}</span>
    </th>
    <td>${inline(description ?? '')}${valuesOf(schema, description)}</td>
  </tr>`;

function markOf(mark: string | undefined): Html | undefined {
  if (mark === undefined) return undefined;
  const loud = mark === 'required' ? ' required' : '';
  return html`<span class="mark${loud}">${mark}</span>`;
}

/**
 * The keys of an object, those of objects inside it under their full names: `meta.count`. Marked are
 * the keys that a request must have, or that an answer may lack.
 */
export function fieldsOf(
  resolve: Resolver,
  schema: SchemaObject,
  { use, prefix = '' }: { use: 'request' | 'answer'; prefix?: string },
): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, each]) => {
    const name = `${prefix}${key}`;
    const required = schema.required?.includes(key) === true;
    const mark = required === (use === 'request') ? marks[use] : undefined;
    const description = each.description ?? resolve.schema(each).description;
    const inner = each.type === 'array' ? each.items : each;
    const keys =
      inner?.properties === undefined
        ? []
        : fieldsOf(resolve, inner, {
            use,
            prefix: each.type === 'array' ? `${name}[].` : `${name}.`,
          });
    // An object about which nothing is said is there for its keys.
    return keys.length > 0 && description === undefined
      ? keys
      : [{ name, schema: each, mark, description }, ...keys];
  });
}

const marks = { request: 'required', answer: 'optional' };

/** In words: "string or null", "list of Agent". */
export function typeOf(schema: SchemaObject): Piece {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return html`<a href="#shape-${name}">${name}</a>`;
  }
  if (schema.anyOf !== undefined) return joined(uniqueTypes(schema.anyOf), ' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'array') return ['list of ', typeOf(schema.items ?? {})];
  if (schema.format === 'date-time') return 'ISO 8601 time';
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  return schema.type ?? 'any value';
}

function uniqueTypes(variants: SchemaObject[]): Piece[] {
  const written = variants.map(typeOf);
  return written.filter(
    (piece, index) => typeof piece !== 'string' || written.indexOf(piece) === index,
  );
}

/** The words or numbers that are allowed, unless the description names them already. */
function valuesOf(schema: SchemaObject, description = ''): Html | undefined {
  const variants = [schema, ...(schema.anyOf ?? []), schema.items ?? {}];
  const names = variants.find((each) => each.enum !== undefined)?.enum ?? [];
  const missing = names.filter(
    (each) => each !== null && !description.includes(`\`${String(each)}\``),
  );
  if (missing.length === 0 || typeof missing[0] === 'number') return undefined;
  const words = names.map((each) => html`<code>${String(each)}</code>`);
  return html` <span class="values">One of ${joined(words, ', ')}.</span>`;
}
