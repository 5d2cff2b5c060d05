import { dayIn } from '../../time/days.ts';

export const ranges = ['today', '7d', '30d', '90d', '365d'] as const;
export const groupings = ['hour', 'day', 'week', 'month'] as const;

export type Range = (typeof ranges)[number];
export type Grouping = (typeof groupings)[number];

/** Which numbers are shown. All of it stands in the address; what is usual is left out. */
export interface ReportSearch {
  range?: Range;
  /** Days as `2026-11-26`, the last one included; both or none, and then instead of `range`. */
  from?: string;
  to?: string;
  group?: Grouping;
  business?: true;
  metric?: string;
  /** The agent, inbox, team or label that is looked at alone. */
  id?: number;
}

/** Unix seconds; until just before the end. */
export interface Span {
  since: number;
  until: number;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((each) => each === value);

/** Reads an address as somebody may have written it. */
export function readReport(search: Record<string, unknown>): ReportSearch {
  const [from, to] = [dayIn(search['from']), dayIn(search['to'])];
  const isSpan = from !== undefined && to !== undefined && from <= to;
  const id = Number(search['id']);
  const report: ReportSearch = {
    range: isSpan ? undefined : oneOf(ranges, search['range']),
    from: isSpan ? from : undefined,
    to: isSpan ? to : undefined,
    group: oneOf(groupings, search['group']),
    business: search['business'] === true || search['business'] === 'true' ? true : undefined,
    metric: typeof search['metric'] === 'string' ? search['metric'] : undefined,
    id: Number.isSafeInteger(id) && id > 0 ? id : undefined,
  };
  return Object.fromEntries(Object.entries(report).filter(([, value]) => value !== undefined));
}

const days: Record<Range, number> = { today: 1, '7d': 7, '30d': 30, '90d': 90, '365d': 365 };

const midnight = (year: number, month: number, day: number): number =>
  Math.floor(new Date(year, month, day).getTime() / 1000);

/** The time that a report is about, in whole days of whoever looks at it. */
export function spanOf({ range, from, to }: ReportSearch, now = new Date()): Span {
  if (from !== undefined && to !== undefined) {
    const [first, last] = [from, to].map((day) => day.split('-').map(Number));
    const [y1 = 0, m1 = 1, d1 = 1] = first ?? [];
    const [y2 = 0, m2 = 1, d2 = 1] = last ?? [];
    return { since: midnight(y1, m1 - 1, d1), until: midnight(y2, m2 - 1, d2 + 1) };
  }
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  return {
    since: midnight(year, month, day + 1 - days[range ?? '7d']),
    until: midnight(year, month, day + 1),
  };
}

/** How a span may be cut into pieces that can be told apart in a chart, the usual one first. */
export function groupingsFor({ since, until }: Span): Grouping[] {
  const length = (until - since) / 86_400;
  if (length <= 2) return ['hour', 'day'];
  if (length <= 31) return ['day', 'week', 'hour'];
  if (length <= 120) return ['week', 'day', 'month'];
  return ['month', 'week', 'day'];
}

export function groupingOf(search: ReportSearch, span: Span): Grouping {
  const possible = groupingsFor(span);
  return possible.find((each) => each === search.group) ?? possible[0] ?? 'day';
}

export const timezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
