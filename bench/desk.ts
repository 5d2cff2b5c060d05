import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Connection } from '../server/src/db/pool.ts';
import { BENCH_SECRET } from './serve.ts';

export interface Desk {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const cli = join(import.meta.dirname, '../server/src/cli/main.ts');

/** `confab start`, as an operator starts it, on a database; resolves when it answers. Without rate limits. */
export async function startDesk(
  connection: Connection,
  { processes, dataDir }: { processes: number; dataDir: string },
): Promise<Desk> {
  const port = await freePort();
  const child = spawn(process.execPath, [cli, 'start', '--workers', String(processes)], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      DATABASE_URL: urlOf(connection),
      SECRET_KEY: BENCH_SECRET,
      PORT: String(port),
      HOST: '127.0.0.1',
      BASE_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'warn',
      RATE_LIMIT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  for (let left = 600; left > 0; left -= 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await isReady(port)) return { port, pid: child.pid ?? 0, stop };
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  await stop();
  throw new Error('the server was not ready after 60 s');
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  } catch {
    return false;
  }
}

/** As DATABASE_URL takes it. */
export function urlOf(connection: Connection): string {
  if (typeof connection === 'string') return connection;
  const { host, port, user, password, database } = connection;
  // The host may be the directory of a socket, which has no place in the address itself.
  const place = new URLSearchParams({ host, port: String(port) });
  return `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?${place.toString()}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
