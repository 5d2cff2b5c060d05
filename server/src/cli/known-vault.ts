import { openVault, type Vault } from '../auth/vault.ts';
import type { Config } from '../config.ts';
import type { Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { loadSecretKey } from '../secret-key.ts';
import { StartError } from '../start-error.ts';

/**
 * Opens the vault of this installation, with the key that the database's tokens are encrypted with:
 * with another one a server would work and read none of them, nor the links that a second machine signs.
 * @throws StartError when it is another, unless it is to `replace` that one.
 */
export async function openKnownVault(
  pool: Pool,
  config: Config,
  { replace = false } = {},
): Promise<Vault> {
  const vault = openVault(loadSecretKey(config));
  const ours = fingerprint(vault);
  if (replace) {
    await rows(
      pool,
      `insert into installation (key_fingerprint) values ($1)
       on conflict (only_one) do update set key_fingerprint = excluded.key_fingerprint`,
      [ours],
    );
  } else if (!(await isKnown(pool, vault))) {
    const where =
      config.databaseUrl === undefined ? '' : ' of the machine that it was first used on';
    throw new StartError(
      `The secret key is not the one that this database was made with: set SECRET_KEY, or restore secret.key${where}; with start --new-key the stored tokens are given up`,
    );
  }
  return vault;
}

/** Whether the database was made with this key. One that was never asked takes this key for its own. */
async function isKnown(pool: Pool, vault: Vault): Promise<boolean> {
  const ours = fingerprint(vault);
  if (!(await knownFingerprint(pool)) && (await canDecrypt(pool, vault))) {
    await rows(
      pool,
      'insert into installation (key_fingerprint) values ($1) on conflict do nothing',
      [ours],
    );
  }
  return (await knownFingerprint(pool))?.equals(ours) === true;
}

/** What is looked at by `confab doctor`; undefined before the first start. */
export async function knownFingerprint(pool: Pool): Promise<Buffer | undefined> {
  const found = await row<{ key_fingerprint: Buffer }>(
    pool,
    'select key_fingerprint from installation',
  );
  return found?.key_fingerprint;
}

export const fingerprint = (vault: Vault): Buffer => vault.mac('installation', 'which key is it?');

/** By the token of anybody: databases that are older than the fingerprint have one, too. */
async function canDecrypt(pool: Pool, vault: Vault): Promise<boolean> {
  const token = await row<{ ciphertext: Buffer }>(
    pool,
    'select ciphertext from access_tokens limit 1',
  );
  try {
    if (token !== undefined) vault.decrypt(token.ciphertext);
    return true;
  } catch {
    return false;
  }
}
