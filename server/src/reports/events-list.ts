import sql, { join, type Sql } from 'sql-template-tag';
import { iso } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { adhoc, rows } from '../db/query.ts';

export const EVENT_NAMES = [
  'first_response',
  'reply_time',
  'conversation_opened',
  'conversation_resolved',
  'conversation_bot_resolved',
  'conversation_bot_handoff',
] as const;

const PER_PAGE = 25;

const columns = `
  f.id, f.name, f.value, f.value_in_business_hours, ${iso('f.event_start_time')} as event_start_time,
  ${iso('f.event_end_time')} as event_end_time, f.account_id, f.inbox_id, f.user_id, f.conversation_id,
  ${iso('f.created_at')} as created_at, ${iso('f.created_at')} as updated_at, f.team_id`;

interface Wanted {
  since?: number | undefined;
  until?: number | undefined;
  name?: string | undefined;
  inbox_id?: number | undefined;
  user_id?: number | undefined;
  page: number;
}

/** The facts of the account that meet the conditions, newest first, 25 per page (contract: platform §4.24). */
export async function listReportingEvents(db: Db, account_id: number, wanted: Wanted) {
  const { since, until, name, inbox_id, user_id, page } = wanted;
  const where: Sql = join(
    [
      sql`f.account_id = ${account_id}`,
      ...(since === undefined ? [] : [sql`f.created_at >= to_timestamp(${since}::float8)`]),
      ...(until === undefined ? [] : [sql`f.created_at < to_timestamp(${until}::float8)`]),
      ...(inbox_id === undefined ? [] : [sql`f.inbox_id = ${inbox_id}`]),
      ...(user_id === undefined ? [] : [sql`f.user_id = ${user_id}`]),
    ],
    ' and ',
  );
  // The index is in the order of time within each name: of each the newest, and of those the newest.
  const names = name === undefined ? [...EVENT_NAMES] : [name];
  const [total] = await adhoc<{ count: number }>(
    db,
    sql`select count(*) as count from reporting_events f where ${where} and f.name = any(${names}::text[])`,
  );
  const payload = await adhoc(
    db,
    sql`select ${sql([columns])} from unnest(${names}::text[]) n (name) cross join lateral (
        select * from reporting_events f where ${where} and f.name = n.name
        order by f.created_at desc, f.id desc limit ${page * PER_PAGE}) f
      order by f.created_at desc, f.id desc limit ${PER_PAGE} offset ${(page - 1) * PER_PAGE}`,
  );
  const count = total?.count ?? 0;
  return {
    payload,
    meta: { count, current_page: page, total_pages: Math.ceil(count / PER_PAGE) },
  };
}

const ofConversation = `
  select ${columns} from reporting_events f
  where f.account_id = $1 and f.conversation_id = $2 order by f.created_at, f.id`;

/** The facts of one conversation, oldest first. */
export async function conversationReportingEvents(
  db: Db,
  { account_id, id }: { account_id: number; id: number },
) {
  return rows(db, ofConversation, [account_id, id]);
}
