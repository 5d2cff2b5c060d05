import sql, { join, type Sql } from 'sql-template-tag';
import { unprocessable, type HttpError } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import { OPERATORS, type Operator } from './conditions.ts';
import type { Key } from './language.ts';
import { isScalar, readDaysAgo, readPattern, type Scalar } from './values.ts';

/** A condition as it was sent, on a key that need not exist. */
interface Given {
  name: string;
  operator: unknown;
  values: unknown[];
  joiner: 'and' | 'or';
}

/** A condition that was understood. */
interface Comparison {
  key: Key;
  operator: Operator;
  values: unknown[];
}

/** AND binds tighter than OR and there are no brackets (contract §5.3): alternatives of conjunctions. */
export type Filter = Comparison[][];

const MAX_CONDITIONS = 100;
const MAX_VALUES = 1000;
const MAX_LENGTH = 4096;

const badValue = (name: string): HttpError =>
  unprocessable(`Invalid value. The values provided for ${name} are invalid`);

/** The payload as a list of conditions. Throws 422 when it is none, is too large, or has a bad joiner. */
export function readPayload(payload: unknown): Given[] {
  if (!Array.isArray(payload)) throw unprocessable('payload must be a list of conditions');
  if (payload.length > MAX_CONDITIONS) {
    throw unprocessable(`payload has too many conditions (maximum is ${MAX_CONDITIONS})`);
  }
  const given = payload.map(readCondition);
  const values = given.reduce((total, each) => total + each.values.length, 0);
  if (values > MAX_VALUES) {
    throw unprocessable(`payload has too many values (maximum is ${MAX_VALUES})`);
  }
  return given;
}

function readCondition(condition: unknown, index: number): Given {
  if (!isObject(condition)) throw unprocessable(`payload[${index}] must be an object`);
  const { attribute_key: name, filter_operator, query_operator, values } = condition;
  return {
    name: isScalar(name) ? String(name) : '',
    operator: filter_operator,
    values: readList(values),
    joiner: readJoiner(query_operator),
  };
}

// Missing between two conditions is AND, as the API document's own example needs; on the last one it
// has nothing to join (contract §5.3).
function readJoiner(given: unknown): 'and' | 'or' {
  if (given === undefined || given === null || given === '') return 'and';
  const joiner = typeof given === 'string' ? given.toLowerCase() : undefined;
  if (joiner === 'and' || joiner === 'or') return joiner;
  throw unprocessable('Query operator must be either "AND" or "OR".');
}

/** A bare value is a list of one, a blank one is none. Forms send long lists as objects with numbers for keys. */
function readList(given: unknown): unknown[] {
  if (Array.isArray(given)) return given;
  if (given === undefined || given === null) return [];
  if (typeof given === 'string' && given.trim() === '') return [];
  if (isObject(given) && Object.keys(given).every((key) => /^\d+$/.test(key)))
    return Object.values(given);
  return [given];
}

/** The keys that every account has, and those that this one has defined. */
export interface Keys {
  standard: ReadonlyMap<string, Key>;
  attributes: ReadonlyMap<string, Key>;
}

/** Understands the conditions one after the other, in the contract's order of checks (§5.4). */
export function readFilter(conditions: readonly Given[], keys: Keys): Filter {
  const filter: Filter = [[]];
  let joiner: Given['joiner'] = 'and';
  for (const condition of conditions) {
    if (joiner === 'or') filter.push([]);
    filter.at(-1)?.push(readComparison(condition, keys));
    joiner = condition.joiner;
  }
  return filter;
}

function readComparison({ name, operator: given, values }: Given, keys: Keys): Comparison {
  const standard = keys.standard.get(name);
  const operator = OPERATORS.find((each) => each === given);
  if (standard && (operator === undefined || standard.operators[operator] === undefined)) {
    const allowed = Object.keys(standard.operators).join(',');
    throw unprocessable(`Invalid operator. The allowed operators for ${name} are [${allowed}].`);
  }
  if (takesValues(operator) && values.length === 0) throw badValue(name);
  const key = standard ?? keys.attributes.get(name);
  if (key === undefined) throw unknownKey(name, keys);
  const known = operator !== undefined && key.operators[operator] ? operator : 'equal_to';
  return { key, operator: known, values: readValues(name, key, { operator: known, values }) };
}

const takesValues = (operator: Operator | undefined): boolean =>
  operator !== 'is_present' && operator !== 'is_not_present';

const unknownKey = (name: string, { standard }: Keys): HttpError =>
  unprocessable(
    `Invalid attribute key - [${name.slice(0, 255)}]. The key should be one of [${[...standard.keys()].join(',')}] or a custom attribute defined in the account.`,
  );

interface Asked {
  operator: Operator;
  values: readonly unknown[];
}

function readValues(name: string, key: Key, { operator, values }: Asked): unknown[] {
  if (!takesValues(operator)) return [];
  if (!values.every(isSensible)) throw badValue(name);
  const read = asked(key, operator, values).flatMap((value) => readerOf(key, operator)(value));
  if (read.includes(undefined)) throw badValue(name);
  return read;
}

const isSensible = (value: unknown): value is Scalar =>
  isScalar(value) && String(value).length <= MAX_LENGTH;

/** The values that count: of a custom attribute's texts, and for an order, only the first (contract §5.2). */
function asked(key: Key, operator: Operator, values: readonly Scalar[]): readonly Scalar[] {
  if (operator === 'contains' || operator === 'does_not_contain') return values;
  const one = operator !== 'equal_to' && operator !== 'not_equal_to';
  return one || key.first === true || (key.custom === true && typeof values[0] === 'string')
    ? values.slice(0, 1)
    : values;
}

function readerOf(key: Key, operator: Operator): (value: Scalar) => unknown {
  if (operator === 'contains' || operator === 'does_not_contain') return readPattern;
  if (operator !== 'days_before') return key.read;
  return (value) => {
    const day = readDaysAgo(value);
    return day === undefined ? undefined : key.read(day);
  };
}

/** The filter as conditions that all must hold. */
export function filterConditions(filter: Filter): Sql[] {
  const alternatives = filter.map((comparisons) => comparisons.map(conditionOf));
  if (alternatives.length <= 1) return alternatives.flat();
  const bracketed = alternatives.map((conditions) => sql`(${join(conditions, ' and ')})`);
  return [sql`(${join(bracketed, ' or ')})`];
}

function conditionOf({ key, operator, values }: Comparison): Sql {
  const condition = key.operators[operator];
  if (condition === undefined) throw new Error(`${operator} is not asked of this key`);
  return condition(values);
}
