import { useSyncExternalStore } from 'react';

export type LiveState = 'connecting' | 'open' | 'lost';

/** Milliseconds for which a connection that broke may come back before anybody is told. */
const PATIENCE = 3000;
/** The first one may take longer. */
const FIRST_PATIENCE = 8000;

let state: LiveState = 'connecting';
let telling: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function become(next: LiveState): void {
  clearTimeout(telling);
  telling = undefined;
  if (next === state) return;
  state = next;
  for (const changed of watchers) changed();
}

export const liveState = {
  open: (): void => become('open'),
  /** It is not there. Most come back before anybody need know. */
  away(): void {
    if (state === 'lost' || telling !== undefined) return;
    telling = setTimeout(() => become('lost'), state === 'open' ? PATIENCE : FIRST_PATIENCE);
  },
  /** Nobody listens. */
  rest: (): void => become('connecting'),
};

const watch = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** Whether the connection is away at the moment, even if nobody need know yet. */
export const isAway = (): boolean => state === 'lost' || telling !== undefined;

/** Whether what is on the screen is kept true, as far as anybody need know. */
export const useLiveState = (): LiveState => useSyncExternalStore(watch, () => state);
