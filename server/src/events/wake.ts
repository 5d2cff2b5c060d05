const onCommit = new Set<() => void>();

/** Calls `wake` whenever this process has committed events; returns how to stop. */
export function onEvents(wake: () => void): () => void {
  onCommit.add(wake);
  return () => onCommit.delete(wake);
}

/** Wakes who publishes the events. Other processes find them by looking, a moment later. */
export function wakePublisher(): void {
  for (const wake of onCommit) wake();
}
