/** Who is calling, inside one account. Every record is found through an actor. */
export interface UserActor {
  type: 'User';
  id: number;
  account_id: number;
  name: string;
  role: 'agent' | 'administrator';
  /** What a custom role allows beyond `role`; absent without one. */
  permissions?: readonly string[];
  /** It is no person but a program with a service key. */
  key?: { id: number; writes: boolean; all_inboxes: boolean };
  /** Where the request came from, and its id, for the audit log. */
  origin?: Origin;
}

export interface Origin {
  address: string;
  request_id: string;
}

export interface BotActor {
  type: 'AgentBot';
  id: number;
  account_id: number;
  name: string;
}

export type Actor = UserActor | BotActor;

/**
 * A customer: whoever knows an API inbox's identifier and their own id in it, or holds the token of a
 * visitor of a website. No `Actor`, so that nothing that looks for a record through an actor can be asked by one.
 */
export interface ContactActor {
  type: 'Contact';
  id: number;
  account_id: number;
  name: string;
  inbox_id: number;
  contact_inbox_id: number;
  source_id: string;
  /** Their identity was proven: they see all that is theirs, in whatever inbox. */
  hmac_verified: boolean;
}

/** The website inbox that a visitor's request names, as far as it depends on it. */
export interface Website {
  account_id: number;
  id: number;
  name: string;
  /** Its website_token. */
  identifier: string;
  /** Nobody is anybody without a proof. */
  hmac_mandatory: boolean;
  /** Encrypted. */
  secrets: Buffer | null;
  /** What its window offers: `attachments`, `end_conversation` … */
  features: string[];
  /** Where it may stand, comma-separated; empty or null for anywhere. */
  allowed_domains: string | null;
}

/**
 * An automation rule at work: it acts for the account and signs nothing. Its name is the one that the
 * lines about what it does carry (contract: conversations §9).
 */
export interface RuleActor {
  type: 'AutomationRule';
  id: number;
  account_id: number;
  name: string;
}

/** Whoever writes or changes something in a conversation. */
export type Author = Actor | ContactActor | RuleActor;

/** A program of the operator's that sets up accounts and people. */
export interface PlatformApp {
  id: number;
  name: string;
  origin?: Origin;
}

/** The user's id, or null for a bot: for "mine", "is_member" and the like. */
export const viewerId = (actor: Actor): number | null => (actor.type === 'User' ? actor.id : null);

/**
 * For what administrators alone are shown or may do, secrets above all. Not everybody who sees all is one:
 * a service key for every inbox is not.
 */
export const isAdministrator = (actor: Actor): boolean =>
  actor.type === 'User' && actor.role === 'administrator';

/** Sees every record of the account: administrators, bots (contract §1.2), keys that are not limited. */
export const seesAll = (actor: Actor): boolean =>
  actor.type === 'AgentBot' || actor.role === 'administrator' || actor.key?.all_inboxes === true;
