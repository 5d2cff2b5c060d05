/**
 * What a client reads of an answer. A text lists the keys that it reads, each with its type:
 * `id:int name:str?` (`?` may be null). A list of one shape is a list with entries of that shape, an
 * object has these parts, and the rest stands for itself.
 */
export type Shape = string | [Shape] | { [key: string]: Shape } | Whole;

/** An answer that is one value: a bare number, nothing at all, any JSON. */
export class Whole {
  readonly what: 'empty' | 'integer' | 'text' | 'true' | 'texts' | 'no entries';
  constructor(what: Whole['what']) {
    this.what = what;
  }
}

export const EMPTY = new Whole('empty');
export const INTEGER = new Whole('integer');
export const TEXT = new Whole('text');
export const TRUE = new Whole('true');
export const TEXTS = new Whole('texts');
export const NO_ENTRIES = new Whole('no entries');

const types: Record<string, (value: unknown) => boolean> = {
  int: Number.isSafeInteger,
  num: (value) => typeof value === 'number',
  str: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  obj: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
  iso: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value),
};

/** Why the value is not what a client reads, with the way to it; undefined when it is. */
export function mismatch(shape: Shape, value: unknown, way = 'the answer'): string | undefined {
  if (shape instanceof Whole) return wholeMismatch(shape, value, way);
  if (Array.isArray(shape)) return listMismatch(shape[0], value, way);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `${way} is no object: ${JSON.stringify(value)?.slice(0, 200)}`;
  }
  const record = value as Record<string, unknown>;
  if (typeof shape === 'string') return keysMismatch(shape, record, way);
  for (const [key, inner] of Object.entries(shape)) {
    const problem = mismatch(inner, record[key], `${way}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function wholeMismatch({ what }: Whole, value: unknown, way: string): string | undefined {
  const holds = {
    empty: value === undefined,
    integer: Number.isSafeInteger(value),
    text: typeof value === 'string',
    true: value === true,
    texts: Array.isArray(value) && value.every((each) => typeof each === 'string'),
    'no entries': Array.isArray(value) && value.length === 0,
  }[what];
  return holds ? undefined : `${way} is not ${what}: ${JSON.stringify(value)?.slice(0, 200)}`;
}

function listMismatch(shape: Shape, value: unknown, way: string): string | undefined {
  if (!Array.isArray(value)) return `${way} is no list: ${JSON.stringify(value)?.slice(0, 200)}`;
  // An empty list would prove nothing about its entries.
  if (value.length === 0) return `${way} is empty`;
  for (const [index, each] of value.entries()) {
    const problem = mismatch(shape, each, `${way}[${index}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function keysMismatch(
  keys: string,
  record: Record<string, unknown>,
  way: string,
): string | undefined {
  for (const word of keys.split(' ')) {
    const [, key = '', type = '', optional] = /^(\w+):(\w+)(\?)?$/.exec(word) ?? [];
    const value = record[key];
    if (value === null && optional === '?') continue;
    if (types[type]?.(value) !== true) {
      return `${way}.${key} is not ${word}: ${JSON.stringify(value)?.slice(0, 200)}`;
    }
  }
  return undefined;
}
