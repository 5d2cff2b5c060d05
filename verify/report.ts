import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Row } from './scenario.ts';

/** How one scenario ended. */
export interface Outcome {
  name: string;
  /** The guard that was taken out, in a twin. */
  broken?: string;
  seconds: number;
  rows: Row[];
  pass: boolean;
}

/** Whether something of it could not be tried here: it has not failed, and is not counted as passed. */
export const isSkipped = ({ rows, pass }: Pick<Outcome, 'rows' | 'pass'>): boolean =>
  pass && rows.some((row) => row.skipped === true);

export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GiB, Node ${process.versions.node}, ${process.platform}`;
}

/**
 * Milliseconds that a fixed loop takes now. Shared machines are not equally fast all day: one was seen to take
 * from 500 to 1850 for the same.
 */
export function pace(): number {
  const begun = performance.now();
  let sum = 0;
  for (let index = 0; index < 500_000_000; index += 1) sum += index % 7;
  return Math.round(performance.now() - begun) + (sum < 0 ? 1 : 0);
}

type Line = [what: string, goal: string, actual: string, mark: string];

/** A page: per scenario each row with its goal, what was seen and whether that is good. */
export function table(outcomes: readonly Outcome[]): string {
  const lines: Line[] = [['scenario', 'goal', 'actual', '']];
  for (const outcome of outcomes) {
    const { name, broken, seconds, rows, pass } = outcome;
    const mark = isSkipped(outcome) ? 'skipped' : pass ? 'pass' : 'FAIL';
    const title = broken === undefined ? name : `${name} without ${broken}`;
    lines.push([title, '', `${seconds.toFixed(1)} s`, mark], ...rows.map(line));
  }
  const width = (column: 0 | 1 | 2): number =>
    Math.max(...lines.map((each) => each[column].length)) + 2;
  const widths = [width(0), width(1), width(2)];
  return lines
    .map((each) =>
      each
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

const line = (row: Row): Line => [
  `  ${row.id}`,
  String(row.goal),
  `${row.actual} ${row.unit}`.trim(),
  mark(row),
];

const mark = ({ goal, pass, skipped = false }: Row): string => {
  if (!pass) return '✗';
  if (skipped) return 'skipped';
  return goal === '' ? '' : '✓';
};

/** What was wrong, with examples. */
export function complaints(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ name, rows }) =>
    rows
      .filter(({ pass, details }) => !pass && details !== undefined)
      .flatMap(({ id, details }) => [
        `${name}: ${id}`,
        ...(details ?? []).map((each) => `    ${each}`),
      ]),
  );
}
