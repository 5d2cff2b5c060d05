import { enumName } from '../db/json.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { NOTIFICATION_TYPES } from './rules.ts';

/** Where a notification goes besides the product. */
export interface Outside {
  /** A mail that was begun for it. One that waits already takes it along, and has its job. */
  mail_id: number | null;
  /** Browsers that are to be pushed. */
  subscription_ids: number[];
}

const KEPT_ITEMS = 20;
const typeName = enumName('n.notification_type - 1', NOTIFICATION_TYPES);

// Of many messages the first ones are kept, and counted are all; what is no message is always kept.
const collect = `
  with told as (
    select n.id, n.account_id, n.user_id, n.conversation_id, ${typeName} = any(s.email_flags) as by_mail,
      ${typeName} = any(s.push_flags) as by_push,
      jsonb_build_object('type', n.notification_type, 'event_id', n.event_id, 'message_id', n.message_id,
        'user_id', n.secondary_user_id, 'at', n.created_at) as item
    from notifications n
    join notification_settings s on s.account_id = n.account_id and s.user_id = n.user_id
    where n.account_id = $1 and n.id = any($2::bigint[])
  ), mailed as (
    insert into notification_mails as m (account_id, user_id, conversation_id, items)
    select account_id, user_id, conversation_id, jsonb_build_array(item) from told where by_mail
    on conflict (account_id, user_id, conversation_id) where state = 'waiting' do update set
      items = case when m.told < ${KEPT_ITEMS} or not excluded.items @? '$[*] ? (@.type == 3 || @.type == 5)'
        then m.items || excluded.items else m.items end,
      told = m.told + 1, updated_at = clock_timestamp()
    returning m.id, m.user_id, m.conversation_id, m.told
  )
  select told.id,
    (select m.id from mailed m
     where m.user_id = told.user_id and m.conversation_id = told.conversation_id and m.told = 1) as mail_id,
    array(select s.id from notification_subscriptions s where told.by_push and s.user_id = told.user_id
          and s.subscription_type = 'browser_push' order by s.id) as subscription_ids
  from told`;

/** Puts new notifications on their ways out, as their people chose. No two are of one person and conversation. Gives what there is to do, by id. */
export async function sendOutside(
  tx: Tx,
  account_id: number,
  ids: readonly number[],
): Promise<Map<number, Outside>> {
  const found = await rows<Outside & { id: number }>(tx, collect, [account_id, ids]);
  return new Map(
    found.map(({ id, mail_id, subscription_ids }) => [
      id,
      // Arrays come as text to those who do not parse them.
      { mail_id, subscription_ids: subscription_ids.map(Number) },
    ]),
  );
}
