import sql from 'sql-template-tag';
import { STATUSES } from '../conversations/enums.ts';
import { enumName } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import type { Span } from './span.ts';

type Counts = Record<(typeof STATUSES)[number] | 'total', number>;

const MONTHS = 6;

/**
 * The conversations that began in the span by the type of their channel and the status that they have
 * now; those that were deleted have none any more. Throws 422 beyond half a year.
 */
export async function channelSummary(
  db: Db,
  account_id: number,
  span: Span,
): Promise<Record<string, Counts>> {
  const limit = new Date(span.since * 1000);
  limit.setUTCMonth(limit.getUTCMonth() + MONTHS);
  if (span.until * 1000 > limit.getTime() + 86_400_000) {
    throw unprocessable('Date range cannot exceed 6 months');
  }
  const found = await adhoc<{ channel: string; status: (typeof STATUSES)[number]; count: number }>(
    db,
    sql`select i.channel_type as channel, ${status} as status, sum(n.count)::bigint as count
      from (select c.inbox_id, c.status, count(*) as count from conversations c
        where c.account_id = ${account_id} and c.created_at >= to_timestamp(${span.since}::float8)
          and c.created_at < to_timestamp(${span.until}::float8) group by 1, 2) n
      join inboxes i on i.account_id = ${account_id} and i.id = n.inbox_id
        and i.deleted_at is null
      group by 1, 2 order by 1`,
  );
  const summary: Record<string, Counts> = {};
  for (const { channel, status: name, count } of found) {
    const counts = (summary[channel] ??= {
      open: 0,
      resolved: 0,
      pending: 0,
      snoozed: 0,
      total: 0,
    });
    counts[name] = count;
    counts.total += count;
  }
  return summary;
}

const status = sql([enumName('n.status', STATUSES)]);
