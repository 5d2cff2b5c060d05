import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject, TSchema } from 'typebox';
import type { Actor } from '../auth/actor.ts';
import type { Db, Tx } from '../db/pool.ts';
import type { Platform } from '../platform.ts';

/**
 * Who may call a route. `user` is any person, outside of accounts; `public` needs no credentials at all.
 */
export type Access = 'administrator' | 'agent' | 'bot' | 'user' | 'public';

/** Every member of the account. */
export const members: Access[] = ['administrator', 'agent'];
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
  input?: I;
  output?: TSchema;
  /** For a public route that is about the caller's session and looks at its headers itself. */
  session?: boolean;
  /** Whether files may come along (multipart/form-data). */
  multipart?: boolean;
  /** Bodies for the reference. */
  examples?: { request?: unknown; response?: unknown };
  /** Statuses beyond 200 and those every route has, with the text of their error or the whole body. */
  errors?: Record<number, string | object>;
}

export interface Context<I> {
  actor: Actor;
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

export interface WriteRoute<I extends TObject = TObject> extends Common<I> {
  kind: 'write';
  handle(context: Context<Static<I>> & { tx: Tx }): Promise<unknown>;
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
export function write<I extends TObject>(route: Omit<WriteRoute<I>, 'kind'>): Route {
  return { ...route, kind: 'write' } as unknown as Route;
}
