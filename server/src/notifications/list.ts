import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { pageNumber } from '../http/schema.ts';
import { loadNotifications } from './load.ts';

const PER_PAGE = 15;

// $1 account, $2 user, $3 their view limit. What one cannot open any more, one is not told of.
const own = (actor: Actor): string => `
  from notifications n
  join conversations c on c.account_id = n.account_id and c.id = n.conversation_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  where n.account_id = $1 and n.user_id = $2 and ${mayOpenText(actor, 3)}`;

const wanted = '($4 or n.read_at is null) and ($5 or n.snoozed_until is null)';
const unread = 'n.read_at is null and n.snoozed_until is null';

const valuesOf = (actor: Actor): (number | null)[] => [
  actor.account_id,
  actor.id,
  viewLimit(actor),
];

interface Wanted {
  page?: unknown;
  sort_order?: unknown;
  includes?: unknown;
}

/** One page of the caller's notifications, unread ones unless more are asked for. */
export async function listNotifications(db: Db, actor: Actor, input: Wanted) {
  const includes = [input.includes].flat();
  const values = [...valuesOf(actor), includes.includes('read'), includes.includes('snoozed')];
  const direction = input.sort_order === 'asc' ? 'asc' : 'desc';
  const counts = await row<{ count: number; unread_count: number }>(
    db,
    `select count(*) filter (where ${wanted}) as count, count(*) filter (where ${unread}) as unread_count
     ${own(actor)}`,
    values,
  );
  const page = await rows<{ id: number }>(
    db,
    `select n.id ${own(actor)} and ${wanted}
     order by n.last_activity_at ${direction}, n.id ${direction} limit ${PER_PAGE} offset $6`,
    [...values, (pageNumber(input.page) - 1) * PER_PAGE],
  );
  const ids = page.map(({ id }) => id);
  const loaded = await loadNotifications(db, actor.account_id, ids);
  const { count = 0, unread_count = 0 } = counts ?? {};
  return {
    data: {
      meta: { unread_count, count, current_page: echoed(input.page) },
      payload: loaded.map(({ notification }) => notification),
    },
  };
}

/** As it was asked for (contract: platform §4.13). */
const echoed = (page: unknown): number | string =>
  typeof page === 'string' || typeof page === 'number' ? String(page).slice(0, 20) : 1;

/** How many the caller has not read. */
export async function countUnread(db: Db, actor: Actor): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    `select count(*) as count ${own(actor)} and ${unread}`,
    valuesOf(actor),
  );
  return found?.count ?? 0;
}

/** The key of one of the caller's own, which nobody else changes meanwhile. Throws 404. */
export async function lockNotification(tx: Tx, actor: Actor, id: unknown): Promise<number> {
  const found = await row<{ id: number }>(
    tx,
    `select n.id ${own(actor)} and n.id = $4 for update of n`,
    [...valuesOf(actor), lenientId(id)],
  );
  if (found === undefined) throw notFound();
  return found.id;
}
