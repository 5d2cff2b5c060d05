import fc, { type Arbitrary } from 'fast-check';

// Values that no careful client would send, and those that it would, made from the routes' own schemas.

/** Written into JSON as it is, for what JavaScript values cannot hold. */
const raw = (json: string): string => `\u00ab${json}\u00bb`;

/** The value as JSON text, with the raw parts in place. */
export const jsonOf = (value: unknown): string =>
  (JSON.stringify(value) ?? '').replace(/"\u00ab(.*?)\u00bb"/g, (_all, json: string) =>
    json.replaceAll('\\"', '"'),
  );

const nested = (depth: number, open: string, close: string): string =>
  raw(open.repeat(depth) + '1' + close.repeat(depth));

const numbers: unknown[] = [
  0, -0, -1, 1.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 2 ** 63, -(2 ** 63), 1e21,
  99_999_999_999, raw('1e400'), raw('-1e400'), raw('9223372036854775808'), raw('1E5'),
  raw(`1${'0'.repeat(400)}`),
]; // prettier-ignore

const dates = [
  '2030-02-31', '0000-00-00', '99999-01-01T00:00:00Z', '-0001-01-01', '2030-01-01T25:61:61Z',
  '2030-01-01T09:00:00+99:99', '1970-01-01', '294277-01-01', '2030-01-01T00:00:00.123456789Z',
  '2030-13-01', 'infinity', '-infinity', 'now()', 'tomorrow', '1e400', '253402300800', '-62135596801',
]; // prettier-ignore

const texts = [
  '', ' ', '\t\n', '\0', 'a\0b', '\ud800', 'a\udfffb', '💥'.repeat(40), 'null', 'undefined', 'NaN',
  'Infinity', '0x10', '1_000', '１２', '+1', '1;drop table conversations', `' or '1'='1`, '$1', '%', '_',
  '\\', '%00', '../../etc/passwd', '{{ contact.name }}', '{{', '{% for i in (1..9999999) %}x{% endfor %}',
  '[object Object]', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '<script>alert(1)</script>',
  '\u2028\u2029', '\u202e', 'İ', 'ß', 'e\u0301'.repeat(30), '((((((((((a+)+)+)+)+)+)+)+)+)+$',
  'x'.repeat(256), 'x'.repeat(2049), 'y'.repeat(20_001), 'z'.repeat(150_001), 'a,'.repeat(600),
  '(mention://user/1/x)', '(mention://team/99999999999999999999/x)', '{"a":1}', '[1', '{"a":{"b":',
]; // prettier-ignore

const structures: unknown[] = [
  null, true, false, [], {}, [[]], [{}], [null], [null, null], [[[[[1]]]]], { '': '' }, { 0: 1, 1: 2 },
  { length: 1e9 }, { toString: 1 }, { toJSON: 'x' }, { valueOf: null }, { a: { b: { c: [{}] } } },
  raw('{"__proto__":{"polluted":true}}'), raw('{"constructor":{"prototype":{"polluted":true}}}'),
  raw('{"a":1,"a":2}'), nested(70, '[', ']'), nested(3000, '[', ']'), nested(70, '{"a":', '}'),
  nested(3000, '{"a":', '}'), { 'a\0b': 1 }, { '\ud800': 1 }, { ['k'.repeat(5000)]: 1 },
  Array.from({ length: 1001 }, (_, n) => n), Array.from({ length: 200 }, () => ({ a: [1] })),
  ['a', 1, null, {}, [], true], { id: 1 }, { message: { message: {} } }, { $ne: null },
]; // prettier-ignore

export const evil: Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom<unknown[]>(...numbers), weight: 3 },
  { arbitrary: fc.constantFrom<unknown[]>(...texts), weight: 4 },
  { arbitrary: fc.constantFrom<unknown[]>(...dates), weight: 1 },
  { arbitrary: fc.constantFrom<unknown[]>(...structures), weight: 4 },
  { arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), weight: 2 },
);

/** Words that mean something somewhere; elsewhere they are unknown names. */
const words = [
  'open', 'resolved', 'pending', 'snoozed', 'all', 'Open', 'low', 'urgent', 'none', 'incoming', 'outgoing',
  'template', 'activity', 'read', 'delivered', 'failed', 'on', 'off', 'me', 'unassigned', 'assigned',
  'mention', 'participating', 'unattended', 'priority_desc', 'waiting_since_asc', 'last_activity_at_asc',
  'AgentBot', 'User', 'Conversation', 'Contact', 'billing', 'a, b', 'order', 'cards', 'input_select', 'form',
  'status', 'priority', 'labels', 'created_at', 'equal_to', 'contains', 'days_before', 'and', 'OR', 'xor',
  'mia@example.com', '2030-01-01T09:00:00Z', '1893456000', 'de', 'text/csv', 'bzE=', 'b9', 'true', 'false',
]; // prettier-ignore

/** The parts of a schema from which a value can be made. */
export interface Shape {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  examples?: unknown[];
  'x-as'?: Shape;
}

/** Values that make sense for a property, by its name; `''` is for all others that take an id. */
export type Hints = Record<string, unknown[]>;

/** What a caller is meant to send, now and then something else. */
function valueFor(shape: Shape, hints: Hints, name: string): Arbitrary<unknown> {
  const known = hints[name];
  const declared = meant(shape, hints, name);
  const usual =
    known === undefined
      ? declared
      : fc.oneof(
          { arbitrary: declared, weight: 1 },
          { arbitrary: fc.constantFrom(...known), weight: 4 },
        );
  return fc.oneof(
    { arbitrary: usual, weight: 60 },
    { arbitrary: evil, weight: 1 },
    { arbitrary: fc.constantFrom(...(hints[''] ?? [])), weight: 1 },
    { arbitrary: fc.constantFrom<unknown[]>(...words), weight: 1 },
  );
}

function meant(shape: Shape, hints: Hints, name: string): Arbitrary<unknown> {
  const { 'x-as': as, anyOf, properties, items } = shape;
  if (as !== undefined) return meant(as, hints, name);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((each) => meant(each, hints, name)));
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  if (properties !== undefined) return bagOf(shape, hints);
  if (items !== undefined) return fc.array(valueFor(items, hints, name), { maxLength: 4 });
  const examples = shape.examples ?? [];
  const example = examples.length > 0 ? [fc.constantFrom(...examples)] : [];
  return fc.oneof(...example, ...simple(shape, hints[name] ?? hints[''] ?? []));
}

function simple(shape: Shape, ids: unknown[]): Arbitrary<unknown>[] {
  switch (shape.type) {
    case 'integer':
    case 'number':
      return [fc.constantFrom(...ids), fc.constantFrom(...ids), fc.integer({ min: 0, max: 120 })];
    case 'boolean':
      return [fc.boolean(), fc.constantFrom<unknown[]>('true', 'false', '0', 1)];
    case 'null':
      return [fc.constant(null)];
    case 'string':
      return [fc.constantFrom(...words), fc.string()];
    case 'object':
      return [
        fc.dictionary(fc.constantFrom('a', 'order_id', 'referer'), fc.jsonValue({ maxDepth: 2 })),
      ];
    default:
      return [shape.const === undefined ? fc.constantFrom(...ids) : fc.constant(shape.const)];
  }
}

/**
 * Some of the properties with values for them, of which up to two are replaced by anything at all, and
 * now and then a name that nobody declared. One oddity at a time gets further than many at once.
 */
export function bagOf(shape: Shape, hints: Hints): Arbitrary<Record<string, unknown>> {
  const { properties = {}, required = [] } = shape;
  const names = Object.keys(properties);
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, valueFor(each, hints, name)]),
  );
  // A cursor is good for the very list that gave it: most requests have to do without.
  if (fields['cursor']) fields['cursor'] = fc.option(fields['cursor'], { freq: 1, nil: undefined });
  const pair = names.includes('contact_id') ? ['contact_id', 'inbox_id'] : [];
  const stranger = fc.constantFrom('account_id', 'id', 'page', '_json', 'constructor', 'then', '');
  return fc
    .record({
      usual: fc.record(fields, { requiredKeys: [...required, ...pair] as never[] }),
      spoiled: fc.oneof(
        fc.constant([]),
        fc.subarray(names, { maxLength: Math.min(2, names.length) }),
      ),
      unknown: fc.option(stranger, { freq: 12, nil: undefined }),
      values: fc.tuple(evil, evil, evil),
    })
    .map(({ usual, spoiled, unknown, values: [first, second, third] }) => {
      const bag: Record<string, unknown> = { ...usual };
      if (unknown !== undefined) bag[unknown] = third;
      for (const [index, name] of spoiled.entries()) bag[name] = index === 0 ? first : second;
      return bag;
    });
}

/** One of each kind of oddity, few enough to be tried in every field there is. */
export const oddities: unknown[] = [
  null, true, '', 'a\0b', '\ud800', 'z'.repeat(150_001), '9'.repeat(30), '%_\\', '{{ x | y: }}', '2030-02-31',
  '99999-01-01T00:00:00Z', -1, 1.5, raw('9223372036854775808'), raw('1e400'), {}, [], [null], [[1]], [{}],
  { toString: 1 }, { a: { b: 1 } }, raw('{"__proto__":{"x":1}}'), nested(3000, '[', ']'), nested(70, '{"a":', '}'),
  Array.from({ length: 1001 }, (_, n) => n),
]; // prettier-ignore

/** The steps to every field that a schema declares, however deep; `0` is the first entry of a list. */
export function fieldsIn(shape: Shape): string[][] {
  const { 'x-as': as, anyOf = [], items, properties = {} } = shape;
  const own = Object.entries(properties).flatMap(([name, each]) => [
    [name],
    ...fieldsIn(each).map((below) => [name, ...below]),
  ]);
  const entries =
    items === undefined ? [] : [['0'], ...fieldsIn(items).map((below) => ['0', ...below])];
  return [
    ...own,
    ...entries,
    ...(as === undefined ? [] : fieldsIn(as)),
    ...anyOf.flatMap(fieldsIn),
  ];
}

/** A copy of the bag in which this field, and what leads to it, is there and holds the value. */
export function withField(bag: unknown, [step, ...rest]: string[], value: unknown): unknown {
  if (step === undefined) return value;
  const isList = step === '0';
  if (isList) {
    const [first, ...others] = Array.isArray(bag) ? (bag as unknown[]) : [];
    return [withField(first, rest, value), ...others];
  }
  const object = typeof bag === 'object' && bag !== null && !Array.isArray(bag) ? bag : {};
  return { ...object, [step]: withField((object as Record<string, unknown>)[step], rest, value) };
}
