import { useSyncExternalStore } from 'react';

export interface Typer {
  id: number;
  name: string;
  type: string;
}

/** Whoever typed says so again within this time, or has stopped without saying. Milliseconds. */
const LASTS = 30_000;

const typers = new Map<number, readonly Typer[]>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const watchers = new Set<() => void>();
const nobody: readonly Typer[] = [];

function change(conversation: number, next: readonly Typer[]): void {
  if (next.length === 0) typers.delete(conversation);
  else typers.set(conversation, next);
  for (const changed of watchers) changed();
}

const others = (conversation: number, id: number): Typer[] =>
  (typers.get(conversation) ?? nobody).filter((each) => each.id !== id);

/** Who is typing where, at the moment. */
export const typing = {
  start(conversation: number, typer: Typer): void {
    const key = `${conversation}/${typer.id}`;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => typing.stop(conversation, typer.id), LASTS),
    );
    change(conversation, [...others(conversation, typer.id), typer]);
  },
  stop(conversation: number, id: number): void {
    clearTimeout(timers.get(`${conversation}/${id}`));
    if (typers.has(conversation)) change(conversation, others(conversation, id));
  },
};

export function useTypers(conversation: number): readonly Typer[] {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => typers.get(conversation) ?? nobody,
  );
}
