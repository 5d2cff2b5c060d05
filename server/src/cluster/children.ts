import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Connection } from '../db/pool.ts';
import { startChild, type Child } from './child-process.ts';
import { pauseBefore } from './rules.ts';
import { openSwitchboard } from './switchboard.ts';

interface Parts {
  /** What each of them runs. */
  program: string;
  count: number;
  connection: Connection;
  poolSize: number;
  secretKey: string;
  log: Logger;
  /** Brings the schema up to the code that a new process will run. */
  migrate: () => Promise<void>;
}

export interface Children {
  /** Replaces them one after the other; a call while that goes on does it once more afterwards. */
  restart(): Promise<void>;
  /** Ends them without failing a request; resolves when the last one is gone. */
  stop(): Promise<void>;
}

/** Who lived so long did not die of its start. */
const HEALTHY_AFTER = 60_000;
const LONGEST_START = 60_000;

/**
 * Starts the processes that serve, and starts each of them again when it dies. They share one
 * listening socket, which this process holds: connections go to them in turn, and one that arrives
 * while a process ends goes to another.
 */
export async function startChildren(parts: Parts): Promise<Children> {
  const { program, count, log, migrate } = parts;
  cluster.setupPrimary({ exec: program, args: [] });
  const places = openPlaces(parts);
  let restarting = Promise.resolve();

  const restart = async (): Promise<void> => {
    try {
      log.info('replacing the processes one after the other');
      await migrate();
      for (let slot = 1; slot <= count && !places.closed; slot += 1) await places.replace(slot);
      if (!places.closed) log.info('all processes were replaced');
    } catch (error) {
      if (places.closed) return;
      log.error({ err: error }, 'the processes were not replaced; those that run go on');
    }
  };
  const stop = async (): Promise<void> => {
    await places.close();
    await restarting;
  };
  try {
    await Promise.all(Array.from({ length: count }, async (_, place) => places.fill(place + 1)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    async restart() {
      restarting = restarting.then(restart);
      return restarting;
    },
  };
}

/** The numbered places of the processes; each is filled again when its process dies. */
function openPlaces({ connection, poolSize, secretKey, log }: Parts) {
  const seated = new Map<number, Child>();
  const switchboard = openSwitchboard(() => [...seated.values()]);
  let closed = false;

  const begin = (slot: number): Child =>
    startChild({ type: 'begin', slot, connection, poolSize, secretKey }, switchboard.take);
  const seat = (child: Child, deaths = 0): void => {
    const { slot, pid } = child;
    seated.set(slot, child);
    const began = performance.now();
    child.serving.then(
      () => log.info({ worker: slot, pid }, 'serves'),
      () => {},
    );
    void child.ended.then(async (how) => {
      const replaced = (): boolean => closed || child.stopping || seated.get(slot) !== child;
      if (replaced()) return;
      log.error({ worker: slot, pid, how }, 'a process died; another takes over');
      const early = performance.now() - began < HEALTHY_AFTER ? deaths : 0;
      await sleep(pauseBefore(early));
      if (!replaced()) seat(begin(slot), early + 1);
    });
  };
  return {
    get closed() {
      return closed;
    },
    async fill(slot: number): Promise<void> {
      const child = begin(slot);
      seat(child);
      await child.serving;
    },
    /** The old one goes when the new one serves. */
    async replace(slot: number): Promise<void> {
      const old = seated.get(slot);
      const next = begin(slot);
      const late = setTimeout(() => next.kill(), LONGEST_START);
      await next.serving.finally(() => clearTimeout(late));
      if (closed) return next.kill();
      seat(next);
      await old?.stop(true);
    },
    async close(): Promise<void> {
      closed = true;
      await Promise.all([...seated.values()].map(async (child) => child.stop(false)));
    },
  };
}
