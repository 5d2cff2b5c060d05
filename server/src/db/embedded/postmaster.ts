import { execFile, spawn } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  commandLine,
  isPostgresIn,
  postgresProcessesIn,
  processIdentity,
  sendSignal,
} from '../../processes.ts';
import { type Cluster, spawnOptions } from './cluster.ts';
import { program } from './engine.ts';
import { SOCKET } from './socket.ts';

/** A running PostgreSQL server, started by us or left running by a server that was killed. */
export interface Postmaster {
  readonly pid: number;
  /** Settles with the reason when the process is gone; never rejects. */
  readonly exited: Promise<string>;
}

function logPath(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}

/** Keeps the last log when it has grown beyond 10 MB. */
export function rotateLog(dataDir: string): void {
  const path = logPath(dataDir);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) renameSync(path, `${path}.1`);
}

/**
 * Starts PostgreSQL in a process group of its own, so that Ctrl-C in the terminal reaches only us.
 * @returns the server, and where in its log the words of this start begin (bytes).
 */
export function spawnPostmaster(
  cluster: Cluster,
  settings: string[],
): { postmaster: Postmaster; logStart: number } {
  const log = openSync(logPath(cluster.dataDir), 'a', 0o600);
  try {
    const logStart = fstatSync(log).size;
    const args = postmasterArguments(cluster, settings);
    const child = spawn(args[0] ?? '', args.slice(1), {
      ...spawnOptions(cluster),
      detached: true,
      stdio: ['ignore', log, log],
    });
    const exited = new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    if (child.pid !== undefined) letUsFinishFirst(child.pid);
    return { postmaster: { pid: child.pid ?? 0, exited }, logStart };
  } finally {
    closeSync(log);
  }
}

/**
 * Whoever is sent a statement otherwise takes the processor from us at once, in the middle of what we do, and with more
 * to do than there are processors everybody waits for that. As a batch process it begins when we have nothing to do or
 * have had our share. Linux alone knows this, and the program may be missing.
 */
function letUsFinishFirst(pid: number): void {
  execFile('chrt', ['-b', '-p', '0', String(pid)], () => {});
}

/** The PostgreSQL that is already running in this cluster, if any. */
export function findPostmaster(clusterDir: string): Postmaster | undefined {
  const pid = Number(readPidFile(clusterDir)?.[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  if (processIdentity(pid) === undefined || !isPostgresIn(pid, clusterDir)) return undefined;
  return { pid, exited: waitForEnd(pid) };
}

/**
 * Clears the way for a start after the last server died: ends the backends that outlived it, because
 * PostgreSQL refuses to start beside one, and removes its pid files, because PostgreSQL would wait
 * for whatever process has that number by now. Only processes in this very cluster are touched.
 */
export async function clearRemains(clusterDir: string): Promise<void> {
  for (let waited = 0; waited < 2000; waited += 20) {
    const left = postgresProcessesIn(clusterDir);
    for (const pid of left) sendSignal(pid, 'SIGKILL');
    if (left.length === 0) break;
    await sleep(20);
  }
  for (const name of ['postmaster.pid', `${SOCKET}.lock`, SOCKET]) {
    rmSync(join(clusterDir, name), { force: true });
  }
}

/** Whether a running PostgreSQL is the one that we would start: same program, same settings. */
export function isAsWeStartIt(pid: number, cluster: Cluster, settings: string[]): boolean {
  const wanted = postmasterArguments(cluster, settings);
  const actual = commandLine(pid);
  return actual?.length === wanted.length && actual.every((word, n) => word === wanted[n]);
}

/** Waits until the server accepts connections; false when it ended before. */
export async function waitUntilReady(postmaster: Postmaster, clusterDir: string): Promise<boolean> {
  let ended = false;
  void postmaster.exited.then(() => (ended = true));
  for (;;) {
    const lines = readPidFile(clusterDir);
    // PostgreSQL keeps its state in the eighth line; pg_ctl waits in the same way.
    if (Number(lines?.[0]) === postmaster.pid && lines?.[7]?.trim() === 'ready') return true;
    if (ended) return false;
    await sleep(15);
  }
}

/** Fast shutdown; when that takes longer than `patience` ms, an immediate one, then the hard way. */
export async function stopPostmaster(
  postmaster: Postmaster,
  clusterDir: string,
  patience = 10_000,
): Promise<void> {
  // The timer must not keep a process alive that has nothing else left to do.
  const endsWithin = (ms: number): Promise<boolean> =>
    Promise.race([postmaster.exited.then(() => true), sleep(ms, false, { ref: false })]);
  if (await endsWithin(0)) return; // its number may belong to another process by now
  sendSignal(postmaster.pid, 'SIGINT');
  if (await endsWithin(patience)) return;
  sendSignal(postmaster.pid, 'SIGQUIT');
  if (await endsWithin(3000)) return;
  sendSignal(postmaster.pid, 'SIGKILL');
  await postmaster.exited;
  await clearRemains(clusterDir);
}

/** Whether a PostgreSQL accepts connections on the socket of the cluster, wherever it runs. */
export function answers(host: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(join(host, SOCKET));
  socket.setTimeout(1000, () => resolve(false));
  socket.on('connect', () => resolve(true));
  socket.on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** What PostgreSQL has logged since `start` (bytes); empty when the disk was too full to log. */
export function readLog(dataDir: string, start: number): string {
  return readFileSync(logPath(dataDir)).subarray(start).toString();
}

function postmasterArguments(cluster: Cluster, settings: string[]): string[] {
  return [program(cluster.engine, 'postgres'), '-D', cluster.dir, ...settings];
}

function readPidFile(clusterDir: string): string[] | undefined {
  try {
    return readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

/** We are not its parent, so nobody tells us when it ends. */
async function waitForEnd(pid: number): Promise<string> {
  const identity = processIdentity(pid);
  while (identity !== undefined && processIdentity(pid) === identity) await sleep(100);
  return 'it was gone';
}
