import type { Counts, Order, Report } from './messages.ts';

/** The other processes that serve the same installation on this machine, as one of them sees them. */
export interface Fellows {
  /** The number of this process among them, from 1. */
  readonly slot: number;
  /** What the others measure, each as Prometheus text; who does not answer in time is left out. */
  collect(): Promise<string[]>;
  /** How this process answers when another collects. */
  onCollect(text: () => Promise<string>): void;
  tell(counts: Counts): void;
  /** What the others have counted. */
  onTold(take: (counts: Counts) => void): void;
}

/** Longer than the leading process waits for the slowest of them. */
const PATIENCE = 2500;

/** Speaks with the others through the leading process; `take` gets what that one says. */
export function openFellows(
  slot: number,
  say: (report: Report) => void,
): Fellows & { take(order: Order): void } {
  let measure: (() => Promise<string>) | undefined;
  let count: ((counts: Counts) => void) | undefined;
  let collecting: PromiseWithResolvers<string[]> | undefined;

  const collect = async (): Promise<string[]> => {
    // Who asks while somebody else waits for the same gets the same.
    if (collecting !== undefined) return collecting.promise;
    const asked = (collecting = Promise.withResolvers<string[]>());
    say({ type: 'collect' });
    const late = setTimeout(() => asked.resolve([]), PATIENCE);
    return asked.promise.finally(() => {
      clearTimeout(late);
      collecting = undefined;
    });
  };
  const answer = async (question: number): Promise<void> => {
    const text = await measure?.();
    if (text !== undefined) say({ type: 'measured', question, text });
  };
  return {
    slot,
    collect,
    onCollect: (text) => (measure = text),
    tell: (counts) => say({ type: 'counted', counts }),
    onTold: (taking) => (count = taking),
    take(order) {
      if (order.type === 'measure') void answer(order.question).catch(() => {});
      if (order.type === 'measured') collecting?.resolve(order.texts);
      if (order.type === 'counted') count?.(order.counts);
    },
  };
}
