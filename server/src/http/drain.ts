import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How a server says goodbye to its clients before it stops listening. */
export interface Drain {
  /** Begun: every response now asks its client to use another connection next time. */
  readonly active: boolean;
  /** Begins, and resolves when nobody has asked for anything for `quiet` ms, or after `most` ms. */
  run(limits: { quiet: number; most: number }): Promise<void>;
}

/**
 * Closing a server under load resets the clients whose next request is already on its way over an
 * idle keep-alive connection (measured: about one in 850). So first every response says
 * `Connection: close`, while the listener and the idle connections stay; what is left after that
 * phase is not being used.
 */
export function drainable(app: FastifyInstance): Drain {
  let active = false;
  let lastRequest = 0;
  app.addHook('onRequest', async () => {
    lastRequest = performance.now();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (active) void reply.header('connection', 'close');
  });
  return {
    get active() {
      return active;
    },
    async run({ quiet, most }) {
      active = true;
      const began = performance.now();
      if ((await openConnections(app)) === 0) return;
      while (performance.now() - began < most) {
        if (performance.now() - Math.max(began, lastRequest) >= quiet) return;
        await sleep(20);
      }
    },
  };
}

async function openConnections(app: FastifyInstance): Promise<number> {
  return new Promise((resolve) => {
    app.server.getConnections((error, count) => resolve(error === null ? count : 0));
  });
}
