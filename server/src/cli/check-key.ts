import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openVault } from '../auth/vault.ts';
import type { Config } from '../config.ts';
import { openPool } from '../db/pool.ts';
import { loadSecretKey } from '../secret-key.ts';
import { errorCode, StartError } from '../start-error.ts';
import type { Database } from './database.ts';
import { bad, type Finding, good, note } from './finding.ts';
import { fingerprint, knownFingerprint } from './known-vault.ts';

const SUBJECT = 'Secret key';

/** Whether this machine has the key that the database was made with. */
export async function checkKey(config: Config, { connection }: Database): Promise<Finding> {
  const file = join(config.dataDir, 'secret.key');
  if (config.secretKey === undefined && !existsSync(file)) {
    return note(SUBJECT, 'none yet: the first start makes one; a second machine needs the same');
  }
  const pool = openPool(connection, { max: 1 });
  try {
    const known = await knownFingerprint(pool);
    if (known === undefined) return good(SUBJECT, 'there, and not used yet');
    if (known.equals(fingerprint(openVault(loadSecretKey(config))))) {
      return good(SUBJECT, 'the one that the database was made with');
    }
    const text = `not the one that the database was made with: set SECRET_KEY, or restore ${file}`;
    return bad(SUBJECT, text);
  } catch (error) {
    if (error instanceof StartError) return bad(SUBJECT, error.message);
    // There is no such table before the first start.
    if (errorCode(error) === '42P01') return good(SUBJECT, 'there, and not used yet');
    throw error;
  } finally {
    await pool.end();
  }
}
