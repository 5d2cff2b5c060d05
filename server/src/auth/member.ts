import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { UserActor } from './actor.ts';

interface Member extends Record<string, unknown> {
  name: string;
  role: UserActor['role'];
  permissions: string[] | null;
}

const findMember = `
  select coalesce(nullif(u.display_name, ''), u.name) as name, m.role, role.permissions
  from memberships m join users u on u.id = m.user_id
  left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
  where m.account_id = $1 and m.user_id = $2 and m.removed_at is null`;

/**
 * A member as the actor they are by now, for what is done in their name after their request. Undefined
 * once they have left the account.
 */
export async function memberActor(
  db: Db,
  { account_id, user_id }: { account_id: number; user_id: number },
): Promise<UserActor | undefined> {
  const found = await row<Member>(db, findMember, [account_id, user_id]);
  if (found === undefined) return undefined;
  const { name, role, permissions } = found;
  const actor: UserActor = { type: 'User', id: user_id, account_id, name, role };
  return permissions === null ? actor : { ...actor, permissions };
}
