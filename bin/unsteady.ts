import type { Failure, Tally } from './test-tally.ts';

export interface Failed extends Failure {
  file: string;
}

/**
 * Runs the files that have failed once more, one after the other where nothing else runs; their new
 * tallies replace the old ones. Returns what has failed the first time only.
 */
export async function runOnceMore(
  tallies: Map<string, Tally>,
  run: (file: string) => Promise<Tally>,
): Promise<Failed[]> {
  const unsteady: Failed[] = [];
  for (const [file, { failures }] of tallies) {
    if (failures.length === 0) continue;
    const again = await run(file);
    tallies.set(file, again);
    const still = new Set(again.failures.map(({ sentence }) => sentence));
    for (const failure of failures) {
      if (!still.has(failure.sentence)) unsteady.push({ file, ...failure });
    }
  }
  return unsteady;
}
