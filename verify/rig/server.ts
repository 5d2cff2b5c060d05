import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { guards, type Guard } from '../../server/src/failpoint.ts';
import type { Context } from '../scenario.ts';
import { freePort } from './directory.ts';

const present = join(import.meta.dirname, '../../server/src/cli/main.ts');

/** The key of every server of a run. It guards nothing. */
export const SECRET = 'a secret key of the verification, which guards nothing';

/** Milliseconds in which a server has stopped when it is told to. */
const LONGEST_STOP = 25_000;

/** A server, started as an operator starts it, with the handles to kill it. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  /** What it has logged as a warning or worse, as JSON text. */
  readonly lines: string[];
  /** Starts it (again) and waits until it answers; returns the milliseconds that took. */
  start(): Promise<number>;
  /** Whether it was started and runs no more. */
  hasEnded(): boolean;
  /** Sends a signal; resolves when the process has ended, unless it goes on after it. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  /** Without it the server runs a PostgreSQL of its own in `directory`. */
  databaseUrl?: string;
  directory?: string;
  port?: number;
  env?: NodeJS.ProcessEnv;
  args?: readonly string[];
  /** The command line of another version. */
  cli?: string;
  /** Guards that this run is to be without in any case. */
  without?: readonly Guard[];
}

/** The guard that the run takes out goes to the server when it is one of its own. */
export async function createServer(
  context: Context,
  {
    databaseUrl,
    directory = context.directory,
    args = [],
    cli = present,
    ...options
  }: ServerOptions,
): Promise<ServerProcess> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  const env = environmentOf(context, { ...options, databaseUrl, directory, port });
  let child: ChildProcess | undefined;

  const start = async (): Promise<number> => {
    const began = Date.now();
    const running = spawn(process.execPath, [cli, 'start', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = running;
    createInterface(running.stdout).on('line', (line) => {
      if (line.startsWith('{')) lines.push(line);
    });
    while (Date.now() - began < 60_000) {
      if (hasEnded(running)) throw new Error(`the server ended with ${running.exitCode}`);
      if (await isReady(url)) return Date.now() - began;
      await pause(50);
    }
    throw new Error('the server was not ready after 60 s');
  };
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (!['SIGSTOP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2'].includes(signal)) await ended;
  };
  context.after(async () => {
    await kill('SIGCONT');
    await Promise.race([kill('SIGTERM'), pause(LONGEST_STOP, undefined, { ref: false })]);
    await kill('SIGKILL');
  });
  return {
    url,
    port,
    lines,
    start,
    kill,
    hasEnded: () => child !== undefined && hasEnded(child),
  };
}

function environmentOf(
  context: Context,
  { databaseUrl, directory, port, env, ...options }: ServerOptions,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'development',
    DATA_DIR: directory,
    DATABASE_URL: databaseUrl ?? '',
    SECRET_KEY: SECRET,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    RATE_LIMIT: '0',
    FAILPOINT: removedIn(context, options),
    ...env,
  };
}

const removedIn = ({ broken }: Context, { without = [] }: ServerOptions): string =>
  [...without, ...guards.filter((each) => each === broken)].join(',');

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1000) });
    return answer.status === 200;
  } catch {
    return false;
  }
}
