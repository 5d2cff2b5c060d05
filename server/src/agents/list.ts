import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import { agentJson } from './present.ts';

const present = `select (${agentJson('u', 'm')})::text as json`;
const order = `order by lower(u.name), u.id`;
const member = `
  from memberships m join users u on u.id = m.user_id
  where m.account_id = $1 and m.removed_at is null`;

const listAll = `${present} ${member} ${order}`;
const listSome = `${present} ${member} and m.user_id = any($2::bigint[]) ${order}`;

const ofTeam = `${present} ${member} and exists (select from team_members tm
  where tm.account_id = $1 and tm.team_id = $2 and tm.user_id = m.user_id) ${order}`;

const assignable = `${present} ${member} and (m.role = 'administrator' or not exists (
  select from unnest($2::bigint[]) wanted (inbox_id) where not exists (select from inbox_members im
    where im.account_id = $1 and im.inbox_id = wanted.inbox_id and im.user_id = m.user_id))) ${order}`;

async function agents(db: Db, statement: string, values: unknown[]): Promise<JsonText> {
  const found = await rows<{ json: string }>(db, statement, values);
  return new JsonText(`[${found.map(({ json }) => json).join(',')}]`);
}

/** Every member of the account, as a JSON list of Agents by name. */
export const listAgents = async (db: Db, { account_id }: Actor): Promise<JsonText> =>
  agents(db, listAll, [account_id]);

/** These members. */
export const someAgents = async (
  db: Db,
  { account_id }: Actor,
  ids: readonly number[],
): Promise<JsonText> => agents(db, listSome, [account_id, ids]);

/** The members of a team. */
export const agentsOfTeam = async (db: Db, { account_id }: Actor, id: number): Promise<JsonText> =>
  agents(db, ofTeam, [account_id, id]);

/** Who can be assigned in all of these inboxes: their common members, and every administrator. */
export const agentsOfInboxes = async (
  db: Db,
  { account_id }: Actor,
  ids: readonly number[],
): Promise<JsonText> => agents(db, assignable, [account_id, ids]);
