import { useSyncExternalStore } from 'react';

const KEY = 'confab.mail-pictures';
const watchers = new Set<() => void>();

/** In this browser alone: whom somebody trusts with where they read is theirs to say, not their team's. */
function trusted(): string[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(held) ? held.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** Shows the pictures of whatever this address sends, or no longer does. */
export function trustPictures(sender: string, isTrusted: boolean): void {
  const others = trusted().filter((each) => each !== sender);
  localStorage.setItem(KEY, JSON.stringify(isTrusted ? [...others, sender] : others));
  for (const changed of watchers) changed();
}

export const useTrustsPictures = (sender: string | undefined): boolean =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => sender !== undefined && trusted().includes(sender),
  );
