/** One thing that was not as it should be, and how often. */
interface Remark {
  reason: string;
  count: number;
  /** Ids of the source, or paths of files; the first ones. */
  examples: (number | string)[];
}

export interface KindReport {
  kind: string;
  found: number;
  copied: number;
  already_there: number;
  skipped: Remark[];
  /** Copied, though not exactly as it was. */
  changed: Remark[];
}

export interface ImportReport {
  dry_run: boolean;
  source: string;
  started_at: string;
  finished_at: string;
  kinds: KindReport[];
  /** What stays behind, by table. */
  left_behind: Record<string, { rows: number; because: string }>;
}

const EXAMPLES = 10;
/** Files that are missing are looked for one by one: the report names them. */
export const MANY_EXAMPLES = 10_000;

/** Counts what happens to the rows of one kind. */
export function createTally(kind: string) {
  const skipped = new Map<string, Remark>();
  const changed = new Map<string, Remark>();
  const report = { kind, found: 0, copied: 0, already_there: 0 };
  const add = (
    to: Map<string, Remark>,
    reason: string,
    example: number | string,
    most: number,
  ): void => {
    const remark = to.get(reason) ?? { reason, count: 0, examples: [] };
    to.set(reason, remark);
    remark.count += 1;
    if (remark.examples.length < most) remark.examples.push(example);
  };
  return {
    found: (count: number): void => void (report.found += count),
    copied: (count: number): void => void (report.copied += count),
    alreadyThere: (count: number): void => void (report.already_there += count),
    skip: (reason: string, example: number | string, most = EXAMPLES): void =>
      add(skipped, reason, example, most),
    change: (reason: string, example: number | string): void =>
      add(changed, reason, example, EXAMPLES),
    report: (): KindReport => ({
      ...report,
      skipped: [...skipped.values()],
      changed: [...changed.values()],
    }),
  };
}

export type Tally = ReturnType<typeof createTally>;

/** The report for the screen. */
export function printable(report: ImportReport): string {
  const rows = report.kinds.filter((kind) => kind.found > 0);
  if (rows.length === 0)
    return 'There is nothing to copy: no accounts, or none of those asked for.';
  const sum = (remarks: Remark[]): number => remarks.reduce((total, each) => total + each.count, 0);
  const table = [
    ['', report.dry_run ? 'would copy' : 'copied', 'already there', 'skipped'],
    ...rows.map((kind) => [
      kind.kind,
      `${kind.copied}`,
      `${kind.already_there}`,
      `${sum(kind.skipped)}`,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((n) =>
    Math.max(...table.map((cells) => (cells[n] ?? '').length)),
  );
  const lines = table.map((cells) =>
    cells
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  '),
  );
  const remarks = rows.flatMap((kind) => [
    ...kind.skipped.map((remark) => `${kind.kind}: skipped ${told(remark)}`),
    ...kind.changed.map((remark) => `${kind.kind}: changed ${told(remark)}`),
  ]);
  const behind = Object.entries(report.left_behind).map(
    ([table_, { rows: count, because }]) => `${table_}: ${count} left behind, ${because}`,
  );
  return [...lines, ...titled('Worth knowing', remarks), ...titled('Left behind', behind)].join(
    '\n',
  );
}

function told({ count, reason, examples }: Remark): string {
  const shown = examples.slice(0, 5).join(', ');
  return `${count}, ${reason} (${shown}${count > 5 ? ' …' : ''})`;
}

const titled = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((each) => `  ${each}`)];
