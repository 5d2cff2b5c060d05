import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toWire } from './json.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The text of a handler's result: nothing at all for undefined, as the contract's "OK-empty". */
export const bodyText = (result: unknown): string => (result === undefined ? '' : toWire(result));

/** Sends a body made by `bodyText`. */
export function sendBody(reply: FastifyReply, status: number, body: string): FastifyReply {
  // To a text Fastify would add the charset, which the contract's "OK-empty" has not (§0).
  if (body === '') return reply.code(status).type('application/json').send(Buffer.alloc(0));
  return reply.code(status).type(JSON_TYPE).send(body);
}

/** Sends the answer of a read, with a weak ETag; 304 when the client has these bytes already. */
export function sendRead(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  const etag = `W/"${createHash('sha1').update(body).digest('base64url')}"`;
  void reply.header('etag', etag);
  if (!reply.hasHeader('cache-control')) {
    void reply.header('cache-control', 'max-age=0, private, must-revalidate');
  }
  if (matchesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return sendBody(reply, 200, body);
}

/** Whether an If-None-Match names this tag. */
export function matchesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => strong(tag) === strong(etag));
}
