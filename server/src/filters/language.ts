import sql, { type Sql } from 'sql-template-tag';
import { PRIORITIES, STATUSES } from '../conversations/enums.ts';
import {
  as,
  asLowerText,
  containment,
  dayOrder,
  equality,
  looseEquality,
  membership,
  order,
  presence,
  type Condition,
  type Operator,
} from './conditions.ts';
import {
  readDay,
  readInteger,
  readName,
  readNumber,
  readText,
  readTruth,
  type Reader,
} from './values.ts';

/**
 * Something that rows can be filtered by: how its values are read, and what each operator means. An
 * operator that is not among these is refused, or is `equal_to` when the key is a custom attribute.
 */
export interface Key {
  read: Reader;
  operators: Readonly<Partial<Record<Operator, Condition>>>;
  custom?: boolean;
  /** Of several values only the first one counts. */
  first?: boolean;
  /** The maintained counts know it. */
  counted?: boolean;
}

/** What is filtered: the keys that every account has, and where the account's own ones are. */
export interface Subject {
  /** In the order of the error for an unknown key (contract §5.4). */
  keys: ReadonlyMap<string, Key>;
  attribute_model: 'conversation_attribute' | 'contact_attribute';
  /** The key of a custom attribute. Its name is the user's: it only ever travels as a parameter. */
  attributeKey(name: string, type: AttributeType): Key;
}

const smallint = as(sql`smallint`);
const bigint = as(sql`bigint`);
const text = as(sql`text`);

const status: Key = {
  read: readName(STATUSES, { all: true }),
  operators: equality(sql`c.status`, smallint),
  counted: true,
};

const priority: Key = {
  read: readName(PRIORITIES),
  operators: equality(sql`c.priority`, smallint),
};

const reference = (column: Sql): Key => ({
  read: readInteger,
  operators: { ...equality(column, bigint), ...presence(column) },
});

const displayId: Key = {
  read: readInteger,
  operators: { ...equality(sql`c.display_id`, bigint), ...containment(sql`c.display_id::text`) },
};

const labels: Key = { read: readText, operators: membership(sql`c.labels`) };

const word = (column: Sql): Key => ({ read: readText, operators: equality(column, text) });

const phrase = (column: Sql): Key => ({
  read: readText,
  operators: { ...equality(column, text), ...containment(column) },
});

const day = (column: Sql): Key => ({ read: readDay, operators: dayOrder(column) });

/** Conversations (contract §5.1), as `c`. */
export const conversationSubject: Subject = {
  keys: new Map([
    ['status', status],
    ['assignee_id', { ...reference(sql`c.assignee_id`), counted: true }],
    ['inbox_id', { ...reference(sql`c.inbox_id`), counted: true }],
    ['team_id', reference(sql`c.team_id`)],
    ['priority', priority],
    ['display_id', displayId],
    ['campaign_id', reference(sql`c.campaign_id`)],
    ['labels', labels],
    ['browser_language', word(sql`(c.additional_attributes ->> 'browser_language')`)],
    ['conversation_language', word(sql`(c.additional_attributes ->> 'conversation_language')`)],
    ['referer', phrase(sql`(c.additional_attributes ->> 'referer')`)],
    ['created_at', day(sql`c.created_at`)],
    ['last_activity_at', day(sql`c.last_activity_at`)],
    ['mail_subject', phrase(sql`(c.additional_attributes ->> 'mail_subject')`)],
  ]),
  attribute_model: 'conversation_attribute',
  attributeKey: (name, type) => attributeKey(sql`(c.custom_attributes ->> ${name}::text)`, type),
};

/** Display types of custom attribute definitions. */
export type AttributeType =
  'text' | 'number' | 'currency' | 'percent' | 'link' | 'date' | 'list' | 'checkbox';

// A row whose value is not of the type counts as one without a value.
const attribute = (read: Reader, column: Sql, type: Sql): Key => ({
  read,
  operators: {
    ...looseEquality(column, as(type)),
    ...containment(sql`${column}::text`),
    ...presence(column),
    ...order(column, as(type)),
  },
  custom: true,
});

const lowerText = (column: Sql): Key => ({
  read: readText,
  operators: {
    ...looseEquality(column, asLowerText),
    ...containment(column),
    ...presence(column),
    // The same order in every database.
    ...order(sql`${column} collate "C"`, asLowerText),
  },
  custom: true,
});

/** The key of an attribute of this type whose value is this text. */
export function attributeKey(value: Sql, type: AttributeType): Key {
  switch (type) {
    case 'number':
    case 'currency':
    case 'percent':
      return attribute(readNumber, sql`confab_number(${value})`, sql`numeric`);
    case 'date':
      return attribute(readDay, sql`confab_day(${value})`, sql`date`);
    case 'checkbox':
      return attribute(readTruth, sql`confab_boolean(${value})`, sql`boolean`);
    case 'text':
    case 'link':
    case 'list':
      return lowerText(sql`lower(${value})`);
  }
}
