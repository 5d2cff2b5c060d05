import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { pickAgent } from './round-robin.ts';

/** What assignment looks at and decides. */
interface Assignable {
  account_id: number;
  inbox_id: number;
  auto_assign: boolean;
  assignment_limit: number | null;
  assignee_id: number | null;
  assignee_agent_bot_id: number | null;
  team_id: number | null;
}

const isTeamMember = `
  select t.allow_auto_assign, exists (select from team_members tm
    where tm.account_id = t.account_id and tm.team_id = t.id and tm.user_id = $3) as member
  from teams t where t.account_id = $1 and t.id = $2`;

/**
 * The assignee after the team became `team_id`: someone outside the team is dropped, and a team that
 * assigns by itself picks an online member of inbox and team (contract §8.7).
 */
export async function assigneeAfterTeamChange(
  tx: Tx,
  { account_id, inbox_id, assignee_id, team_id, assignment_limit }: Assignable,
): Promise<number | null> {
  if (team_id === null) return assignee_id;
  const team = await row<{ allow_auto_assign: boolean; member: boolean }>(tx, isTeamMember, [
    account_id,
    team_id,
    assignee_id,
  ]);
  if (team?.member === true) return assignee_id;
  if (team?.allow_auto_assign !== true) return null;
  return pickAgent(tx, { account_id, inbox_id, team_id, assignment_limit });
}

const isInboxMember = `
  select 1 from inbox_members im
  join memberships m on m.account_id = im.account_id and m.user_id = im.user_id and m.removed_at is null
  where im.account_id = $1 and im.inbox_id = $2 and im.user_id = $3`;

/** The assignee of a conversation that became open: kept when they are a member of the inbox, else picked. */
export async function assigneeAfterOpening(
  tx: Tx,
  { account_id, inbox_id, auto_assign, assignee_id, assignment_limit }: Assignable,
): Promise<number | null> {
  if (!auto_assign) return assignee_id;
  if (assignee_id !== null) {
    const member = await row(tx, isInboxMember, [account_id, inbox_id, assignee_id]);
    if (member !== undefined) return assignee_id;
  }
  const place = { account_id, inbox_id, team_id: null, assignment_limit };
  return (await pickAgent(tx, place)) ?? assignee_id;
}
