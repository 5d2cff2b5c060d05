import { touchCache } from '../accounts/cache-keys.ts';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { unauthorized } from '../errors.ts';
import { parseUserIds } from '../participants/rules.ts';

interface Team {
  id: number;
}

const count = `
  select m.user_id from memberships m
  where m.account_id = $1 and m.user_id = any($2::bigint[]) and m.removed_at is null for key share of m`;

/** The ids that a request names. Throws the contract's 401 for one that is no member of the account. */
async function memberIds(tx: Tx, { account_id }: Actor, given: unknown): Promise<number[]> {
  const ids = [...new Set(parseUserIds(given))];
  const known = await rows(tx, count, [account_id, ids]);
  if (known.length < ids.length) throw unauthorized('Invalid User IDs');
  return ids;
}

const insert = `
  insert into team_members (account_id, team_id, user_id)
  select $1, $2, unnest($3::bigint[]) on conflict do nothing returning user_id as id`;

const remove = `
  delete from team_members
  where account_id = $1 and team_id = $2 and (user_id = any($3::bigint[])) = $4 returning user_id as id`;

interface Change {
  team: Team;
  user_ids: unknown;
}

/** Adds them; returns the ids of those who were not in it yet. */
export async function addTeamMembers(
  tx: Tx,
  actor: Actor,
  { team, user_ids }: Change,
): Promise<number[]> {
  const ids = await memberIds(tx, actor, user_ids);
  const added = await rows<{ id: number }>(tx, insert, [actor.account_id, team.id, ids]);
  await note(tx, actor, { team, added, removed: [] });
  return added.map(({ id }) => id);
}

/** Makes the members exactly these. */
export async function setTeamMembers(
  tx: Tx,
  actor: Actor,
  { team, user_ids }: Change,
): Promise<void> {
  const ids = await memberIds(tx, actor, user_ids);
  const key = [actor.account_id, team.id, ids];
  const removed = await rows<{ id: number }>(tx, remove, [...key, false]);
  const added = await rows<{ id: number }>(tx, insert, key);
  await note(tx, actor, { team, added, removed });
}

/** Takes them out; who is not in it does not matter. */
export async function removeTeamMembers(
  tx: Tx,
  actor: Actor,
  { team, user_ids }: Change,
): Promise<void> {
  const ids = await memberIds(tx, actor, user_ids);
  const removed = await rows<{ id: number }>(tx, remove, [actor.account_id, team.id, ids, true]);
  await note(tx, actor, { team, added: [], removed });
}

interface Difference {
  team: Team;
  added: Team[];
  removed: Team[];
}

async function note(tx: Tx, actor: Actor, { team, added, removed }: Difference): Promise<void> {
  if (added.length + removed.length === 0) return;
  await touchCache(tx, actor.account_id, 'team');
  const associated = { type: 'Team', id: team.id };
  for (const [action, people] of [
    ['create', added],
    ['destroy', removed],
  ] as const) {
    for (const { id } of people) {
      const changes = { team_id: team.id, user_id: id };
      await audit(tx, actor, { type: 'TeamMember', id, action, changes, associated });
    }
  }
}
