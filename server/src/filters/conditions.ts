import sql, { join, type Sql } from 'sql-template-tag';

/** What can be asked of a key (contract §5.2). */
export const OPERATORS = [
  'equal_to',
  'not_equal_to',
  'contains',
  'does_not_contain',
  'is_present',
  'is_not_present',
  'is_greater_than',
  'is_less_than',
  'days_before',
  'starts_with',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** The SQL of a condition on these values. NULL counts as not met. */
export type Condition = (values: readonly unknown[]) => Sql;

/** How values stand beside a column: one of them, and several as an array. */
interface Cast {
  one(value: unknown): Sql;
  many(values: readonly unknown[]): Sql;
}

export const as = (type: Sql): Cast => ({
  one: (value) => sql`${value}::${type}`,
  many: (values) => sql`${values}::${type}[]`,
});

export const asLowerText: Cast = {
  one: (value) => sql`lower(${value}::text)`,
  many: (values) => sql`confab_lower_all(${values}::text[])`,
};

// One value is written as `=`, so that an index which continues with last_activity_at gives the order.
export const isOneOf =
  (column: Sql, cast: Cast): Condition =>
  (values) =>
    values.length === 1
      ? sql`${column} = ${cast.one(values[0])}`
      : sql`${column} = any(${cast.many(values)})`;

const isNoneOf =
  (column: Sql, cast: Cast): Condition =>
  (values) =>
    values.length === 1
      ? sql`${column} <> ${cast.one(values[0])}`
      : sql`${column} <> all(${cast.many(values)})`;

/** Rows without a value meet neither. */
export const equality = (column: Sql, cast: Cast) => ({
  equal_to: isOneOf(column, cast),
  not_equal_to: isNoneOf(column, cast),
});

/** Rows without a value are different from every value (contract §5.2, custom attributes). */
export const looseEquality = (column: Sql, cast: Cast) => ({
  equal_to: isOneOf(column, cast),
  not_equal_to: (values: readonly unknown[]) =>
    sql`(${isNoneOf(column, cast)(values)} or ${column} is null)`,
});

export const containment = (text: Sql) => ({
  contains: (patterns: readonly unknown[]) => sql`${text} ilike any(${patterns}::text[])`,
  does_not_contain: (patterns: readonly unknown[]) =>
    sql`${text} not ilike all(${patterns}::text[])`,
});

/** The same of a column that is part of `folded`, whose index says first which rows may contain it. */
export const indexedContainment = (column: Sql, folded: Sql) => {
  const { contains, does_not_contain } = containment(column);
  return {
    contains: (patterns: readonly unknown[]) => {
      const any = patterns.map((each) => sql`${folded} like confab_fold(${each}::text)`);
      return sql`((${join(any, ' or ')}) and ${contains(patterns)})`;
    },
    does_not_contain,
  };
};

export const presence = (column: Sql) => ({
  is_present: () => sql`${column} is not null`,
  is_not_present: () => sql`${column} is null`,
});

export function order(column: Sql, cast: Cast) {
  const isLess: Condition = (values) => sql`${column} < ${cast.one(values[0])}`;
  return {
    is_greater_than: (values: readonly unknown[]) => sql`${column} > ${cast.one(values[0])}`,
    is_less_than: isLess,
    days_before: isLess,
  };
}

const midnight = (day: unknown, later = sql`0`): Sql =>
  sql`(${day}::date + ${later})::timestamp at time zone 'UTC'`;

/** A time compared by its day in UTC, with the bare column on the left so that its index can be used. */
export function dayOrder(column: Sql) {
  const isBefore: Condition = (values) => sql`${column} < ${midnight(values[0])}`;
  return {
    is_greater_than: (values: readonly unknown[]) =>
      sql`${column} >= ${midnight(values[0], sql`1`)}`,
    is_less_than: isBefore,
    days_before: isBefore,
  };
}

// The first two thirds are what the index on labels knows; it knows them without their case.
const hasOne =
  (column: Sql): Condition =>
  (labels) =>
    sql`(${column} <> '{}' and confab_lower_all(${column}) && ${asLowerText.many(labels)} and ${column} && ${labels}::text[])`;

/** A list of words: whether one of them is among the values. */
export const membership = (column: Sql) => ({
  equal_to: hasOne(column),
  not_equal_to: (labels: readonly unknown[]) => sql`not ${column} && ${labels}::text[]`,
  is_present: () => sql`${column} <> '{}'`,
  is_not_present: () => sql`${column} = '{}'`,
});

/** The same of words that nobody tells apart by their case. */
export const looseMembership = (column: Sql) => {
  const has: Condition = (labels) =>
    sql`(${column} <> '{}' and confab_lower_all(${column}) && ${asLowerText.many(labels)})`;
  return {
    ...membership(column),
    equal_to: has,
    not_equal_to: (labels: readonly unknown[]) => sql`not ${has(labels)}`,
  };
};
