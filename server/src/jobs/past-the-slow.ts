import { setTimeout as pause } from 'node:timers/promises';

interface Running<T, R> {
  /** How many are under way at most, those apart that are slow. */
  width: number;
  /** Milliseconds after which one is slow. */
  patience: number;
  run: (item: T) => Promise<R>;
}

/** The results of `run` for each item, in order. One that is slow holds nobody up: the next begins beside it. */
export async function pastTheSlow<T, R>(
  items: readonly T[],
  { width, patience, run }: Running<T, R>,
): Promise<R[]> {
  const results: Promise<R>[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      const running = run(item);
      // Whoever waits for all of them hears of it; until then it is nobody's.
      running.catch(() => {});
      results[index] = running;
      await endOrPatience(running, patience);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return Promise.all(results);
}

async function endOrPatience(running: Promise<unknown>, patience: number): Promise<void> {
  const ended = new AbortController();
  const late = pause(patience, undefined, { signal: ended.signal }).catch(() => {});
  await Promise.race([running.catch(() => {}), late]);
  ended.abort();
}
