import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer, type WebSocket } from 'ws';
import { createBacklog } from './backlog.ts';
import type { Channel } from './channel.ts';
import { converse } from './converse.ts';
import { extended, plain } from './dialect.ts';
import { heartbeat } from './heartbeat.ts';
import { EXTENDED, farewell, PLAIN } from './protocol.ts';
import { createSessions } from './sessions.ts';
import { wireTo, type Wire } from './wire.ts';

const GOING_AWAY = 1001;
/** Milliseconds from one client to the next, so that ten thousand do not come back in one instant. */
const APART = 0.3;

interface Upgrade {
  socket: Duplex;
  head: Buffer;
}

/**
 * Serves WebSockets at `path`. Upgrades go through the application like every request, so that they
 * count for the rate limit and get its answers; whoever comes without one finds no page.
 */
export function mountSockets(app: FastifyInstance, path: string, channel: Channel): void {
  const server = new WebSocketServer({
    noServer: true,
    // No compression: it costs memory for each connection, and lets few bytes become many.
    perMessageDeflate: false,
    maxPayload: 16 * 1024,
    maxFragments: 64,
    maxBufferedChunks: 1024,
    // They are counted before they are answered.
    autoPong: false,
    // Clients name them in the order in which they like them.
    handleProtocols: (offered) =>
      [...offered].find((each) => each === PLAIN || each === EXTENDED) ?? false,
  });
  const wires = new Map<WebSocket, Wire>();
  const sessions = createSessions();
  const backlog = createBacklog();
  const stopHeartbeat = heartbeat(wires);
  const upgrades = takeUpgrades(app, path);
  let left: Promise<void> | undefined;

  app.get(path, async (request, reply) => {
    const upgrade = upgrades.get(request.raw);
    if (upgrade === undefined) return reply.code(404).type('text/plain').send('Page not found');
    reply.hijack();
    const { socket, head } = upgrade;
    reply.raw.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
    const { sid } = request.query as { sid?: unknown };
    server.handleUpgrade(request.raw, socket, head, (client) => {
      const wire = wireTo(client, socket, backlog);
      wires.set(client, wire);
      client.on('close', () => wires.delete(client));
      // Who was let in at the last moment is told where to go like the others, and not refused.
      if (left !== undefined) return void sendAway(client, wire);
      const isExtended = client.protocol === EXTENDED;
      const known = typeof sid === 'string' ? sid : undefined;
      const dialect = isExtended ? extended(sessions, known) : plain;
      converse({ socket: client, wire, dialect, channel, log: app.log });
    });
    return reply;
  });

  const leave = async (): Promise<void> => {
    stopHeartbeat();
    backlog.close();
    const gone = [...wires].map(async ([client, wire], place) => {
      await sleep(place * APART);
      await sendAway(client, wire);
    });
    await Promise.all(gone);
    await channel.close();
  };
  const leaveOnce = async (): Promise<void> => {
    left ??= leave();
    return left;
  };
  app.drain.onLeave(leaveOnce);
  app.addHook('preClose', leaveOnce);
}

/** The requests that want to be something else, with what their answers need. */
function takeUpgrades(app: FastifyInstance, path: string): WeakMap<IncomingMessage, Upgrade> {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  // Everywhere else the wish to upgrade (Java's client always has one, to HTTP/2) is not ours to grant.
  const shouldUpgradeCallback = ({ url = '', headers }: IncomingMessage): boolean =>
    url.replace(/\/*(\?.*)?$/, '').replace(/^\/+/, '/') === path &&
    headers.upgrade?.toLowerCase() === 'websocket';
  Object.assign(app.server, { shouldUpgradeCallback });
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
    response.once('finish', () => socket.end());
    app.routing(request, response);
  });
  return upgrades;
}

async function sendAway(client: WebSocket, wire: Wire): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', () => resolve());
    if (client.readyState === client.CLOSED) resolve();
    wire.close(GOING_AWAY, '', farewell);
  });
}
