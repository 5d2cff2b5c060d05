import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Platform } from '../platform.ts';
import { recordResults, type Result } from './results.ts';

const RETRY = 1000;
const BATCH = 500;
/** Characters of answers that are written together. */
const LONG = 512 * 1024;

/** Writes results down, as many together as there are by then. Those it has written are `done`. */
export function collectResults(
  parts: Pick<Platform, 'pool' | 'config'>,
  log: Logger,
  done: (results: readonly Result[]) => void,
) {
  let waiting: Result[] = [];
  let stopped = false;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, howMany(waiting));
      waiting = waiting.slice(batch.length);
      try {
        await recordResults(parts, batch);
        done(batch);
      } catch (error) {
        // What PostgreSQL will never take must not keep the rest from being written.
        if (isBadData(error) && batch.some((each) => !isBare(each))) {
          waiting = [...batch.map((each) => bare(each)), ...waiting];
          continue;
        }
        log.warn({ err: error }, 'what became of webhooks could not be written down yet');
        if (stopped) return;
        waiting = [...batch, ...waiting];
        await pause(RETRY);
      }
    }
  };
  const start = (): void => {
    writing ??= write().finally(() => {
      writing = undefined;
      if (waiting.length > 0 && !stopped) start();
    });
  };
  return {
    add(result: Result): void {
      waiting.push(result);
      start();
    },
    async stop(): Promise<void> {
      stopped = true;
      await writing;
    },
  };
}

/**
 * How many are written together: each is copied some times on its way into the database, and a hundred
 * receivers that answer with all that is kept would be tens of megabytes at once.
 */
export function howMany(waiting: readonly Result[]): number {
  let characters = 0;
  const tooLong = waiting.findIndex(({ attempt }) => {
    characters += attempt?.response_body?.length ?? 0;
    return characters > LONG;
  });
  return Math.min(BATCH, tooLong === -1 ? waiting.length : Math.max(1, tooLong));
}

/** Class 22: data that cannot be stored. */
const isBadData = (error: unknown): boolean =>
  String((error as { code?: unknown }).code).startsWith('22');

const isBare = ({ attempt }: Result): boolean => (attempt?.response_headers ?? null) === null;

/** Without what the receiver made of it. */
const bare = (result: Result): Result =>
  result.attempt === null
    ? result
    : { ...result, attempt: { ...result.attempt, response_headers: null, response_body: null } };
