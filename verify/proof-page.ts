import { tablesOf, type Report } from '../bench/report.ts';
import type { Outcome } from './report.ts';
import type { Row } from './scenario.ts';

/** What `npm run verify -- --json FILE` writes. */
export interface Run {
  seed: number;
  settings: { quick: boolean; scale: number };
  machine: string;
  seconds: number;
  /** Milliseconds that a fixed loop took before each scenario. */
  paces?: number[];
  outcomes: Outcome[];
}

export interface Proof {
  /** ISO 8601. */
  date: string;
  /** What makes this page. */
  command: string;
  /** Whether its parts were run one at a time. */
  inParts?: boolean;
  runs: readonly Run[];
  /** Each scenario without a guard. */
  twins?: Run | undefined;
  benches: readonly Report[];
}

/** The page that says what was promised and what was seen, as Markdown. */
export function pageOfProof({ date, command, inParts, runs, twins, benches }: Proof): string {
  return `${[
    '# Proof',
    `What is promised, and what was seen on ${date.slice(0, 10)}. Everything here is written by \`${command}\`${inParts === true ? ', its parts one at a time with `--only`' : ''}; nothing by hand.`,
    ...runs.slice(0, 1).map(({ machine }) => `Machine: ${machine}.`),
    ...(runs.length === 0 ? [] : ['## Promises', sizeOf(runs), promises(runs)]),
    ...(twins === undefined ? [] : ['## Guards taken out', TWINS, promises([twins])]),
    ...(benches.length === 0 ? [] : ['## Speed', SPEED]),
    ...benches.flatMap(speed),
  ].join('\n\n')}\n`;
}

const TWINS =
  'A test that cannot fail proves nothing. Here a guard is taken out of the server, or of the client that looks: the rows that rest on it must fail.';

const SPEED =
  'Each path over HTTP, beside what `pgbench` alone reaches with the same statements on the same database in the same run.';

function sizeOf(runs: readonly Run[]): string {
  const passed = runs.filter(({ outcomes }) => outcomes.every(({ pass }) => pass)).length;
  const lines = runs.map(({ seed, settings: { quick, scale }, seconds, paces = [], outcomes }) => {
    const size = quick ? 'the short form' : scale === 1 ? 'full size' : `${scale} of the full size`;
    const good = outcomes.filter(({ pass }) => pass).length;
    return `- seed ${seed}, ${size}, ${Math.round(seconds / 60)} minutes: ${good} of ${outcomes.length} scenarios passed${paceOf(paces)}`;
  });
  return [`${passed} of ${runs.length} runs passed as a whole.`, '', ...lines].join('\n');
}

/** Times are times of this machine, which others use too. */
const paceOf = (paces: readonly number[]): string =>
  paces.length === 0
    ? ''
    : `; the machine took ${Math.min(...paces)} to ${Math.max(...paces)} ms for a loop that is always the same`;

function promises(runs: readonly Run[]): string {
  const [first] = runs;
  if (first === undefined) return '';
  const titles = ['', 'goal', ...runs.map(({ seed }) => `seed ${seed}`)];
  const rows = first.outcomes.flatMap(({ name, broken }) => {
    const ran = runs.map(({ outcomes }) => outcomes.find((each) => each.name === name && each.broken === broken)); // prettier-ignore
    const title = broken === undefined ? name : `${name} without ${broken}`;
    const ids = [...new Set(ran.flatMap((each) => each?.rows.map(({ id }) => id) ?? []))];
    return [
      [`**${title}**`, '', ...ran.map(verdict)],
      ...ids.map((id) => {
        const seen = ran.map((each) => each?.rows.find((row) => row.id === id));
        const goal = seen.find((row) => row !== undefined)?.goal ?? '';
        return [id, String(goal), ...seen.map(shown)];
      }),
    ];
  });
  return markdown([titles, ...rows]);
}

function verdict(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'not run';
  return `${outcome.pass ? 'passed' : '**failed**'} in ${outcome.seconds.toFixed(0)} s`;
}

function shown(row: Row | undefined): string {
  if (row === undefined) return '';
  const text = `${row.actual} ${row.unit}`.trim();
  return row.pass ? text : `**✗ ${text}**`;
}

function speed(report: Report): string[] {
  return tablesOf(report).flatMap(({ heading, rows, notes }) => [
    `### ${heading}`,
    `${report.date.slice(0, 10)}, ${report.machine}`,
    markdown(rows),
    ...notes,
  ]);
}

function markdown([titles = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
