import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { createNap } from './nap.ts';
import { repeat } from './repeat.ts';
import { onEvents } from './wake.ts';

/** Milliseconds between looks for what other processes wrote and published. */
const POLL = 100;
/** Our own writers wake us many times a second; one transaction publishes what all of them wrote meanwhile. */
const REST = 15;
/** Somebody else is publishing just now, and may have begun before our last event was there. */
const BUSY = 5;
const lines = { waits: 'events wait for the database', goesOn: 'events are published again' };

/** Gives positions to what was committed, and tells this process of what was published by whomever. */
export interface Publisher {
  start(): void;
  /** Of the database as it was seen last: once it is another, positions that were read before mean nothing. */
  readonly epoch: string | undefined;
  /** Calls `wake` when there are new positions; returns how to stop. Starts, too. */
  onPublished(wake: () => void): () => void;
  stop(): Promise<void>;
}

const publish =
  'select confab_publish_events() as position, (select epoch from event_epoch) as epoch';

/** Publishes what was committed before this was called, whoever is at it already. */
export async function publishNow(pool: Pool): Promise<void> {
  const isDone = async (): Promise<boolean> =>
    (await row<{ position: number | null }>(pool, publish))?.position != null;
  while (!(await isDone())) await sleep(BUSY);
}

/** Runs in every process that serves, whether anybody listens or not. They take turns; it does not matter who publishes. */
export function createPublisher({ pool, log }: { pool: Pool; log: FastifyBaseLogger }): Publisher {
  const readers = new Set<() => void>();
  const nap = createNap();
  const stopListening = onEvents(nap.wake);
  let stopped = false;
  let newest = 0;
  let epoch: string | undefined;

  const step = async (): Promise<number> => {
    const found = await row<{ position: number | null; epoch: string }>(pool, publish);
    const position = found?.position ?? null;
    if (position === null) return BUSY;
    const isNews = position !== newest || found?.epoch !== epoch;
    [newest, epoch] = [position, found?.epoch];
    if (isNews) for (const wake of readers) wake();
    return POLL;
  };
  let end: (() => Promise<void>) | undefined;
  const start = (): void => {
    if (!stopped) end ??= repeat({ log, lines, nap, rest: REST, step });
  };
  return {
    start,
    get epoch() {
      return epoch;
    },
    onPublished(wake) {
      start();
      readers.add(wake);
      return () => readers.delete(wake);
    },
    async stop() {
      stopped = true;
      stopListening();
      await end?.();
    },
  };
}
