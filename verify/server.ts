import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const cli = join(import.meta.dirname, '../server/src/cli/main.ts');

/** The server under test, as an operator runs it, with the handles to kill it. */
export interface Victim {
  url: string;
  readonly kills: Record<'server' | 'postmaster' | 'postgres', number>;
  /** Starts it (again) and waits until it answers; returns the milliseconds that took. */
  start(): Promise<number>;
  killServer(): Promise<void>;
  /** The postmaster alone, which leaves its backends behind, or all of PostgreSQL. */
  killPostgres(which: 'postmaster' | 'postgres'): void;
  stop(): Promise<void>;
}

export function createVictim(dataDir: string, port: number): Victim {
  const url = `http://127.0.0.1:${port}`;
  const kills = { server: 0, postmaster: 0, postgres: 0 };
  let child: ChildProcess | undefined;

  const ended = (process: ChildProcess): Promise<void> =>
    process.exitCode !== null || process.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => process.once('exit', () => resolve()));

  return {
    url,
    kills,
    async start() {
      const began = Date.now();
      child = spawn(process.execPath, [cli, 'start'], {
        env: {
          ...process.env,
          DATA_DIR: dataDir,
          PORT: String(port),
          HOST: '127.0.0.1',
          LOG_LEVEL: 'error',
          RATE_LIMIT: '0',
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const running = child;
      while (Date.now() - began < 60_000) {
        if (running.exitCode !== null) throw new Error(`the server ended with ${running.exitCode}`);
        if (await isReady(url)) return Date.now() - began;
        await pause(50);
      }
      throw new Error('the server was not ready after 60 s');
    },
    async killServer() {
      if (child === undefined) return;
      kills.server += 1;
      child.kill('SIGKILL');
      await ended(child);
    },
    killPostgres(which) {
      const pid = postmasterPid(dataDir);
      if (pid === undefined) return;
      try {
        process.kill(which === 'postgres' ? -pid : pid, 'SIGKILL');
        kills[which] += 1;
      } catch {
        // It is just being started again.
      }
    },
    async stop() {
      if (child === undefined) return;
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}

/** Whether the server answers and reaches its database. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1000) });
    return answer.status === 200;
  } catch {
    return false;
  }
}

function postmasterPid(dataDir: string): number | undefined {
  try {
    const pid = Number(
      readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0],
    );
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
