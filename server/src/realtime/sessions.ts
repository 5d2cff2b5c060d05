import { randomBytes } from 'node:crypto';

/** For how many milliseconds a client that went may come back to its subscriptions. */
const KEPT = 60_000;
const MAX_SESSIONS = 20_000;
/** Characters of all identifiers; who has more subscribes again. */
const MAX_LENGTH = 4096;

/**
 * What clients had subscribed to when their connection broke. Only a shortcut, in the memory of this process:
 * who is not known here subscribes again and loses nothing, because what was missed is asked for by place.
 */
export interface Sessions {
  keep(sid: string, identifiers: readonly string[]): void;
  /** Once only. Who comes back is asked for their rights again. */
  take(sid: string): readonly string[];
}

export const newSid = (): string => randomBytes(18).toString('base64url');

export function createSessions(now: () => number = Date.now): Sessions {
  const kept = new Map<string, { identifiers: readonly string[]; until: number }>();
  const forget = (): void => {
    // In the order in which they were kept, so that those whose time is over come first.
    for (const [sid, { until }] of kept) {
      if (until > now() && kept.size <= MAX_SESSIONS) return;
      kept.delete(sid);
    }
  };
  return {
    keep(sid, identifiers) {
      if (identifiers.length === 0 || identifiers.join('').length > MAX_LENGTH) return;
      kept.set(sid, { identifiers, until: now() + KEPT });
      forget();
    },
    take(sid) {
      const found = kept.get(sid);
      kept.delete(sid);
      return found !== undefined && found.until > now() ? found.identifiers : [];
    },
  };
}
