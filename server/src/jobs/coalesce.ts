/**
 * `run`, never twice at once for the same key: of the calls that come while it is under way, one more is made
 * for all of them together when it has ended. So each sees what was there when it was asked for.
 */
export function coalesce<T>(
  run: (given: T) => Promise<void>,
  keyOf: (given: T) => string,
): (given: T) => Promise<void> {
  const underWay = new Map<string, { done: Promise<void>; next?: Promise<void> }>();
  const begin = async (given: T): Promise<void> => {
    const key = keyOf(given);
    const own: { done: Promise<void>; next?: Promise<void> } = { done: run(given) };
    underWay.set(key, own);
    try {
      await own.done;
    } finally {
      if (own.next === undefined) underWay.delete(key);
    }
  };
  return async (given) => {
    const running = underWay.get(keyOf(given));
    if (running === undefined) return begin(given);
    // What it came to is told to those who asked for it.
    running.next ??= running.done.catch(() => {}).then(async () => begin(given));
    return running.next;
  };
}
