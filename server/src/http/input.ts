import type { Static, TObject, TSchema } from 'typebox';
import { invalidFields, unprocessable } from '../errors.ts';
import { isObject, type Bag } from './bag.ts';

/** The parts of a JSON schema that decide how a value is read. */
interface Shape {
  type?: string;
  anyOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  maxItems?: number;
  maxLength?: number;
  /** The only words that it may be. */
  enum?: string[];
  /** Belongs to a record, which is refused in the form that names its attributes. */
  'x-record'?: boolean;
}

/**
 * Reads a route's input out of the bag. Values are taken as the original takes them ("11" is 11,
 * "false" is false, a scalar is a list of one), unknown keys are ignored, null counts as absent
 * unless the schema allows it, and so does an empty text where a number belongs. What cannot be
 * read is a 422 that names the field.
 */
export function readInput<S extends TObject>(schema: S, bag: Bag): Static<S> {
  const input: Bag = {};
  for (const [key, shape] of Object.entries(schema.properties as Record<string, TSchema>)) {
    const value = bag[key];
    if (isAbsent(shape, value)) continue;
    input[key] = readValue(shape, value, key);
  }
  return input as Static<S>;
}

// A form field that was left empty is no number at all, not a wrong one.
function isAbsent(shape: Shape, value: unknown): boolean {
  if (value === '') return shape.type === 'integer' || shape.type === 'number';
  return value === undefined || (value === null && !isNullable(shape));
}

function isNullable(shape: Shape): boolean {
  return (
    shape.type === undefined &&
    (shape.anyOf === undefined || shape.anyOf.some((each) => each.type === 'null'))
  );
}

function readValue(shape: Shape, value: unknown, path: string): unknown {
  if (shape.anyOf !== undefined) {
    const inner = shape.anyOf.find((each) => each.type !== 'null') as Shape;
    if (value === null || (value === '' && inner.type !== 'string')) return null;
    return readValue(inner, value, path);
  }
  switch (shape.type) {
    case 'integer':
      return readNumber(value, path, Number.isSafeInteger, 'an integer');
    case 'number':
      return readNumber(value, path, Number.isFinite, 'a number');
    case 'boolean':
      return readBoolean(value, path);
    case 'string':
      return readString(shape, value, path);
    case 'array':
      return readArray(shape, value, path);
    case 'object':
      return readObject(shape, value, path);
    default:
      return value;
  }
}

function readNumber(
  value: unknown,
  path: string,
  accepts: (number: number) => boolean,
  noun: string,
): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && accepts(number)) return number;
  throw unprocessable(`${path} must be ${noun}`);
}

const falsehoods = new Set<unknown>(['false', 'FALSE', '0', 'f', 'F', 'off', 'OFF', '', 0, false]);

function readBoolean(value: unknown, path: string): boolean {
  if (typeof value === 'object') throw unprocessable(`${path} must be true or false`);
  return !falsehoods.has(value);
}

function readString(shape: Shape, value: unknown, path: string): string {
  if (typeof value === 'object') throw unprocessable(`${path} must be a string`);
  const text = String(value);
  if (shape.maxLength !== undefined && text.length > shape.maxLength) {
    if (shape['x-record'] === true) {
      const attribute = path.slice(path.lastIndexOf('.') + 1);
      const problem = `is too long (maximum is ${shape.maxLength} characters)`;
      throw invalidFields([[attribute, problem]]);
    }
    throw unprocessable(`${path} is too long (maximum is ${shape.maxLength} characters)`);
  }
  if (shape.enum?.includes(text) === false) {
    throw unprocessable(`'${text.slice(0, 100)}' is not a valid ${path}`);
  }
  return text;
}

function readArray(shape: Shape, value: unknown, path: string): unknown[] {
  // Query parsers turn a long or indexed list into an object with numbers for keys.
  const list = Array.isArray(value) ? value : isIndexed(value) ? Object.values(value) : [value];
  const limit = shape.maxItems ?? 1000;
  if (list.length > limit)
    throw unprocessable(`${path} has too many entries (maximum is ${limit})`);
  const items = shape.items ?? {};
  // `ids[]=` is how a form says that a list of numbers is empty; `ids=` says no list at all.
  const given =
    list === value ? list.filter((each) => !(each === '' && isAbsent(items, each))) : list;
  return given.map((each, index) => readValue(items, each, `${path}[${index}]`));
}

function isIndexed(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
}

function readObject(shape: Shape, value: unknown, path: string): unknown {
  if (!isObject(value)) throw unprocessable(`${path} must be an object`);
  if (shape.properties === undefined) return value;
  const object: Bag = {};
  for (const [key, inner] of Object.entries(shape.properties)) {
    const each = value[key];
    if (isAbsent(inner, each)) continue;
    object[key] = readValue(inner, each, `${path}.${key}`);
  }
  return object;
}
