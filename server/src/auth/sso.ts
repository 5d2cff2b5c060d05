import { randomBytes } from 'node:crypto';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Platform } from '../platform.ts';
import type { Vault } from './vault.ts';

/**
 * An address that signs its user in once, within five minutes (contract: platform §10). The table
 * holds a digest of its token only.
 */
export async function createSsoLink(
  tx: Tx,
  { vault, config }: Pick<Platform, 'vault' | 'config'>,
  { id, email }: { id: number; email: string },
): Promise<string> {
  const token = randomBytes(32).toString('hex');
  await rows(
    tx,
    `insert into sso_tokens (digest, user_id, expires_at) values ($1, $2, now() + interval '5 minutes')`,
    [vault.digest(`sso ${token}`), id],
  );
  const query = new URLSearchParams({ email, sso_auth_token: token });
  return `${config.baseUrl}/app/login?${query.toString()}`;
}

const consume = `
  delete from sso_tokens t using users u
  where t.digest = $1 and u.id = t.user_id and lower(u.email) = $2
  returning t.user_id, t.expires_at > now() and t.expires_at <= now() + interval '5 minutes' as alive`;

/** Whose token it is; used up with this, whatever follows. Undefined when it is none, or not of this address. */
export async function takeSsoToken(
  tx: Tx,
  vault: Vault,
  { email, token }: { email: string; token: string },
): Promise<number | undefined> {
  if (!/^[\da-f]{64}$/.test(token)) return undefined;
  const found = await row<{ user_id: number; alive: boolean }>(tx, consume, [
    vault.digest(`sso ${token}`),
    email,
  ]);
  return found?.alive === true ? found.user_id : undefined;
}
