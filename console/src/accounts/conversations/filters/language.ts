import type { Option } from '../../../ui/select.tsx';

/** What can be asked of something, by the names of the server and in the order in which it is offered. */
export const operators = [
  'equal_to',
  'not_equal_to',
  'contains',
  'does_not_contain',
  'is_present',
  'is_not_present',
  'is_greater_than',
  'is_less_than',
  'days_before',
] as const;
export type Operator = (typeof operators)[number];

/** One thing that must hold. Values are texts, as they stand in an address; the server reads them. */
export interface Condition {
  key: string;
  operator: Operator;
  values: string[];
}

/** Groups of which one must hold, and of it every condition: AND binds tighter than OR at the server. */
export type Filter = Condition[][];

/** Something that can be filtered by. */
export interface Attribute {
  key: string;
  label: string;
  /** Attributes of one group stand below its name. */
  group: string;
  kind: 'choice' | 'text' | 'number' | 'date';
  operators: readonly Operator[];
  /** Of a choice, what there is. */
  choices?: readonly Option<string>[];
  /** The server looks at the first of several values alone. */
  single?: boolean;
}

/** Which control its value takes. */
export type Control = 'nothing' | 'choice' | 'choices' | 'texts' | 'text' | 'number' | 'date' | 'days'; // prettier-ignore

/** The control for what a condition compares with; one that is not known (any more) takes texts. */
export function controlOf(operator: Operator, attribute: Attribute | undefined): Control {
  if (operator === 'is_present' || operator === 'is_not_present') return 'nothing';
  if (operator === 'days_before') return 'days';
  const { kind = 'text', single = false } = attribute ?? {};
  if (operator === 'contains' || operator === 'does_not_contain') return 'texts';
  if (kind === 'choice') return single ? 'choice' : 'choices';
  if (kind === 'text') return single ? 'text' : 'texts';
  return kind;
}

export const isComplete = ({ operator, values }: Condition, attribute?: Attribute): boolean =>
  controlOf(operator, attribute) === 'nothing' || values.some((value) => value.trim() !== '');

/** The condition with another operator; its values stay where they still fit. */
export function withOperator(
  condition: Condition,
  operator: Operator,
  attribute: Attribute | undefined,
): Condition {
  const before = controlOf(condition.operator, attribute);
  const values = controlOf(operator, attribute) === before ? condition.values : [];
  return { ...condition, operator, values };
}

/** Asks for something, with nothing said yet about how. */
export const conditionOn = ({ key, operators: possible }: Attribute): Condition => ({
  key,
  operator: possible[0] ?? 'equal_to',
  values: [],
});

/** The filter without one of its conditions; what was joined to it stays joined to the rest. */
export function without(filter: Filter, removed: Condition): Filter {
  return filter
    .map((group) => group.filter((condition) => condition !== removed))
    .filter((group) => group.length > 0);
}

/** The filter with another condition in every one of its groups, so that it holds whatever else does. */
export const narrowed = (filter: Filter, condition: Condition): Filter =>
  filter.length === 0 ? [[condition]] : filter.map((group) => [...group, condition]);
