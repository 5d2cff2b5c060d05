/** Somebody whose rights change, as the walk has asked for them. */
export interface Standing {
  id: number;
  isMember: boolean;
  role: 'agent' | 'administrator';
  custom_role_id: number | null;
  inboxes: Set<number>;
  teams: Set<number>;
}

/** What of a conversation decides who sees it, as its rows say. */
export interface Placed {
  /** Its number. */
  id: number;
  inbox: number;
  team: number | null;
  assignee: number | null;
  participants: number[];
}

/** What the custom roles allow, by id. */
export type Roles = ReadonlyMap<number, readonly string[]>;

/** Whether a conversation is one of somebody's in some way of looking; worked out without the product. */
export type Rule = (who: Standing, placed: Placed, roles: Roles) => boolean;

const seesAll = ({ isMember, role }: Standing): boolean => isMember && role === 'administrator';

/** What a custom role leaves: all, when there is none or it manages conversations. */
function reachOf(
  { custom_role_id }: Standing,
  roles: Roles,
): { all: boolean; unassigned: boolean; participating: boolean } {
  const allows = custom_role_id === null ? undefined : (roles.get(custom_role_id) ?? []);
  return {
    all: allows === undefined || allows.includes('conversation_manage'),
    unassigned: allows?.includes('conversation_unassigned_manage') ?? false,
    participating: allows?.includes('conversation_participating_manage') ?? false,
  };
}

/** Lists, counts, filters and searches have it (contract: conversations §1.3, §1.4). */
export const isListed: Rule = (who, { inbox, assignee }, roles) => {
  if (seesAll(who)) return true;
  if (!who.isMember || !who.inboxes.has(inbox)) return false;
  const { all, unassigned, participating } = reachOf(who, roles);
  if (all || (unassigned && assignee === null)) return true;
  return (unassigned || participating) && assignee === who.id;
};

/** It can be opened by its number, also through a team. */
export const isOpen: Rule = (who, placed, roles) => {
  if (seesAll(who)) return true;
  const { inbox, team, assignee, participants } = placed;
  const isNear = who.inboxes.has(inbox) || (team !== null && who.teams.has(team));
  if (!who.isMember || !isNear) return false;
  const { all, unassigned, participating } = reachOf(who, roles);
  if (all || (unassigned && assignee === null)) return true;
  if (participating && participants.includes(who.id)) return true;
  return (unassigned || participating) && assignee === who.id;
};

/** Its events are heard over /cable: a team is not enough (contract: platform §6.4). */
export const isWorkedOn: Rule = (who, placed, roles) =>
  isOpen(who, placed, roles) && (seesAll(who) || who.inboxes.has(placed.inbox));

/** Reports are for administrators, and for those whose custom role allows it. */
export const seesReports = (who: Standing, roles: Roles): boolean =>
  seesAll(who) ||
  (who.isMember &&
    who.custom_role_id !== null &&
    roles.get(who.custom_role_id)?.includes('report_manage') === true);
