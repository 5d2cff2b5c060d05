import type { Actor } from '../auth/actor.ts';
import { fleetingNames, pushedNames } from '../cable/events.ts';
import { dataOf } from '../cable/message.ts';
import { loadPerformers } from '../cable/performers.ts';
import type { Db } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import { encodeCursor } from '../events/cursor.ts';
import type { Place } from '../events/place.ts';
import { readLog } from '../events/read-log.ts';
import { heardBy } from './rights.ts';

/** Events that are looked at in one step. */
const BATCH = 200;

/** What happened, with the cursor from which one goes on behind it. */
export interface Change {
  cursor: string;
  event: string;
  data: Record<string, unknown>;
}

export interface Changes {
  changes: Change[];
  /** Everything up to here was looked at. */
  place: Place;
  /** There may be more behind it. */
  isMore: boolean;
}

/** Says what to do: nobody may believe that they heard everything when they did not. */
export const gone =
  'What happened after this cursor can no longer be told completely. Read what you need again, and go on from the meta.cursor of the first list.';

/** The next few things that happened behind a place and the caller may hear of. Throws 410 when some are gone. */
export async function readChanges(
  db: Db,
  actor: Actor,
  { after, limit }: { after: Place; limit: number },
): Promise<Changes> {
  const { account_id } = actor;
  const wanted = { account_id, names: pushedNames, fleeting: fleetingNames };
  const batch = Math.min(BATCH, limit);
  const { position } = after;
  const { epoch, floor, newest, events } = await readLog(db, {
    ...wanted,
    after: position,
    limit: batch,
  });
  if (epoch !== after.epoch || position < floor || position > newest) {
    throw new HttpError(410, { error: gone });
  }
  const heard = await heardBy(db, actor, events);
  const performerOf = await loadPerformers(db, heard);
  const changes = heard.map((event) => ({
    cursor: encodeCursor({ epoch, position: event.position }),
    event: event.name,
    data: dataOf(event, performerOf(event)) ?? {},
  }));
  const isMore = events.length === batch;
  const last = events.at(-1)?.position ?? position;
  // Behind the last event there was nothing of this account when this was read.
  return { changes, place: { epoch, position: isMore ? last : Math.max(last, newest) }, isMore };
}
