import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { presentNotifications } from './present.ts';
import { bodyOf, titleOf, type Told } from './rules.ts';

/** A notification as its list and its events show it, and whose it is. */
export interface Loaded {
  user_id: number;
  conversation_id: number;
  notification: Record<string, unknown>;
}

type Row = Told & { user_id: number; conversation_id: number; shown: Record<string, unknown> };

/** These notifications, in the order of the ids. */
export async function loadNotifications(
  db: Db,
  accountId: number,
  ids: readonly number[],
): Promise<Loaded[]> {
  if (ids.length === 0) return [];
  const found = await rows<Row & Record<string, unknown>>(db, presentNotifications, [
    accountId,
    ids,
  ]);
  return found.map(({ user_id, conversation_id, shown, ...told }) => {
    const { id, notification_type, ...rest } = shown;
    return {
      user_id,
      conversation_id,
      notification: {
        id,
        notification_type,
        push_message_title: titleOf(told),
        push_message_body: bodyOf(told),
        ...rest,
      },
    };
  });
}
