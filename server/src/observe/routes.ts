import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import type { Fellows } from '../cluster/fellows.ts';
import { unauthorized } from '../errors.ts';
import { addressList, clientAddress } from '../http/client-address.ts';
import type { Drain } from '../http/drain.ts';
import { bodyText, sendBody } from '../http/send.ts';
import { vapidKeys } from '../notifications/vapid.ts';
import type { Platform } from '../platform.ts';
import { PROTOCOL_VERSION } from '../protocol-version.ts';
import { measure } from './metrics.ts';
import { watchReadiness } from './readiness.ts';

/** What load balancers, monitors and the mobile app ask: is it alive, ready, how is it doing. */
export function observeRoutes(
  app: FastifyInstance,
  platform: Platform,
  { drain, fellows }: { drain: Drain; fellows: Fellows | undefined },
): void {
  const { config, pool, vault } = platform;
  const readiness = watchReadiness(pool, () => drain.accepting);
  const metrics = measure(app, pool, fellows);
  const mayRead = metricsGuard(config, (text) => vault.digest(text));
  const unlimited = { config: { unlimited: true } };

  app.get('/health', unlimited, async (_request, reply) => answer(reply, 200, { status: 'ok' }));

  app.get('/ready', unlimited, async (_request, reply) => {
    const { ready, checks } = await readiness();
    return answer(reply, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
  });

  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request)) throw unauthorized();
    const text = await metrics();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });

  app.get('/api', async (_request, reply) => {
    const { checks } = await readiness();
    // Jobs live in the same database: they run exactly when it answers.
    const state = checks.database === 'ok' ? 'ok' : 'failing';
    return answer(reply, 200, {
      version: PROTOCOL_VERSION,
      timestamp: new Date().toISOString().slice(0, 19).replace('T', ' '),
      queue_services: state,
      data_services: state,
      vapid_public_key: vapidKeys(config, vault).publicKey,
    });
  });
}

function answer(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  void reply.header('cache-control', 'no-store');
  return sendBody(reply, status, bodyText(body));
}

/**
 * Who may read the metrics: with METRICS_TOKEN whoever shows it, otherwise the addresses that are
 * also exempt from the rate limit. A proxy that we were not told of makes the whole world look
 * local, so a forwarded request is then nobody's.
 */
function metricsGuard(config: Config, digest: (text: string) => Buffer) {
  const isExempt = addressList(config.rateLimitExempt);
  return (request: FastifyRequest): boolean => {
    if (config.metricsToken !== undefined) {
      const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      return timingSafeEqual(digest(given), digest(config.metricsToken));
    }
    const { 'x-forwarded-for': forwardedFor, forwarded } = request.headers;
    const hidden = config.trustedProxies === 0 && (forwardedFor ?? forwarded) !== undefined;
    return !hidden && isExempt(clientAddress(request));
  };
}
