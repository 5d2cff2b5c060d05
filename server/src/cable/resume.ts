import type { Pool } from '../db/pool.ts';
import { positionBefore } from '../events/positions.ts';
import { readLog } from '../events/read-log.ts';
import type { Missed } from '../realtime/channel.ts';
import type { Follower } from '../realtime/follow.ts';
import { tell } from './deliver.ts';
import { fleetingNames, pushedNames } from './events.ts';
import type { Listener } from './listeners.ts';

const BATCH = 100;

interface Parts {
  pool: Pool;
  follower: Follower;
}

/** The listener hears whatever is not being delivered already. */
export function goLive(listener: Listener, follower: Follower): void {
  listener.after = Math.max(listener.after, follower.through);
  listener.live = true;
}

/**
 * Sends a listener what they missed, by the rights they have now, until nothing is left that the follower
 * delivers or has delivered. From then on it delivers to them: nothing is lost or doubled in between, because
 * the last look and the change are one step. Gives false when not all of it can be had any more; `confirm` is
 * called when all of it was sent.
 */
export async function catchUp(
  { pool, follower }: Parts,
  listener: Listener,
  { missed, confirm }: { missed: Missed; confirm: () => void },
): Promise<boolean> {
  let after = await startOf(pool, missed);
  if (after === undefined) return false;
  const { account_id } = listener;
  const wanted = { account_id, names: pushedNames, fleeting: fleetingNames, limit: BATCH };
  for (;;) {
    const through = follower.through;
    const { epoch, floor, newest, events } = await readLog(pool, { ...wanted, after });
    const isAnother = 'epoch' in missed && missed.epoch !== epoch;
    if (isAnother || after < floor || after > newest) return false;
    const telling = { db: pool, asked: [listener], epoch, isDue: () => true };
    await tell({ ...telling, breathe: async () => listener.line.drained() }, events);
    if (!(await listener.line.drained())) return true;
    const isAll = events.length < BATCH;
    after = Math.max(after, events.at(-1)?.position ?? 0, isAll ? through : 0);
    if (isAll && after >= follower.through) break;
  }
  listener.after = after;
  confirm();
  listener.live = true;
  return true;
}

async function startOf(pool: Pool, missed: Missed): Promise<number | undefined> {
  return 'epoch' in missed ? missed.position : positionBefore(pool, missed.since);
}
