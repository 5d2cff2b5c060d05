import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';

/** What decides what follows from events, known before they are recorded: so all of it is sent at once. */
export interface Prospects extends Record<string, unknown> {
  /** For which events the account has an active rule: `message_created` … */
  rules: string[];
  /** Some server may want to be told. */
  is_heard: boolean;
  /** Of events to come, in order. */
  ids: number[];
}

const ask = `
  select array(select distinct r.event_name from automation_rules r where r.account_id = $1 and r.active) as rules,
    exists (select from webhook_endpoints w where w.account_id = $1 and w.removed_at is null) as is_heard,
    array_to_json(array(
      select nextval('events_id_seq') from generate_series(1, $2::int))) as ids`;

/** Asks for it, with as many ids. Ids that are not used are never used. */
export async function foresee(db: Db, account_id: number, count: number): Promise<Prospects> {
  return (await row<Prospects>(db, ask, [account_id, count])) as Prospects;
}
