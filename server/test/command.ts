import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const cli = join(import.meta.dirname, '../src/cli/main.ts');
const running = new Set<ChildProcess>();
const directories: string[] = [];
/** Milliseconds in which a server that is told to end stops its database as well. */
const LEAVE = 15_000;
after(async () => {
  for (const child of running) child.kill('SIGTERM');
  const gone = [...running].map(async (child) => once(child, 'close'));
  await Promise.race([Promise.all(gone), sleep(LEAVE, undefined, { ref: false })]);
  for (const child of running) child.kill('SIGKILL');
  for (const directory of directories) {
    // The cluster lies elsewhere when PostgreSQL's user cannot enter the temporary directory.
    const cluster = join(directory, 'data/postgres');
    if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  }
});

/** A command of `confab`, in a process of its own. */
export interface Run {
  child: ChildProcess;
  /** Everything it has printed so far. */
  output: () => string;
  ended: Promise<{ code: number | null; output: string }>;
  /** Resolves once it has printed the text; rejects when it ends before. */
  printed(text: string): Promise<void>;
}

/** Runs `confab` as an operator does. What still runs after the file's tests is killed. */
export function confab(args: string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  const waiting = new Map<string, () => void>();
  const take = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const [wanted, resolve] of waiting) if (text.includes(wanted)) resolve();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output: text });
    });
  });
  const printed = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.set(wanted, resolve);
      if (text.includes(wanted)) resolve();
      void ended.then(({ code }) =>
        reject(new Error(`ended with ${code} before “${wanted}”: ${text}`)),
      );
    });
  return { child, output: () => text, ended, printed };
}

export async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' ? address?.port : 0);
}

/** A directory that does not exist yet. */
export function newDataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), 'confab-cli-'));
  directories.push(directory);
  return join(directory, 'data');
}
