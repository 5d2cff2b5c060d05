import type { Sql } from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import { sentenceOf } from '../actions/attempt.ts';
import { isObject } from '../http/bag.ts';
import { contactSubject } from '../filters/contact-subject.ts';
import { conversationSubject, type Key } from '../filters/language.ts';
import { filterConditions, readFilter, readPayload } from '../filters/parse.ts';
import { findAttributes } from '../filters/queries.ts';
import { isScalar } from '../filters/values.ts';
import { readChange, type WantedChange } from './changes.ts';
import { messageKeys, ruleKeys } from './keys.ts';

/** A condition that was understood: what the database is asked, or what must have changed. */
export interface Condition {
  attribute_key: string;
  filter_operator: string;
  /** How the next one is joined. */
  joiner: 'and' | 'or';
  asks: Sql | WantedChange;
  /** Asked of a message. */
  ofMessage: boolean;
}

/** The conditions of a rule, or what is wrong with them in the contract's words. */
export type Understood = { conditions: Condition[] } | { problem: string };

const MAX_CONDITIONS = 100;
const MAX_VALUES = 1000;

type Given = Record<string, unknown>;

/** Understands the conditions of several rules at once. */
export async function understandRules(
  db: Db,
  account_id: number,
  rules: readonly unknown[],
): Promise<Understood[]> {
  const attributes = await attributesIn(db, account_id, rules);
  return rules.map((given) => understand(given, attributes));
}

function understand(given: unknown, attributes: Attributes): Understood {
  if (!Array.isArray(given) || !given.every(isObject)) {
    return { problem: 'Automation conditions must be a list of objects.' };
  }
  const problem = problemOf(given, attributes);
  if (problem !== undefined) return { problem };
  try {
    return { conditions: given.map((each) => readCondition(each, attributes)) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { problem: sentenceOf(error) };
  }
}

const nameOf = ({ attribute_key }: Given): string =>
  isScalar(attribute_key) ? String(attribute_key).slice(0, 255) : '';

const isNone = (joiner: unknown): boolean =>
  joiner === undefined || joiner === null || joiner === '';

function problemOf(given: readonly Given[], attributes: Attributes): string | undefined {
  if (given.length > MAX_CONDITIONS) {
    return `Automation conditions are too many (maximum is ${MAX_CONDITIONS}).`;
  }
  const values = given.map((each) => (Array.isArray(each['values']) ? each['values'].length : 1));
  if (values.reduce((total, count) => total + count, 0) > MAX_VALUES) {
    return `Automation conditions have too many values (maximum is ${MAX_VALUES}).`;
  }
  const unknown = given.filter((each) => keyOf(each, attributes) === undefined).map(nameOf);
  if (unknown.length > 0) return `Automation conditions ${unknown.join(',')} not supported.`;
  const joiners = given.map(({ query_operator }) => query_operator);
  if (joiners.filter(isNone).length > 1) {
    return 'Automation conditions should have query operator.';
  }
  const isJoiner = (joiner: unknown): boolean =>
    isNone(joiner) || (typeof joiner === 'string' && /^(and|or)$/i.test(joiner));
  return joiners.every(isJoiner) ? undefined : 'Query operator must be either "AND" or "OR"';
}

/** Some clients write `{id, name}` for an id. */
const valuesOf = (given: unknown): unknown =>
  Array.isArray(given)
    ? given.map((each: unknown) => (isObject(each) && 'id' in each ? each['id'] : each))
    : given;

function readCondition(given: Given, attributes: Attributes): Condition {
  const attribute_key = nameOf(given);
  const { query_operator } = given;
  const rest = {
    attribute_key,
    filter_operator: String(given['filter_operator']),
    joiner: String(query_operator).toLowerCase() === 'or' ? ('or' as const) : ('and' as const),
    ofMessage: messageKeys.has(attribute_key),
  };
  if (given['filter_operator'] === 'attribute_changed') {
    return { ...rest, asks: readChange(attribute_key, given['values'], attributes.conversation) };
  }
  const key = keyOf(given, attributes) as Key;
  const standard = new Map([[attribute_key, key]]);
  const values = valuesOf(given['values']);
  const [asked] = readPayload([{ ...given, values, attribute_key, query_operator: null }]);
  const filter = readFilter(asked === undefined ? [] : [asked], {
    standard,
    attributes: new Map(),
  });
  const [asks] = filterConditions(filter);
  const read = filter.flat().flatMap((comparison) => comparison.values);
  if (asks === undefined || read.includes(null)) {
    const body = { error: `Invalid value. The values provided for ${attribute_key} are invalid` };
    throw new HttpError(422, body);
  }
  return { ...rest, asks };
}

/** The custom attributes that conditions name, of conversations and of contacts. */
interface Attributes {
  conversation: ReadonlyMap<string, Key>;
  contact: ReadonlyMap<string, Key>;
}

function keyOf(given: Given, { conversation, contact }: Attributes): Key | undefined {
  const name = nameOf(given);
  if (ruleKeys.has(name)) return ruleKeys.get(name);
  switch (given['custom_attribute_type']) {
    case 'conversation_attribute':
      return conversation.get(name);
    case 'contact_attribute':
      return contact.get(name);
    default:
      return contact.get(name) ?? conversation.get(name);
  }
}

async function attributesIn(
  db: Db,
  account_id: number,
  rules: readonly unknown[],
): Promise<Attributes> {
  const given = rules.flatMap((rule) => (Array.isArray(rule) ? rule.filter(isObject) : []));
  const names = [...new Set(given.map(nameOf))].filter((name) => !ruleKeys.has(name));
  const of = async (subject: typeof conversationSubject): Promise<Map<string, Key>> => {
    if (names.length === 0) return new Map();
    const model = subject.attribute_model;
    const found = await findAttributes(db, account_id, { model, names });
    return new Map(
      found.map(({ attribute_key: name, attribute_display_type: type }) => {
        const { first: _, ...key } = subject.attributeKey(name, type);
        return [name, key];
      }),
    );
  };
  return { conversation: await of(conversationSubject), contact: await of(contactSubject) };
}
