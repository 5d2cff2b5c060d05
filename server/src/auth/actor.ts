/** Who is calling, inside one account. Every record is found through an actor. */
export interface UserActor {
  type: 'User';
  id: number;
  account_id: number;
  name: string;
  role: 'agent' | 'administrator';
}

export interface BotActor {
  type: 'AgentBot';
  id: number;
  account_id: number;
  name: string;
}

export type Actor = UserActor | BotActor;

/** The user's id, or null for a bot: for "mine", "is_member" and the like. */
export const viewerId = (actor: Actor): number | null => (actor.type === 'User' ? actor.id : null);

/** Sees every record of the account: administrators, and bots (contract §1.2). */
export const seesAll = (actor: Actor): boolean =>
  actor.type === 'AgentBot' || actor.role === 'administrator';
