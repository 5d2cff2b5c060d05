/** `node widget/src/page/test/run.ts RUNS SEED [GUARD]`: plays histories, and prints what came of it as JSON. */
import { converge } from './converge.ts';
import type { Guard } from './history.ts';

const [runs, seed, guard] = process.argv.slice(2);
const outcome = await converge({ runs: Number(runs), seed: Number(seed), guard: guard as Guard });
process.stdout.write(`${JSON.stringify(outcome)}\n`);
