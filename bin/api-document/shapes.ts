/**
 * What an answer has to look like. A string names a type (`integer`, `string|null`), a shape by its
 * name, or with `=` an exact value. An object lists keys; one that ends in `?` may be missing, and `&`
 * adds a whole shape. A list has one expectation for each of its entries, and must have an entry.
 */
export type Expectation = string | [Expectation] | { [key: string]: Expectation };

export type Shapes = Record<string, Expectation>;

const types: Record<string, (value: unknown) => boolean> = {
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  object: (value) => isObject(value),
  array: (value) => Array.isArray(value),
  iso: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value)),
};

/** Everything about the value that is not as expected, one line each. */
export function problemsOf(
  value: unknown,
  expected: Expectation,
  shapes: Shapes,
  at = 'the answer',
): string[] {
  if (typeof expected === 'string') return problemsOfNamed(value, expected, shapes, at);
  if (Array.isArray(expected)) {
    if (!Array.isArray(value)) return [`${at} is ${shown(value)}, not a list`];
    if (value.length === 0) return [`${at} has no entry`];
    return value.flatMap((each, index) => problemsOf(each, expected[0], shapes, `${at}[${index}]`));
  }
  if (!isObject(value)) return [`${at} is ${shown(value)}, not an object`];
  return Object.entries(expected).flatMap(([key, each]) => {
    if (key === '&') return problemsOf(value, each, shapes, at);
    const name = key.replace(/\?$/, '');
    if (!Object.hasOwn(value, name)) return name === key ? [`${at} has no ${name}`] : [];
    return problemsOf(value[name], each, shapes, `${at}.${name}`);
  });
}

function problemsOfNamed(value: unknown, name: string, shapes: Shapes, at: string): string[] {
  if (name.startsWith('=')) {
    return String(value) === name.slice(1)
      ? []
      : [`${at} is ${shown(value)}, not ${name.slice(1)}`];
  }
  // The last of the possibilities is the one to complain about, if it is a shape of its own.
  const found = name.split('|').map((each) => {
    const shape = shapes[each];
    if (shape !== undefined) return problemsOf(value, shape, shapes, at);
    return types[each]?.(value) === true ? [] : [`${at} is ${shown(value)}, not ${name}`];
  });
  return found.find((problems) => problems.length === 0) ?? found[0] ?? [`${at}: what is ${name}?`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'absent').slice(0, 60);
