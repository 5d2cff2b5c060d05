const MOST_ADDED = 2;

/**
 * All numbers of at most `length` digits that have these digits in them, so that they can be looked up
 * instead of every number being looked at. Undefined when they are too many for that; then a look at
 * few numbers finds some.
 */
export function numbersWith(digits: string, length: number): number[] | undefined {
  const added = length - digits.length;
  if (added < 0) return [];
  if (added > MOST_ADDED) return undefined;
  const found = new Set<number>();
  for (let before = 0; before <= added; before += 1) {
    for (const prefix of fillings(before)) {
      for (let after = 0; before + after <= added; after += 1) {
        for (const suffix of fillings(after)) {
          const number = `${prefix}${digits}${suffix}`;
          if (!number.startsWith('0')) found.add(Number(number));
        }
      }
    }
  }
  return [...found];
}

/** Every text of so many digits. */
const fillings = (count: number): string[] =>
  Array.from({ length: 10 ** count }, (_, index) =>
    count === 0 ? '' : String(index).padStart(count, '0'),
  );
