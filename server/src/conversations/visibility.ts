import sql, { join, raw, type Sql } from 'sql-template-tag';
import { seesAll, viewerId, type Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';

// Who sees which conversations. Whatever lists, counts, finds or tells of conversations asks here.

/** What a custom role leaves of the conversations that an agent would see (contract: conversations §1.3). */
interface Reach {
  /** Besides their own, those that nobody has. */
  unassigned: boolean;
  /** Besides their own, those they take part in; only when opened, a list has their own. */
  participating: boolean;
  /** Their own at all. */
  own: boolean;
}

/** Null for everyone whom no custom role limits. */
function reachOf(actor: Actor): Reach | null {
  if (seesAll(actor) || actor.type !== 'User' || actor.permissions === undefined) return null;
  if (actor.permissions.includes('conversation_manage')) return null;
  const unassigned = actor.permissions.includes('conversation_unassigned_manage');
  const participating = actor.permissions.includes('conversation_participating_manage');
  return { unassigned, participating, own: unassigned || participating };
}

const memberships = `
  select coalesce(array_agg(inbox_id order by inbox_id), '{}')::bigint[] as ids
  from inbox_members where account_id = $1 and user_id = $2`;

// Almost always there is no deleted one, and then the inboxes are no condition at all.
const living = `
  select array_agg(id order by id) filter (where deleted_at is null)::bigint[] as ids
  from inboxes where account_id = $1 having count(deleted_at) > 0`;

/**
 * The inboxes an agent is a member of (contract §1.4). Null for who sees all of them, unless one was
 * deleted: then those that live, until a job has removed what the other held.
 */
export async function visibleInboxes(db: Db, actor: Actor): Promise<number[] | null> {
  const [statement, values] = seesAll(actor)
    ? [living, [actor.account_id]]
    : [memberships, [actor.account_id, viewerId(actor)]];
  const found = await row<{ ids: number[] | null }>(db, statement, values);
  return found === undefined ? null : (found.ids ?? []).map(Number);
}

const either = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`false` : sql`(${join(conditions, ' or ')})`;

/**
 * What lists, counts, filters and searches add to the caller's inboxes, over an alias `c` with
 * `assignee_id`: nothing for those without a custom role (contract §1.4).
 */
export function listedTo(actor: Actor): Sql[] {
  const reach = reachOf(actor);
  if (reach === null) return [];
  return [
    either([
      ...(reach.own ? [sql`c.assignee_id = ${viewerId(actor)}`] : []),
      ...(reach.unassigned ? [sql`c.assignee_id is null`] : []),
    ]),
  ];
}

/** Whose eyes a statement looks with; null for who sees everything. */
export const viewLimit = (actor: Actor): number | null => (seesAll(actor) ? null : viewerId(actor));

/**
 * Whether the actor, an agent whose user id is `viewer`, may open conversation `c`: as a member of its
 * inbox or team, as far as their custom role reaches. Being its assignee is not enough (contract §1.3).
 * Of one that is no more `tookPart` is a column with the ids of those who did.
 */
export function mayOpen(actor: Actor, viewer: Sql, tookPart?: string): Sql {
  const through = sql`(
    exists (select from inbox_members im where im.account_id = c.account_id
            and im.inbox_id = c.inbox_id and im.user_id = ${viewer})
    or exists (select from team_members tm where tm.account_id = c.account_id
               and tm.team_id = c.team_id and tm.user_id = ${viewer}))`;
  const reach = reachOf(actor);
  if (reach === null) return through;
  const within = either([
    ...(reach.own ? [sql`c.assignee_id = ${viewer}`] : []),
    ...(reach.unassigned ? [sql`c.assignee_id is null`] : []),
    ...(reach.participating
      ? [
          sql`exists (select from conversation_participants cp where cp.account_id = c.account_id
            and cp.conversation_id = c.id and cp.user_id = ${viewer})`,
          ...(tookPart === undefined ? [] : [sql`${viewer} = any(${raw(tookPart)})`]),
        ]
      : []),
  ]);
  return sql`(${through} and ${within})`;
}

/** The same for a statement that is a constant text; $n is the caller's viewLimit. */
export const mayOpenText = (actor: Actor, n: number, tookPart?: string): string =>
  `($${n}::bigint is null or ${mayOpen(actor, raw(`$${n}`), tookPart).text})`;

/**
 * The same for member `m` with custom role `role` (joined, or null) and conversation `c`, for those who
 * are told of what happens in it. Over many conversations `places` says what they are in: see placesOf.
 */
export const memberMayOpen = (
  m: string,
  role: string,
  { c, places, tookPart }: { c: string; places?: string; tookPart?: string },
): string => `
  (${m}.removed_at is null and (${m}.role = 'administrator' or (
    (${places === undefined ? looksUp(m, c) : isIn(places, c)})
    and (${role}.id is null or 'conversation_manage' = any(${role}.permissions)
         or ('conversation_unassigned_manage' = any(${role}.permissions)
             and (${c}.assignee_id is null or ${c}.assignee_id = ${m}.user_id))
         or ('conversation_participating_manage' = any(${role}.permissions)
             and (${c}.assignee_id = ${m}.user_id or exists (select from conversation_participants cp
               where cp.account_id = ${c}.account_id and cp.conversation_id = ${c}.id
                 and cp.user_id = ${m}.user_id)
               ${tookPart === undefined ? '' : `or ${m}.user_id = any(${tookPart})`}))))))`;

/** Whether the member may open whatever is in this inbox, which may be null; if not, it depends on the conversation. */
export const memberMayOpenAllOf = (
  m: string,
  role: string,
  { inbox, places }: { inbox: string; places: string },
): string => `
  coalesce(${m}.removed_at is null and (${m}.role = 'administrator' or ${inbox} = any(${places}.inboxes)
    and (${role}.id is null or 'conversation_manage' = any(${role}.permissions))), false)`;

const looksUp = (m: string, c: string): string => `
  exists (select from inbox_members im where im.account_id = ${c}.account_id
          and im.inbox_id = ${c}.inbox_id and im.user_id = ${m}.user_id)
  or exists (select from team_members tm where tm.account_id = ${c}.account_id
             and tm.team_id = ${c}.team_id and tm.user_id = ${m}.user_id)`;

const isIn = (places: string, c: string): string =>
  `${c}.inbox_id = any(${places}.inboxes) or ${c}.team_id = any(${places}.teams)`;

/** The inboxes and teams of member `m`, read once for each member (that is what `offset 0` is for). */
export const placesOf = (m: string): string => `
  (select array(select im.inbox_id from inbox_members im
                where im.account_id = ${m}.account_id and im.user_id = ${m}.user_id) as inboxes,
          array(select tm.team_id from team_members tm
                where tm.account_id = ${m}.account_id and tm.user_id = ${m}.user_id) as teams
   offset 0)`;
