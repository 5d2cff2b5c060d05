import { changeConversation } from '../conversations/change.ts';
import { lockConversationById } from '../conversations/queries.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { Job, Queues } from '../jobs/queues.ts';
import { setMessageStatus } from '../messages/edit.ts';
import { lockMessage } from '../messages/queries.ts';
import type { Result } from './results.ts';

// A customer waits for an answer: a bot that does not take the second try either is not waited for.
const BOT_TRIES = 2;

const aboutMessage = new Set(['message_created', 'message_updated']);

/**
 * The job about what a failed delivery means here, if anything (contract: platform §5.3): of a message of
 * an API inbox when it leaves its lane, of one for a bot after the second try. One that comes through
 * later is made good.
 */
export function settlingOf({ claimed, attempt, fate }: Result): Job[] {
  const { account_id, delivery_id, kind, event } = claimed;
  if (delivery_id === null || attempt === null || !aboutMessage.has(event)) return [];
  const job = (error: string | null): Job[] => [
    { queue: 'settle_delivery', data: { account_id, delivery_id, error } },
  ];
  const { error } = attempt;
  if (error === null) {
    return kind === 'inbox' && event === 'message_created' && claimed.slow ? job(null) : [];
  }
  const isOver = fate.state === 'dead';
  if (kind === 'agent_bot') return isOver || claimed.tries + 1 === BOT_TRIES ? job(error) : [];
  const leaves = fate.state === 'pending' && fate.slow && !claimed.slow;
  return kind === 'inbox' && (isOver || leaves) ? job(error) : [];
}

interface Place extends Record<string, unknown> {
  account_id: number;
  kind: string;
  conversation_id: number;
  message_id: number;
}

const find = `
  select d.account_id, e.kind, d.conversation_id, d.message_id from webhook_deliveries d
  join webhook_endpoints e on e.account_id = d.account_id and e.id = d.endpoint_id
  where d.account_id = $1 and d.id = $2 and d.conversation_id is not null and d.message_id is not null`;

/** Does it. Whatever changed meanwhile stays as it is. */
export async function settleDelivery(
  pool: Pool,
  { account_id, delivery_id, error }: Queues['settle_delivery'],
): Promise<void> {
  await transaction(pool, async (tx) => {
    const place = await row<Place>(tx, find, [account_id, delivery_id]);
    if (place?.kind === 'agent_bot') await handOver(tx, place);
    else if (place !== undefined) await markMessage(tx, place, { delivery_id, error });
  });
}

/** The bot does not answer: people do. */
async function handOver(tx: Tx, { account_id, conversation_id }: Place): Promise<void> {
  const conversation = await lockConversationById(tx, account_id, conversation_id);
  if (conversation?.status !== 'pending') return;
  const by = { actor: null, cause: { by: 'failing_bot' as const } };
  await changeConversation(tx, conversation, { status: 'open' }, by);
}

const wasOurs = `
  select from webhook_attempts where account_id = $1 and delivery_id = $2 and error = $3 limit 1`;

// A message that failed already stays as it is, so that the event of this change, which goes to the same
// address, ends here when it fails as well.
async function markMessage(
  tx: Tx,
  { account_id, conversation_id, message_id }: Place,
  { delivery_id, error }: { delivery_id: number; error: string | null },
): Promise<void> {
  const conversation = await lockConversationById(tx, account_id, conversation_id);
  const message = conversation && (await lockMessage(tx, conversation, message_id));
  if (message === undefined) return;
  const hasFailed = message.status === 'failed';
  if (error !== null) {
    const failed = { actor: null, status: 'failed', external_error: error };
    if (!hasFailed) await setMessageStatus(tx, message, failed);
    return;
  }
  const reason = message.content_attributes['external_error'];
  const isOurs = hasFailed && (await row(tx, wasOurs, [account_id, delivery_id, reason]));
  const sent = { actor: null, status: 'sent', external_error: null };
  if (isOurs !== false && isOurs !== undefined) await setMessageStatus(tx, message, sent);
}
