/** A day as `2026-11-26` in an address; undefined for anything else. */
export const dayIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/** When a day begins for whoever looks at it, or one of the days after it. */
export function startOf(day: string, later = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

interface Days {
  from?: string;
  to?: string;
}

/** The instants between which such days are, the last one included; what is absent is no limit. */
export const spanOf = ({ from, to }: Days): { since?: string; until?: string } => ({
  ...(from === undefined ? {} : { since: startOf(from).toISOString() }),
  ...(to === undefined ? {} : { until: startOf(to, 1).toISOString() }),
});
