import { randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';
import { transaction, type Db, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { unauthenticated, unprocessable } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { checkPassword } from './check-password.ts';
import { findPerson, lockPerson, type Person } from './people.ts';
import { replaceBackupCodes, takeCode, totpOf } from './second-factor.ts';
import { endOtherSessions } from './sessions.ts';
import type { Vault } from './vault.ts';

const SECRET_BYTES = 20;
const BACKUP_CODES = 10;

/** Whether the second factor is asked for, and whether there are backup codes. */
export async function showTwoFactor(
  db: Db,
  userId: number,
): Promise<{ feature_available: true; enabled: boolean; backup_codes_generated: boolean }> {
  const found = await row<{ enabled: boolean; generated: boolean }>(
    db,
    `select otp_enabled_at is not null as enabled,
       exists (select from backup_codes where user_id = u.id) as generated
     from users u where id = $1`,
    [userId],
  );
  if (found === undefined) throw unauthenticated();
  const { enabled, generated } = found;
  return { feature_available: true, enabled, backup_codes_generated: generated };
}

async function lock(tx: Tx, userId: number): Promise<Person> {
  const person = await lockPerson(tx, userId);
  if (person === undefined) throw unauthenticated();
  return person;
}

const alreadyEnabled = () => unprocessable('MFA is already enabled');
const notEnabled = () => unprocessable('MFA is not enabled');
const wrongCode = () => unprocessable('Invalid verification code');

/** Makes a secret for an authenticator app. It counts once a code of it was shown. */
export async function beginTwoFactor(
  tx: Tx,
  vault: Vault,
  userId: number,
): Promise<{ provisioning_url: string; secret: string }> {
  const person = await lock(tx, userId);
  if (person.two_factor) throw alreadyEnabled();
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  await rows(tx, 'update users set otp_secret = $2, otp_last_step = null where id = $1', [
    userId,
    vault.encrypt(secret),
  ]);
  return { provisioning_url: totpOf(secret, person.email).toString(), secret };
}

interface Shown {
  user_id: number;
  otp_code: string;
}

/** Switches it on. Sessions that were begun without a second factor end, except the one on `client`. */
export async function enableTwoFactor(
  tx: Tx,
  vault: Vault,
  { user_id, otp_code, client }: Shown & { client: string | null },
): Promise<string[]> {
  const person = await lock(tx, user_id);
  if (person.two_factor) throw alreadyEnabled();
  if (!(await takeCode(tx, vault, { user_id, otp_code }))) throw wrongCode();
  await rows(tx, 'update users set otp_enabled_at = now() where id = $1', [user_id]);
  await endOtherSessions(tx, user_id, client);
  return newBackupCodes(tx, vault, user_id);
}

/** Makes ten new backup codes; those of before stop working. */
export async function renewBackupCodes(
  tx: Tx,
  vault: Vault,
  { user_id, otp_code }: Shown,
): Promise<string[]> {
  const person = await lock(tx, user_id);
  if (!person.two_factor) throw notEnabled();
  if (!(await takeCode(tx, vault, { user_id, otp_code }))) throw wrongCode();
  return newBackupCodes(tx, vault, user_id);
}

async function newBackupCodes(tx: Tx, vault: Vault, user_id: number): Promise<string[]> {
  const codes = Array.from({ length: BACKUP_CODES }, () =>
    randomBytes(4).toString('hex').toUpperCase(),
  );
  await replaceBackupCodes(tx, vault, { user_id, codes });
  return codes;
}

const switchOff = `
  update users set otp_secret = null, otp_enabled_at = null, otp_last_step = null where id = $1`;

/** Switches it off for whoever has the password and a code. */
export async function disableTwoFactor(
  { pool, vault }: Platform,
  { user_id, otp_code, password }: Shown & { password: string },
): Promise<void> {
  const person = await findPerson(pool, user_id);
  if (person === undefined) throw unauthenticated();
  if (!person.two_factor) throw notEnabled();
  if (!(await checkPassword(pool, password, person.password_digest))) {
    throw unprocessable('Invalid credentials or verification code');
  }
  await transaction(pool, async (tx) => {
    const locked = await lock(tx, user_id);
    if (!locked.two_factor) throw notEnabled();
    if (!(await takeCode(tx, vault, { user_id, otp_code }))) throw wrongCode();
    await rows(tx, switchOff, [user_id]);
    await rows(tx, 'delete from backup_codes where user_id = $1', [user_id]);
  });
}
