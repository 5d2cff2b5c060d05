import { hashPassword } from '../auth/passwords.ts';
import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidRecord } from '../errors.ts';

export interface NewUser {
  account_id: number;
  name: string;
  email: string;
  password: string;
  role: 'agent' | 'administrator';
}

/**
 * Makes a user, confirmed and a member of the account, with an access token of their own.
 * Throws 422 when the e-mail address is taken.
 */
export async function createUser(
  tx: Tx,
  vault: Vault,
  { account_id, name, email, password, role }: NewUser,
): Promise<{ id: number; name: string; email: string; access_token: string }> {
  const digest = await hashPassword(password);
  const user = await row<{ id: number }>(
    tx,
    `insert into users (name, email, password_digest, confirmed_at) values ($1, $2, $3, now())
     on conflict (lower(email)) do nothing returning id`,
    [name, email, digest],
  );
  if (user === undefined) throw invalidRecord('Email has already been taken', ['email']);
  await rows(tx, 'insert into memberships (account_id, user_id, role) values ($1, $2, $3)', [
    account_id,
    user.id,
    role,
  ]);
  const access_token = await createToken(tx, vault, { user_id: user.id });
  return { id: user.id, name, email, access_token };
}
