import type { FastifyBaseLogger } from 'fastify';
import type { Nap } from './nap.ts';

const RETRY = 500;

interface Repeating {
  log: FastifyBaseLogger;
  /** Told when the database is away, and when it is back. */
  lines: { waits: string; goesOn: string };
  nap: Nap;
  /** Milliseconds between two steps at least. */
  rest?: number;
  /** Says for how many milliseconds to sleep afterwards, unless woken. */
  step: () => Promise<number>;
}

/** Repeats a step until it is stopped, and waits out a database that is away. */
export function repeat({ log, lines, nap, rest = 0, step }: Repeating): () => Promise<void> {
  let stopped = false;
  const run = async (): Promise<void> => {
    let failing = false;
    while (!stopped) {
      let pause = RETRY;
      try {
        pause = await step();
        if (failing) log.info(lines.goesOn);
        failing = false;
      } catch (error) {
        if (!failing && !stopped) log.warn({ err: error }, lines.waits);
        failing = true;
      }
      if (!stopped) await nap.sleep(pause, failing ? RETRY : Math.min(pause, rest));
    }
  };
  const running = run();
  return async () => {
    stopped = true;
    nap.wake();
    await running;
  };
}
