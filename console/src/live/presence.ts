import { useSyncExternalStore } from 'react';
import { onLive } from './registry.ts';

interface Present {
  users: Record<string, string>;
  contacts: Record<string, string>;
}

let present: Present | undefined;
const watchers = new Set<() => void>();

const watch = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

onLive<Partial<Present>>(['presence.update'], ({ queries, account }, { users, contacts }) => {
  const before = present;
  present = { users: users ?? {}, contacts: contacts ?? before?.contacts ?? {} };
  for (const changed of watchers) changed();
  // Somebody whom nobody here knows has joined.
  const known = queries.getQueryData<{ id: number }[]>(['agents', account]);
  const isNew = (id: string): boolean => known?.some((each) => each.id === Number(id)) === false;
  if (Object.keys(present.users).some(isNew)) {
    void queries.invalidateQueries({ queryKey: ['agents', account] });
  }
});

/** Nobody knows any more who is there. */
export function forgetPresence(): void {
  present = undefined;
  for (const changed of watchers) changed();
}

/** Whether somebody is there at the moment; `known` as long as nothing newer was heard. */
export function usePresence(
  kind: 'users' | 'contacts',
  id: number,
  known?: string | null,
): string | null | undefined {
  const now = useSyncExternalStore(watch, () => present);
  return now === undefined ? known : (now[kind][id] ?? 'offline');
}
