import type { QueueName } from './queues.ts';

const lookers = new Map<QueueName, Set<() => void>>();
const rings = new Map<QueueName, () => void>();

/** Calls `look` when this process has put something into the queue that is due. Returns how to stop that. */
export function lookWhenEnqueued(queue: QueueName, look: () => void): () => void {
  const own = lookers.get(queue) ?? new Set();
  lookers.set(queue, own.add(look));
  return () => own.delete(look);
}

/** What to do once the jobs are there: the same function for a queue each time, so that once is enough. */
export function ringOf(queue: QueueName): () => void {
  const known = rings.get(queue);
  if (known !== undefined) return known;
  const ring = (): void => lookers.get(queue)?.forEach((look) => look());
  rings.set(queue, ring);
  return ring;
}
