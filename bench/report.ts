import { cpus, totalmem } from 'node:os';
import { bars, curves } from './plots.ts';
import type { Growth } from './growth.ts';
import type { Measured, Paths } from './paths.ts';

export interface Report {
  /** ISO 8601. */
  date: string;
  machine: string;
  paths?: Paths;
  growth?: Growth;
}

export function machineName(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.version}`;
}

type Log = (line: string) => void;
type Row = readonly string[];

const number = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);

const ratioOf = ({ perSecond, database }: Measured): number | undefined =>
  database === undefined ? undefined : perSecond / database;

const pathTitles: Row = [
  'path',
  '/s',
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'RSS MB',
  'pgbench/s',
  'ratio',
];

const pathRows = ({ measured }: Paths): Row[] =>
  measured.map((each) => [
    each.name,
    number(each.perSecond),
    number(each.p50, 1),
    number(each.p99, 1),
    number(each.cpu, 2),
    number(each.memory),
    number(each.database),
    number(ratioOf(each), 2),
  ]);

const pathsHeading = ({ settings, database }: Paths): string =>
  `${settings.size.conversations} conversations of ${settings.size.messages} messages, ${settings.connections} connections, ${settings.processes} processes, ${settings.seconds} s each, ${database}`;

const pathNotes = ({ bare, fanOut }: Paths): string[] => [
  `A route that does nothing, in one process: ${number(bare)}/s.`,
  ...(fanOut === undefined
    ? []
    : [`A message is with all of ${fanOut.sockets} sockets after ${number(fanOut.p50)} ms (p99 ${number(fanOut.p99)} ms).`]), // prettier-ignore
];

export function printPaths(paths: Paths, log: Log): void {
  log(`\n${pathsHeading(paths)}\n`);
  printTable([pathTitles, ...pathRows(paths)], log);
  log('');
  for (const note of pathNotes(paths)) log(note);
}

interface Table {
  heading: string;
  rows: readonly Row[];
  notes: readonly string[];
}

/** What a report holds as tables of text, the first row of each its titles. */
export function tablesOf({ paths, growth }: Report): Table[] {
  return [
    ...(paths === undefined
      ? []
      : [{ heading: pathsHeading(paths), rows: [pathTitles, ...pathRows(paths)], notes: pathNotes(paths) }]), // prettier-ignore
    ...(growth === undefined
      ? []
      : [{ heading: GROWTH, rows: [growthTitles(growth), ...growthRows(growth)], notes: [] }]),
  ];
}

const GROWTH = 'One request at a time in accounts of so many conversations; growth from 10,000 on';

const growthTitles = ({ sizes }: Growth): Row => ['p50 ms', ...sizes.map(String), 'growth'];

/** How many times as long the largest takes as the one of 10,000, or the smallest where there is none. */
function growthOf({ sizes }: Growth, milliseconds: readonly number[]): number {
  const from = Math.max(0, sizes.indexOf(10_000));
  return (milliseconds.at(-1) ?? 0) / (milliseconds[from] ?? 1);
}

const growthRows = (growth: Growth): Row[] =>
  growth.paths.map(({ name, milliseconds }) => [
    name,
    ...milliseconds.map((each) => number(each, 2)),
    `${number(growthOf(growth, milliseconds), 2)}×`,
  ]);

export function printGrowth(growth: Growth, log: Log): void {
  log('');
  printTable([growthTitles(growth), ...growthRows(growth)], log);
}

function printTable(rows: readonly Row[], log: Log): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    log(
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
        )
        .join(''),
    );
  }
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const row = (cells: Row, tag: 'td' | 'th'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;

const tableOf = (titles: Row, rows: readonly Row[]): string =>
  `<table><thead>${row(titles, 'th')}</thead><tbody>${rows.map((each) => row(each, 'td')).join('')}</tbody></table>`;

/** A page of its own, which needs nothing from elsewhere. */
export function pageOf({ date, machine, paths, growth }: Report): string {
  const parts: string[] = [];
  if (paths !== undefined) {
    const compared = paths.measured.filter(({ database }) => database !== undefined);
    parts.push(
      `<h2>Paths</h2><p>${escape(pathsHeading(paths))}</p>`,
      tableOf(pathTitles, pathRows(paths)),
      ...pathNotes(paths).map((note) => `<p>${escape(note)}</p>`),
      '<h3>Of what the database alone reaches</h3>',
      bars(compared.map((each) => ({ name: each.name, value: ratioOf(each) ?? 0 }))),
      '<h3>p99, milliseconds</h3>',
      bars(paths.measured.map(({ name, p99 }) => ({ name, value: p99 }))),
    );
  }
  if (growth !== undefined) {
    parts.push(
      '<h2>Growth</h2><p>Median milliseconds of one client alone, by the number of conversations.</p>',
      tableOf(growthTitles(growth), growthRows(growth)),
      curves(growth.sizes, growth.paths.map(({ name, milliseconds }) => ({ name, values: milliseconds }))), // prettier-ignore
    );
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Confab: how fast</title><style>${STYLE}</style></head><body><main><h1>How fast</h1><p>${escape(date)}, ${escape(machine)}</p>${parts.join('\n')}</main></body></html>\n`;
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}td,th{padding:.25rem .5rem;border-bottom:1px solid #8884;text-align:right}
td:first-child,th:first-child{text-align:left}svg{width:100%;height:auto}text{fill:currentColor;font-size:12px}`;
