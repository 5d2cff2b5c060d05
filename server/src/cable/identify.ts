import { timingSafeEqual } from 'node:crypto';
import { pubsubToken } from '../auth/profile.ts';
import type { Vault } from '../auth/vault.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { Identity } from './identifier.ts';
import type { Listener } from './listeners.ts';

export type Known = Pick<Listener, 'kind' | 'account_id' | 'id' | 'proof'>;

const findMember = `
  select u.credentials_version
  from memberships m
  join users u on u.id = m.user_id and u.deleted_at is null
  join accounts a on a.id = m.account_id and a.deleted_at is null and a.status = 'active'
  where m.account_id = $1 and m.user_id = $2 and m.removed_at is null`;

const findCustomer = `
  select ci.account_id, ci.id
  from contact_inboxes ci
  join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id and k.deleted_at is null
  join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id and i.deleted_at is null
  join accounts a on a.id = ci.account_id and a.deleted_at is null and a.status = 'active'
  where ci.pubsub_token = $1
  order by ci.account_id, ci.id limit 1`;

/** Whose token it is, if they may listen; the token alone says so, whatever else came with the connection. */
export async function identify(
  { db, vault }: { db: Db; vault: Vault },
  identity: Identity,
): Promise<Known | undefined> {
  const { token } = identity;
  if (identity.kind === 'Contact') {
    const found = await row<{ account_id: number; id: number }>(db, findCustomer, [token]);
    return found && { kind: 'Contact', ...found, proof: token };
  }
  const { account_id, user_id: id } = identity;
  const found = await row<{ credentials_version: number }>(db, findMember, [account_id, id]);
  if (found === undefined) return undefined;
  const { credentials_version } = found;
  if (!isSame(token, pubsubToken({ id, credentials_version }, vault))) return undefined;
  return { kind: 'User', account_id, id, proof: String(credentials_version) };
}

function isSame(shown: string, expected: string): boolean {
  const [a, b] = [Buffer.from(shown), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
