import type { Actor } from '../auth/actor.ts';
import { enumName, jsonObject, unix } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { NOTIFICATION_TYPES } from './rules.ts';

export const MAIL_STATES = ['waiting', 'sending', 'sent', 'skipped', 'failed'] as const;

const SHOWN = 50;

const json = jsonObject({
  id: 'mail.id',
  conversation_id: 'c.display_id',
  notification_types: `array(select distinct ${enumName(`(item ->> 'type')::int - 1`, NOTIFICATION_TYPES)}
    from jsonb_array_elements(mail.items) item)`,
  told: 'mail.told',
  state: 'mail.state',
  reason: 'mail.reason',
  tries: 'mail.tries',
  created_at: unix('mail.created_at'),
  updated_at: unix('mail.updated_at'),
});

const list = `
  select ${json} as json from notification_mails mail
  join conversations c on c.account_id = mail.account_id and c.id = mail.conversation_id
  where mail.account_id = $1 and mail.user_id = $2 order by mail.id desc limit ${SHOWN}`;

/** The caller's last mails, and what became of them. */
export async function listMails(db: Db, actor: Actor): Promise<{ payload: unknown[] }> {
  const found = await rows<{ json: unknown }>(db, list, [actor.account_id, actor.id]);
  return { payload: found.map((each) => each.json) };
}
