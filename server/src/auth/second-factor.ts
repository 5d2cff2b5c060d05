import { Secret, TOTP } from 'otpauth';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Vault } from './vault.ts';

const STEP_SECONDS = 30;

/** What authenticator apps take for granted: SHA1, six digits, thirty seconds. */
export const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({
    issuer: 'Confab',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(secret),
  });

/** What somebody shows at the second step: the code of the moment, or one of those kept for bad days. */
export interface Factor {
  otp_code?: string | undefined;
  backup_code?: string | undefined;
}

interface Shown extends Factor {
  user_id: number;
}

/** Whether it is right. Either kind works once: it is used up in the caller's transaction. */
export async function takeSecondFactor(tx: Tx, vault: Vault, shown: Shown): Promise<boolean> {
  if (shown.otp_code !== undefined && shown.otp_code !== '') return takeCode(tx, vault, shown);
  return takeBackupCode(tx, vault, shown);
}

/** The same for a code of the moment alone. The row is locked first, so of two at once one is late. */
export async function takeCode(
  tx: Tx,
  vault: Vault,
  { user_id, otp_code = '' }: Shown,
): Promise<boolean> {
  const code = otp_code.replace(/\s/g, '');
  const found = await row<{ otp_secret: Buffer | null; otp_last_step: number | null }>(
    tx,
    'select otp_secret, otp_last_step from users where id = $1 for no key update',
    [user_id],
  );
  if (found?.otp_secret == null || !/^\d{6}$/.test(code)) return false;
  const now = Date.now();
  const delta = totpOf(vault.decrypt(found.otp_secret)).validate({
    token: code,
    window: 1,
    timestamp: now,
  });
  if (delta === null) return false;
  const step = Math.floor(now / 1000 / STEP_SECONDS) + delta;
  if (found.otp_last_step !== null && step <= found.otp_last_step) return false;
  await rows(tx, 'update users set otp_last_step = $2 where id = $1', [user_id, step]);
  return true;
}

const backupDigest = (vault: Vault, code: string): Buffer => vault.digest(`backup code ${code}`);

async function takeBackupCode(
  tx: Tx,
  vault: Vault,
  { user_id, backup_code = '' }: Shown,
): Promise<boolean> {
  const code = backup_code.replace(/[\s-]/g, '').toUpperCase();
  if (!/^[\dA-F]{8}$/.test(code)) return false;
  const used = await row(
    tx,
    'delete from backup_codes where user_id = $1 and digest = $2 returning user_id',
    [user_id, backupDigest(vault, code)],
  );
  return used !== undefined;
}

/** Puts these in the place of the backup codes there were; only digests of them are kept. */
export async function replaceBackupCodes(
  tx: Tx,
  vault: Vault,
  { user_id, codes }: { user_id: number; codes: readonly string[] },
): Promise<void> {
  await rows(tx, 'delete from backup_codes where user_id = $1', [user_id]);
  await rows(tx, 'insert into backup_codes (user_id, digest) select $1, unnest($2::bytea[])', [
    user_id,
    codes.map((code) => backupDigest(vault, code)),
  ]);
}
