import { availability } from '../agents/present.ts';
import { iso, jsonObject, pictureUrl } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unauthenticated } from '../errors.ts';
import type { Vault } from './vault.ts';

interface Found {
  id: number;
  name: string;
  display_name: string | null;
  email: string;
  credentials_version: number;
  confirmed: boolean;
  avatar_url: string;
  message_signature: string | null;
  ui_settings: Record<string, unknown>;
  custom_attributes: Record<string, unknown>;
  created_at: string;
  token: Buffer | null;
  accounts: { id: number; role: string }[];
  account_id: number | null;
  inviter_id: number | null;
}

const customRole = jsonObject({
  id: 'role.id',
  name: 'role.name',
  description: 'role.description',
  permissions: 'role.permissions',
});

const account = jsonObject({
  id: 'a.id',
  name: 'a.name',
  status: 'a.status',
  active_at: iso('m.active_at'),
  role: 'm.role',
  permissions: `case when role.id is null then array[m.role] else array_append(role.permissions, 'custom_role') end`,
  availability: 'm.availability',
  availability_status: availability('m'),
  auto_offline: 'm.auto_offline',
  custom_role_id: 'role.id',
  custom_role: `case when role.id is not null then ${customRole} end`,
});

const find = `
  select u.id, u.name, u.display_name, u.email, u.credentials_version, u.confirmed_at is not null as confirmed,
    ${pictureUrl('u.avatar_url')} as avatar_url, u.message_signature, u.ui_settings, u.custom_attributes, ${iso('u.created_at')} as created_at,
    (select ciphertext from access_tokens where user_id = u.id) as token,
    (select coalesce(json_agg(${account} order by a.id), '[]')
     from memberships m join accounts a on a.id = m.account_id and a.deleted_at is null
     left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
     where m.user_id = u.id and m.removed_at is null) as accounts,
    latest.account_id, latest.inviter_id
  from users u
  left join lateral (
    select m.account_id, m.inviter_id from memberships m join accounts a on a.id = m.account_id and a.deleted_at is null
    where m.user_id = u.id and m.removed_at is null
    order by m.active_at desc nulls last, m.account_id limit 1) latest on true
  where u.id = $1`;

/** The USER of platform §1.4, as only this user may see it, and when it was made. */
export async function loadProfile(
  db: Db,
  vault: Vault,
  userId: number,
): Promise<{ user: Record<string, unknown>; created_at: string }> {
  const found = await row<Found & Record<string, unknown>>(db, find, [userId]);
  if (found === undefined) throw unauthenticated();
  return { user: presentUser(found, vault), created_at: found.created_at };
}

function presentUser(found: Found, vault: Vault): Record<string, unknown> {
  const hasAttributes = Object.keys(found.custom_attributes).length > 0;
  return {
    access_token: found.token === null ? '' : vault.decrypt(found.token),
    account_id: found.account_id,
    available_name: found.display_name || found.name,
    avatar_url: found.avatar_url,
    confirmed: found.confirmed,
    display_name: found.display_name,
    message_signature: found.message_signature,
    email: found.email,
    id: found.id,
    inviter_id: found.inviter_id,
    name: found.name,
    provider: 'email',
    pubsub_token: pubsubToken(found, vault),
    ...(hasAttributes ? { custom_attributes: found.custom_attributes } : {}),
    role: found.accounts.find(({ id }) => id === found.account_id)?.role ?? null,
    ui_settings: found.ui_settings,
    uid: found.email,
    type: null,
    accounts: found.accounts,
  };
}

/** What the user's realtime connections show. It is signed, not stored, and a new password ends it. */
export function pubsubToken(
  { id, credentials_version }: { id: number; credentials_version: number },
  vault: Vault,
): string {
  const fingerprint = vault
    .digest(`pubsub ${id} ${credentials_version}`)
    .toString('base64url')
    .slice(0, 12);
  return vault.sign('pubsub', `user/${id}/${fingerprint}`);
}
