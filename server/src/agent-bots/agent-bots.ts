import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

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
