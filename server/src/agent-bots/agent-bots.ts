import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Performer } from '../events/events.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** Makes a bot of the account with a token of its own. */
export async function createAgentBot(
  tx: Tx,
  vault: Vault,
  { account_id, name, description }: { account_id: number; name: string; description?: string },
): Promise<{ id: number; name: string; access_token: string }> {
  const bot = (await row<{ id: number }>(
    tx,
    'insert into agent_bots (account_id, name, description) values ($1, $2, $3) returning id',
    [account_id, name, description ?? null],
  )) as { id: number };
  await allowBot(tx, account_id, bot.id);
  return { id: bot.id, name, access_token: await createToken(tx, vault, { agent_bot_id: bot.id }) };
}

/** Lets rows of the account refer to the bot. */
export async function allowBot(tx: Tx, accountId: number, botId: number): Promise<void> {
  await rows(
    tx,
    'insert into account_agent_bots (account_id, agent_bot_id) values ($1, $2) on conflict do nothing',
    [accountId, botId],
  );
}

/** Makes the bot answer first in the inbox: its new conversations start as pending. */
export async function connectBot(
  tx: Tx,
  {
    account_id,
    inbox_id,
    agent_bot_id,
  }: { account_id: number; inbox_id: number; agent_bot_id: number },
): Promise<void> {
  await allowBot(tx, account_id, agent_bot_id);
  await rows(
    tx,
    `insert into agent_bot_inboxes (account_id, inbox_id, agent_bot_id) values ($1, $2, $3)
     on conflict (account_id, inbox_id) do update set agent_bot_id = excluded.agent_bot_id, status = 'active'`,
    [account_id, inbox_id, agent_bot_id],
  );
}

/** Nobody but people answers in the inbox from now on; what the bot dealt with is theirs. */
export async function disconnectBot(
  tx: Tx,
  { account_id, inbox_id, by }: { account_id: number; inbox_id: number; by: Performer | null },
): Promise<void> {
  await rows(tx, 'delete from agent_bot_inboxes where account_id = $1 and inbox_id = $2', [
    account_id,
    inbox_id,
  ]);
  const data = { account_id, inbox_ids: [inbox_id], conversation_ids: [], by };
  await enqueue(tx, [{ queue: 'open_without_bot', data }]);
}

// Where it works, and what was given to it elsewhere.
const findDuties = `
  select a.account_id,
    array(select link.inbox_id from agent_bot_inboxes link
      where link.account_id = a.account_id and link.agent_bot_id = $1) as inbox_ids,
    array(select c.id from conversations c
      where c.account_id = a.account_id and c.assignee_agent_bot_id = $1 and c.status = 2) as conversation_ids
  from account_agent_bots a where a.agent_bot_id = $1`;

interface Duties extends Record<string, unknown> {
  account_id: number;
  inbox_ids: number[];
  conversation_ids: number[];
}

/** Has people take over what a bot deals with that is about to be deleted. */
export async function handOver(
  tx: Tx,
  { id, by }: { id: number; by: Performer | null },
): Promise<void> {
  const duties = await rows<Duties>(tx, findDuties, [id]);
  await enqueue(
    tx,
    duties
      .filter(({ inbox_ids, conversation_ids }) => inbox_ids.length + conversation_ids.length > 0)
      .map(({ account_id, inbox_ids, conversation_ids }) => ({
        queue: 'open_without_bot',
        data: {
          account_id,
          inbox_ids: inbox_ids.map(Number),
          conversation_ids: conversation_ids.map(Number),
          by,
        },
      })),
  );
}
