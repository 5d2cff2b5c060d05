import type { Random } from './random.ts';

/** One line of the report: what was promised, and what was seen. */
export interface Row {
  id: string;
  /** Such as `≤ 250`; empty for a number that is only told. */
  goal: string | number;
  actual: string | number;
  unit: string;
  pass: boolean;
  /** It could not be tried here, which is no pass and no failure. */
  skipped?: boolean;
  /** What was wrong, to be printed beneath when it was. */
  details?: readonly string[];
}

/** A scenario run without one of the guards that it rests on: it must notice. */
export interface Twin {
  /** What is taken out; `context.broken` says so to the scenario. */
  guard: string;
  /** The rows that have to fail then. */
  fails: readonly string[];
}

export interface Scenario {
  name: string;
  /** In a sentence, for `--list`. */
  promise: string;
  /** Seconds after which it is given up. */
  limit: { full: number; quick: number };
  twins?: readonly Twin[];
  /** It is among those that `--quick` runs when none is named: what each change is checked with. */
  isCheckedAlways?: true;
  run(context: Context): Promise<Row[]>;
}

/** What a run of a scenario is given. */
export interface Context {
  quick: boolean;
  /** Share of the full size: 1 unless `--scale` says otherwise. */
  scale: number;
  /** For the run's length, when `--seconds` names it. */
  seconds: number | undefined;
  random: Random;
  /** The guard that is taken out in this run. */
  broken: string | undefined;
  /** Of this run alone; removed afterwards. */
  directory: string;
  say(line: string): void;
  /** Undone when the run ends, the last first, however it ends. */
  after(close: () => Promise<unknown> | void): void;
}

/** How many of something a run of this size takes. */
export function sized(context: Context, { full, quick }: { full: number; quick: number }): number {
  return context.quick ? quick : Math.max(1, Math.round(full * context.scale));
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

export const atMost = (id: string, goal: number, actual: number, unit: string): Row => ({
  id,
  goal: `≤ ${goal}`,
  actual: rounded(actual),
  unit,
  pass: actual <= goal,
});

export const atLeast = (id: string, goal: number, actual: number, unit: string): Row => ({
  id,
  goal: `≥ ${goal}`,
  actual: rounded(actual),
  unit,
  pass: actual >= goal,
});

export const exactly = (id: string, goal: number, actual: number, unit: string): Row => ({
  id,
  goal: `= ${goal}`,
  actual,
  unit,
  pass: actual === goal,
});

/** Nothing of this kind may have been found. */
export const none = (id: string, found: readonly string[]): Row => ({
  id,
  goal: '= 0',
  actual: found.length,
  unit: '',
  pass: found.length === 0,
  details: found.slice(0, 5),
});

/** A number without a goal, which says what the others are worth. */
export const told = (id: string, actual: string | number, unit = ''): Row => ({
  id,
  goal: '',
  actual: typeof actual === 'number' ? rounded(actual) : actual,
  unit,
  pass: true,
});

/** What cannot be tried here, and why. */
export const skipped = (id: string, because: string): Row => ({
  id,
  goal: '',
  actual: because,
  unit: '',
  pass: true,
  skipped: true,
});

/** The value below which `part` of all lie; 0 of nothing. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
