import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { Range } from './positions.ts';

/** An event as it was recorded, with the position it has for ever. */
export interface LoggedEvent {
  position: number;
  account_id: number;
  id: number;
  name: string;
  conversation_id: number | null;
  payload: unknown;
}

interface Wanted {
  account_id: number;
  after: number;
  names: readonly string[];
  /** Of these it is of no interest that they were once, only that they are now. */
  fleeting: readonly string[];
  limit: number;
}

// What somebody does just now is no news a few seconds later.
const find = `
  select range.epoch, range.floor, range.newest, found.*
  from (select e.epoch,
    (select position from event_publications order by position limit 1) as floor,
    (select position from event_publications order by position desc limit 1) as newest
    from event_epoch e) range
  left join lateral (
    select l.position, l.account_id, l.event_id as id, e.name, e.conversation_id, e.payload
    from event_log l join events e on e.account_id = l.account_id and e.id = l.event_id
    where l.account_id = $1 and l.position > $2 and e.name = any($3::text[])
      and (e.name <> all($4::text[]) or e.created_at > now() - interval '15 seconds')
    order by l.position limit $5) found on true`;

/**
 * What happened in an account after a position, in order, with the range that could be read at that very
 * moment: who was below the floor, or of another epoch, has missed something.
 */
export async function readLog(
  db: Db,
  { account_id, after, names, fleeting, limit }: Wanted,
): Promise<Range & { events: LoggedEvent[] }> {
  type Found = Range & { [K in keyof LoggedEvent]: LoggedEvent[K] } & Record<string, unknown>;
  const found = await rows<Found>(db, find, [account_id, after, names, fleeting, limit]);
  const [first] = found;
  if (first === undefined) throw new Error('nothing was ever published in this database');
  const { epoch, floor, newest } = first;
  return { epoch, floor, newest, events: first.position === null ? [] : found };
}
