export interface Said {
  title: string;
  kind?: 'info' | 'error';
  action?: { label: string; run: () => void };
}

let waiting: readonly Said[] = [];
let hasSpoken = false;
let show: ((said: Said) => void) | undefined;
const watchers = new Set<() => void>();

/** Says something for a few seconds; also to whoever cannot see it. */
export function say(said: Said): void {
  if (show !== undefined) return show(said);
  waiting = [...waiting, said];
  hasSpoken = true;
  for (const changed of watchers) changed();
}

/** Hands over what is said to whoever shows it, and what was said before there was anybody. */
export function onSaid(next: (said: Said) => void): void {
  show = next;
  for (const said of waiting) next(said);
  waiting = [];
}

export const watchSaid = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** Whether anything has been said yet. */
export const hasBeenSaid = (): boolean => hasSpoken;
