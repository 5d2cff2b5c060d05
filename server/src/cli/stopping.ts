/** How a person or a supervisor asks a server to stop. */
export interface Stopping {
  /** Whether it has been asked for. */
  readonly requested: boolean;
  /** Resolves when it is. */
  readonly request: Promise<void>;
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP. The first one asks for an orderly stop; the second one
 * ends the process at once with code 130, for someone who will not wait.
 */
export function listenForStop(onRequest: () => void): Stopping {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stopping = { requested: false, request: promise };
  const onSignal = (): void => {
    if (stopping.requested) process.exit(130);
    stopping.requested = true;
    onRequest();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return stopping;
}
