import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { endOtherSessions } from './sessions.ts';
import { enqueueMail } from './mail.ts';
import { lockPerson } from './people.ts';

interface Invited {
  user_id: number;
  account_id: number;
  inviter_id: number | null;
}

/**
 * Sends somebody who has just become a member the mail that lets them begin. Whoever signed up with
 * the address before without ever confirming it may be anybody: what they know of it ends here, so
 * that the invitation opens the account to the owner of the mailbox alone.
 */
export async function inviteUser(
  tx: Tx,
  { user_id, account_id, inviter_id }: Invited,
): Promise<void> {
  const person = await lockPerson(tx, user_id);
  if (person === undefined) return;
  if (!person.confirmed) await forgetCredentials(tx, user_id);
  await enqueueMail(tx, { kind: 'invitation', user_id, account_id, inviter_id });
}

const forget = `
  update users set password_digest = null, unconfirmed_email = null, otp_secret = null, otp_enabled_at = null,
    credentials_version = credentials_version + 1
  where id = $1`;

/** Nothing that was known or held before opens the account any more. A new token comes with the next password. */
export async function forgetCredentials(tx: Tx, userId: number): Promise<void> {
  await rows(tx, forget, [userId]);
  await endOtherSessions(tx, userId);
  for (const table of ['access_tokens', 'backup_codes', 'sso_tokens']) {
    await rows(tx, `delete from ${table} where user_id = $1`, [userId]);
  }
}
