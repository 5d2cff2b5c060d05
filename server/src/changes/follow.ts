import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../auth/actor.ts';
import type { Pool } from '../db/pool.ts';
import type { Doorbell } from '../events/doorbell.ts';
import type { Place } from '../events/place.ts';
import { readChanges, type Changes } from './read.ts';

/** Milliseconds before a caller is asked again who they are while nothing happens. */
const ASK_AGAIN = 5000;
/** Whoever may hear of nothing that happens looks only so often. */
const REST = 100;

/** Somebody who follows the changes of their account. */
export interface Caller {
  pool: Pool;
  doorbell: Doorbell;
  /** Who it is, now. Throws 401 once they may not call any more. */
  actor: () => Promise<Actor>;
  /** The caller has gone. */
  isGone: () => boolean;
}

/**
 * Gives what happened behind a place, step by step, and waits for more until an instant (by `performance.now`);
 * a step without changes shows that time has passed. Ends when the caller has gone, or when the server stops.
 */
export async function* followChanges(
  { pool, doorbell, actor, isGone }: Caller,
  { after, limit, until }: { after: Place; limit: number; until: number },
): AsyncGenerator<Changes> {
  let place = after;
  while (!isGone()) {
    const who = await actor();
    const found = await readChanges(pool, who, { after: place, limit });
    ({ place } = found);
    yield found;
    const left = until - performance.now();
    if (left <= 0 || doorbell.isClosed) return;
    if (found.isMore) continue;
    if (found.changes.length === 0) await sleep(Math.min(left, REST), undefined, { ref: false });
    await doorbell.wait(who.account_id, place.position, Math.min(left, ASK_AGAIN));
  }
}
