/** What a limiter says to one more attempt. */
export interface Verdict {
  allowed: boolean;
  remaining: number;
  /** Until the current window ends. */
  resetSeconds: number;
  /** Until an attempt would be allowed again; 0 when it is now. */
  retryAfterSeconds: number;
}

export interface Window {
  take(key: string): Verdict;
  /** Counts what was allowed elsewhere. */
  add(key: string, used: number): void;
}

// About 30 MB. Beyond it the keys seen longest ago are forgotten, so a flood of addresses costs no more.
const MAX_KEYS = 200_000;
const ROUNDING = 1e-6;

/**
 * Allows `limit` attempts per key in any `windowSeconds`, in this process. What was used in the window
 * before counts by the part of it that is still in sight, so there is no burst of twice the limit where
 * two windows meet. Refused attempts are not counted: who keeps knocking is let in when it is time.
 * Time is monotonic; a clock that jumps neither frees nor locks anybody.
 */
export function slidingWindow(
  limit: number,
  windowSeconds: number,
  now: () => number = () => performance.now() / 1000,
): Window {
  let window = -1;
  let current = new Map<string, number>();
  let previous = new Map<string, number>();

  /** Moves on to the window of this moment. Returns how much of it is left. */
  const look = (): number => {
    const time = now() / windowSeconds;
    const index = Math.floor(time);
    if (index !== window) {
      previous = index === window + 1 ? current : new Map<string, number>();
      current = new Map();
      window = index;
    }
    return 1 - (time - index);
  };
  const take = (key: string): Verdict => {
    const left = look();
    const before = previous.get(key) ?? 0;
    const used = current.get(key) ?? 0;
    const allowed = before * left + used + 1 <= limit + ROUNDING;
    if (allowed) count(current, key, used + 1);
    const taken = before * left + used + (allowed ? 1 : 0);
    return {
      allowed,
      remaining: Math.max(0, Math.floor(limit - taken)),
      resetSeconds: Math.ceil(left * windowSeconds),
      retryAfterSeconds: allowed
        ? 0
        : Math.ceil(windowsUntilFree({ limit, before, used, left }) * windowSeconds),
    };
  };
  const add = (key: string, used: number): void => {
    look();
    count(current, key, (current.get(key) ?? 0) + used);
  };
  return { take, add };
}

function count(counts: Map<string, number>, key: string, used: number): void {
  if (counts.size >= MAX_KEYS && !counts.has(key)) {
    const [oldest] = counts.keys();
    if (oldest !== undefined) counts.delete(oldest);
  }
  counts.set(key, used);
}

/** In windows: how long until `before` (or, in the next window, `used`) has faded enough for one more. */
export function windowsUntilFree(state: {
  limit: number;
  before: number;
  used: number;
  left: number;
}): number {
  const { limit, before, used, left } = state;
  if (used + 1 <= limit) return left - (limit - 1 - used) / before;
  return left + 1 - (limit - 1) / used;
}
