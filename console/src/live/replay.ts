import type { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from './registry.ts';

/** Milliseconds: no answer is on its way for longer. */
const KEPT = 60_000;
const MOST = 2000;

interface Heard {
  at: number;
  event: LiveEvent;
}

/**
 * An answer may have been read before something happened that was heard before the answer came: what was
 * heard while it was on its way is done once more to what it brought.
 */
export function replaying(queries: QueryClient, again: (event: LiveEvent) => void) {
  let heard: Heard[] = [];
  const asked = new Map<string, number>();
  const unwatch = queries.getQueryCache().subscribe((change) => {
    if (change.type !== 'updated') return;
    const { action, query } = change;
    if (action.type === 'fetch') asked.set(query.queryHash, performance.now());
    if (action.type === 'error') asked.delete(query.queryHash);
    if (action.type !== 'success' || action.manual === true) return;
    const since = asked.get(query.queryHash) ?? 0;
    asked.delete(query.queryHash);
    const missed = heard.filter(({ at }) => at >= since);
    // After whoever asked has what came.
    if (missed.length > 0) queueMicrotask(() => missed.forEach(({ event }) => again(event)));
  });
  return {
    keep(event: LiveEvent): void {
      const at = performance.now();
      // Nothing is on its way: the next answer is asked for after this.
      if (asked.size === 0) heard = [];
      else heard = heard.filter((each) => at - each.at < KEPT).slice(-MOST);
      heard.push({ at, event });
    },
    /** Nothing that was heard so far matters any more. */
    forget: (): void => void (heard = []),
    end: unwatch,
  };
}
