import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import { authenticate, authenticateUser } from '../auth/authenticate.ts';
import type { Actor } from '../auth/actor.ts';
import { sessionHeaders } from '../auth/session-headers.ts';
import { transaction } from '../db/pool.ts';
import type { Platform } from '../platform.ts';
import { cleanBag, type Bag } from './bag.ts';
import { idempotencyKey, onceOnly } from './idempotency.ts';
import { readInput } from './input.ts';
import { withFiles } from './multipart.ts';
import type { ReadRoute, Route, WriteRoute } from './route.ts';
import { bodyText, sendBody, sendRead } from './send.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    /** Who calls a route that is the user's own, outside every account. */
    userId?: number;
  }
}

const ACCOUNT = '/api/v1/accounts/:account_id';

/** The full URL pattern of a route. */
export const urlOf = (route: Route): string =>
  /^\/(api|public|auth)\//.test(route.path) ? route.path : ACCOUNT + route.path;

/** Mounts a route: who may call it, how its input is read, and how its result is sent. */
export function mountRoute(app: FastifyInstance, platform: Platform, route: Route): void {
  if (route.access.length === 0) {
    throw new Error(`${String(route.method)} ${route.path} does not say who may call it`);
  }
  app.route({
    method: route.method,
    url: urlOf(route),
    // Credentials are checked before the body is read: a stranger cannot make us parse or store anything.
    onRequest: async (request, reply) => {
      if (route.access.includes('public')) return;
      try {
        await admit(platform, route, request);
      } finally {
        if (request.session !== undefined) void reply.headers(sessionHeaders(request.session));
      }
    },
    handler: async (request, reply) =>
      withFiles(platform.storage, route, request, async () =>
        route.kind === 'read'
          ? answerRead(platform, route, request, reply)
          : answerWrite(platform, route, request, reply),
      ),
  });
}

async function admit(platform: Platform, route: Route, request: FastifyRequest): Promise<void> {
  const { pool: db, vault } = platform;
  if (route.access.includes('user')) {
    request.userId = await authenticateUser({ db, vault }, request);
  } else {
    request.actor = await authenticate({ db, vault }, request, route.access);
  }
}

async function answerRead(
  platform: Platform,
  route: ReadRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const context = contextOf(platform, route, { request, reply, bag: bagOf(request) });
  const result = await route.handle({ ...context, db: platform.pool });
  // A handler that has sent an answer of its own returns the reply.
  return result === reply || reply.sent ? reply : sendRead(request, reply, bodyText(result));
}

async function answerWrite(
  platform: Platform,
  route: WriteRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const bag = bagOf(request);
  const context = contextOf(platform, route, { request, reply, bag });
  // A key is its caller's: without a caller there is nobody to remember it for.
  const key = context.actor === undefined ? undefined : idempotencyKey(request);
  const answer = await transaction(platform.pool, async (tx) => {
    const effect = async () => ({
      status: 200,
      body: bodyText(await route.handle({ ...context, tx })),
    });
    if (key === undefined) return { ...(await effect()), replayed: false };
    return onceOnly(tx, { actor: context.actor, key, request, bag }, effect);
  });
  if (answer.replayed) void reply.header('idempotent-replayed', 'true');
  return sendBody(reply, answer.status, answer.body);
}

const noInput = { properties: {} } as unknown as TObject;

interface Call {
  request: FastifyRequest;
  reply: FastifyReply;
  bag: Bag;
}

function contextOf(platform: Platform, route: Route, { request, reply, bag }: Call) {
  return {
    // Public routes and the user's own never read it; every other has one.
    actor: request.actor as Actor,
    params: request.params as Record<string, string>,
    input: readInput(route.input ?? noInput, bag),
    platform,
    request,
    reply,
  };
}

function bagOf(request: FastifyRequest): Bag {
  const query = request.query as Bag;
  return cleanBag({ ...query, ...(request.body as Bag | undefined) });
}
