/** What a limiter says to one more attempt. */
export interface Verdict {
  allowed: boolean;
  remaining: number;
  /** Until the current window ends. */
  resetSeconds: number;
  /** Until an attempt would be allowed again; 0 when it is now. */
  retryAfterSeconds: number;
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
): (key: string) => Verdict {
  let window = -1;
  let current = new Map<string, number>();
  let previous = new Map<string, number>();

  return (key) => {
    const time = now() / windowSeconds;
    const index = Math.floor(time);
    if (index !== window) {
      previous = index === window + 1 ? current : new Map<string, number>();
      current = new Map();
      window = index;
    }
    const left = 1 - (time - index);
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
        : Math.ceil(wait({ limit, before, used, left }) * windowSeconds),
    };
  };
}

function count(counts: Map<string, number>, key: string, used: number): void {
  if (used === 1 && counts.size >= MAX_KEYS) {
    const [oldest] = counts.keys();
    if (oldest !== undefined) counts.delete(oldest);
  }
  counts.set(key, used);
}

/** In windows: how long until `before` (or, in the next window, `used`) has faded enough for one more. */
function wait(state: { limit: number; before: number; used: number; left: number }): number {
  const { limit, before, used, left } = state;
  if (used + 1 <= limit) return left - (limit - 1 - used) / before;
  return left + 1 - (limit - 1) / used;
}
