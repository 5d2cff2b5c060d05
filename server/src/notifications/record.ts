import { memberMayOpen, memberMayOpenAllOf, placesOf } from '../conversations/visibility.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent } from '../events/events.ts';
import { loadNotifications } from './load.ts';
import type { Outside } from './outside.ts';

// What each of the people has not read, of what they may open. There may be thousands, and they are counted whenever
// somebody is told something; so for each person alone, their places read once, and a conversation looked up only
// where its inbox does not say enough.
const countFor = `
  select person.id, (
    select count(*) from notifications n
    where n.account_id = $1 and n.user_id = person.id and n.read_at is null and n.snoozed_until is null
      and (${memberMayOpenAllOf('m', 'role', { inbox: 'n.inbox_id', places: 'places' })}
        or exists (select from conversations c where c.account_id = n.account_id and c.id = n.conversation_id
          and ${memberMayOpen('m', 'role', { c: 'c', places: 'places' })}))) as unread
  from unnest($2::bigint[]) person (id)
  join memberships m on m.account_id = $1 and m.user_id = person.id
  left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
  cross join lateral ${placesOf('m')} places`;

interface Gone {
  id: number;
  user_id: number;
}

interface Happened {
  /** Notifications that were made, or changed. */
  created?: readonly number[];
  updated?: readonly number[];
  deleted?: readonly Gone[];
  /** Where those that were made go besides, by id. */
  outside?: ReadonlyMap<number, Outside>;
}

/** Records what became of notifications, for those whose they are, with what they have not read now. */
export async function recordNotifications(
  tx: Tx,
  account_id: number,
  { created = [], updated = [], deleted = [], outside }: Happened,
): Promise<void> {
  const loaded = await loadNotifications(tx, account_id, [...created, ...updated]);
  const people = [...new Set([...loaded, ...deleted].map(({ user_id }) => user_id))];
  if (people.length === 0) return;
  const counts = await rows<{ id: number; unread: number }>(tx, countFor, [account_id, people]);
  const unread = new Map(counts.map(({ id, unread: count }) => [id, count]));
  const isNew = new Set(created);
  const about = (user_id: number) => {
    const count = unread.get(user_id) ?? 0;
    return { user_id, unread_count: count, count };
  };
  const events: AnyEvent[] = [
    ...deleted.map(({ id, user_id }) => ({
      account_id,
      name: 'notification.deleted' as const,
      conversation_id: null,
      payload: { ...about(user_id), notification: { id } },
    })),
    ...loaded.map(({ user_id, conversation_id, notification }): AnyEvent => {
      const payload = { ...about(user_id), notification };
      const where = { account_id, conversation_id };
      const id = notification['id'] as number;
      return isNew.has(id)
        ? {
            ...where,
            name: 'notification.created',
            payload: { ...payload, outside: outside?.get(id) },
          }
        : { ...where, name: 'notification.updated', payload };
    }),
  ];
  await emit(tx, events);
}
