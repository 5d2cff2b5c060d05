import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { tooManyRequests } from '../errors.ts';
import { addressGroup, addressList, clientAddress } from './client-address.ts';
import { slidingWindow } from './window.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is never limited, whoever calls. */
    unlimited?: boolean;
  }
}

const WINDOW_SECONDS = 60;

/**
 * Requests per minute and client address. It counts in the root's first hook, before a route is
 * looked at, and its key is the connection's address alone: no path, header or method changes it.
 */
export function limitRate(app: FastifyInstance, config: Config): void {
  const limit = config.rateLimit;
  if (limit === 0) return;
  const take = slidingWindow(limit, WINDOW_SECONDS);
  const isExempt = addressList(config.rateLimitExempt);

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.unlimited === true) return;
    const address = clientAddress(request);
    const { allowed, remaining, resetSeconds, retryAfterSeconds } = take(addressGroup(address));
    void reply.headers({
      'ratelimit-policy': `"address";q=${limit};w=${WINDOW_SECONDS}`,
      ratelimit: `"address";r=${remaining};t=${resetSeconds}`,
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(resetSeconds),
    });
    if (!allowed && !isExempt(address)) throw tooManyRequests(retryAfterSeconds);
  });
}
