import { transaction, type Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { recordNotifications } from './record.ts';

const BATCH = 200;

const reopen = `
  update notifications n set snoozed_until = null, read_at = null, last_activity_at = clock_timestamp(),
    updated_at = clock_timestamp(),
    meta = n.meta || jsonb_build_object('last_snoozed_at', to_char(n.snoozed_until, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from (
    select account_id, id from notifications where snoozed_until <= now()
    order by snoozed_until limit ${BATCH} for update skip locked
  ) due
  where n.account_id = due.account_id and n.id = due.id
  returning n.account_id, n.id`;

/** Brings back the notifications whose snooze is over, as if they were new. */
export async function reopenNotifications(pool: Pool): Promise<void> {
  for (let found = BATCH; found === BATCH;) {
    found = await transaction(pool, async (tx) => {
      const due = await rows<{ account_id: number; id: number }>(tx, reopen);
      for (const [account_id, some] of Map.groupBy(due, (each) => each.account_id)) {
        await recordNotifications(tx, account_id, { updated: some.map(({ id }) => id) });
      }
      return due.length;
    });
  }
}
