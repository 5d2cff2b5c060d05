import { availability } from '../agents/present.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unauthenticated } from '../errors.ts';
import type { Vault } from './vault.ts';

interface Found {
  id: number;
  name: string;
  display_name: string | null;
  email: string;
  password_digest: string | null;
  confirmed: boolean;
  avatar_url: string;
  message_signature: string | null;
  ui_settings: Record<string, unknown>;
  custom_attributes: Record<string, unknown>;
  created_at: string;
  token: Buffer | null;
  accounts: { id: number; role: string }[];
  account_id: number | null;
}

const account = jsonObject({
  id: 'a.id',
  name: 'a.name',
  status: 'a.status',
  active_at: iso('m.active_at'),
  role: 'm.role',
  permissions: 'array[m.role]',
  availability: 'm.availability',
  availability_status: availability('m'),
  auto_offline: 'm.auto_offline',
  custom_role_id: 'null::int',
  custom_role: 'null::json',
});

const find = `
  select u.id, u.name, u.display_name, u.email, u.password_digest, u.confirmed_at is not null as confirmed,
    u.avatar_url, u.message_signature, u.ui_settings, u.custom_attributes, ${iso('u.created_at')} as created_at,
    (select ciphertext from access_tokens where user_id = u.id) as token,
    (select coalesce(json_agg(${account} order by a.id), '[]')
     from memberships m join accounts a on a.id = m.account_id
     where m.user_id = u.id and m.removed_at is null) as accounts,
    (select m.account_id from memberships m where m.user_id = u.id and m.removed_at is null
     order by m.active_at desc nulls last, m.account_id limit 1) as account_id
  from users u where u.id = $1`;

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
    inviter_id: null,
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
function pubsubToken(found: Pick<Found, 'id' | 'password_digest'>, vault: Vault): string {
  const fingerprint = vault
    .digest(found.password_digest ?? '')
    .toString('base64url')
    .slice(0, 12);
  return vault.sign('pubsub', `user/${found.id}/${fingerprint}`);
}
