import type { Static } from 'typebox';
import { tellOfSettings } from '../accounts/settings-changed.ts';
import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound } from '../errors.ts';
import { PERMISSIONS, type CustomRole, type CustomRoleInput } from './shapes.ts';

type Role = Static<typeof CustomRole>;
type Input = Static<typeof CustomRoleInput>;

const json = jsonObject({
  id: 'r.id',
  name: 'r.name',
  description: 'r.description',
  permissions: 'r.permissions',
  created_at: iso('r.created_at'),
  updated_at: iso('r.updated_at'),
});

const list = `select ${json} as json from custom_roles r where r.account_id = $1 order by r.id`;
const find = `select ${json} as json from custom_roles r where r.account_id = $1 and r.id = $2`;
const lock = `${find} for update`;

export async function listCustomRoles(db: Db, { account_id }: Actor): Promise<Role[]> {
  return (await rows<{ json: Role }>(db, list, [account_id])).map((each) => each.json);
}

/** Throws 404 when the account has none with this id. */
export async function findCustomRole(db: Db, { account_id }: Actor, id: unknown): Promise<Role> {
  return found(await row<{ json: Role }>(db, find, [account_id, lenientId(id)]));
}

function found(result: { json: Role } | undefined): Role {
  if (result === undefined) throw notFound();
  return result.json;
}

const insert = `
  insert into custom_roles as r (account_id, name, description, permissions) values ($1, $2, $3, $4)
  returning ${json} as json`;

export async function createCustomRole(tx: Tx, actor: Actor, input: Input): Promise<Role> {
  const { name = '', description = null, permissions = [] } = input;
  const values = checked({ name, description, permissions });
  const { json: made } = (await row<{ json: Role }>(tx, insert, [actor.account_id, ...values])) as {
    json: Role;
  };
  const changes = { name: made.name, description, permissions: made.permissions };
  await tellOfSettings(tx, actor.account_id, { kind: 'custom_roles', id: made.id });
  await audit(tx, actor, { type: 'CustomRole', id: made.id, action: 'create', changes });
  return made;
}

const update = `
  update custom_roles as r set name = $3, description = $4, permissions = $5, updated_at = now()
  where r.account_id = $1 and r.id = $2 returning ${json} as json`;

/** Changes what was given; its holders are bound by it from their next request on. */
export async function updateCustomRole(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: Input },
): Promise<Role> {
  const before = found(await row<{ json: Role }>(tx, lock, [actor.account_id, lenientId(id)]));
  const values = checked({ ...before, ...input });
  const after = found(
    await row<{ json: Role }>(tx, update, [actor.account_id, before.id, ...values]),
  );
  const changes = differences(before, after, ['name', 'description', 'permissions']);
  await tellOfSettings(tx, actor.account_id, { kind: 'custom_roles', id: before.id });
  await audit(tx, actor, { type: 'CustomRole', id: before.id, action: 'update', changes });
  return after;
}

/** Its holders become agents without a custom role. */
export async function deleteCustomRole(tx: Tx, actor: Actor, id: unknown): Promise<void> {
  const gone = await row<{ json: Role }>(
    tx,
    `delete from custom_roles r where r.account_id = $1 and r.id = $2 returning ${json} as json`,
    [actor.account_id, lenientId(id)],
  );
  const { id: key, name, description, permissions } = found(gone);
  const changes = { name, description, permissions };
  await tellOfSettings(tx, actor.account_id, { kind: 'custom_roles', id: key });
  await audit(tx, actor, { type: 'CustomRole', id: key, action: 'destroy', changes });
}

/** The values of its columns. Throws 422 for a blank name or a permission that there is not. */
function checked({ name, description, permissions }: Required<Input>): unknown[] {
  if (name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  const known: readonly string[] = PERMISSIONS;
  if (!permissions.every((each) => known.includes(each))) {
    throw invalidFields([['permissions', `must be among ${PERMISSIONS.join(', ')}`]]);
  }
  return [name, description, known.filter((each) => permissions.includes(each))];
}
