import type { Author } from '../auth/actor.ts';
import { presentConversationPush } from '../conversations/present.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { webAddress } from './rules.ts';

interface Telling {
  actor: Author;
  conversation: Conversation;
  event: string;
  url: unknown;
}

// Its deliveries are kept with the address, whatever macro or rule names it.
const keepEndpoint = `
  insert into webhook_endpoints (account_id, kind, url) values ($1, 'action', $2)
  on conflict (account_id, url) where kind = 'action' do nothing`;

/** Records that somebody's server is to be told of the conversation as it is now. */
export async function recordWebhook(tx: Tx, telling: Telling): Promise<void> {
  const { actor, conversation, event } = telling;
  const url = webAddress(telling.url);
  if (url === undefined) throw unprocessable('this is no address to post to');
  const { account_id, id: conversation_id } = conversation;
  await rows(tx, keepEndpoint, [account_id, url]);
  const push = await row<{ data: Record<string, unknown> }>(tx, presentConversationPush, [
    account_id,
    conversation_id,
  ]);
  const payload = { url, body: { ...push?.data, event }, performer: performerOf(actor) };
  await emit(tx, [
    { account_id, name: 'conversation.webhook_requested', conversation_id, payload },
  ]);
}
