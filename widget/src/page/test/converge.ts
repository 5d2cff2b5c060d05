import fc from 'fast-check';
import { play, type Guard, type Step } from './history.ts';

/** What happens, more of what matters. */
const names = `
  answer answer beginAnew resolve remove fill send send hear hear hear read
  read arrive arrive arrive fail cut mend mend earlier wait`
  .trim()
  .split(/\s+/);

const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...names), fc.nat({ max: 59 }));
const history = fc.array(step, { minLength: 5, maxLength: 50, size: 'max' });

export interface Outcome {
  histories: number;
  /** Of the first history that went wrong, as short as it could be made. */
  found: string[];
  /** With them it is repeated. */
  seed: number;
  path: string | null;
  steps: readonly Step[] | undefined;
}

/** Plays many histories; ends at the first after which the chat differs from the server. */
export async function converge({
  runs,
  seed,
  guard,
}: {
  runs: number;
  seed: number;
  guard?: Guard;
}): Promise<Outcome> {
  // prettier-ignore
  const property = fc.asyncProperty(history, async (steps) => {
    const found = await play(steps, guard);
    if (found.length > 0) throw new Error(found.join('\n'));
  });
  const details = await fc.check(property, { numRuns: runs, seed });
  const found = details.failed ? [String(details.errorInstance)] : [];
  return { histories: details.numRuns, found, seed: details.seed, path: details.counterexamplePath, steps: details.counterexample?.[0] }; // prettier-ignore
}
