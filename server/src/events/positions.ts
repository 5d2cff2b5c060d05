import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';

/** What can be read: everything above `floor`, up to `newest`. Positions of another epoch mean nothing here. */
export interface Range {
  epoch: string;
  floor: number;
  newest: number;
}

const find = `
  select e.epoch,
    (select position from event_publications order by position limit 1) as floor,
    (select position from event_publications order by position desc limit 1) as newest
  from event_epoch e`;

/** The range at this moment. What is committed later gets positions above `newest`. */
export async function findRange(db: Db): Promise<Range> {
  const found = await row<Range & Record<string, unknown>>(db, find);
  if (found === undefined) throw new Error('nothing was ever published in this database');
  return found;
}

const findBefore = `
  select position from event_publications
  where published_at < to_timestamp($1::double precision) order by position desc limit 1`;

/** The newest position that was surely published before an instant (unix seconds); undefined when that was swept. */
export async function positionBefore(db: Db, seconds: number): Promise<number | undefined> {
  return (await row<{ position: number }>(db, findBefore, [seconds]))?.position;
}
