import fc from 'fast-check';
import { play, type Guard, type Step } from './history.ts';

/** What happens, more of what matters. */
const names = `
  open receive receive reply status assign label rank plan edit renameContact merge
  remove addLabel readNotice publish hear hear hear draw draw read read arrive
  arrive arrive fail wait wait cut resume gap look look look leave
  more send act act`
  .trim()
  .split(/\s+/);

const number = fc.integer({ min: 0, max: 59 });
const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...names), number, number);
const history = fc.array(step, { minLength: 10, maxLength: 60, size: 'max' });

export interface Outcome {
  histories: number;
  /** Of the first history that went wrong, as short as it could be made; with the seed and path to repeat it. */
  found: string[];
  seed: number;
  path: string | null;
  steps: Step[] | undefined;
}

/** Plays many histories; ends at the first after which a page differs from the server. */
export async function converge({
  runs,
  seed,
  path,
  guard,
}: {
  runs: number;
  seed: number;
  path?: string | undefined;
  guard?: Guard;
}): Promise<Outcome> {
  // prettier-ignore
  let found: string[] = [];
  const property = fc.asyncProperty(history, async (steps) => {
    found = await play(steps, guard);
    return found.length === 0;
  });
  const details = await fc.check(property, { numRuns: runs, seed, ...(path === undefined ? {} : { path, endOnFailure: true }) }); // prettier-ignore
  const steps = details.counterexample?.[0];
  if (steps !== undefined) found = await play(steps, guard).catch((error: unknown) => [String(error)]); // prettier-ignore
  return { histories: details.numRuns, found: details.failed ? [...found, ...(details.errorInstance instanceof Error ? [details.errorInstance.stack ?? ''] : [])] : [], seed: details.seed, path: details.counterexamplePath, steps }; // prettier-ignore
}
