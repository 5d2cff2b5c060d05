import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import { authenticate, authenticateUser } from '../auth/authenticate.ts';
import type { Actor, ContactActor, PlatformApp, Website } from '../auth/actor.ts';
import { authenticateContact } from '../auth/contact-access.ts';
import { authenticatePlatformApp } from '../auth/platform-access.ts';
import { admitVisitor, mayNameLater } from '../auth/visitor-access.ts';
import { signInHeaders } from '../auth/session-headers.ts';
import { transaction, type Tx } from '../db/pool.ts';
import type { Platform } from '../platform.ts';
import { HttpError, frameworkError, missingParameter } from '../errors.ts';
import { cleanBag, isObject, type Bag } from './bag.ts';
import { idempotencyKey, onceOnly } from './idempotency.ts';
import { readInput } from './input.ts';
import { withFiles } from './multipart.ts';
import type { ReadRoute, Route, WriteRoute } from './route.ts';
import { bodyText, sendBody, sendRead } from './send.ts';
import type { Turns } from './turns.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    /** Who calls a route that is the user's own, outside every account. */
    userId?: number;
    visitor?: ContactActor;
    website?: Website;
    platformApp?: PlatformApp;
  }
}

interface Parts {
  platform: Platform;
  /** Those of the accounts. */
  turns: Turns;
}

const ACCOUNT = '/api/v1/accounts/:account_id';

/** The full URL pattern of a route. */
export const urlOf = (route: Route): string =>
  /^\/(api|public|platform|auth|enterprise|installation)\//.test(route.path)
    ? route.path
    : ACCOUNT + route.path;

/** Whether what is missing there has the framework's own form (contract: platform §8, customer §0.2). */
export const isOutsideAccounts = (url: string): boolean =>
  /^\/(public|platform)\/|^\/api\/v1\/widget\/direct_uploads$/.test(url);

/** Mounts a route: who may call it, how its input is read, and how its result is sent. */
export function mountRoute(app: FastifyInstance, { platform, turns }: Parts, route: Route): void {
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
        await inForm(route, () => admit(platform, route, request));
      } finally {
        if (request.session !== undefined) void reply.headers(signInHeaders(request.session));
      }
    },
    handler: async (request, reply) =>
      withFiles(platform.storage, route, request, async () =>
        inForm(route, async () => {
          if (isOfWidget(route) && request.website === undefined) {
            await admitVisitor(platform, request, route.access);
          }
          return route.kind === 'read'
            ? answerRead({ platform, turns }, route, request, reply)
            : answerWrite({ platform, turns }, route, request, reply);
        }),
      ),
  });
}

async function inForm<T>(route: Route, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isMissing = error instanceof HttpError && error.status === 404;
    throw isMissing && isOutsideAccounts(route.path) ? frameworkError(404, 'Not Found') : error;
  }
}

async function admit(platform: Platform, route: Route, request: FastifyRequest): Promise<void> {
  const { pool: db, vault } = platform;
  if (route.access.includes('user')) {
    request.userId = await authenticateUser({ db, vault }, request);
  } else if (route.access.includes('contact')) {
    request.visitor = await authenticateContact(db, request);
  } else if (isOfWidget(route)) {
    // Some name the website in the body; they are admitted once it was read.
    if (!mayNameLater(vault, request)) await admitVisitor(platform, request, route.access);
  } else if (route.access.includes('platform')) {
    request.platformApp = await authenticatePlatformApp({ db, vault }, request);
  } else {
    request.actor = await authenticate({ db, vault }, request, route);
  }
}

const isOfWidget = ({ access }: Route): boolean =>
  access.includes('visitor') || access.includes('website');

/** Does it when the turn of the caller's account has come. */
async function inTurn<T>(
  turns: Turns,
  { waits = false }: Pick<Route, 'waits'>,
  { request, work }: { request: FastifyRequest; work: () => Promise<T> },
): Promise<T> {
  const { actor, visitor, website } = request;
  const account_id = (actor ?? visitor ?? website)?.account_id;
  if (account_id === undefined || waits) return work();
  const end = await turns.take(account_id);
  try {
    return await work();
  } finally {
    end();
  }
}

async function answerRead(
  { platform, turns }: Parts,
  route: ReadRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const context = contextOf(platform, route, { request, reply, bag: bagOf(request) });
  const work = async () => route.handle({ ...context, db: platform.pool });
  const result = await inTurn(turns, route, { request, work });
  // A handler that has sent an answer of its own returns the reply.
  if (result === reply || reply.sent) return reply;
  return sendRead(request, reply, bodyText(result));
}

async function answerWrite(
  { platform, turns }: Parts,
  route: WriteRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const bag = bagOf(request);
  const context = contextOf(platform, route, { request, reply, bag });
  // A key is its caller's: without a caller there is nobody to remember it for.
  const caller = request.actor ?? request.visitor;
  const key = caller === undefined || route.secret === true ? undefined : idempotencyKey(request);
  const prepared = await route.prepare?.({ ...context, db: platform.pool });
  const work = async (tx: Tx) => {
    const effect = async () => {
      const body = bodyText(await route.handle({ ...context, tx, prepared }));
      return { status: route.status ?? reply.statusCode, body };
    };
    if (key === undefined || caller === undefined) return { ...(await effect()), replayed: false };
    return onceOnly(tx, { vault: platform.vault, actor: caller, key, request, bag }, effect);
  };
  const answer = await inTurn(turns, route, {
    request,
    work: async () => transaction(platform.pool, work),
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
    // A route reads the one that its access promises.
    actor: request.actor as Actor,
    visitor: request.visitor as ContactActor,
    website: request.website as Website,
    app: request.platformApp as PlatformApp,
    params: request.params as Record<string, string>,
    input: inputOf(route, bag),
    platform,
    request,
    reply,
  };
}

function inputOf(route: Route, bag: Bag): Record<string, unknown> {
  const { root, input = noInput } = route;
  if (root === undefined) {
    return readInput(input, route.nullWords === true ? withNulls(bag) : bag);
  }
  const inner = bag[root];
  const read: Bag = readInput(input, isObject(inner) ? { ...bag, ...inner } : bag);
  const changes = ![route.method].flat().includes('GET');
  if (changes && Object.keys(read).length === 0) throw missingParameter(root);
  return read;
}

const withNulls = (bag: Bag): Bag =>
  Object.fromEntries(
    Object.entries(bag).map(([key, value]) => [key, value === 'null' ? null : value]),
  );

function bagOf(request: FastifyRequest): Bag {
  const query = request.query as Bag;
  return cleanBag({ ...query, ...(request.body as Bag | undefined) });
}
