import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { randomToken } from './secrets.ts';
import type { Vault } from './vault.ts';

type Owner = { user_id: number } | { agent_bot_id: number } | { platform_app_id: number };

/** Gives a user, bot or platform app a new access token and returns it; the one before stops working. */
export async function createToken(tx: Tx, vault: Vault, owner: Owner): Promise<string> {
  const token = randomToken();
  const [column, id] = Object.entries(owner)[0] as [string, number];
  await rows(tx, `delete from access_tokens where ${column} = $1`, [id]);
  await rows(tx, `insert into access_tokens (${column}, digest, ciphertext) values ($1, $2, $3)`, [
    id,
    vault.digest(token),
    vault.encrypt(token),
  ]);
  return token;
}
