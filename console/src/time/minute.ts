import { useSyncExternalStore } from 'react';

const MINUTE = 60_000;

let now = Math.floor(Date.now() / MINUTE);

function listen(changed: () => void): () => void {
  const timer = setInterval(() => {
    now = Math.floor(Date.now() / MINUTE);
    changed();
  }, MINUTE / 2);
  return () => clearInterval(timer);
}

/** Changes with every minute, so that what was said "4m" ago is said anew. Minutes since 1970. */
export const useMinute = (): number => useSyncExternalStore(listen, () => now);
