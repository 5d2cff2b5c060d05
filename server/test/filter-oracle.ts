import { PRIORITIES, STATUSES } from '../src/conversations/enums.ts';
import type { Condition, Desired } from './desk.ts';

/**
 * What a filter finds, worked out in memory from the contract (§5) alone, to compare the real one with.
 * A condition is true, false or, for a missing value, neither (null).
 */
export type Row = Required<Desired> & { id: number };

type Verdict = boolean | null;

/** Whether the conditions hold for the row: AND before OR, and neither is not true. */
export function holds(row: Row, payload: readonly Condition[]): boolean {
  let alternative = true;
  for (const [index, condition] of payload.entries()) {
    const joiner = payload[index - 1]?.query_operator;
    if (typeof joiner === 'string' && joiner.toUpperCase() === 'OR') {
      if (alternative) return true;
      alternative = true;
    }
    alternative &&= judge(row, condition) === true;
  }
  return alternative;
}

const DAY = 86_400_000;

function judge(row: Row, { attribute_key, filter_operator, values }: Condition): Verdict {
  const key = String(attribute_key);
  const operator = String(filter_operator);
  const list = (values === undefined ? [] : [values].flat()) as (string | number | boolean)[];
  if (key === 'labels') return judgeLabels(row.labels, operator, list.map(String));
  if (key === 'created_at' || key === 'last_activity_at') {
    return judgeDay(Math.floor(Date.parse(row[key]) / DAY), operator, list[0]);
  }
  if (key in customTypes) return judgeCustom(row.custom_attributes[key], { key, operator, list });
  return judgeStandard(standardValue(row, key), { key, operator, list });
}

function standardValue(row: Row, key: string): string | null {
  const value = key in row ? row[key as keyof Row] : row.additional_attributes[key];
  if (key === 'display_id') return String(row.id);
  return value === null || value === undefined ? null : String(value);
}

interface Question {
  key: string;
  operator: string;
  list: (string | number | boolean)[];
}

function judgeStandard(value: string | null, { key, operator, list }: Question): Verdict {
  if (operator === 'is_present') return value !== null;
  if (operator === 'is_not_present') return value === null;
  if (value === null) return null;
  if (operator.includes('contain')) return judgeText(value, operator, list);
  const names: readonly string[] | undefined =
    key === 'status' ? STATUSES : key === 'priority' ? PRIORITIES : undefined;
  const wanted = list.flatMap((each) =>
    key === 'status' && each === 'all' ? [...STATUSES] : [String(each)],
  );
  if (wanted.includes(value)) return operator === 'equal_to';
  // An unknown name is NULL, and comparing with NULL says nothing.
  if (names !== undefined && wanted.some((each) => !names.includes(each))) return null;
  return operator === 'not_equal_to';
}

function judgeText(value: string, operator: string, list: readonly unknown[]): boolean {
  const found = list.some((each) =>
    value.toLowerCase().includes(String(each).trim().toLowerCase()),
  );
  return operator === 'contains' ? found : !found;
}

function judgeLabels(
  labels: readonly string[],
  operator: string,
  wanted: readonly string[],
): Verdict {
  const found = wanted.some((each) => labels.includes(each));
  if (operator === 'equal_to') return found;
  if (operator === 'not_equal_to') return !found;
  return operator === 'is_present' ? labels.length > 0 : labels.length === 0;
}

function judgeDay(day: number, operator: string, value: unknown): boolean {
  if (operator === 'days_before') return day < Math.floor(Date.now() / DAY) - Number(value);
  const other = Date.parse(String(value)) / DAY;
  return operator === 'is_less_than' ? day < other : day > other;
}

const customTypes: Record<string, (value: unknown) => string | number | boolean | null> = {
  plan: (value) => String(value).toLowerCase(),
  amount: (value) => (/^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : null),
  renewal: (value) => (/^2024-(?!02-31)/.test(String(value)) ? String(value).slice(0, 10) : null),
  paid: (value) => ({ true: true, false: false })[String(value)] ?? null,
};

function judgeCustom(raw: unknown, { key, operator, list }: Question): Verdict {
  const read = customTypes[key] as (value: unknown) => string | number | boolean | null;
  const value = raw === undefined || raw === null ? null : read(raw);
  if (operator === 'is_present') return value !== null;
  if (operator === 'is_not_present') return value === null;
  if (value === null) return operator === 'not_equal_to' ? true : null;
  if (operator.includes('contain')) return judgeText(String(raw), operator, list);
  const wanted = (typeof list[0] === 'string' ? list.slice(0, 1) : list).map(read);
  if (operator === 'equal_to') return wanted.includes(value);
  if (operator === 'not_equal_to') return !wanted.includes(value);
  const [other] = wanted as [string | number | boolean];
  return operator === 'is_greater_than' ? value > other : value < other;
}
