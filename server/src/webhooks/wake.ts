const sleepers = new Set<() => void>();

/** Calls `wake` whenever this process has committed deliveries; returns how to stop. */
export function onDeliveries(wake: () => void): () => void {
  sleepers.add(wake);
  return () => sleepers.delete(wake);
}

/** Wakes those of this process who send. Other processes find new deliveries by looking, a moment later. */
export function wakeSenders(): void {
  for (const wake of sleepers) wake();
}
