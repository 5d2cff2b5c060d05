import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { parseSnoozedUntil } from '../conversations/rules.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { missingParameter, notFound, unprocessable } from '../errors.ts';
import { lockNotification } from './list.ts';
import { rawJson } from './present.ts';
import { recordNotifications } from './record.ts';

const update = (assignments: string): string => `
  update notifications n set ${assignments}, updated_at = clock_timestamp()
  where n.account_id = $1 and n.id = $2 returning ${rawJson} as json`;

const read = update('read_at = clock_timestamp()');
const unread = update('read_at = null');
const snooze = update(`snoozed_until = $3, meta = n.meta || '{"last_snoozed_at": null}'::jsonb`);

interface Which {
  actor: Actor;
  id: unknown;
}

/** Changes one of the caller's own and answers with its row. Throws 404. */
async function change(
  tx: Tx,
  { actor, id }: Which,
  { statement, values = [] }: { statement: string; values?: unknown[] },
): Promise<unknown> {
  const key = await lockNotification(tx, actor, id);
  const changed = await row<{ json: unknown }>(tx, statement, [actor.account_id, key, ...values]);
  if (changed === undefined) throw notFound();
  await recordNotifications(tx, actor.account_id, { updated: [key] });
  return changed.json;
}

export const markRead = async (tx: Tx, which: Which): Promise<unknown> =>
  change(tx, which, { statement: read });

export const markUnread = async (tx: Tx, which: Which): Promise<unknown> =>
  change(tx, which, { statement: unread });

/** Hides it until then. Throws 422 without a time. */
export async function snoozeNotification(
  tx: Tx,
  { snoozed_until, ...which }: Which & { snoozed_until: unknown },
): Promise<unknown> {
  const until = parseSnoozedUntil(snoozed_until);
  if (until === null) throw missingParameter('snoozed_until');
  return change(tx, which, { statement: snooze, values: [until] });
}

const readAll = `
  update notifications set read_at = clock_timestamp(), updated_at = clock_timestamp()
  where account_id = $1 and user_id = $2 and read_at is null and ($3::bigint is null or conversation_id = $3)`;

/** Marks all of the caller's as read, or those of one conversation. It is no event (contract: platform §4.13). */
export async function markAllRead(
  tx: Tx,
  actor: Actor,
  {
    primary_actor_type,
    primary_actor_id,
  }: { primary_actor_type?: unknown; primary_actor_id?: unknown },
): Promise<void> {
  const isAbout = primary_actor_id !== undefined && primary_actor_id !== null;
  // What is no conversation has no notifications.
  const about = primary_actor_type === 'Conversation' ? (lenientId(primary_actor_id) ?? 0) : 0;
  await rows(tx, readAll, [actor.account_id, actor.id, isAbout ? about : null]);
}

const remove = `delete from notifications where account_id = $1 and id = $2 returning id, user_id`;

export async function deleteNotification(tx: Tx, { actor, id }: Which): Promise<void> {
  const key = await lockNotification(tx, actor, id);
  const deleted = await rows<{ id: number; user_id: number }>(tx, remove, [actor.account_id, key]);
  await recordNotifications(tx, actor.account_id, { deleted });
}

const removeAll = `
  delete from notifications
  where account_id = $1 and user_id = $2 and ($3 or read_at is not null) returning id, user_id`;

/** Deletes the caller's of this account: those that are read, or all. Throws 422 for anything else. */
export async function deleteNotifications(tx: Tx, actor: Actor, type: unknown): Promise<void> {
  if (type !== 'read' && type !== 'all') {
    throw type === undefined || type === null || typeof type === 'object'
      ? missingParameter('type')
      : unprocessable(`'${String(type).slice(0, 100)}' is not a valid type`);
  }
  const deleted = await rows<{ id: number; user_id: number }>(tx, removeAll, [
    actor.account_id,
    actor.id,
    type === 'all',
  ]);
  await recordNotifications(tx, actor.account_id, { deleted });
}
