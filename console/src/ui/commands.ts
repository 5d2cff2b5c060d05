import { useEffect, useSyncExternalStore } from 'react';

/** Something that can be done, from the palette or with a key. */
export interface Command {
  id: string;
  title: string;
  group: 'conversation' | 'go' | 'app';
  /** A single key, pressed while nobody is writing. */
  key?: string;
  run: () => void;
}

let offered: readonly Command[] = [];
const watchers = new Set<() => void>();

function change(next: readonly Command[]): void {
  offered = next;
  for (const changed of watchers) changed();
}

/** Offers commands as long as the component is there. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    change([...offered, ...commands]);
    return () => change(offered.filter((each) => !commands.includes(each)));
  }, [commands]);
}

export const useOffered = (): readonly Command[] =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => offered,
  );

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A menu or a dialog has the focus as long as it is open; what is merely said in a corner has not. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="menu"],[role="dialog"],[role="alertdialog"],[role="listbox"]') !== null;

/** Runs the command of a key. Keys belong to whoever is writing, to menus and to dialogs first. */
export function runKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target)) return;
  if (isElsewhere(event.target)) return;
  const command = offered.findLast(({ key }) => key === event.key);
  if (command === undefined) return;
  event.preventDefault();
  command.run();
}
