const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds before each attempt, counted from the one before: ten over about three days. */
export const WAITS = [
  0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR,
] as const; // prettier-ignore

const JITTER = 0.2;
/** Others of its conversation do not wait longer than that for one that fails. */
const LANE_SECONDS = 15 * MINUTE;
/** A receiver cannot put us off for longer, in seconds. */
export const LONGEST_WAIT = 24 * HOUR;

export interface Failure {
  /** How often it was tried now, this time included. */
  tries: number;
  /** Of the answer, when there was one. */
  status: number | null;
  /** Seconds that the receiver asks us to wait. */
  retryAfter: number | null;
  isStrict: boolean;
}

/** Seconds are real ones: `scale` makes the table of waits shorter. */
interface Clock {
  scale: number;
  /** From 0 to 1. */
  random: number;
}

export type Fate =
  { state: 'dead'; reason: 'gone' | 'tried' } | { state: 'pending'; wait: number; slow: boolean };

/** What becomes of a delivery that failed. `slow` ones hold up their conversation no longer. */
export function fateOf(
  { tries, status, retryAfter, isStrict }: Failure,
  { scale, random }: Clock,
): Fate {
  if (status === 410) return { state: 'dead', reason: 'gone' };
  const wait = WAITS[tries];
  if (wait === undefined) return { state: 'dead', reason: 'tried' };
  const scheduled = (wait * (1 - JITTER + 2 * JITTER * random)) / scale;
  const slow = !isStrict && sum(tries) > LANE_SECONDS;
  return { state: 'pending', wait: Math.max(scheduled, retryAfter ?? 0), slow };
}

/** Seconds that what was tried so often waits at most, unless its receiver asked for more. */
export const longestWait = (tries: number, scale: number): number =>
  ((WAITS[tries] ?? 0) * (1 + JITTER)) / scale;

/** Seconds from the first attempt to the one that comes after so many. */
const sum = (tries: number): number =>
  WAITS.slice(0, tries + 1).reduce<number>((total, wait) => total + wait, 0);

/** Whether a receiver that answers so wants fewer calls, and for how many seconds none. */
export function holdAfter(status: number | null, retryAfter: number | null): number | null {
  return status === 429 || status === 503 ? retryAfter : null;
}

/** Seconds of a Retry-After header: a number, or a date. */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  const date = /^[a-z]{3}, /i.test(text) ? Date.parse(text) : Number.NaN;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (date - now) / 1000;
  return seconds > 0 ? Math.min(seconds, LONGEST_WAIT) : null;
}

/** Success is 200 to 207 (contract: platform §5.3); redirects are not followed. */
export const isSuccess = (status: number): boolean => status >= 200 && status <= 207;
