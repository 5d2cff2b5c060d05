import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** An event that arrived. */
export interface Heard {
  event: string;
  /** In the log of events; 0 for what has no place there, and on the plain protocol. */
  position: number;
  at: number;
  /** When the client asked to listen on the connection that it came by. */
  since: number;
  /** Of the object that it tells of. */
  id: number;
}

/** What a client remembers. */
export interface Memory {
  heard: Heard[];
  /** How often it listened, the first time included. */
  connections: number;
  /** How often it was refused, or told that what it missed can not be had any more. */
  rejected: number;
}

/** Somebody who listens, and comes back whenever they are cut off. */
export interface Listener {
  readonly memory: Readonly<Memory>;
  /** Leaves, and stays away until `comeBack`. */
  leave(): void;
  comeBack(): void;
  stop(): void;
}

/** Milliseconds before the next try. Real clients take longer; these have many tries in a short time. */
const PAUSE = { least: 50, most: 500 };

/** `listen` resolves when a connection is over; it ends it when it is told to. */
export function keepListening(
  memory: Memory,
  listen: (signal: AbortSignal) => Promise<void>,
  random: Random,
): Listener {
  let away: PromiseWithResolvers<void> | undefined;
  let ending = new AbortController();
  let stopped = false;
  const run = async (): Promise<void> => {
    while (!stopped) {
      await away?.promise;
      ending = new AbortController();
      await listen(ending.signal);
      await pause(random.between(PAUSE.least, PAUSE.most), undefined, { ref: false });
    }
  };
  void run();
  const comeBack = (): void => {
    away?.resolve();
    away = undefined;
  };
  return {
    memory,
    leave() {
      away ??= Promise.withResolvers();
      ending.abort();
    },
    comeBack,
    stop() {
      stopped = true;
      ending.abort();
      comeBack();
    },
  };
}
