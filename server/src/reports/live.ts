import sql, { type Sql } from 'sql-template-tag';
import { availability } from '../agents/present.ts';
import { pictureUrl } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row, rows, select } from '../db/query.ts';

// What stands in a deleted inbox is nobody's work any more, before the job that empties it has ended.
const living = `c.inbox_id not in
  (select i.id from inboxes i where i.account_id = $1 and i.deleted_at is not null)`;

// Open, and nobody has answered yet or the customer waits again (contract: platform §9).
const unattended = `c.status = 0 and (c.first_reply_created_at is null or c.waiting_since is not null)`;

const counts = `
  select count(*) filter (where c.status = 0) as open, count(*) filter (where ${unattended}) as unattended,
    count(*) filter (where c.status = 0 and c.assignee_id is null) as unassigned,
    count(*) filter (where c.status = 2) as pending
  from conversations c where c.account_id = $1 and c.status in (0, 2) and ${living}`;

export interface LiveCounts {
  open: number;
  unattended: number;
  unassigned: number;
  pending: number;
}

/** How many conversations there are to do at this moment, in the account or in one of its teams. */
export async function liveCounts(
  db: Db,
  account_id: number,
  team_id?: number | null,
): Promise<LiveCounts> {
  const statement = team_id === undefined ? counts : `${counts} and c.team_id = $2`;
  const values = team_id === undefined ? [account_id] : [account_id, team_id];
  const found = await row<LiveCounts & Record<string, unknown>>(db, statement, values);
  return found ?? { open: 0, unattended: 0, unassigned: 0, pending: 0 };
}

const grouping = { team_id: sql`c.team_id`, assignee_id: sql`c.assignee_id` };
export type Grouping = keyof typeof grouping;

export const isGrouping = (value: unknown): value is Grouping =>
  typeof value === 'string' && Object.hasOwn(grouping, value);

/** The open conversations by team or by assignee; null stands for those without. */
export async function groupedCounts(
  db: Db,
  account_id: number,
  by: Grouping,
): Promise<Record<string, number | null>[]> {
  const key: Sql = grouping[by];
  const found = await select<{ key: number | null } & LiveCounts>(
    db,
    sql`select ${key} as key, count(*) as open,
      count(*) filter (where c.first_reply_created_at is null or c.waiting_since is not null) as unattended,
      count(*) filter (where c.assignee_id is null) as unassigned
    from conversations c where c.account_id = ${account_id} and c.status = 0
      and c.inbox_id not in (select i.id from inboxes i
        where i.account_id = ${account_id} and i.deleted_at is not null)
    group by 1 order by 1 nulls last`,
  );
  return found.map(({ key: id, ...rest }) => ({ ...rest, [by]: id }));
}

const PER_PAGE = 25;

const agents = `
  select u.id, u.name, u.email, ${pictureUrl('u.avatar_url')} as thumbnail, ${availability('m')} as availability,
    coalesce(n.open, 0) as open, coalesce(n.unattended, 0) as unattended
  from memberships m
  join users u on u.id = m.user_id
  left join (select c.assignee_id, count(*) as open, count(*) filter (where ${unattended}) as unattended
    from conversations c where c.account_id = $1 and c.status = 0 and c.assignee_id is not null and ${living}
    group by 1) n on n.assignee_id = m.user_id
  where m.account_id = $1 and m.removed_at is null
  order by coalesce(n.open, 0) desc, u.id limit ${PER_PAGE} offset $2`;

interface AgentCounts extends Record<string, unknown> {
  open: number;
  unattended: number;
}

/** The members with what they have to do, the busiest first, 25 per page. */
export async function agentCounts(db: Db, account_id: number, page: number) {
  const found = await rows<AgentCounts>(db, agents, [account_id, (page - 1) * PER_PAGE]);
  return found.map(({ open, unattended: waiting, ...agent }) => ({
    ...agent,
    metric: { open, unattended: waiting },
  }));
}
