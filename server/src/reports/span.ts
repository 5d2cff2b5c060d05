import { missingParameter, unprocessable } from '../errors.ts';

/** A stretch of time in unix seconds, without its end. */
export interface Span {
  since: number;
  until: number;
}

const LATEST = 253_402_300_799; // the last second of the year 9999

/** Checks the stretch of time that a report is about. Throws 422 when an end is missing or out of range. */
export function spanOf({ since, until }: Partial<Span>): Span {
  if (since === undefined) throw missingParameter('since');
  if (until === undefined) throw missingParameter('until');
  checkInstant('since', since);
  checkInstant('until', until);
  return { since, until };
}

/** Throws 422 for an instant before 1970 or after the year 9999. */
export function checkInstant(name: string, seconds: number): void {
  if (seconds < 0 || seconds > LATEST) throw unprocessable(`${name} is out of range`);
}

/** The stretch of equal length just before; it begins at 1970 at the earliest. */
export const spanBefore = ({ since, until }: Span): Span => ({
  since: Math.max(0, since - Math.max(0, until - since)),
  until: since,
});

/**
 * The time zone that a report's days begin in, as PostgreSQL reads it: `timezone` by name, with its
 * changes of clocks, or a fixed offset in hours. Throws 422 for what is none.
 */
export function zoneOf(input: {
  timezone?: string | undefined;
  timezone_offset?: number | undefined;
}): string {
  const { timezone, timezone_offset: offset = 0 } = input;
  if (timezone !== undefined && timezone !== '') {
    if (!isZone(timezone)) throw unprocessable('timezone is not a known time zone');
    return timezone;
  }
  const minutes = Math.round(offset * 60);
  if (Math.abs(minutes) > 14 * 60) throw unprocessable('timezone_offset is out of range');
  if (minutes === 0) return 'UTC';
  // POSIX counts westwards.
  return `<${offsetName(minutes)}>${minutes > 0 ? '-' : '+'}${clock(minutes)}`;
}

/** What people call a zone of `zoneOf`. */
export const zoneName = (zone: string): string => /^<(.+)>/.exec(zone)?.[1] ?? zone;

const two = (number: number): string => String(number).padStart(2, '0');
const clock = (minutes: number): string =>
  `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
const offsetName = (minutes: number): string => `UTC${minutes > 0 ? '+' : '-'}${clock(minutes)}`;

function isZone(name: string): boolean {
  // Offsets without a name mean the opposite to PostgreSQL.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
