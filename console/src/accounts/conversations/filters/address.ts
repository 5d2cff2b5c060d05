import type { Condition, Filter, Operator } from './language.ts';

/**
 * The form of a filter in an address: `status.is.open.pending and priority.is.urgent or labels.unset`.
 * What a word holds that would end it is marked: `*.` is a point, `*_` a space, `**` the mark itself. An
 * address shows points and words as they are, and spaces as `+`.
 */
const words: Record<Operator, string> = {
  equal_to: 'is',
  not_equal_to: 'not',
  contains: 'has',
  does_not_contain: 'lacks',
  is_present: 'set',
  is_not_present: 'unset',
  is_greater_than: 'over',
  is_less_than: 'under',
  days_before: 'older',
};
const named = new Map(
  Object.entries(words).map(([operator, word]) => [word, operator as Operator]),
);

// As many as the server takes.
const MOST_CONDITIONS = 100;
const MOST_VALUES = 1000;

const mark = (text: string): string => text.replaceAll(/[*.]/g, '*$&').replaceAll(' ', '*_');

/** The parts of a word between its points. */
function partsOf(word: string): string[] {
  const [parts, last] = [...word.matchAll(/\*(.)|([^*])/gsu)].reduce<[string[], string]>(
    ([done, part], [, marked, plain]) => {
      if (plain === '.') return [[...done, part], ''];
      return [done, part + (plain ?? (marked === '_' ? ' ' : (marked ?? '')))];
    },
    [[], ''],
  );
  return [...parts, last];
}

const writeCondition = ({ key, operator, values }: Condition): string =>
  [mark(key), words[operator], ...values.map(mark)].join('.');

function readCondition(word: string): Condition | undefined {
  const [key = '', name = '', ...given] = partsOf(word);
  const operator = named.get(name);
  if (key === '' || operator === undefined) return undefined;
  if (operator === 'is_present' || operator === 'is_not_present') {
    return { key, operator, values: [] };
  }
  const values = given.filter((value) => value.trim() !== '');
  return values.length === 0 ? undefined : { key, operator, values };
}

/** The filter as a text for an address; undefined when it asks for nothing. */
export function writeFilter(filter: Filter): string | undefined {
  const groups = filter
    .filter((group) => group.length > 0)
    .map((group) => group.map(writeCondition).join(' and '));
  return groups.length === 0 ? undefined : groups.join(' or ');
}

/** Reads an address as somebody may have written it: whatever makes no sense is left out. */
export function readFilter(text: string | undefined): Filter {
  const filter: Filter = [[]];
  let [conditions, values] = [0, 0];
  for (const word of (text ?? '').split(' ')) {
    if (word === 'or') filter.push([]);
    const condition = readCondition(word);
    if (condition === undefined) continue;
    conditions += 1;
    values += condition.values.length;
    if (conditions > MOST_CONDITIONS || values > MOST_VALUES) break;
    filter.at(-1)?.push(condition);
  }
  return filter.filter((group) => group.length > 0);
}
