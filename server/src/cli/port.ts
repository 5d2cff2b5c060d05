import { createServer } from 'node:net';
import { errorCode, StartError } from '../start-error.ts';

/**
 * Finds out whether we could listen, before a database is made or started for nothing.
 * @throws StartError with what stands in the way.
 */
export async function requireFreePort(address: { host: string; port: number }): Promise<void> {
  const probe = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  probe.once('error', (error) => reject(explainListenError(error, address)));
  probe.listen({ ...address, exclusive: true }, resolve);
  await promise;
  await new Promise((closed) => {
    probe.close(closed);
  });
}

/** The sentence for a port that cannot be listened on; other errors are returned as they are. */
export function explainListenError(
  error: unknown,
  { host, port }: { host: string; port: number },
): unknown {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is in use by another program: stop that one, or set PORT to a free port`,
      );
    case 'EACCES':
      return new StartError(`Port ${port} may not be used by this user: set PORT to 1024 or above`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `HOST is ${host}, which is not an address of this machine: correct it, or leave it out`,
      );
    default:
      return error;
  }
}
