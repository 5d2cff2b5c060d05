import type { Write } from './history.ts';

/** A write of one field: `key` names the object and the field, such as `conversation 7 priority`. */
export interface FieldWrite extends Write {
  kind: 'update';
  value: unknown;
}

/**
 * Lost updates: the value at the end is that of a write that no later one has certainly replaced. Writes
 * of different fields have different keys, so that each has to survive the other.
 */
export function checkUpdates(
  writes: readonly FieldWrite[],
  final: ReadonlyMap<string, unknown>,
): string[] {
  return [...Map.groupBy(writes, ({ key }) => key)].flatMap(([key, ofKey]) => {
    const done = ofKey.filter(({ outcome }) => outcome === 'ok');
    const isReplaced = ({ ended }: FieldWrite): boolean =>
      done.some(({ invoked }) => invoked > ended);
    // A write that nobody heard of again may have come about at any time after it was sent.
    const candidates = [
      ...done.filter((each) => !isReplaced(each)),
      ...ofKey.filter(({ outcome }) => outcome === 'info'),
    ].map(({ value }) => JSON.stringify(value));
    const actual = JSON.stringify(final.get(key));
    if (done.length === 0 || candidates.includes(actual)) return [];
    return [`${key} is ${actual} instead of ${[...new Set(candidates)].join(' or ')}`];
  });
}
