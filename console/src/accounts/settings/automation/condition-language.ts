import type { Shape } from '@confab/client';

export const RULE_EVENTS = [
  'conversation_created',
  'conversation_updated',
  'conversation_opened',
  'conversation_resolved',
  'message_created',
] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

export const OPERATORS = [
  'equal_to',
  'not_equal_to',
  'contains',
  'does_not_contain',
  'starts_with',
  'is_present',
  'is_not_present',
  'is_greater_than',
  'is_less_than',
  'days_before',
  'attribute_changed',
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Definition = Pick<
  Shape<'CustomAttributeDefinition'>,
  | 'attribute_key'
  | 'attribute_display_name'
  | 'attribute_display_type'
  | 'attribute_model'
  | 'attribute_values'
>;

export type ValueKind =
  | 'status' | 'priority' | 'agent' | 'inbox' | 'team' | 'labels' | 'messageType'
  | 'words' | 'number' | 'date' | 'days' | 'list' | 'truth'
  | 'nothing' | 'change'; // prettier-ignore

const equality: readonly Operator[] = ['equal_to', 'not_equal_to'];
const presence: readonly Operator[] = ['is_present', 'is_not_present'];
const containment: readonly Operator[] = ['contains', 'does_not_contain'];
const order: readonly Operator[] = ['is_greater_than', 'is_less_than'];
const phrase: readonly Operator[] = [...containment, ...equality];
const reference: readonly Operator[] = [...equality, ...presence];

interface Standard {
  kind: ValueKind;
  operators: readonly Operator[];
  /** It can be seen that it has changed. */
  changes?: true;
}

/** What every account can ask about, in the order in which it is offered. */
export const standard = {
  status: { kind: 'status', operators: equality, changes: true },
  priority: { kind: 'priority', operators: equality, changes: true },
  assignee_id: { kind: 'agent', operators: reference, changes: true },
  team_id: { kind: 'team', operators: reference, changes: true },
  labels: { kind: 'labels', operators: reference, changes: true },
  inbox_id: { kind: 'inbox', operators: reference },
  content: { kind: 'words', operators: phrase },
  message_type: { kind: 'messageType', operators: equality },
  mail_subject: { kind: 'words', operators: phrase },
  referer: { kind: 'words', operators: phrase },
  browser_language: { kind: 'words', operators: equality },
  conversation_language: { kind: 'words', operators: equality },
  email: { kind: 'words', operators: phrase },
  phone_number: { kind: 'words', operators: [...phrase, 'starts_with'] },
  company: { kind: 'words', operators: phrase },
  city: { kind: 'words', operators: phrase },
  country_code: { kind: 'words', operators: equality },
} as const satisfies Record<string, Standard>;
export type StandardKey = keyof typeof standard;

export const isStandard = (key: string): key is StandardKey => Object.hasOwn(standard, key);

type Model = Definition['attribute_model'];

/** A condition as it is being edited. */
export interface DraftCondition {
  /** Stays the same whatever is changed. */
  key: string;
  attribute_key: string;
  /** Of a custom attribute, whose it is. */
  model: Model | undefined;
  operator: Operator;
  values: (string | number)[];
  /** Of what has changed: before and after; empty is anything. */
  from: (string | number)[];
  to: (string | number)[];
  /** How the next one is joined. */
  joiner: 'and' | 'or';
}

const custom: Record<Definition['attribute_display_type'], Standard> = {
  text: { kind: 'words', operators: [...phrase, ...presence], changes: true },
  link: { kind: 'words', operators: [...phrase, ...presence], changes: true },
  number: { kind: 'number', operators: [...equality, ...order, ...presence], changes: true },
  currency: { kind: 'number', operators: [...equality, ...order, ...presence], changes: true },
  percent: { kind: 'number', operators: [...equality, ...order, ...presence], changes: true },
  date: { kind: 'date', operators: [...equality, ...order, 'days_before', ...presence], changes: true }, // prettier-ignore
  list: { kind: 'list', operators: [...equality, ...presence], changes: true },
  checkbox: { kind: 'truth', operators: [...equality, ...presence], changes: true },
};

/** The custom attribute that a condition asks about; undefined when there is none of that name any more. */
export const definitionOf = (
  { attribute_key, model }: Pick<DraftCondition, 'attribute_key' | 'model'>,
  definitions: readonly Definition[],
): Definition | undefined => {
  const named = definitions.filter((each) => each.attribute_key === attribute_key);
  return named.find((each) => each.attribute_model === (model ?? 'contact_attribute')) ?? (model === undefined ? named[0] : undefined); // prettier-ignore
};

function asked(
  condition: DraftCondition,
  definitions: readonly Definition[],
): Standard | undefined {
  if (isStandard(condition.attribute_key)) return standard[condition.attribute_key];
  const found = definitionOf(condition, definitions);
  return found && custom[found.attribute_display_type];
}

/** Only these events tell what was before. */
const telling: readonly string[] = [
  'conversation_updated',
  'conversation_opened',
  'conversation_resolved',
];

/** What can be asked of it in a rule for this event. What it asks already is always among them. */
export function operatorsOf(
  condition: DraftCondition,
  { definitions, event }: { definitions: readonly Definition[]; event: string },
): Operator[] {
  const known = asked(condition, definitions);
  const isOfContact = definitionOf(condition, definitions)?.attribute_model === 'contact_attribute';
  const changes = known?.changes === true && !isOfContact && telling.includes(event);
  const all: Operator[] = [...(known?.operators ?? []), ...(changes ? (['attribute_changed'] as const) : [])]; // prettier-ignore
  return all.includes(condition.operator) ? all : [...all, condition.operator];
}

/** With what it compares. */
export function valueKindOf(
  condition: DraftCondition,
  definitions: readonly Definition[],
): ValueKind {
  const { operator } = condition;
  if (operator === 'attribute_changed') return 'change';
  if (operator === 'is_present' || operator === 'is_not_present') return 'nothing';
  if (operator === 'days_before') return 'days';
  return asked(condition, definitions)?.kind ?? 'words';
}

/** The kind of the values before and after a change. */
export const changeKindOf = (
  condition: DraftCondition,
  definitions: readonly Definition[],
): ValueKind => asked(condition, definitions)?.kind ?? 'words';

export const isCompleteCondition = (
  condition: DraftCondition,
  definitions: readonly Definition[],
): boolean => {
  const kind = valueKindOf(condition, definitions);
  return kind === 'nothing' || kind === 'change' || condition.values.length > 0;
};

let made = 0;

/** A condition that somebody has just begun. */
export function draftCondition(
  attribute_key: string,
  model: Model | undefined,
  definitions: readonly Definition[] = [],
): DraftCondition {
  made += 1;
  const draft: DraftCondition = {
    key: `condition-${made}`,
    attribute_key,
    model,
    operator: 'equal_to',
    values: [],
    from: [],
    to: [],
    joiner: 'and',
  };
  return { ...draft, operator: asked(draft, definitions)?.operators[0] ?? 'equal_to' };
}

const listOf = (given: unknown): (string | number)[] => {
  const list: unknown[] = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]; // prettier-ignore
  return list.map((each) => {
    // Some clients write {id, name} for an id.
    const value: unknown = typeof each === 'object' && each !== null && 'id' in each ? each.id : each; // prettier-ignore
    return typeof value === 'number' ? value : String(value);
  });
};

const references: readonly string[] = ['assignee_id', 'team_id', 'inbox_id'];

/** Ids are numbers here, however they were written. */
const idsIn = (key: string, values: (string | number)[]): (string | number)[] =>
  references.includes(key)
    ? values.map((each) => (/^\d+$/.test(String(each)) ? Number(each) : each))
    : values.map(String);

/** Conditions of the API, to be edited. */
export function draftConditions(given: readonly Record<string, unknown>[]): DraftCondition[] {
  return given.map((each) => {
    const attribute_key = String(each['attribute_key']);
    const model = each['custom_attribute_type'];
    const operator = OPERATORS.find((name) => name === each['filter_operator']) ?? 'equal_to';
    const isChange = operator === 'attribute_changed';
    const { from, to } = Object(each['values']) as { from?: unknown; to?: unknown };
    const draft = draftCondition(attribute_key, model === 'contact_attribute' || model === 'conversation_attribute' ? model : undefined); // prettier-ignore
    return {
      ...draft,
      operator,
      values: isChange ? [] : idsIn(attribute_key, listOf(each['values'])),
      from: isChange ? idsIn(attribute_key, listOf(from)) : [],
      to: isChange ? idsIn(attribute_key, listOf(to)) : [],
      joiner: String(each['query_operator']).toLowerCase() === 'or' ? 'or' : 'and',
    };
  });
}

/** Drafts as the API takes them: the last one is joined with nothing. */
export const wireConditions = (
  drafts: readonly DraftCondition[],
  definitions: readonly Definition[],
): Record<string, unknown>[] =>
  drafts.map((draft, index) => {
    const { attribute_key, operator, values, from, to, joiner } = draft;
    const kind = valueKindOf(draft, definitions);
    const model = draft.model ?? definitionOf(draft, definitions)?.attribute_model;
    return {
      attribute_key,
      filter_operator: operator,
      values: kind === 'change' ? { from, to } : kind === 'nothing' ? [] : values,
      query_operator: index === drafts.length - 1 ? null : joiner,
      ...(isStandard(attribute_key) || model === undefined ? {} : { custom_attribute_type: model }),
    };
  });
