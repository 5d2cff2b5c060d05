import type { Actor } from '../auth/actor.ts';
import { memberActor } from '../auth/member.ts';
import { powersOf } from '../auth/service-key.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { Scheduled } from './queries.ts';

const findBot = `
  select b.id, b.name from agent_bots b
  where b.id = $2 and (b.account_id = $1 or exists (
    select from agent_bot_inboxes link where link.account_id = $1 and link.agent_bot_id = b.id))`;

const findKey = `
  select k.id, u.name, 'write' = any (k.scopes) as writes, k.all_inboxes,
    k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) as good
  from service_keys k join users u on u.id = k.user_id where k.account_id = $1 and k.user_id = $2`;

interface Key extends Record<string, unknown> {
  id: number;
  name: string;
  writes: boolean;
  all_inboxes: boolean;
  good: boolean;
}

/** Whoever wrote it, as the actor they are by now; undefined once they have left the account. */
export async function authorOf(
  db: Db,
  { account_id, user_id, agent_bot_id }: Pick<Scheduled, 'account_id' | 'user_id' | 'agent_bot_id'>,
): Promise<Actor | undefined> {
  if (user_id === null) {
    const bot = await row<{ id: number; name: string }>(db, findBot, [account_id, agent_bot_id]);
    return bot === undefined ? undefined : { type: 'AgentBot', account_id, ...bot };
  }
  const key = await row<Key>(db, findKey, [account_id, user_id]);
  if (key === undefined) return memberActor(db, { account_id, user_id });
  const { id, name, writes, all_inboxes, good } = key;
  const powers = powersOf({ id, writes, all_inboxes });
  return good && writes ? { type: 'User', id: user_id, account_id, name, ...powers } : undefined;
}
