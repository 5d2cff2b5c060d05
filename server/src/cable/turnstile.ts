/**
 * Lets so many through at once; the others wait in order. When ten thousand come back together they take
 * turns, instead of taking every connection to the database from those who work.
 */
export function turnstile(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let inside = 0;
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) inside -= 1;
    else next();
  };
  return async (work) => {
    const turn = Promise.withResolvers<void>();
    if (inside < width) turn.resolve();
    else queue.push(turn.resolve);
    if (inside < width) inside += 1;
    // Never at once, also when nobody is inside: who asks can note that it waits.
    await turn.promise;
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
