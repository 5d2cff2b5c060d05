import { viewerId, type Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { Conversation } from './queries.ts';

// Neither touches updated_at nor records an event (contract §4.13, §4.14).

const unread = `
  update conversations c set agent_last_seen_at = seen.at, assignee_last_seen_at = seen.at
  from (select max(created_at) - interval '1 second' as at from messages
        where account_id = $1 and conversation_id = $2 and message_type = 0) seen
  where c.account_id = $1 and c.id = $2`;

/** Makes the newest customer message unread again. */
export async function markUnread(tx: Tx, { account_id, id }: Conversation): Promise<void> {
  await rows(tx, unread, [account_id, id]);
}

const seen = `
  update conversations set agent_last_seen_at = now(),
    assignee_last_seen_at = case when assignee_id = $3 then now() else assignee_last_seen_at end
  where account_id = $1 and id = $2`;

/** Notes that the caller has seen everything up to now. */
export async function markSeen(
  tx: Tx,
  { account_id, id }: Conversation,
  actor: Actor,
): Promise<void> {
  await rows(tx, seen, [account_id, id, viewerId(actor)]);
}
