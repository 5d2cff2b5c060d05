import { useSyncExternalStore } from 'react';
import type { Message } from './conversation-data.ts';

const answered = new Map<number, Message>();
const watchers = new Set<() => void>();

function change(write: () => void): void {
  write();
  for (const changed of watchers) changed();
}

/** Which message the next reply of a conversation answers; the composer shows it above the text. */
export const answering = {
  begin: (conversation: number, message: Message): void =>
    change(() => answered.set(conversation, message)),
  end(conversation: number): void {
    if (answered.has(conversation)) change(() => answered.delete(conversation));
  },
};

export const useAnswering = (conversation: number): Message | undefined =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => answered.get(conversation),
  );
