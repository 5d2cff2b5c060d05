import type { FastifyRequest } from 'fastify';

/** What a client shows to continue a session (contract: platform §1.1). */
export interface SessionCredentials {
  token: string;
  client: string;
  uid: string;
}

export interface Session extends SessionCredentials {
  expires_at: Date;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The session that authenticated the request, if it was one and no access token. */
    session?: Session;
  }
}

/** The headers by which a client keeps its session. */
export function sessionHeaders({ token, client, uid, expires_at }: Session) {
  return {
    'access-token': token,
    'token-type': 'Bearer',
    client,
    expiry: String(Math.floor(expires_at.getTime() / 1000)),
    uid,
  };
}

/** The same with everything in one header more, as signing in and every later answer has it. */
export function signInHeaders(session: Session) {
  const headers = sessionHeaders(session);
  const bearer = Buffer.from(JSON.stringify(headers)).toString('base64');
  return { ...headers, authorization: `Bearer ${bearer}` };
}

/**
 * The three session headers, or the same three as base64 JSON in a bearer token. Not taken from the
 * query, as the original would: what stands in a URL ends in logs and histories.
 */
export function sessionOf(request: FastifyRequest): SessionCredentials | undefined {
  const direct = {
    token: header(request, 'access-token'),
    client: header(request, 'client'),
    uid: header(request, 'uid'),
  };
  if (isComplete(direct)) return direct;
  const bearer = /^Bearer (\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  if (bearer === undefined) return undefined;
  try {
    const json: unknown = JSON.parse(Buffer.from(bearer, 'base64').toString('utf8'));
    const parts = Object(json) as Record<string, unknown>;
    const carried = { token: parts['access-token'], client: parts['client'], uid: parts['uid'] };
    return isComplete(carried) ? carried : undefined;
  } catch {
    return undefined;
  }
}

/** A header that stands there once and is not empty. */
export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isComplete(
  value: Record<keyof SessionCredentials, unknown>,
): value is Record<keyof SessionCredentials, string> {
  return Object.values(value).every((part) => typeof part === 'string' && part !== '');
}
