import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../start-error.ts';

/** Others have held what a change of the schema needs for as long as it was ready to wait. */
export class SchemaBusyError extends Error {}

/**
 * How long a statement may wait for a lock. Whoever comes after it queues behind it, reads included, so
 * that a backup or a forgotten transaction would stop the whole desk.
 */
export const LONGEST_WAIT = '1s';

/** Milliseconds: between two tries the queue that has formed is worked off, and in all. */
const PAUSE = { first: 500, longest: 4000 };
const PATIENCE = 15 * 60_000;

interface Waiting {
  /** What is waiting, for whoever reads of it. */
  what: string;
  warn: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** Tries again until nobody holds the locks that `change` needs; each try has to undo itself. */
export async function withPatience(
  change: () => Promise<void>,
  { what, warn, signal }: Waiting,
): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (let rest = PAUSE.first; ; rest = Math.min(2 * rest, PAUSE.longest)) {
    try {
      return await change();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline) throw new SchemaBusyError(what, { cause: error });
    }
    if (rest === PAUSE.first) warn(`${what} waits until nobody holds the tables that it changes`);
    await pause(rest, undefined, { signal });
  }
}

/** A lock was not had in time, or only at the cost of a deadlock. */
const isBusy = (error: unknown): boolean => ['55P03', '40P01'].includes(errorCode(error) ?? '');
