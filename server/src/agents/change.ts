import { tellOfSettings } from '../accounts/settings-changed.ts';
import { offerWork } from '../assignment/give-out.ts';
import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound } from '../errors.ts';
import { checkCustomRole } from './add.ts';
import { standingAfter, type Standing } from './rules.ts';

/** A member with what an administrator may change about them. */
export interface Member extends Standing {
  id: number;
  name: string;
  email: string;
  availability: 'online' | 'offline' | 'busy';
  auto_offline: boolean;
}

const lock = `
  select m.user_id as id, u.name, u.email, m.role, m.availability, m.auto_offline, m.custom_role_id
  from memberships m join users u on u.id = m.user_id
  where m.account_id = $1 and m.user_id = $2 and m.removed_at is null for update of m`;

const lockAdministrators = `
  select user_id as id from memberships
  where account_id = $1 and role = 'administrator' and removed_at is null order by user_id for update`;

/** The member, whom nobody else changes meanwhile. Throws 404 when there is none. */
export async function lockMember(tx: Tx, actor: Actor, id: unknown): Promise<Member> {
  // First all administrators, in order: two who remove each other must not both succeed.
  await rows(tx, lockAdministrators, [actor.account_id]);
  const member = await row<Member & Record<string, unknown>>(tx, lock, [
    actor.account_id,
    lenientId(id),
  ]);
  if (member === undefined) throw notFound();
  return member;
}

/** Throws 422 when the account would be without administrators. */
export async function keepOneAdministrator(
  tx: Tx,
  { account_id }: Actor,
  { member, attribute }: { member: Member; attribute: string },
): Promise<void> {
  if (member.role !== 'administrator') return;
  const all = await rows<{ id: number }>(tx, lockAdministrators, [account_id]);
  if (all.some(({ id }) => id !== member.id)) return;
  throw invalidFields([[attribute, 'must stay: they are the last administrator of the account']]);
}

interface Changes extends Partial<Standing> {
  name?: string | undefined;
  availability?: Member['availability'] | undefined;
  auto_offline?: boolean | undefined;
}

const update = `
  update memberships set role = $3, availability = $4, auto_offline = $5, custom_role_id = $6
  where account_id = $1 and user_id = $2`;

const audited = ['name', 'role', 'availability', 'auto_offline', 'custom_role_id'] as const;

/** Changes what was given about a member; the name is their own, in every account. */
export async function changeAgent(
  tx: Tx,
  actor: Actor,
  { member, changes }: { member: Member; changes: Changes },
): Promise<void> {
  const standing = standingAfter(member, changes);
  const after: Member = {
    ...member,
    ...standing,
    name: changes.name?.trim() ?? member.name,
    availability: changes.availability ?? member.availability,
    auto_offline: changes.auto_offline ?? member.auto_offline,
  };
  if (after.name === '') throw invalidFields([['name', "can't be blank"]]);
  await checkCustomRole(tx, actor, after.custom_role_id);
  if (after.role === 'agent') await keepOneAdministrator(tx, actor, { member, attribute: 'role' });
  const { id, name, role, availability, auto_offline, custom_role_id } = after;
  const values = [actor.account_id, id, role, availability, auto_offline, custom_role_id];
  await rows(tx, update, values);
  if (availability !== member.availability || auto_offline !== member.auto_offline) {
    await offerWork(tx, { account_id: actor.account_id, user_id: id });
  }
  if (name !== member.name) {
    await rows(tx, 'update users set name = $2, updated_at = now() where id = $1', [id, name]);
  }
  await tellOfSettings(tx, actor.account_id, { kind: 'agents', id });
  await audit(tx, actor, {
    type: 'AccountUser',
    id,
    action: 'update',
    changes: differences(member, after, audited),
  });
}
