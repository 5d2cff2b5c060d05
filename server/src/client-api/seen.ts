import type { Author } from '../auth/actor.ts';
import { recordConversation } from '../conversations/events.ts';
import { lockConversationById, type Conversation } from '../conversations/queries.ts';
import { enumName } from '../db/json.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { recordUpdate } from '../messages/edit.ts';
import { MESSAGE_STATUSES, MESSAGE_TYPES, type MessageStatus } from '../messages/enums.ts';
import type { Message } from '../messages/queries.ts';

// What the customer can have read: said by the team or the inbox, to them, and not read so far.
const unread = `
  m.account_id = $1 and m.conversation_id = $2 and m.message_type in (1, 3) and not m.private
  and m.status in (0, 1) and m.created_at <= $3`;

const see = `
  with seen as (
    update conversations set contact_last_seen_at = clock_timestamp()
    where account_id = $1 and id = $2 returning contact_last_seen_at as at
  )
  select seen.at, exists (select from messages m where ${unread.replace('$3', 'seen.at')}) as has_unread from seen`;

/**
 * Notes that the customer has seen the conversation up to now. What they have read by that is marked by
 * a job, because it may be a great deal.
 */
export async function noteSeen(
  tx: Tx,
  { account_id, id }: Conversation,
  actor: Author,
): Promise<void> {
  const seen = await row<{ at: Date; has_unread: boolean }>(tx, see, [account_id, id]);
  await recordConversation(
    tx,
    { account_id, id },
    { actor, facts: [{ name: 'conversation.read' }] },
  );
  if (seen?.has_unread !== true) return;
  const data = { account_id, conversation_id: id, until: seen.at.toISOString() };
  await enqueue(tx, [{ queue: 'mark_messages_read', data }]);
}

const BATCH = 50;

const findUnread = `
  select m.account_id, m.conversation_id, m.id, ${enumName('m.message_type', MESSAGE_TYPES)} as message_type,
    ${enumName('m.status', MESSAGE_STATUSES)} as status, m.content_attributes
  from messages m where ${unread} order by m.id limit ${BATCH} for update`;

const markRead = `
  update messages set status = ${MESSAGE_STATUSES.indexOf('read')}, updated_at = clock_timestamp()
  where account_id = $1 and id = any($2::bigint[])`;

interface Seen {
  account_id: number;
  conversation_id: number;
  until: string;
}

/** Marks as read what the customer has seen, a piece at a time; each message records its change. */
export async function markMessagesRead(pool: Pool, seen: Seen): Promise<void> {
  for (let marked = BATCH; marked === BATCH;) {
    marked = await transaction(pool, (tx) => markSome(tx, seen));
  }
}

async function markSome(tx: Tx, { account_id, conversation_id, until }: Seen): Promise<number> {
  // The conversation first, in the order of everybody who changes a message.
  const conversation = await lockConversationById(tx, account_id, conversation_id);
  if (conversation === undefined) return 0;
  // A time in JSON has milliseconds, the messages' have more: those of this millisecond were seen too.
  const end = new Date(Date.parse(until) + 1);
  const found = await rows<Message & Record<string, unknown>>(tx, findUnread, [
    account_id,
    conversation_id,
    end,
  ]);
  await rows(tx, markRead, [account_id, found.map(({ id }) => id)]);
  for (const message of found) {
    const status: [MessageStatus, MessageStatus] = [message.status, 'read'];
    await recordUpdate(tx, message, { actor: null, changes: [{ status }] });
  }
  return found.length;
}
