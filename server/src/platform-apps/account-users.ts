import { tellOfSettings } from '../accounts/settings-changed.ts';
import { endMembership } from '../agents/remove.ts';
import { appIn, audit } from '../audit/audit.ts';
import type { PlatformApp } from '../auth/actor.ts';
import { jsonObject, iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { JsonText } from '../http/json.ts';

const json = jsonObject({
  id: 'm.id',
  account_id: 'm.account_id',
  user_id: 'm.user_id',
  role: 'm.role',
  inviter_id: 'm.inviter_id',
  created_at: iso('m.created_at'),
  updated_at: iso('m.updated_at'),
  active_at: iso('m.active_at'),
  availability: 'm.availability',
  auto_offline: 'm.auto_offline',
  custom_role_id: 'm.custom_role_id',
  agent_capacity_policy_id: 'null::int',
});

const list = `
  select (${json})::text as json from memberships m
  where m.account_id = $1 and m.removed_at is null order by m.id`;

/** The members of an account, as rows. */
export async function listMembers(db: Db, accountId: number): Promise<JsonText> {
  const found = await rows<{ json: string }>(db, list, [accountId]);
  return new JsonText(`[${found.map((each) => each.json).join(',')}]`);
}

// The user of a service key is nobody who could work there. Who was a member before becomes one again; the role of one who is is changed.
const upsert = `
  insert into memberships as m (account_id, user_id, role)
  select $1, u.id, coalesce($3, 'agent') from users u
  where u.id = $2 and u.deleted_at is null and not exists (select from service_keys k where k.user_id = u.id)
  on conflict (account_id, user_id) do update set role = coalesce($3, m.role), updated_at = now(),
    removed_at = null, custom_role_id = case when m.removed_at is null then m.custom_role_id end
  returning m.id, m.role, (${json})::text as json`;

const findRole = `
  select role from memberships
  where account_id = $1 and user_id = $2 and removed_at is null for update`;

/** Makes a user a member, or changes their role. Throws 422 when there is no such user or role. */
export async function putMember(
  tx: Tx,
  accountId: number,
  { app, user_id, role }: { app: PlatformApp; user_id: number | null; role: unknown },
): Promise<JsonText> {
  if (role != null && role !== 'agent' && role !== 'administrator') {
    throw invalidFields([['role', 'is not included in the list']]);
  }
  const before = await row<{ role: string }>(tx, findRole, [accountId, user_id]);
  const values = [accountId, user_id, role ?? null];
  const made = await row<{ id: number; role: string; json: string }>(tx, upsert, values);
  if (made === undefined) throw invalidFields([['user', 'must exist']]);
  await tellOfSettings(tx, accountId, { kind: 'agents', id: user_id as number });
  if (before?.role !== made.role) {
    await audit(tx, appIn(accountId, app), {
      type: 'AccountUser',
      id: made.id,
      ...(before === undefined
        ? { action: 'create', changes: { user_id, role: made.role } }
        : { action: 'update', changes: { role: [before.role, made.role] } }),
    });
  }
  return new JsonText(made.json);
}

/** Ends a membership; does nothing when there is none. */
export async function removeMember(
  tx: Tx,
  accountId: number,
  { app, user_id }: { app: PlatformApp; user_id: number | null },
): Promise<void> {
  const member = await row<{ id: number; user_id: number; role: string }>(
    tx,
    `select id, user_id, role from memberships where account_id = $1 and user_id = $2 and removed_at is null for update`,
    [accountId, user_id],
  );
  if (member === undefined) return;
  await endMembership(tx, { account_id: accountId, user_id: member.user_id, by: null });
  await audit(tx, appIn(accountId, app), {
    type: 'AccountUser',
    id: member.id,
    action: 'destroy',
    changes: { user_id, role: member.role },
  });
}
