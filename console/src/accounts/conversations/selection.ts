import { useSyncExternalStore } from 'react';

let chosen: ReadonlySet<number> = new Set();
/** The one that was chosen last: from it a range is drawn. */
let anchor: number | undefined;
const watchers = new Set<() => void>();

function change(next: ReadonlySet<number>): void {
  chosen = next;
  for (const changed of watchers) changed();
}

const watch = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** Which conversations of the list are chosen, to do something to all of them. */
export const selection = {
  toggle(id: number): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    anchor = id;
    change(next);
  },
  /** All between the one that was chosen last and this, in the order of the list. */
  extendTo(id: number, order: readonly number[]): void {
    const from = order.indexOf(anchor ?? id);
    const to = order.indexOf(id);
    if (from === -1 || to === -1) return selection.toggle(id);
    change(new Set([...chosen, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  },
  choose: (ids: Iterable<number>): void => change(new Set(ids)),
  clear(): void {
    anchor = undefined;
    if (chosen.size > 0) change(new Set());
  },
};

export const useSelection = (): ReadonlySet<number> => useSyncExternalStore(watch, () => chosen);

export const useIsSelected = (id: number): boolean =>
  useSyncExternalStore(watch, () => chosen.has(id));

export const useIsSelecting = (): boolean => useSyncExternalStore(watch, () => chosen.size > 0);
