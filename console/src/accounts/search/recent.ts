import { useSyncExternalStore } from 'react';

const MOST = 8;
const none: readonly string[] = [];
const watchers = new Set<() => void>();
let read: { key: string; stored: string | null; words: readonly string[] } | undefined;

/** Of this browser alone, and of one person in one account. */
const keyOf = (account: number, me: number): string => `confab.searches.${account}.${me}`;

function wordsAt(key: string): readonly string[] {
  const stored = localStorage.getItem(key);
  if (read?.key === key && read.stored === stored) return read.words;
  let words = none;
  try {
    const given: unknown = JSON.parse(stored ?? '[]');
    if (Array.isArray(given)) words = given.filter((each) => typeof each === 'string');
  } catch {
    // Somebody has written something else there: as good as nothing.
  }
  read = { key, stored, words };
  return words;
}

function keep(key: string, words: readonly string[]): void {
  if (words.length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(words));
  for (const changed of watchers) changed();
}

/** What somebody has looked for here before, the last first. */
export function useRecent(account: number, me: number | undefined) {
  const key = keyOf(account, me ?? 0);
  const words = useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => wordsAt(key),
  );
  return {
    words,
    remember(text: string): void {
      const said = text.trim();
      if (said === '') return;
      keep(key, [said, ...wordsAt(key).filter((each) => each !== said)].slice(0, MOST));
    },
    forget: (text: string): void => keep(key, wordsAt(key).filter((each) => each !== text)),
    forgetAll: (): void => keep(key, none),
  }; // prettier-ignore
}
