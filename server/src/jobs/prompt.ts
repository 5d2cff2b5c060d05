import type { QueueName } from './queues.ts';

const lookers = new Map<QueueName, Set<() => void>>();
const rings = new Map<QueueName, () => void>();

/**
 * Calls `look` when this process has put something into the queue that is due: at once, or once in so many
 * milliseconds for all that comes until then. Returns how to stop that.
 */
export function lookWhenEnqueued(queue: QueueName, look: () => void, soon?: number): () => void {
  const own = lookers.get(queue) ?? new Set();
  let timer: NodeJS.Timeout | undefined;
  const lookSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look();
    }, soon).unref();
  };
  const ring = soon === undefined ? look : lookSoon;
  lookers.set(queue, own.add(ring));
  return () => {
    own.delete(ring);
    clearTimeout(timer);
  };
}

/** What to do once the jobs are there: the same function for a queue each time, so that once is enough. */
export function ringOf(queue: QueueName): () => void {
  const known = rings.get(queue);
  if (known !== undefined) return known;
  const ring = (): void => lookers.get(queue)?.forEach((look) => look());
  rings.set(queue, ring);
  return ring;
}
