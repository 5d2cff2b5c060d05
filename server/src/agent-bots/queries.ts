import type { Actor } from '../auth/actor.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { pictureUrl } from '../db/json.ts';
import { notFound } from '../errors.ts';

export interface AgentBot {
  id: number;
  /** Null for a bot of the installation. */
  account_id: number | null;
  name: string;
  description: string | null;
  outgoing_url: string | null;
  bot_type: 'webhook';
  bot_config: Record<string, unknown>;
  thumbnail: string;
  /** Where it answers first, in this account. */
  inbox_ids: number[];
  /** Its token, encrypted. */
  token: Buffer | null;
}

const select = `
  select b.id, b.account_id, b.name, b.description, b.outgoing_url, b.bot_type, b.bot_config,
    ${pictureUrl('b.avatar_url')} as thumbnail, t.ciphertext as token,
    array(select link.inbox_id from agent_bot_inboxes link
      where link.account_id = $1 and link.agent_bot_id = b.id and link.status = 'active'
      order by link.inbox_id) as inbox_ids
  from agent_bots b left join access_tokens t on t.agent_bot_id = b.id`;

const selectUsable = `${select} where (b.account_id = $1 or b.account_id is null)`;
const selectAll = `${selectUsable} order by b.id`;
const selectOne = `${selectUsable} and b.id = $2`;
const lockOwn = `${select} where b.account_id = $1 and b.id = $2 for update of b`;
const selectOfInbox = `
  ${selectUsable} and b.id = (select link.agent_bot_id from agent_bot_inboxes link
    where link.account_id = $1 and link.inbox_id = $2 and link.status = 'active')`;

/** The bots that the account can use: its own, and those of the installation. */
export async function listBots(db: Db, { account_id }: Actor): Promise<AgentBot[]> {
  return rows<AgentBot & Record<string, unknown>>(db, selectAll, [account_id]);
}

/** A bot that the account can use. Throws 404. */
export async function findBot(db: Db, { account_id }: Actor, id: number | null): Promise<AgentBot> {
  return found(await row<AgentBot & Record<string, unknown>>(db, selectOne, [account_id, id]));
}

/** A bot of the account's own, and nobody else changes it until the transaction ends. Throws 404. */
export async function lockBot(tx: Tx, { account_id }: Actor, id: number | null): Promise<AgentBot> {
  return found(await row<AgentBot & Record<string, unknown>>(tx, lockOwn, [account_id, id]));
}

/** The bot that answers first in the inbox. */
export async function botOfInbox(
  db: Db,
  { account_id, id }: { account_id: number; id: number },
): Promise<AgentBot | undefined> {
  return row<AgentBot & Record<string, unknown>>(db, selectOfInbox, [account_id, id]);
}

function found(bot: AgentBot | undefined): AgentBot {
  if (bot === undefined) throw notFound();
  return bot;
}
