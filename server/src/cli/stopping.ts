/** How a person or a supervisor asks a server to stop. */
export interface Stopping {
  /** Whether it has been asked for. */
  readonly requested: boolean;
  /** Resolves when it is. */
  readonly request: Promise<void>;
  /** Aborted when it is. */
  readonly signal: AbortSignal;
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP. The first one asks for an orderly stop; the second one
 * ends the process at once with code 130, for someone who will not wait.
 */
export function listenForStop(onRequest: () => void): Stopping {
  const { promise, resolve } = Promise.withResolvers<void>();
  const controller = new AbortController();
  const { signal } = controller;
  const stopping = { requested: false, request: promise, signal };
  const onSignal = (): void => {
    if (stopping.requested) process.exit(130);
    stopping.requested = true;
    onRequest();
    resolve();
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return stopping;
}
