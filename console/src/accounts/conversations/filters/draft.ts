import {
  conditionOn,
  isComplete,
  type Attribute,
  type Condition,
  type Filter,
} from './language.ts';

/** A condition that is being edited; its id stays the same whatever is changed. */
interface Draft extends Condition {
  id: number;
}

/** A filter that is being edited, some of whose conditions may lack something. */
export type FilterDraft = Draft[][];

let drafts = 0;

const draft = (condition: Condition): Draft => {
  drafts += 1;
  return { ...condition, id: drafts };
};

export const draftOf = (filter: Filter): FilterDraft => filter.map((group) => group.map(draft));

/** The draft with one more condition, in a group of it or in one of its own. */
export function withCondition(
  drafted: FilterDraft,
  attribute: Attribute,
  at?: number,
): FilterDraft {
  const made = draft(conditionOn(attribute));
  return at === undefined
    ? [...drafted, [made]]
    : drafted.map((group, index) => (index === at ? [...group, made] : group));
}

export const changed = (drafted: FilterDraft, id: number, condition: Condition): FilterDraft =>
  drafted.map((group) => group.map((each) => (each.id === id ? { ...condition, id } : each)));

export const removed = (drafted: FilterDraft, id: number): FilterDraft =>
  drafted
    .map((group) => group.filter((each) => each.id !== id))
    .filter((group) => group.length > 0);

const finder = (attributes: readonly Attribute[]) => {
  const known = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  return (condition: Condition): boolean => isComplete(condition, known.get(condition.key));
};

/** What can be asked already: the conditions that lack nothing. */
export function filterIn(drafted: FilterDraft, attributes: readonly Attribute[]): Filter {
  const isWhole = finder(attributes);
  return drafted
    .map((group) =>
      group.filter(isWhole).map(({ key, operator, values }) => ({ key, operator, values })),
    )
    .filter((group) => group.length > 0);
}

export const lacksNothing = (drafted: FilterDraft, attributes: readonly Attribute[]): boolean =>
  drafted.flat().every(finder(attributes));
