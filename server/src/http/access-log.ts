import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The pattern of the route that was matched; never the URL, whose ids and query are the caller's. */
export const routeOf = (request: FastifyRequest): string =>
  request.is404 ? 'none' : (request.routeOptions.url ?? 'none');

/** One line per request: who asked for what, and how it went. */
export function logAccess(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const quiet = request.routeOptions.config.unlimited === true;
    request.log[quiet ? 'debug' : 'info'](factsOf(request, reply), 'request');
  });
}

function factsOf(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  const actor = request.actor ?? request.visitor;
  return {
    method: request.method,
    route: routeOf(request),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ...(actor === undefined
      ? {}
      : { account_id: actor.account_id, actor: `${actor.type}:${actor.id}` }),
    // The client was gone before the whole answer was written.
    ...(reply.raw.writableEnded ? {} : { aborted: true }),
  };
}
