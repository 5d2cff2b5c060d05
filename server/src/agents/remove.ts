import { touchCache } from '../accounts/cache-keys.ts';
import { tellOfSettings } from '../accounts/settings-changed.ts';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { Performer } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { keepOneAdministrator, type Member } from './change.ts';

/** What is theirs as a member and ends with that, by table. The settings of notifications go by a trigger. */
const tables = ['inbox_members', 'team_members', 'notifications'];
const deletions = tables.map(
  (table) => `delete from ${table} where account_id = $1 and user_id = $2`,
);

interface Ending {
  account_id: number;
  user_id: number;
  /** Who caused it, for the lines about it. */
  by: Performer | null;
}

/**
 * Ends a membership. Its row stays, because messages name it; their credentials lose the account with
 * this transaction, and a job takes their conversations from them.
 */
export async function endMembership(tx: Tx, { account_id, user_id, by }: Ending): Promise<void> {
  await rows(
    tx,
    'update memberships set removed_at = clock_timestamp(), custom_role_id = null where account_id = $1 and user_id = $2',
    [account_id, user_id],
  );
  for (const statement of deletions) await rows(tx, statement, [account_id, user_id]);
  await rows(tx, `delete from presence where account_id = $1 and kind = 'User' and id = $2`, [
    account_id,
    user_id,
  ]);
  await touchCache(tx, account_id, 'inbox');
  await touchCache(tx, account_id, 'team');
  await tellOfSettings(tx, account_id, { kind: 'agents', id: user_id });
  const data = { account_id, user_id, by };
  await enqueue(tx, [{ queue: 'release_conversations', data }]);
}

/** Takes somebody out of the account. Throws 422 for the last administrator. */
export async function removeAgent(tx: Tx, actor: Actor, member: Member): Promise<void> {
  const { account_id } = actor;
  await keepOneAdministrator(tx, actor, { member, attribute: 'user' });
  await endMembership(tx, { account_id, user_id: member.id, by: performerOf(actor) });
  const { role, custom_role_id } = member;
  const changes = { user_id: member.id, role, custom_role_id };
  await audit(tx, actor, { type: 'AccountUser', id: member.id, action: 'destroy', changes });
}
