import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  countEvent,
  type Ending,
  endCount,
  startCount,
  type Tally,
  type TestEvent,
} from './test-tally.ts';

const reporter = join(import.meta.dirname, 'test-reporter.ts');
const LAST_WORDS = 12_000;

const running = new Set<ChildProcess>();

export interface FileOptions {
  env: NodeJS.ProcessEnv;
  /** A regular expression on test names. */
  only?: string | undefined;
  /** Milliseconds: how long one test may take unless it says otherwise. */
  testTimeout: number;
  /** Milliseconds without a finished test after which the process is killed. */
  silence: number;
  /** Print what the tests print as it comes. */
  verbose?: boolean;
}

/** Runs one test file in a process of its own. Whatever happens to that process is in the tally. */
export async function runTestFile(file: string, options: FileOptions): Promise<Tally> {
  const count = startCount();
  const only = options.only === undefined ? [] : [`--test-name-pattern=${options.only}`];
  const child = spawn(
    process.execPath,
    [`--test-reporter=${reporter}`, `--test-timeout=${options.testTimeout}`, ...only, file],
    // A group of its own: what a test leaves running is killed together with it.
    { env: options.env, detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  running.add(child);
  const silence = watchSilence(child, options.silence);
  const output = collectOutput(child, options.verbose === true);
  // A long preparation that tells how far it is has not hung.
  child.stdout?.on('data', () => silence.restart());
  const channel = createInterface({ input: child.stdio[3] as NodeJS.ReadableStream });
  channel.on('line', (line) => {
    silence.restart();
    const event = parseEvent(line);
    if (event !== undefined) countEvent(count, event);
  });
  const ended = await end(child);
  silence.stop();
  killGroup(child);
  running.delete(child);
  const ending: Ending = { ...ended, output: output() };
  if (silence.killed) ending.killedAfter = options.silence;
  return endCount(count, ending, { mayBeEmpty: options.only !== undefined });
}

/** A process that is killed may leave half a line. */
function parseEvent(line: string): TestEvent | undefined {
  try {
    return JSON.parse(line) as TestEvent;
  } catch {
    return undefined;
  }
}

/** For Ctrl-C: the test processes are in groups of their own and do not get it. */
export function killTestFiles(): void {
  for (const child of running) killGroup(child);
}

function watchSilence(
  child: ChildProcess,
  patience: number,
): { restart(): void; stop(): void; readonly killed: boolean } {
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    killGroup(child);
  }, patience);
  return {
    restart: () => timer.refresh(),
    stop: () => clearTimeout(timer),
    get killed() {
      return killed;
    },
  };
}

function collectOutput(child: ChildProcess, verbose: boolean): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-LAST_WORDS);
      if (verbose) process.stdout.write(chunk);
    });
  }
  return () => text.trim();
}

/** 'close' comes after the last event was read, but never when a grandchild holds the pipes open. */
async function end(child: ChildProcess): Promise<Pick<Ending, 'code' | 'signal'>> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error);
      resolve({ code: 127, signal: null });
    });
    child.once('exit', (code, signal) => {
      const patience = sleep(2000, undefined, { ref: false });
      void Promise.race([closed, patience]).then(() => resolve({ code, signal }));
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
}
