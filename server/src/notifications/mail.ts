import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { HopelessJobError, type Run } from '../jobs/jobs.ts';
import { MailRefusedError, type Mailer } from '../mail/mailer.ts';
import type { Platform } from '../platform.ts';
import { composeMail, type Place, type Quoted } from './compose.ts';
import { closeMail, findAddressee, findItems, settleMail } from './mail-queries.ts';
import { unsubscribeUrl } from './unsubscribe.ts';
import { whyNobody, whyNot, type Addressee, type Item } from './mail-rules.ts';

interface Key {
  account_id: number;
  mail_id: number;
}

interface Parts {
  platform: Pick<Platform, 'pool' | 'config' | 'vault'>;
  mailer: Mailer;
}

const LONGEST_REASON = 500;

/**
 * Sends what a mail has collected, if its person does not know it by now (contract: platform §4.13). Who
 * may be told what is asked now. A mail server that cannot take it is tried again for about a day.
 */
export async function mailNotification(
  { platform, mailer }: Parts,
  { account_id, mail_id }: Key,
  run: Pick<Run, 'isLast'>,
): Promise<void> {
  const { pool, config } = platform;
  const key = [account_id, mail_id];
  const settle = async (state: string, reason: string | null): Promise<void> => {
    await rows(pool, settleMail, [...key, state, reason]);
  };
  const closed = await row<{ told: number }>(pool, closeMail, key);
  if (closed === undefined) return; // sent by an earlier try whose job was cut short, or gone
  const looked = await look(pool, key, config.smtpUrl !== undefined);
  if ('skipped' in looked) return settle('skipped', looked.skipped);
  const { addressee, items, kept } = looked;
  const unsubscribe = unsubscribeUrl(platform, { account_id, user_id: addressee.user_id });
  const beyond = closed.told - kept;
  const news = { ...addressee, account_id, mail_id, items, beyond, unsubscribe };
  const mail = composeMail(news, config);
  try {
    await mailer.send(mail);
  } catch (error) {
    const isFinal = error instanceof MailRefusedError;
    const reason = (error as Error).message.slice(0, LONGEST_REASON);
    await settle(isFinal || run.isLast ? 'failed' : 'sending', reason);
    throw isFinal ? new HopelessJobError(reason, { cause: error }) : error;
  }
  await settle('sent', null);
}

type Whom = Addressee & Place & { user_id: number; email: string };
type Found = Item & Quoted;

type Looked = { addressee: Whom; items: Found[]; kept: number } | { skipped: string };

/** What is still worth telling, or why nothing is. */
async function look(db: Db, key: number[], hasServer: boolean): Promise<Looked> {
  const addressee = await row<Whom & Record<string, unknown>>(db, findAddressee, key);
  const nobody = whyNobody(addressee, hasServer);
  if (addressee === undefined || nobody !== null) return { skipped: nobody ?? '' };
  const all = await rows<Found & Record<string, unknown>>(db, findItems, key);
  const reasons = all.map((item) => whyNot(item, addressee));
  const items = all.filter((_item, index) => reasons[index] === null);
  if (items.length === 0) return { skipped: reasons.at(-1) ?? 'nothing is left to tell' };
  return { addressee, items, kept: all.length };
}
