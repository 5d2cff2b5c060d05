import { iso, jsonObject } from '../db/json.ts';

// SQL text that presents teams. `t` is an alias of teams.

/** The team inside a conversation (contract §3.4); `viewer` is SQL for the calling user's id or null. */
export const teamContextJson = (t: string, viewer: string): string =>
  jsonObject({
    id: `${t}.id`,
    name: `${t}.name`,
    description: `${t}.description`,
    allow_auto_assign: `${t}.allow_auto_assign`,
    account_id: `${t}.account_id`,
    is_member: `exists (select from team_members tm where tm.account_id = ${t}.account_id
      and tm.team_id = ${t}.id and tm.user_id = ${viewer})`,
  });

/** The team as an assignment answers it (contract §3.4, TeamRaw). */
export const teamRawJson = (t: string): string =>
  jsonObject({
    id: `${t}.id`,
    name: `${t}.name`,
    description: `${t}.description`,
    allow_auto_assign: `${t}.allow_auto_assign`,
    account_id: `${t}.account_id`,
    created_at: iso(`${t}.created_at`),
    updated_at: iso(`${t}.updated_at`),
  });
