import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { without } from '../failpoint.ts';
import type { Backlog, Debtor } from './backlog.ts';
import { tooSlow } from './protocol.ts';

/** What may wait for a client that reads slowly: some hundred events. */
const MAX_UNSENT = 1024 * 1024;
/** For how many milliseconds something may wait to be read. */
const MAX_DELAY = 10_000;
/** A client that is behind gets more when it has read so far. */
const FEW = 64 * 1024;
/** Milliseconds in which a client that was told to go can say goodbye. */
const LAST_WORDS = 1000;

const TRY_AGAIN_LATER = 1013;

/** One client's connection, as far as it can be written to. */
export interface Wire {
  readonly isOpen: boolean;
  /** Sends a frame. A client that has left too much unread is told so and cut off: it comes back and resumes. */
  send(frame: string): void;
  /** Resolves when little is left unread; to false when the client is gone. */
  drained(): Promise<boolean>;
  /** Cuts off who has not read for too long; to be called now and then. */
  look(now: number): void;
  /** Ends the connection, with a last frame. */
  close(code: number, reason: string, frame?: string): void;
}

export function wireTo(
  socket: WebSocket,
  stream: Duplex & { bytesWritten?: number },
  backlog: Backlog,
): Wire {
  /** What was to be written at some time, and when that was. */
  let mark = { bytes: 0, at: 0 };
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  const close: Wire['close'] = (code, reason, frame) => {
    if (frame !== undefined && isOpen()) socket.send(frame);
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), LAST_WORDS).unref();
  };
  const cut = (): void => {
    if (!without('deaf-clients-are-cut-off')) close(TRY_AGAIN_LATER, 'too slow', tooSlow);
  };
  const debtor: Debtor = {
    get unsent() {
      return isOpen() ? socket.bufferedAmount : 0;
    },
    cut,
  };
  const gather = gatherer(stream);
  return {
    get isOpen() {
      return isOpen();
    },
    send(frame) {
      if (!isOpen()) return;
      if (socket.bufferedAmount > MAX_UNSENT) cut();
      if (!isOpen()) return;
      gather();
      socket.send(frame);
      if (socket.bufferedAmount > FEW) backlog.note(debtor);
    },
    async drained() {
      while (isOpen() && socket.bufferedAmount > FEW) {
        await new Promise<void>((resolve) => {
          const go = (): void => {
            stream.off('drain', go).off('close', go);
            resolve();
          };
          stream.on('drain', go).on('close', go);
        });
      }
      return isOpen();
    },
    look(now) {
      // Bytes that were to be written include those that still wait.
      const bytes = stream.bytesWritten ?? 0;
      if (bytes - socket.bufferedAmount >= mark.bytes) mark = { bytes, at: now };
      else if (now - mark.at > MAX_DELAY) cut();
    },
    close,
  };
}

/**
 * Of several frames that are sent in one go one write is made: a write for each, to each of many clients, costs
 * more than making them.
 */
function gatherer(stream: Duplex): () => void {
  let isGathering = false;
  return () => {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    queueMicrotask(() => {
      isGathering = false;
      stream.uncork();
    });
  };
}
