import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject, TSchema } from 'typebox';
import type { Actor, ContactActor, PlatformApp, Website } from '../auth/actor.ts';
import type { Db, Pool, Tx } from '../db/pool.ts';
import type { Platform } from '../platform.ts';

/** What a custom role can allow its holders that agents may not do. */
export type Permission = 'report_manage' | 'contact_manage' | 'knowledge_base_manage';

/**
 * Who may call a route. `user` is any person, outside of accounts; `public` needs no credentials at
 * all. `contact` is a customer, known by the identifier of an API inbox and their own id in it, both of
 * which stand in the path; `website` whoever names a website by its token, and `visitor` those of them
 * who have a token of their own; `platform` a platform app. A permission stands for agents whose custom role
 * has it.
 */
export type Access =
  | 'administrator'
  | 'agent'
  | 'bot'
  | 'user'
  | 'public'
  | 'contact'
  | 'website'
  | 'visitor'
  | 'platform'
  | Permission;

/** Every member of the account. */
export const members: Access[] = ['administrator', 'agent'];
export const administrators: Access[] = ['administrator'];
export const membersAndBots: Access[] = ['administrator', 'agent', 'bot'];

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Common<I extends TObject> {
  /** Several methods when the contract answers the same to each. */
  method: Method | Method[];
  /** Below /api/v1/accounts/:account_id unless it starts with another root. */
  path: string;
  access: Access[];
  /** One line for the reference, and what a reader must know beyond it. */
  summary: string;
  description?: string;
  tag: string;
  /** Name of the operation, where method and path make none that is good and its own. */
  operation?: string;
  /**
   * The key under which clients may put the input: `{"label":{"title":"x"}}` is `{"title":"x"}`
   * (contract: platform §0.2). A request in which none of the input is found is refused with it.
   */
  root?: string;
  /** The text "null" at the top of the input is null: forms have no other way to say it. */
  nullWords?: boolean;
  input?: I;
  output?: TSchema;
  /** Examples of texts other than JSON that the route sends, by their media type. */
  lines?: Record<string, string>;
  /** An example of the table that the route sends as a file, instead of JSON. */
  csv?: string;
  /** Status of success; 200 when absent. */
  status?: 201 | 204;
  /**
   * The handler refuses those whose role does not do, because they must get 404 for what they cannot
   * see. Otherwise that is done before the input is read.
   */
  refusesInHandler?: boolean;
  /**
   * About the account itself: answers for a suspended one, and whoever is no member gets 404
   * (contract: platform §1.1).
   */
  ownAccount?: boolean;
  /** For a public route that is about the caller's session and looks at its headers itself. */
  session?: boolean;
  /** The answer holds a secret, so it is not kept to be repeated for an Idempotency-Key. */
  secret?: boolean;
  /** Its answer may wait for something to happen: it takes no turn of the account's, which others need. */
  waits?: boolean;
  /** Whether files may come along (multipart/form-data). */
  multipart?: boolean;
  /** Bodies for the reference. */
  examples?: { request?: unknown; response?: unknown };
  /**
   * Statuses beyond 200 and those every route has, with the text of their error or the whole body; ''
   * when it may be empty. A handler sets a success of its own on the reply.
   */
  errors?: Record<number, string | object>;
}

export interface Context<I> {
  /** Of routes for members and bots. */
  actor: Actor;
  /** Of routes with the access `contact` or `visitor`. */
  visitor: ContactActor;
  /** Of routes with the access `website` or `visitor`. */
  website: Website;
  /** Of routes with the access `platform`. */
  app: PlatformApp;
  params: Record<string, string>;
  input: I;
  platform: Platform;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface ReadRoute<I extends TObject = TObject> extends Common<I> {
  kind: 'read';
  handle(context: Context<Static<I>> & { db: Db }): Promise<unknown>;
}

export interface WriteRoute<I extends TObject = TObject, P = unknown> extends Common<I> {
  kind: 'write';
  /**
   * What takes as long as somebody else's server, done before the transaction: nothing is locked
   * meanwhile. It may read, and count against an allowance; its result is the handler's `prepared`.
   */
  prepare?(context: Context<Static<I>> & { db: Pool }): Promise<P>;
  handle(context: Context<Static<I>> & { tx: Tx; prepared: P }): Promise<unknown>;
}

export type Route = ReadRoute | WriteRoute;

/** A route that changes nothing. Its handler gets the pool. */
export function read<I extends TObject>(route: Omit<ReadRoute<I>, 'kind'>): Route {
  return { ...route, kind: 'read' } as unknown as Route;
}

/**
 * A route that changes something. The platform opens the transaction before the handler and commits
 * after it, so a write, its events, its jobs and its stored answer are one commit by construction.
 */
export function write<I extends TObject, P = undefined>(
  route: Omit<WriteRoute<I, P>, 'kind'>,
): Route {
  return { ...route, kind: 'write' } as unknown as Route;
}
