import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { tooManyRequests } from '../errors.ts';
import { addressGroup, addressList, clientAddress } from './client-address.ts';
import { slidingWindow, type Verdict } from './window.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is never limited, whoever calls. */
    unlimited?: boolean;
  }
}

/** The other processes that serve this machine's clients. */
interface Fellows {
  tell(counts: [key: string, used: number][]): void;
  onTold(take: (counts: [key: string, used: number][]) => void): void;
}

const WINDOW_SECONDS = 60;
/** Milliseconds: how much later than its own requests a process knows of the others'. */
const TOLD_EVERY = 200;

/**
 * Requests per minute and client address. It counts in the root's first hook, before a route is
 * looked at, and its key is the connection's address alone: no path, header or method changes it.
 * Processes on one machine tell each other what they counted; other machines count for themselves.
 */
export function limitRate(app: FastifyInstance, config: Config, fellows?: Fellows): void {
  const limit = config.rateLimit;
  if (limit === 0) return;
  const take =
    fellows === undefined ? slidingWindow(limit, WINDOW_SECONDS).take : shared(limit, fellows, app);
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

/** A window in which the requests count that other processes have answered. */
function shared(limit: number, fellows: Fellows, app: FastifyInstance): (key: string) => Verdict {
  const { take, add } = slidingWindow(limit, WINDOW_SECONDS);
  let untold = new Map<string, number>();
  fellows.onTold((counts) => {
    for (const [key, used] of counts) add(key, used);
  });
  const timer = setInterval(() => {
    if (untold.size > 0) fellows.tell([...untold]);
    untold = new Map();
  }, TOLD_EVERY);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
  return (key) => {
    const verdict = take(key);
    if (verdict.allowed) untold.set(key, (untold.get(key) ?? 0) + 1);
    return verdict;
  };
}
