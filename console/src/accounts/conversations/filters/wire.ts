import { operators, type Condition, type Filter } from './language.ts';

/** A condition as the API has it. */
export interface WireCondition {
  attribute_key: string;
  filter_operator: Condition['operator'];
  values: (string | number)[];
  query_operator: 'and' | 'or' | null;
}

// Other clients of the API compare ids as numbers.
const valueOf = (key: string, value: string): string | number =>
  key.endsWith('_id') && /^\d{1,15}$/.test(value) ? Number(value) : value;

/** The filter as the API takes it: a row of conditions, each saying how the next one is joined. */
export function wireOf(filter: Filter): WireCondition[] {
  const rows = filter.flatMap((group, at) =>
    group.map(({ key, operator, values }, index): WireCondition => {
      const isLast = index === group.length - 1;
      return {
        attribute_key: key,
        filter_operator: operator,
        values: values.map((value) => valueOf(key, value)),
        query_operator: isLast ? (at === filter.length - 1 ? null : 'or') : 'and',
      };
    }),
  );
  return rows;
}

const textsIn = (given: unknown): string[] => {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.flatMap((each) => {
    // Some clients write {id, name} for an id.
    const value: unknown = typeof each === 'object' && each !== null && 'id' in each ? each.id : each; // prettier-ignore
    return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : [];
  });
};

/** What somebody has saved, whichever client they used. What cannot be understood is left out. */
export function filterOf(payload: unknown): Filter {
  const filter: Filter = [];
  let joiner = 'or';
  for (const each of Array.isArray(payload) ? (payload as unknown[]) : []) {
    const { attribute_key, filter_operator, values, query_operator } = Object(each) as Record<string, unknown>; // prettier-ignore
    const operator = operators.find((name) => name === filter_operator);
    if (typeof attribute_key === 'string' && operator !== undefined) {
      const condition = { key: attribute_key, operator, values: textsIn(values) };
      if (joiner === 'or') filter.push([condition]);
      else filter.at(-1)?.push(condition);
    } else if (joiner === 'or') filter.push([]);
    joiner = String(query_operator ?? '').toLowerCase() === 'or' ? 'or' : 'and';
  }
  return filter.filter((group) => group.length > 0);
}
