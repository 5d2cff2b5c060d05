import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A way to the cluster's socket, for clients. */
export interface SocketPath {
  readonly host: string;
  close(): void;
}

/** PostgreSQL names its socket after a port; with no TCP listener any number will do. */
export const SOCKET_PORT = 5432;

/** The socket's name in the cluster directory. */
export const SOCKET = `.s.PGSQL.${SOCKET_PORT}`;

/** sockaddr_un holds 108 bytes with the final zero on Linux, 104 on macOS; the smaller one counts. */
const LONGEST_PATH = 103;

/**
 * The directory to connect to. A socket path that is too long for the system is reached through a
 * link in a short private directory, so that the data directory may lie anywhere.
 */
export function openSocketPath(clusterDir: string): SocketPath {
  if (fits(clusterDir)) return { host: clusterDir, close: () => undefined };
  const base = [tmpdir(), '/tmp'].find((dir) => fits(join(dir, 'confab-123456', 'pg'))) ?? '/tmp';
  const directory = mkdtempSync(join(base, 'confab-'));
  const host = join(directory, 'pg');
  symlinkSync(clusterDir, host);
  return { host, close: () => rmSync(directory, { recursive: true, force: true }) };
}

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, SOCKET)) <= LONGEST_PATH;
}
