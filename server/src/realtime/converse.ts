import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { tokenBucket } from '../token-bucket.ts';
import type { Channel } from './channel.ts';
import type { Dialect } from './dialect.ts';
import { createListening } from './listening.ts';
import { parseCommand } from './protocol.ts';
import type { Wire } from './wire.ts';

/** A client sends one frame in 20 seconds, and a few when it connects. */
const FRAMES = { burst: 60, perSecond: 5 };

const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

interface Talk {
  socket: WebSocket;
  wire: Wire;
  dialect: Dialect;
  channel: Channel;
  log: FastifyBaseLogger;
}

/** Speaks with one client until it goes. Its commands are obeyed one after the other. */
export function converse({ socket, wire, dialect, channel, log }: Talk): void {
  const listening = createListening({ wire, dialect, channel });
  const mayGoOn = tokenBucket(FRAMES);
  let turn = Promise.resolve();

  const inTurn = (work: () => Promise<void>): void => {
    turn = turn
      .then(async () => (wire.isOpen ? work() : undefined))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'a realtime command failed');
        socket.close(INTERNAL_ERROR);
      });
  };
  const count = (): boolean => {
    if (!wire.isOpen) return false;
    if (mayGoOn()) return true;
    socket.close(POLICY_VIOLATION, 'too many frames');
    return false;
  };

  socket.on('message', (frame: Buffer, isBinary) => {
    if (!count() || isBinary) return;
    const command = parseCommand(frame.toString());
    if (command !== undefined) inTurn(async () => listening.obey(command));
  });
  // Not the library's own answer: it cuts off a client with many pings, and does not tell it why.
  socket.on('ping', (data: Buffer) => {
    if (count()) socket.pong(data);
  });
  // Too large a frame, or no protocol at all: the library closes the connection by itself.
  socket.on('error', (error) => log.debug({ err: error }, 'realtime connection'));
  socket.on('close', () => listening.leave());
  inTurn(async () => listening.greet());
}
