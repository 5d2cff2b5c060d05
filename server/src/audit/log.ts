import type { Static } from 'typebox';
import type { Actor } from '../auth/actor.ts';
import { unix } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { pageNumber } from '../http/schema.ts';
import { auditable } from './present.ts';
import { parseTime } from './rules.ts';
import type { AuditInput } from './shapes.ts';

const PER_PAGE = 15;

const matching = `
  from audits a
  where a.account_id = $1 and ($2::text is null or a.auditable_type = $2)
    and ($3::bigint is null or (a.user_id = $3 and a.user_type = 'User')) and ($4::text is null or a.action = $4)
    and ($5::timestamptz is null or a.created_at >= $5) and ($6::timestamptz is null or a.created_at < $6)`;

const count = `select count(*) as count ${matching}`;

const list = `
  select a.id, a.auditable_id, a.auditable_type, ${auditable} as auditable, a.associated_id, a.associated_type,
    a.user_id, a.user_type,
    coalesce((select u.email from users u where a.user_type = 'User' and u.id = a.user_id), a.username) as username,
    a.action, a.audited_changes,
    (select count(*) from audits earlier where earlier.account_id = a.account_id
       and earlier.auditable_type = a.auditable_type and earlier.auditable_id = a.auditable_id
       and earlier.id <= a.id) as version,
    a.comment, a.request_uuid, ${unix('a.created_at')} as created_at, a.remote_address
  from (select a.* ${matching} order by a.id desc limit ${PER_PAGE} offset $7) a
  order by a.id desc`;

/** One page of the audit log, the newest first (contract: platform §4.22). Throws 422 for a time that is none. */
export async function readAuditLog(db: Db, actor: Actor, input: Static<typeof AuditInput>) {
  const page = pageNumber(input.page);
  const values = [
    actor.account_id,
    input.auditable_type ?? null,
    input.user_id ?? null,
    input.action ?? null,
    parseTime(input.since, 'since'),
    parseTime(input.until, 'until'),
  ];
  const total = await row<{ count: number }>(db, count, values);
  const audit_logs = await rows(db, list, [...values, (page - 1) * PER_PAGE]);
  return {
    per_page: PER_PAGE,
    total_entries: total?.count ?? 0,
    current_page: page,
    audit_logs,
  };
}
