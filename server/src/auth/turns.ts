import { unavailable } from '../errors.ts';

/**
 * Runs at most `width` pieces of work at a time. Others wait, in order; when `line` of them wait
 * already, one more is told to come back, because its answer would be too late to be of use.
 */
export function takingTurns({ width, line }: { width: number; line: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;

  // A place that becomes free goes to who waits longest, before anybody new can take it.
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < width) running += 1;
    else await inLine();
    try {
      return await work();
    } finally {
      leave();
    }
  };

  async function inLine(): Promise<void> {
    if (waiting.length >= line) throw unavailable('The server is busy, please try again');
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }
}
