import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import type { Platform } from '../platform.ts';

const PURPOSE = 'no more notification mails';

interface Member {
  account_id: number;
  user_id: number;
}

/** Where the reader of a mail can have no more of them. It goes on working, and lets nobody do anything else. */
export function unsubscribeUrl(
  { vault, config }: Pick<Platform, 'vault' | 'config'>,
  { account_id, user_id }: Member,
): string {
  const token = vault.sign(PURPOSE, `${account_id}.${user_id}`);
  return `${config.baseUrl}/public/api/v1/notification_mails/${token}`;
}

const stop = `
  update notification_settings set email_flags = '{}' where account_id = $1 and user_id = $2`;

/** Ends the mails of the account to whomever the token was given. Throws 404 for any other token. */
export async function stopMails(tx: Tx, vault: Platform['vault'], token: string): Promise<void> {
  const [account_id, user_id] = (vault.verify(PURPOSE, token) ?? '').split('.').map(Number);
  if (user_id === undefined) throw notFound();
  await rows(tx, stop, [account_id, user_id]);
}
