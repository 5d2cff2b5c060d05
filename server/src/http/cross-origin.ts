import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

const HOUR = 3600;

const customers = {
  paths: /^\/+(?:public\/api|api\/v1\/widget)\//,
  exposed: 'etag, retry-after, x-request-id',
};

const everything = {
  paths: /^\/+(?:public\/)?api(?:[/?]|$)/,
  exposed: 'access-token, client, uid, expiry, token-type, etag, retry-after, x-request-id',
};

/**
 * Lets pages of any origin call the customers' API and the widget's (contract: customer §0.1), and everybody's when the
 * operator wants it (platform §0.7). Neither knows cookies: who calls is known by the path or by
 * headers that only somebody with the credentials can send, so an origin gains nothing by being called.
 */
export function openToOrigins(app: FastifyInstance, { apiCors }: Pick<Config, 'apiCors'>): void {
  const { paths, exposed } = apiCors ? everything : customers;
  app.addHook('onRequest', async (request, reply) => {
    if (!paths.test(request.url)) return;
    void reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposed,
    });
    if (request.method !== 'OPTIONS') return;
    const wanted = request.headers['access-control-request-headers'] ?? '*';
    await reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
        'access-control-allow-headers': /^[\w, *-]*$/.test(wanted) ? wanted : '*',
        'access-control-max-age': String(2 * HOUR),
      })
      .send();
  });
}
