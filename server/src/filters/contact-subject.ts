import sql, { type Sql } from 'sql-template-tag';
import {
  as,
  asLowerText,
  containment,
  dayOrder,
  equality,
  indexedContainment,
  looseMembership,
  type Condition,
} from './conditions.ts';
import { attributeKey, type Key, type Subject } from './language.ts';
import { readDay, readText, readTruth, type Scalar } from './values.ts';

const folded = sql`k.folded`;

const word = (column: Sql): Key => ({
  read: readText,
  operators: equality(sql`lower(${column})`, asLowerText),
  first: true,
});

const phrase = (column: Sql, contained = containment(column)): Key => {
  const { operators, ...rest } = word(column);
  return { ...rest, operators: { ...operators, ...contained } };
};

const indexed = (column: Sql): Key => phrase(column, indexedContainment(column, folded));

const additional = (name: Sql): Sql => sql`(k.additional_attributes ->> ${name})`;

const day = (column: Sql): Key => ({ read: readDay, operators: dayOrder(column) });

// With one plus in front, however many were sent (contract: customer §1.3).
const readPhone = (given: Scalar): string => `+${String(given).trim().replaceAll('+', '')}`;

const startsWith: Condition = ([first]) => sql`starts_with(k.phone_number, ${first}::text)`;

const phone: Key = {
  read: readPhone,
  operators: {
    ...equality(sql`k.phone_number`, as(sql`text`)),
    ...indexedContainment(sql`k.phone_number`, folded),
    starts_with: startsWith,
  },
  first: true,
};

/** Contacts (contract: customer §1.3), as `k`. */
export const contactSubject: Subject = {
  keys: new Map<string, Key>([
    ['name', indexed(sql`k.name`)],
    ['phone_number', phone],
    ['email', indexed(sql`k.email`)],
    ['identifier', word(sql`k.identifier`)],
    ['country_code', word(additional(sql`'country_code'`))],
    ['city', phrase(additional(sql`'city'`))],
    // What an import writes; the dashboard writes company_name, which search and order know.
    ['company', phrase(additional(sql`'company'`))],
    ['labels', { read: readText, operators: looseMembership(sql`k.labels`), first: true }],
    ['created_at', day(sql`k.created_at`)],
    ['last_activity_at', day(sql`k.last_activity_at`)],
    [
      'blocked',
      { read: readTruth, operators: equality(sql`k.blocked`, as(sql`boolean`)), first: true },
    ],
  ]),
  attribute_model: 'contact_attribute',
  attributeKey: (name, type) => ({
    ...attributeKey(sql`(k.custom_attributes ->> ${name}::text)`, type),
    first: true,
  }),
};
