import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

export interface NewTeam {
  account_id: number;
  name: string;
  description?: string;
  allow_auto_assign?: boolean;
  user_ids?: number[];
}

/** Makes a team; its name is kept in lower case (contract §3.4). */
export async function createTeam(
  tx: Tx,
  { account_id, name, description, allow_auto_assign = true, user_ids = [] }: NewTeam,
): Promise<{ id: number; name: string }> {
  const team = (await row<{ id: number; name: string }>(
    tx,
    `insert into teams (account_id, name, description, allow_auto_assign)
     values ($1, lower($2), $3, $4) returning id, name`,
    [account_id, name, description ?? null, allow_auto_assign],
  )) as { id: number; name: string };
  await rows(
    tx,
    'insert into team_members (account_id, team_id, user_id) select $1, $2, unnest($3::bigint[])',
    [account_id, team.id, user_ids],
  );
  return team;
}
