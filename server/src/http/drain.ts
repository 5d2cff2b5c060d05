import { Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How a server says goodbye to its clients and stops listening. */
export interface Drain {
  /** Begun: every response now asks its client to use another connection next time. */
  readonly active: boolean;
  /** Whether new connections to this address still find somebody: us, or who has taken over. */
  readonly accepting: boolean;
  /** Begins, and resolves when nobody has asked for anything for `quiet` ms, or after `most` ms. */
  run(limits: { quiet: number; most: number }): Promise<void>;
  /**
   * The same where other processes accept what we no longer do: we stop listening at once, and then wait
   * until every connection has been used once more and closed, or `most` ms.
   */
  handOver(limits: { most: number }): Promise<void>;
  /** Has `leave` called when the listener closes: connections that never end by themselves are told to. */
  onLeave(leave: () => Promise<void>): void;
  /** Stops listening, and resolves when what was under way is answered and every connection closed. */
  closeListener(): Promise<void>;
}

/** Nobody has come for so long: the backlog is empty. */
const LULL = 50;
const LONGEST_HOLD = 500;
/** For the first byte of a connection that was made just before the end. */
const LAST_CHANCE = 1000;

/**
 * Closing a server under load resets two kinds of clients. Those whose next request is already on its
 * way over an idle keep-alive connection (measured: about one in 850): so first every response says
 * `Connection: close`, while the listener and the idle connections stay. And those who were just let
 * into the kernel's backlog and not yet to us: so the last answers are held back for a moment, in
 * which nobody has a reason to connect, and given when the listener is closed.
 */
export function drainable(app: FastifyInstance): Drain {
  let active = false;
  let relieved = false;
  let held: Promise<void> | undefined;
  const { sockets, untilQuiet } = watchConnections(app);
  const leaving: (() => Promise<void>)[] = [];
  const leaveAll = async (): Promise<void> => {
    await Promise.all(leaving.map(async (leave) => leave()));
  };

  app.addHook('onSend', async (_request, reply) => {
    if (active) void reply.header('connection', 'close');
    await held;
  });

  return {
    get active() {
      return active;
    },
    get accepting() {
      return relieved || !active;
    },
    async run(limits) {
      active = true;
      if (sockets.size > 0) await untilQuiet(limits);
    },
    async handOver({ most }) {
      active = relieved = true;
      // Not the HTTP server's own way, which drops idle connections that may just be used.
      Server.prototype.close.call(app.server);
      await leaveAll();
      const end = performance.now() + most;
      while (sockets.size > 0 && performance.now() < end) await sleep(20);
    },
    onLeave(leave) {
      leaving.push(leave);
    },
    async closeListener() {
      await leaveAll();
      const { promise, resolve: release } = Promise.withResolvers<void>();
      held = promise;
      if (sockets.size > 0) await untilQuiet({ quiet: LULL, most: LONGEST_HOLD });
      const closed = new Promise<void>((resolve) => {
        app.server.close(() => resolve());
      });
      release();
      setTimeout(() => {
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }, LAST_CHANCE).unref();
      await closed;
    },
  };
}

/** The connections that are open, and how to wait until nobody has asked for anything for `quiet` ms. */
function watchConnections(app: FastifyInstance) {
  const sockets = new Set<Socket>();
  let lastSeen = 0;
  app.server.on('connection', (socket) => {
    lastSeen = performance.now();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onRequest', async () => {
    lastSeen = performance.now();
  });
  const untilQuiet = async ({ quiet, most }: { quiet: number; most: number }): Promise<void> => {
    const began = performance.now();
    while (performance.now() - began < most) {
      if (performance.now() - Math.max(began, lastSeen) >= quiet) return;
      await sleep(10);
    }
  };
  return { sockets, untilQuiet };
}
