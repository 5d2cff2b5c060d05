import { viewerId, type Actor } from '../auth/actor.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import { causeOf, placeLeft, pushedAs } from '../cable/events.ts';
import { placesLeft } from '../conversations/places-left.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { LoggedEvent } from '../events/read-log.ts';

// What was deleted is judged by where it was.
const findOpen = (actor: Actor): string => `
  select c.id, c.living from (
    select c.account_id, c.id, c.inbox_id, c.team_id, c.assignee_id, '{}'::bigint[] as took_part,
      true as living
    from conversations c where c.account_id = $1 and c.id = any($2::bigint[])
    union all
    select left_.account_id, left_.id, left_.inbox_id, left_.team_id, left_.assignee_id, left_.took_part, false
    from ${placesLeft('$4')} left_
  ) c
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  where ${mayOpenText(actor, 3, 'c.took_part')}`;

type Json = Record<string, unknown>;

/**
 * Which of the events the caller may hear of, by the rights they have now: of conversations that they may
 * open, of contacts and of what everybody works with, and of notifications of their own.
 */
export async function heardBy(
  db: Db,
  actor: Actor,
  events: readonly LoggedEvent[],
): Promise<LoggedEvent[]> {
  const ids = events.flatMap(({ conversation_id: id }) => (id === null ? [] : [id]));
  const left = events.flatMap((event) => placeLeft(event) ?? []);
  const values = [actor.account_id, [...new Set(ids)], viewLimit(actor), JSON.stringify(left)];
  type Found = { id: number; living: boolean };
  const found = ids.length === 0 ? [] : await rows<Found>(db, findOpen(actor), values);
  const open = new Set(found.map(({ id, living }) => `${id} ${living}`));
  const isOpen = (event: LoggedEvent): boolean =>
    open.has(`${event.conversation_id} ${placeLeft(event) === undefined}`);
  return events.filter((event) => {
    const { name, conversation_id: id, payload } = event;
    const how = pushedAs(name);
    if (how === null || (id !== null && !isOpen(event))) return false;
    const to = typeof how.to === 'function' ? how.to(payload as Json) : how.to;
    if (to === 'members') return true;
    if (to === 'its user') return (payload as { user_id: number }).user_id === viewerId(actor);
    const cause = causeOf(payload);
    const isOwn = cause?.type === actor.type && cause.id === actor.id;
    return id !== null && !(to === 'the others' && isOwn);
  });
}
