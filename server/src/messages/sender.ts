import type { Author } from '../auth/actor.ts';
import { lenientId, type Conversation } from '../conversations/queries.ts';
import { allowBot } from '../agent-bots/agent-bots.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { Sender } from './insert.ts';
import type { MessageInput } from './schema.ts';

/**
 * Who a message is from: the caller, or the bot they name, when it is outgoing; the contact for every
 * other kind (contract §6.2).
 */
export async function senderOf(
  tx: Tx,
  {
    conversation,
    actor,
    input,
  }: { conversation: Conversation; actor: Author | null; input: MessageInput },
): Promise<Sender> {
  const outgoing = ['outgoing', 1, undefined, null, ''].includes(input.message_type as string);
  if (!outgoing) return { type: 'Contact', id: conversation.contact_id };
  const bot = await namedBot(tx, conversation.account_id, input);
  if (bot !== undefined) return { type: 'AgentBot', id: bot };
  // What a rule says is said by nobody (contract: platform §4.9).
  if (actor === null || actor.type === 'AutomationRule') return null;
  return { type: actor.type, id: actor.id };
}

async function namedBot(
  tx: Tx,
  accountId: number,
  input: MessageInput,
): Promise<number | undefined> {
  if (input.sender_type !== 'AgentBot') return undefined;
  const bot = await row<{ id: number }>(
    tx,
    'select id from agent_bots where id = $1 and (account_id = $2 or account_id is null)',
    [lenientId(input.sender_id), accountId],
  );
  if (bot !== undefined) await allowBot(tx, accountId, bot.id);
  return bot?.id;
}
