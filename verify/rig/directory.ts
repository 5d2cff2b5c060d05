import { realpathSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Removes what a server kept, also where its cluster had to lie elsewhere. */
export function removeDirectory(directory: string): void {
  try {
    rmSync(realpathSync(join(directory, 'postgres')), { recursive: true, force: true });
  } catch {
    // There is none.
  }
  rmSync(directory, { recursive: true, force: true });
}

/** A port of the loopback address that nobody uses just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
